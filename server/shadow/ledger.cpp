#include "server/shadow/ledger.hpp"

#include "server/circulation/trail.hpp"
#include "storage/shadow_book.hpp"

#include <algorithm>

namespace circ::shadow {

using circulation::requester;
using storage::shadow_kind;
using storage::shadow_place;
using storage::shadow_tally;

namespace {

shadow_kind kind_of(const shadow_place& of, const difference& what, instant now) {
    shadow_kind made;
    made.institution = of.institution;
    made.backend = of.backend;
    made.operation = of.operation;
    made.field = what.of->name;
    made.cause = what.cause;
    made.ours = what.found.ours;
    made.theirs = what.found.theirs;
    made.first_at = now;
    return made;
}

std::string joined(std::string_view first, std::string_view then) {
    std::string all(first);
    if (!all.empty() && !then.empty()) all.append(": ");
    return all.append(then);
}

shadow_tally tally_of(grade as, bool decided_otherwise) {
    shadow_tally made;
    made.same = as == grade::same ? 1 : 0;
    made.tolerable = as == grade::tolerable ? 1 : 0;
    made.different = as == grade::different ? 1 : 0;
    made.decided_otherwise = decided_otherwise ? 1 : 0;
    return made;
}

/// The trail keeps who decided and why, when the tolerance has gone again too.
void leave_trail(storage::unit_of_work& unit,
                 const shadow_kind& of,
                 const requester& by,
                 instant now,
                 std::string_view kind,
                 std::string_view why) {
    auto made = circulation::make_event(unit, by, now, kind, why);
    made.detail = "number=" + std::to_string(of.number);
    unit.add(made);
}

} // namespace

kept write_down(storage::unit_of_work& unit,
                const shadow_place& of,
                const comparison& what,
                instant now,
                std::string_view about) {
    storage::shadow_book book(unit);
    kept made;
    made.as = what.differences.empty() ? what.worst : grade::tolerable;
    bool decided_otherwise = false;
    for (const difference& each : what.differences) {
        shadow_kind seen = kind_of(of, each, now);
        if (auto known = book.find_like(seen)) {
            seen = std::move(*known);
        } else {
            seen.id = unit.new_id<storage::shadow_kind_id>();
            seen.number = book.last_number(of.institution) + 1;
            book.add(seen);
            made.first_seen.push_back(seen);
        }
        book.count(storage::shadow_sighting{.kind = seen.id,
                                            .institution = of.institution,
                                            .day = of.day,
                                            .terminal = of.terminal,
                                            .at = now,
                                            .example = joined(about, each.found.example)});
        if (seen.accepted_at) continue;
        made.as = grade::different;
        ++made.by_cause[static_cast<std::size_t>(each.cause)];
        decided_otherwise = decided_otherwise || each.of->is == weight::decision;
    }
    book.count(of, tally_of(made.as, decided_otherwise), now);
    return made;
}

acceptance accept(storage::unit_of_work& unit,
                  std::int64_t number,
                  const requester& by,
                  instant now,
                  std::string_view why) {
    storage::shadow_book book(unit);
    auto row = book.find_kind(by.institution, number);
    if (!row) return acceptance::not_there;
    if (row->accepted_at) return acceptance::already_so;
    row->accepted_at = now;
    row->accepted_by = by.operator_name;
    row->why = why;
    book.change(*row);
    leave_trail(unit, *row, by, now, "shadow_accepted", why);
    return acceptance::done;
}

acceptance forget(storage::unit_of_work& unit,
                  std::int64_t number,
                  const requester& by,
                  instant now,
                  std::string_view why) {
    storage::shadow_book book(unit);
    auto row = book.find_kind(by.institution, number);
    if (!row) return acceptance::not_there;
    if (!row->accepted_at) return acceptance::already_so;
    row->accepted_at.reset();
    row->accepted_by.clear();
    row->why.clear();
    book.change(*row);
    leave_trail(unit, *row, by, now, "shadow_forgotten", why);
    return acceptance::done;
}

} // namespace circ::shadow
