#pragma once

#include "storage/records/imports.hpp"

#include <string>

namespace circ::tool {

/// Whoever is at work on a run of an import holds this: a byte of a file in the data directory, by
/// the run's number. The kernel frees it when the process ends, however it does.
class run_lock {
public:
    /// @throws complaint when another one is at work on it, or the file cannot be opened
    run_lock(const std::string& data_dir, const storage::import_run& run);
    run_lock(const run_lock&) = delete;
    run_lock& operator=(const run_lock&) = delete;
    ~run_lock();

    [[nodiscard]] static bool is_held(const std::string& data_dir, const storage::import_run& run);

private:
    int file_;
};

} // namespace circ::tool
