#include "server/circulation/desk_catalogue.hpp"

#include "server/circulation/desk_request.hpp"
#include "server/circulation/said_by_others.hpp"
#include "server/circulation/trail.hpp"
#include "storage/isbn.hpp"

#include <utility>

namespace circ::circulation {

namespace {

using code = reason_code;

constexpr int latest_year = 9999;

void describe(storage::title& what, std::vector<reason>& against, const title_data& said) {
    put_said(what.text, said.text);
    put_said(what.author, said.author);
    put_said(what.language, said.language);
    put_said(what.year, said.year);
    if (said.isbn) what.isbn = storage::isbns_said(*said.isbn);
    demand(against, what.text, "title");
    if (what.year < 0 || what.year > latest_year)
        against.push_back({.code = code::request_incomplete, .field = "year"});
}

/// There is no event of a title's own: its number stands in the detail.
void leave_trail(storage::unit_of_work& unit,
                 const requester& by,
                 instant now,
                 const storage::title& what,
                 std::string_view kind,
                 std::string_view why) {
    short_form kept;
    kept.put("title", what.id.value);
    storage::event event = make_event(unit, by, now, kind, why);
    event.detail = kept.text();
    unit.add(event);
}

} // namespace

outcome perform(storage::unit_of_work& unit, const create_title& asked, const surroundings& with) {
    std::vector<reason> against;
    storage::title made;
    made.institution = asked.by.institution;
    made.control_number = asked.title;
    describe(made, against, asked.data);
    demand(against, asked.title, "control number");
    if (unit.title_by_control_number(asked.by.institution, asked.title))
        against.push_back({.code = code::code_taken, .field = "a title " + asked.title});
    if (!against.empty()) return refused_with<outcome>(std::move(against));
    made.id = unit.new_id<storage::title_id>();
    unit.add(made);
    leave_trail(unit, asked.by, with.now, made, "title_created", {});
    return {};
}

outcome perform(storage::unit_of_work& unit, const update_title& asked, const surroundings& with) {
    std::vector<reason> against;
    demand(against, asked.why, "reason");
    auto what = unit.title_by_control_number(asked.by.institution, asked.title);
    if (!what) {
        against.push_back({.code = code::title_unknown});
        return refused_with<outcome>(std::move(against));
    }
    if (!unit.marc_of(what->id).empty())
        against.push_back({.code = code::not_permitted,
                           .field = "the title " + asked.title + " has a MARC record; change that, and `import marc` takes it anew"});
    describe(*what, against, asked.data);
    if (!against.empty()) return refused_with<outcome>(std::move(against));
    unit.change(*what);
    leave_trail(unit, asked.by, with.now, *what, "title_changed", asked.why);
    return {};
}

outcome perform(storage::unit_of_work& unit, const set_temporary& asked, const surroundings& with) {
    std::vector<reason> against;
    demand(against, asked.why, "reason");
    const auto what = unit.item_by_barcode(asked.by.institution, asked.item);
    if (!what) {
        against.push_back({.code = code::item_unknown});
        return refused_with<outcome>(std::move(against));
    }
    const requester by = at_branch(asked.by, what->item.branch);
    const scene at = load_scene(unit, by, with);
    if (asked.until && *asked.until < at.today) against.push_back({.code = code::hold_expiry_past});
    if (asked.until && asked.location.empty() && asked.item_type.empty())
        against.push_back({.code = code::request_incomplete, .field = "location or type"});
    if (!asked.until && !what->item.temporary_until) against.push_back({.code = code::already_so});
    if (!against.empty()) return refused_with<outcome>(std::move(against));

    storage::item after = what->item;
    after.temporary_location = asked.until ? asked.location : std::string();
    after.temporary_type = asked.until ? asked.item_type : std::string();
    after.temporary_until = asked.until;
    unit.change(what->item, after);
    short_form kept;
    if (asked.until) kept.put("until", asked.until->time_since_epoch().count());
    storage::event event = make_event(unit, by, with.now, asked.until ? "item_temporary" : "item_as_ever", asked.why);
    event.item = after.id;
    event.detail = kept.text();
    unit.add(event);
    outcome made;
    const auto shown = unit.item_with_facts(after.id);
    show_item(made, at, *shown, terms_for(at, with, nullptr, &after, by.branch));
    return made;
}

} // namespace circ::circulation
