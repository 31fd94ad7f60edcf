#include "server/circulation/review_desk.hpp"

#include "server/circulation/desk_request.hpp"
#include "server/circulation/trail.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

namespace circ::circulation {

namespace {

using code = reason_code;

constexpr std::string_view event_review_posted = "review_posted";
constexpr std::string_view event_review_resolved = "review_resolved";

outcome post_checkout(storage::unit_of_work& unit,
                      const storage::review_entry& row,
                      requester by,
                      const surroundings& with) {
    checkout asked;
    asked.by = std::move(by);
    asked.card = row.card;
    asked.item = row.barcode;
    asked.due_given = row.due_at;
    return perform(unit, asked, with);
}

outcome post_renewal(storage::unit_of_work& unit,
                     const storage::review_entry& row,
                     requester by,
                     const surroundings& with) {
    renew asked;
    asked.by = std::move(by);
    asked.card = row.card;
    asked.what.item = row.barcode;
    asked.what.title = row.control_number;
    asked.due_given = row.due_at;
    return perform(unit, asked, with);
}

outcome post_checkin(storage::unit_of_work& unit,
                     const storage::review_entry& row,
                     requester by,
                     const surroundings& with) {
    checkin asked;
    asked.by = std::move(by);
    asked.item = row.barcode;
    asked.returned = row.returned_at;
    return perform(unit, asked, with);
}

/// How what could not be posted is performed, by the name of its operation.
struct way_to_post {
    std::string_view operation;
    outcome (*perform)(storage::unit_of_work&,
                       const storage::review_entry&,
                       requester,
                       const surroundings&);
};
constexpr std::array ways{way_to_post{"checkout", post_checkout},
                          way_to_post{"renew", post_renewal},
                          way_to_post{"checkin", post_checkin}};

const way_to_post* way_of(const storage::review_entry& row) {
    const auto* kind = review_named(row.kind);
    const auto found = std::ranges::find(ways, row.request, &way_to_post::operation);
    const bool can_be = kind != nullptr && kind->ended_by == review_end::post;
    return can_be && found != ways.end() ? &*found : nullptr;
}

/// Who did it, where and when, as the device told it then; the operator answers for it now.
requester posted_by(storage::reader& from, const storage::review_entry& row, requester by) {
    if (const auto terminal = from.find_terminal(row.terminal)) {
        by.terminal = terminal->id;
        by.terminal_login = terminal->login;
        by.branch = terminal->branch;
    }
    by.said = row.said_at;
    make_posted(by); // it could be when the device did it
    return by;
}

void settle(storage::unit_of_work& unit,
            storage::review_entry row,
            const requester& by,
            instant now,
            const std::string& why,
            std::string_view kind) {
    row.resolved_at = now;
    row.resolved_by = by.operator_name;
    row.resolution = why;
    unit.change(row);
    storage::event event = make_event(unit, by, now, kind, why);
    event.patron = row.patron;
    event.item = row.item;
    short_form detail;
    detail.put("review", row.id.value);
    event.detail = detail.text();
    unit.add(event);
}

} // namespace

std::vector<reason> decide_review(const review_facts& facts) {
    std::vector<reason> found;
    demand(found, facts.why, "reason");
    if (!facts.entry || facts.entry->resolved_at)
        found.push_back({.code = code::entry_not_open});
    else if (facts.posts && way_of(*facts.entry) == nullptr)
        found.push_back({.code = code::not_postable});
    return found;
}

outcome perform(storage::unit_of_work& unit, const post_review& asked, const surroundings& with) {
    const auto row = own(unit.find_review(asked.entry), asked.by);
    auto why_not = decide_review({.entry = row, .why = asked.why});
    if (!why_not.empty()) return refused_with<outcome>(std::move(why_not));
    outcome made =
        way_of(*row)->perform(unit, *row, posted_by(unit, *row, asked.by), with);
    for (auto& each : made.reasons)
        if (each.code == code::patron_unknown) each.field = row->card;
    if (made.result == verdict::done)
        settle(unit, *row, asked.by, with.now, asked.why, event_review_posted);
    return made;
}

outcome
perform(storage::unit_of_work& unit, const resolve_review& asked, const surroundings& with) {
    const auto row = own(unit.find_review(asked.entry), asked.by);
    auto why_not = decide_review({.entry = row, .why = asked.why, .posts = false});
    if (!why_not.empty()) return refused_with<outcome>(std::move(why_not));
    settle(unit, *row, asked.by, with.now, asked.why, event_review_resolved);
    return {};
}

} // namespace circ::circulation
