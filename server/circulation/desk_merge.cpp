// Two records of one reader become one.

#include "server/circulation/desk_request.hpp"
#include "server/circulation/patron_changes.hpp"
#include "server/circulation/trail.hpp"

#include <algorithm>
#include <utility>

namespace circ::circulation {

namespace {

using code = reason_code;

std::vector<storage::hold_line> open_holds_of(storage::reader& from, const storage::patron& who) {
    const storage::page all{.first = 0, .count = std::max(who.open_holds, 1)};
    auto lines = from.ready_holds_of(who.id, all);
    for (auto& each : from.waiting_holds_of(who.id, all)) lines.push_back(std::move(each));
    return lines;
}

/// For the same title, copy or branch: a reader may ask for a thing once.
bool are_for_the_same(const storage::hold& one, const storage::hold& other) {
    return one.title == other.title && one.item == other.item && one.branch == other.branch;
}

void refuse(std::vector<reason>& found, std::string why) {
    found.push_back({.code = code::merge_impossible, .field = std::move(why)});
}

void judge(std::vector<reason>& found,
           storage::reader& from,
           const storage::patron& goes,
           const storage::patron& stays) {
    if (goes.id == stays.id) return refuse(found, "both cards are one reader's already");
    if (from.partner_of(goes.id)) found.push_back({.code = code::patron_is_partner});
    if (goes.guarantor == stays.id || stays.guarantor == goes.id)
        refuse(found, "one answers for the other; end that first (patron guarantor --clear)");
    const auto held = open_holds_of(from, stays);
    for (const auto& each : open_holds_of(from, goes))
        if (std::ranges::any_of(held, [&](const auto& one) { return are_for_the_same(one.hold, each.hold); }))
            refuse(found, "both wait for " + each.title + "; cancel one of the holds first");
}

/// What is said of the one who goes alone.
void take_over(storage::patron& stays, const storage::patron& goes) {
    if (!stays.birth_date) stays.birth_date = goes.birth_date;
    for (const auto part : {&storage::patron::address, &storage::patron::email, &storage::patron::phone})
        if ((stays.*part).empty()) stays.*part = goes.*part;
}

} // namespace

desk_outcome
perform(storage::unit_of_work& unit, const merge_patrons& asked, const surroundings& with) {
    auto found = find_patron(unit, asked.by, asked.card, with.now);
    demand(found.reasons, asked.why, "reason");
    const auto into = unit.holder_of(asked.by.institution, asked.into);
    if (!into || into->erased_at)
        found.reasons.push_back({.code = code::patron_unknown, .field = asked.into});
    else if (found.who)
        judge(found.reasons, unit, found.who->patron, *into);
    if (!found.reasons.empty()) return refused_with<desk_outcome>(std::move(found.reasons));

    const storage::patron& goes = found.who->patron;
    storage::patron stays = *into;
    take_over(stays, goes);
    unit.merge(goes, stays);
    unit.change(without_person(goes, with.now));
    unit.change(stays);
    short_form kept;
    kept.put("merged", goes.id.value);
    storage::event event = make_event(unit, at_branch(asked.by, stays.branch), with.now, "patron_merged", asked.why);
    event.patron = stays.id;
    event.detail = kept.text();
    unit.add(event);
    desk_outcome made;
    made.whose = stays.id;
    return made;
}

} // namespace circ::circulation
