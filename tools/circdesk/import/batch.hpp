#pragma once

#include "storage/store.hpp"
#include "tools/circdesk/import/report.hpp"

#include <functional>
#include <utility>
#include <vector>

namespace circ::tool {

/// Whether an import is for good, or tries everything and takes it back.
enum class run_mode : std::uint8_t { write, try_only };

class run_keeper;

/// Gathers steps of an import and writes them in units of work: a unit is whole or not there, and
/// the writer gate is free between two of them, so that kiosks go on meanwhile.
class batch_writer {
public:
    /// A step may be run again: it changes nothing but the unit and the tally.
    using step = std::function<void(storage::unit_of_work&, tally&)>;

    /// @param run is told how far it is with every unit; null: nobody is
    batch_writer(storage::store& into,
                 run_mode how,
                 import_report& report,
                 run_keeper* run = nullptr,
                 std::size_t steps_per_unit = 100)
        : into_(&into), how_(how), report_(&report), run_(run), steps_per_unit_(steps_per_unit) {}

    /// @param what is called outside the writer gate; empty: nothing is
    void call_before_units(std::function<void()> what) { before_unit_ = std::move(what); }

    /// @throws storage::store_error
    void add(step what);
    void finish(); ///< writes what is gathered

private:
    storage::store* into_;
    run_mode how_;
    import_report* report_;
    run_keeper* run_;
    std::size_t steps_per_unit_;
    std::vector<step> steps_;
    std::function<void()> before_unit_;
};

} // namespace circ::tool
