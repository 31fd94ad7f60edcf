#pragma once

#include "tests/bench/arriving_files.hpp"
#include "tests/bench/options.hpp"
#include "tests/bench/tool_process.hpp"

#include <filesystem>

namespace circ::bench {

/// What bringing in each of the files came to.
struct arrival {
    tool_run marc;
    tool_run patrons;
    tool_run loans;
    tool_run holds;
    tool_run fees;
};

/// A library that moves in: the files of another system, brought in with the tool.
class arrived_library {
public:
    /// Makes its files, unless they are there already.
    explicit arrived_library(const options& how);

    /// Brings all of them in, into an empty store. @throws std::runtime_error when a record did not go in
    [[nodiscard]] arrival arrive() const;

    [[nodiscard]] bool has_arrived() const;

    [[nodiscard]] const std::filesystem::path& data_dir() const noexcept { return data_dir_; }
    [[nodiscard]] std::filesystem::path store() const { return data_dir_ / "circdesk.sqlite"; }
    [[nodiscard]] const arriving_files& files() const noexcept { return files_; }

    static constexpr const char* institution = "BENCH";

private:
    [[nodiscard]] std::filesystem::path is_whole() const { return data_dir_ / "is-whole"; }

    arriving_files files_;
    std::filesystem::path data_dir_;
};

/// The one that has moved in before; it does now where there is none.
[[nodiscard]] arrived_library library_that_has_arrived(const options& how);

} // namespace circ::bench
