#include "server/circulation/day/run.hpp"

#include "storage/store_error.hpp"

#include <utility>

namespace circ::circulation {

namespace {

constexpr int page_size = 100;
constexpr const char* doer = "day run"; ///< who stands in the audit trail

/// The row of a task, changed and written. Written even when nothing was there before.
void write_row(storage::unit_of_work& unit,
               const day_task& task,
               instant now,
               const std::function<void(storage::day_job&)>& change) {
    const auto before = unit.find_day_job(task.institution, task.branch, task.job->id);
    storage::day_job row = before.value_or(storage::day_job{});
    row.institution = task.institution;
    row.branch = task.branch;
    row.job = task.job->id;
    if (!before) row.begun_at = now;
    change(row);
    if (before) {
        unit.change(row);
        return;
    }
    row.id = unit.new_id<storage::day_job_id>();
    unit.add(row);
}

day_scene
make_scene(storage::reader& from, const day_task& task, surroundings with, config::day_settings keeping) {
    requester by;
    by.operator_name = doer;
    by.institution = task.institution;
    by.branch = task.branch;
    by.received = with.now;
    scene at = load_scene(from, by, with);
    at.today = task.day;
    at.moment = task.moment;
    return {std::move(at), std::move(by), with, keeping};
}

/// The world is away, so that all that follows would fail too.
bool ends_the_run(const storage::store_error& failure) {
    return failure.failure() != storage::store_failure::corrupt;
}

/// Ends a unit of work that was only tried.
struct tried_out {};

} // namespace

day_run::day_run(std::vector<day_task> tasks, const policy& rules, config::day_settings keeping, mode how)
    : tasks_(std::move(tasks)), rules_(&rules), keeping_(keeping), how_(how) {}

day_scene day_run::scene_of(storage::reader& from, const day_task& task, instant now) const {
    return make_scene(from, task, {.rules = *rules_, .now = now, .pin = {}, .digest = {}}, keeping_);
}

void day_run::enter(phase next) {
    phase_ = next;
    page_.clear();
    place_ = 0;
    looked_at_all_ = false;
}

std::optional<storage::due_place> day_run::next_place(storage::reader& from, instant now) {
    const day_task& task = tasks_[task_];
    if (task.is_theirs) return std::nullopt;
    if (place_ < page_.size()) return page_[place_++];
    if (looked_at_all_) return std::nullopt;
    if (task.job->find == nullptr) {
        looked_at_all_ = how_ == mode::try_out;
        return storage::due_place{};
    }
    const auto after = page_.empty() ? storage::due_place{} : page_.back();
    page_ = task.job->find(from, scene_of(from, task, now), after, page_size);
    place_ = 0;
    looked_at_all_ = page_.size() < page_size;
    if (page_.empty()) return std::nullopt;
    return page_[place_++];
}

/// A record that cannot be read hides all who are due with it: the job ends there, the others are done.
std::optional<storage::due_place> day_run::place_or_failure(storage::reader& from, instant now) {
    try {
        return next_place(from, now);
    } catch (const storage::store_error& failure) {
        if (ends_the_run(failure)) throw;
        failed(failure.what());
        return std::nullopt;
    }
}

std::optional<day_unit> day_run::next(storage::reader& from, instant now) {
    while (task_ < tasks_.size()) {
        if (phase_ == phase::begin) {
            tally_ = {.of = tasks_[task_], .last_error = {}};
            enter(phase::records);
            if (how_ == mode::write) return begin_unit(now);
        }
        if (phase_ == phase::records) {
            if (const auto place = place_or_failure(from, now)) return record_unit(*place, now);
            enter(phase::end);
            if (how_ == mode::write) return end_unit(now);
        }
        tallies_.push_back(tally_);
        ++task_;
        enter(phase::begin);
    }
    return std::nullopt;
}

day_unit day_run::begin_unit(instant now) const {
    const day_task task = tasks_[task_];
    const auto begin = [now](storage::day_job& row) {
        row.begun_at = now;
        row.ended_at.reset();
    };
    return {day_unit::kind::begin,
            task,
            [task, now, begin](storage::unit_of_work& unit) { write_row(unit, task, now, begin); },
            std::make_shared<day_effect>()};
}

day_unit day_run::record_unit(storage::due_place place, instant now) const {
    day_unit made{day_unit::kind::record, tasks_[task_], {}, std::make_shared<day_effect>()};
    made.work = [task = made.of, effect = made.effect, place, now, rules = rules_, keeping = keeping_](
                    storage::unit_of_work& unit) {
        const auto in =
            make_scene(unit, task, {.rules = *rules, .now = now, .pin = {}, .digest = {}}, keeping);
        *effect = task.job->perform(unit, in, place.id);
    };
    return made;
}

day_unit day_run::end_unit(instant now) const {
    const day_task task = tasks_[task_];
    const auto end = [now, tally = tally_](storage::day_job& row) {
        if (!row.day || *row.day < tally.of.day || *row.day > tally.of.today) row.day = tally.of.day;
        row.ended_at = now;
        row.done = tally.done;
        row.failed = tally.failed;
        row.last_error = tally.last_error;
    };
    return {day_unit::kind::end,
            task,
            [task, now, end](storage::unit_of_work& unit) { write_row(unit, task, now, end); },
            std::make_shared<day_effect>()};
}

void day_run::done(const day_unit& unit) {
    tally_.done += unit.effect->done;
    const bool is_batch = unit.what == day_unit::kind::record && unit.of.job->find == nullptr;
    if (is_batch && unit.effect->done == 0) looked_at_all_ = true;
}

void day_run::failed(const std::string& why) {
    ++tally_.failed;
    tally_.last_error = why;
    // A batch that fails once fails again.
    if (task_ < tasks_.size() && tasks_[task_].job->find == nullptr) looked_at_all_ = true;
}

namespace {

std::optional<day_unit> look(storage::store& store, day_run& what, instant now) {
    std::optional<day_unit> unit;
    store.read([&](storage::reader& from) { unit = what.next(from, now); });
    store.end_turn();
    return unit;
}

} // namespace

void do_day(storage::store& store, day_run& what, const clock& time, const day_listener& told) {
    while (!told.goes_on || told.goes_on()) {
        const auto unit = look(store, what, time.now());
        if (!unit) return;
        try {
            storage::write_and_wait(store, unit->work);
            what.done(*unit);
            if (told.on_done && unit->effect->done > 0) told.on_done(*unit);
        } catch (const storage::store_error& failure) {
            if (ends_the_run(failure)) throw;
            what.failed(failure.what());
        } catch (const std::exception& failure) {
            what.failed(failure.what());
        }
    }
}

void try_day(storage::store& store, day_run& what, const clock& time, const day_listener& told) {
    while (!told.goes_on || told.goes_on()) {
        const auto unit = look(store, what, time.now());
        if (!unit) return;
        try {
            storage::write_and_wait(store, [&](storage::unit_of_work& in) {
                unit->work(in);
                throw tried_out{};
            });
        } catch (const tried_out&) {
            what.done(*unit);
            if (told.on_done && unit->effect->done > 0) told.on_done(*unit);
        } catch (const storage::store_error& failure) {
            if (ends_the_run(failure)) throw;
            what.failed(failure.what());
        }
    }
}

} // namespace circ::circulation
