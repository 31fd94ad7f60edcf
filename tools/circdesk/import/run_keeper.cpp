#include "tools/circdesk/import/run_keeper.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace circ::tool {

run_keeper::run_keeper(storage::store& into, storage::import_run begun)
    : into_(&into), run_(std::move(begun)) {
    storage::write_and_wait(into, [this](storage::unit_of_work& unit) {
        const auto last = unit.import_runs(run_.institution, {.first = 0, .count = 1});
        run_.id = unit.new_id<storage::import_run_id>();
        run_.number = last.empty() ? 1 : last.front().number + 1;
        unit.add(run_);
    });
}

run_keeper::totals run_keeper::totals_of(const tally& all) {
    totals made;
    for (const auto kind : all_kinds) {
        made.added += static_cast<std::int64_t>(all.counted(kind, change::added));
        made.updated += static_cast<std::int64_t>(all.counted(kind, change::updated));
        made.unchanged += static_cast<std::int64_t>(all.counted(kind, change::unchanged));
        made.rejected += static_cast<std::int64_t>(all.counted(kind, change::rejected));
    }
    return made;
}

storage::import_run run_keeper::advanced(const totals& to) const {
    storage::import_run made = run_;
    made.position = std::max(run_.position, read_);
    made.added += to.added - counted_.added;
    made.updated += to.updated - counted_.updated;
    made.unchanged += to.unchanged - counted_.unchanged;
    made.rejected += to.rejected - counted_.rejected;
    return made;
}

void run_keeper::keep(storage::unit_of_work& unit, const tally& before, const tally& of_unit) {
    tally all = before;
    all.add_counts(of_unit);
    next_ = advanced(totals_of(all));
    unit.change(next_);
    keep_rejects(unit, of_unit);
}

void run_keeper::keep_rejects(storage::unit_of_work& unit, const tally& of_unit) const {
    if (of_unit.rejects().empty()) return;
    auto number = unit.last_import_reject(run_.id);
    for (const auto& each : of_unit.rejects()) {
        if (number >= storage::most_kept_rejects) return;
        unit.add(storage::import_reject{.run = run_.id,
                                        .number = ++number,
                                        .place = static_cast<std::int64_t>(each.number),
                                        .field = each.field,
                                        .value = each.value,
                                        .sentence = each.sentence});
    }
}

run_keeper run_keeper::from_the_first(storage::store& into, storage::import_run run) {
    run.position = run.unchanged = run.rejected = 0;
    storage::write_and_wait(into, [&run](storage::unit_of_work& unit) {
        static_cast<void>(unit.remove_rejects(run.id));
    });
    return resumed(into, std::move(run));
}

void run_keeper::kept(const tally& all) {
    run_ = next_;
    counted_ = totals_of(all);
}

void run_keeper::finish(const tally& all, storage::instant now) {
    next_ = advanced(totals_of(all));
    next_.state = storage::import_state::done;
    next_.ended_at = now;
    storage::write_and_wait(*into_, [this](storage::unit_of_work& unit) { unit.change(next_); });
    kept(all);
}

storage::import_mark run_keeper::mark(storage::imported_kind kind,
                                      std::int64_t record,
                                      const std::string& after,
                                      std::string before) const {
    return {.run = run_.id,
            .kind = kind,
            .record = record,
            .after = storage::digest_of_row(after),
            .before = std::move(before)};
}

} // namespace circ::tool
