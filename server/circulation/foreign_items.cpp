#include "server/circulation/foreign_items.hpp"

#include "server/circulation/journal.hpp"
#include "server/circulation/make_views.hpp"
#include "server/circulation/scene.hpp"
#include "server/circulation/trail.hpp"

namespace circ::circulation {

namespace {

std::optional<storage::item_facts> find_elsewhere(storage::reader& from, const checkin& asked) {
    for (const auto& other : from.institutions()) {
        if (other.id == asked.by.institution) continue;
        if (auto found = from.item_by_barcode(other.id, asked.item)) return found;
    }
    return std::nullopt;
}

} // namespace

storage::branch_id
interlibrary_desk_of(storage::reader& from, const surroundings& with, const storage::item& what) {
    if (what.lender.empty()) return {};
    const auto& named = with.rules.routes().returns.interlibrary_desk;
    const auto desk =
        named.empty() ? std::nullopt : from.branch_by_code(what.institution, named);
    return desk ? desk->id : what.branch;
}

std::optional<checkin_outcome>
take_foreign(storage::unit_of_work& unit, const checkin& asked, const surroundings& with) {
    const auto item = find_elsewhere(unit, asked);
    if (!item) return std::nullopt;
    const auto owner = load_library(unit, item->item.institution);
    auto made = refused_with<checkin_outcome>(
        {{.code = reason_code::item_of_other_institution, .place = owner->institution.name}});
    made.alert = alert_kind::other;
    made.item = make_item_view(
        *item, *owner, {}, date_in(with.now, owner->branch(item->item.branch).time_zone));
    made.destination = make_place(owner->branch(item->item.branch));
    if (!is_posted(asked.by)) return made;
    auto row = make_review(unit, asked.by, with.now, review_kind::could_not_post, "checkin");
    row.item = item->item.id;
    row.barcode = asked.item; // what `post` looks it up by
    row.returned_at = asked.returned;
    row.reasons = reason_list(made.reasons);
    review_once(unit, asked.by, with, row);
    return made;
}

} // namespace circ::circulation
