#pragma once

#include "storage/store.hpp"

#include <functional>
#include <vector>

namespace circ::tool {

/// Gathers steps of an import and writes them in units of work: a unit is whole or not there, and
/// the writer gate is free between two of them, so that kiosks go on meanwhile.
class batch_writer {
public:
    using step = std::function<void(storage::unit_of_work&)>;

    /// @param dry_run runs each unit and takes it back: what it would do is known, nothing is done
    batch_writer(storage::store& into, bool dry_run, std::size_t steps_per_unit = 100)
        : into_(&into), dry_run_(dry_run), steps_per_unit_(steps_per_unit) {}

    /// @throws storage::store_error
    void add(step what);
    void finish(); ///< writes what is gathered

private:
    storage::store* into_;
    bool dry_run_;
    std::size_t steps_per_unit_;
    std::vector<step> steps_;
};

} // namespace circ::tool
