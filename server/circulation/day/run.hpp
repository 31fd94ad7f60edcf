#pragma once

#include "server/circulation/clock.hpp"
#include "server/circulation/day/plan.hpp"
#include "storage/store.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace circ::circulation {

/// The next thing to do of a day's work: one unit of work.
struct day_unit {
    enum class kind { begin, record, end } what = kind::record;
    day_task of;
    storage::store::work work;
    std::shared_ptr<day_effect> effect; ///< filled by the work
};

/// What a task came to.
struct day_tally {
    day_task of;
    int done = 0;
    int failed = 0;
    std::string last_error;
};

/// Goes through the tasks of a plan, a unit of work at a time. It does nothing by itself: whoever
/// runs it asks for the next unit, has it written, and says what became of it.
class day_run {
public:
    /// try_out: units are to be undone again, so nothing is kept of a run and a batch is tried once.
    enum class mode { write, try_out };

    /// @note rules must outlive this
    day_run(std::vector<day_task> tasks,
            const policy& rules,
            config::day_settings keeping,
            mode how = mode::write);

    /// @return nullopt when all is done
    /// @throws storage::store_error
    [[nodiscard]] std::optional<day_unit> next(storage::reader& from, instant now);

    /// The unit is durable.
    void done(const day_unit& unit);
    /// The unit was undone; the others go on.
    void failed(const std::string& why);

    /// A line for each task that has ended.
    [[nodiscard]] const std::vector<day_tally>& tallies() const noexcept { return tallies_; }

private:
    enum class phase { begin, records, end };

    [[nodiscard]] day_scene scene_of(storage::reader& from, const day_task& task, instant now) const;
    [[nodiscard]] std::optional<storage::due_place> next_place(storage::reader& from, instant now);
    [[nodiscard]] std::optional<storage::due_place> place_or_failure(storage::reader& from, instant now);
    [[nodiscard]] day_unit begin_unit(instant now) const;
    [[nodiscard]] day_unit record_unit(storage::due_place place, instant now) const;
    [[nodiscard]] day_unit end_unit(instant now) const;
    void enter(phase next);

    std::vector<day_task> tasks_;
    const policy* rules_;
    config::day_settings keeping_;
    mode how_;
    std::size_t task_ = 0;
    phase phase_ = phase::begin;
    std::vector<storage::due_place> page_; ///< who is due, from the last look
    std::size_t place_ = 0;                ///< the next one of them
    bool looked_at_all_ = false;
    day_tally tally_;
    std::vector<day_tally> tallies_;
};

/// What `do_day` tells as it goes; each may be left empty.
struct day_listener {
    std::function<bool()> goes_on;                 ///< asked before each unit
    std::function<void(const day_unit&)> on_done;  ///< a unit with an effect is durable, or was tried
};

/// Runs it to its end, one unit after the other, each durable before the next: others that write
/// come between. Blocks; never on an io thread.
/// @throws storage::store_error unavailable or in doubt: the run ends, and the next one goes on from
///         there
void do_day(storage::store& store, day_run& what, const clock& time, const day_listener& told = {});

/// The same, with each unit undone: `told` hears what would be done, and nothing is.
void try_day(storage::store& store, day_run& what, const clock& time, const day_listener& told);

} // namespace circ::circulation
