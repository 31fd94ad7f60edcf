#include "server/circulation/partner_desk.hpp"

#include "server/circulation/desk_request.hpp"
#include "server/circulation/scene.hpp"
#include "server/circulation/trail.hpp"

#include <utility>
#include <vector>

namespace circ::circulation {

namespace {

using code = reason_code;

/// The patron of this card; nobody for an empty one.
storage::patron_id patron_of(storage::reader& from,
                             std::vector<reason>& against,
                             const requester& by,
                             const std::string& card,
                             instant now) {
    if (card.empty()) return {};
    const auto who = from.patron_by_card(by.institution, card, now);
    if (!who) against.push_back({.code = code::patron_unknown, .field = card});
    return who ? who->patron.id : storage::patron_id{};
}

void leave_trail(storage::unit_of_work& unit,
                 const requester& by,
                 const surroundings& with,
                 const storage::partner& what,
                 std::string_view kind) {
    storage::event event = make_event(unit, by, with.now, kind);
    event.patron = what.patron;
    short_form kept;
    kept.put("partner", what.id.value);
    event.detail = kept.text();
    unit.add(event);
}

} // namespace

outcome perform(storage::unit_of_work& unit, const add_partner& asked, const surroundings& with) {
    std::vector<reason> against;
    demand(against, asked.code, "code");
    demand(against, asked.name, "name");
    if (unit.partner_by_code(asked.by.institution, asked.code))
        against.push_back({.code = code::partner_taken, .field = asked.code});
    storage::partner made;
    made.institution = asked.by.institution;
    made.code = asked.code;
    made.name = asked.name;
    made.patron = patron_of(unit, against, asked.by, asked.card, with.now);
    made.created_at = with.now;
    if (!against.empty()) return refused_with<outcome>(std::move(against));
    made.id = unit.new_id<storage::partner_id>();
    unit.add(made);
    leave_trail(unit, asked.by, with, made, "partner_added");
    return {};
}

outcome perform(storage::unit_of_work& unit, const change_partner& asked, const surroundings& with) {
    std::vector<reason> against;
    auto partner = unit.partner_by_code(asked.by.institution, asked.code);
    if (!partner) return refused_with<outcome>({{.code = code::partner_unknown, .field = asked.code}});
    if (asked.name) {
        demand(against, *asked.name, "name");
        partner->name = *asked.name;
    }
    if (asked.card) partner->patron = patron_of(unit, against, asked.by, *asked.card, with.now);
    if (!against.empty()) return refused_with<outcome>(std::move(against));
    unit.change(*partner);
    leave_trail(unit, asked.by, with, *partner, "partner_changed");
    return {};
}

} // namespace circ::circulation
