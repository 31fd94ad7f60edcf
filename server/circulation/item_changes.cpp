// What other systems make of items: new ones, what is said of them, that they are gone. Where an item
// is and for whom is circulation's own and changed by lending, returns and holds alone.

#include "server/circulation/borrowed.hpp"
#include "server/circulation/desk.hpp"
#include "server/circulation/desk_items.hpp"
#include "server/circulation/desk_request.hpp"
#include "server/circulation/hold_queue.hpp"
#include "server/circulation/journal.hpp"
#include "server/circulation/said_by_others.hpp"
#include "server/circulation/trail.hpp"

#include <utility>

namespace circ::circulation {

namespace {

using code = reason_code;

constexpr std::string_view operation_create = "create_item";
constexpr std::string_view operation_report = "report_item";
constexpr std::string_view event_created = "item_created";
constexpr std::string_view event_changed = "item_changed";
constexpr std::string_view shipped_item_type = "book";

/// Writes what is said; a branch that is not there is a reason against it.
void describe(storage::item& item,
              std::vector<reason>& against,
              storage::reader& from,
              const item_data& said) {
    put_branch(item.branch, against, from, item.institution, said.branch);
    put_said(item.location, said.location);
    put_said(item.item_type, said.item_type);
    put_said(item.collection, said.collection);
    put_said(item.call_number, said.call_number);
    put_said(item.media, said.media);
    put_said(item.note, said.note);
    put_said(item.parts, said.parts);
    if (said.price) item.price = said.price;
    if (item.parts < 0)
        against.push_back({.code = code::request_incomplete, .field = "parts"});
    if (item.price && item.price->minor < 0)
        against.push_back({.code = code::amount_unreadable});
}

void leave_trail(storage::unit_of_work& unit,
                 const requester& by,
                 const surroundings& with,
                 const storage::item& what,
                 std::string_view kind,
                 std::string_view why) {
    storage::event event = make_event(unit, by, with.now, kind, why);
    event.item = what.id;
    unit.add(event);
}

void show(outcome& made, storage::reader& from, const requester& by, const surroundings& with, const std::string& barcode) {
    const auto item = from.item_by_barcode(by.institution, barcode);
    if (!item) return;
    const requester here = at_branch(by, item->item.place);
    const scene at = load_scene(from, here, with);
    show_item(made, at, *item, terms_for(at, with, nullptr, &item->item, here.branch));
}

/// The title of the request: one that is there, or a new one, which has no id yet.
storage::title title_of(storage::reader& from, const create_item& asked, std::vector<reason>& against) {
    if (!asked.title.empty()) {
        if (auto there = from.title_by_control_number(asked.by.institution, asked.title)) return std::move(*there);
        if (asked.about.text.empty()) against.push_back({.code = code::title_unknown});
    }
    storage::title made = make_title(asked.by.institution, asked.about);
    made.control_number = asked.title;
    if (asked.title.empty()) demand(against, made.text, "title");
    return made;
}

outcome add_item(storage::unit_of_work& unit, const create_item& asked, const surroundings& with) {
    std::vector<reason> against;
    storage::title title = title_of(unit, asked, against);
    storage::item item;
    item.institution = asked.by.institution;
    item.barcode = asked.item;
    item.branch = asked.by.branch;
    item.item_type = shipped_item_type;
    item.state = asked.state;
    item.created_at = with.now;
    describe(item, against, unit, asked.data);
    if (!item.branch && against.empty())
        against.push_back({.code = code::request_incomplete, .field = "branch"});
    if (!asked.item.empty() && unit.item_by_barcode(asked.by.institution, asked.item))
        against.push_back({.code = code::barcode_taken, .field = asked.item});
    if (!against.empty()) return refused_with<outcome>(std::move(against));

    if (!title.id) {
        title.id = unit.new_id<storage::title_id>();
        unit.add(title);
    }
    item.id = unit.new_id<storage::item_id>();
    item.title = title.id;
    item.place = item.branch;
    if (item.barcode.empty()) item.barcode = std::to_string(item.id.value);
    unit.add(item);
    const requester by = at_branch(asked.by, item.branch);
    leave_trail(unit, by, with, item, event_created, {});
    record(unit, asked.by, with, operation_create, {.item = item.id});
    outcome made;
    show(made, unit, by, with, item.barcode);
    return made;
}

/// The desk's verbs ask for a reason and stand where the item is.
template <class Verb>
outcome by_the_desk(storage::unit_of_work& unit, const Verb& asked, const surroundings& with) {
    outcome made = perform(unit, asked, with);
    show(made, unit, asked.by, with, asked.item);
    return made;
}

} // namespace

outcome perform(storage::unit_of_work& unit, const create_item& asked, const surroundings& with) {
    if (const auto entry = find_repeat(unit, asked.by, with, operation_create))
        if (const auto item = unit.find_item(entry->item)) {
            outcome made;
            made.repeated = true;
            show(made, unit, asked.by, with, item->barcode);
            return made;
        }
    return add_item(unit, asked, with);
}

outcome perform(storage::unit_of_work& unit, const update_item& asked, const surroundings& with) {
    const auto what = unit.item_by_barcode(asked.by.institution, asked.item);
    if (!what) return refused_with<outcome>({{.code = code::item_unknown}});
    std::vector<reason> against;
    storage::item item = what->item;
    describe(item, against, unit, asked.data);
    if (asked.state && *asked.state != item.state)
        if (auto why = decide_item_state(*what, *asked.state)) against.push_back(std::move(*why));
    if (!against.empty()) return refused_with<outcome>(std::move(against));

    const requester by = at_branch(asked.by, what->item.branch);
    const std::string why = reason_or_asker(by, asked.why);
    unit.change(item);
    leave_trail(unit, by, with, item, event_changed, why);
    if (asked.state)
        static_cast<void>(
            perform(unit, set_item_state{.by = by, .item = asked.item, .to = *asked.state, .why = why}, with));
    outcome made;
    show(made, unit, by, with, asked.item);
    return made;
}

outcome perform(storage::unit_of_work& unit, const delete_item& asked, const surroundings& with) {
    const auto what = unit.item_by_barcode(asked.by.institution, asked.item);
    if (!what) return refused_with<outcome>({{.code = code::item_unknown}});
    if (!what->item.lender.empty())
        return perform(unit, send_home{.by = asked.by, .item = asked.item, .why = asked.why}, with);
    const requester by = at_branch(asked.by, what->item.branch);
    const scene at = load_scene(unit, by, with);
    auto against = decide_withdrawal(*what, unit.queue_of(what->title.id, {}), at.today);
    if (!against.empty()) return refused_with<outcome>(std::move(against));
    return by_the_desk(unit,
                       set_item_state{.by = by,
                                      .item = asked.item,
                                      .to = storage::item_state::withdrawn,
                                      .why = reason_or_asker(by, asked.why)},
                       with);
}

namespace {

outcome tell(storage::unit_of_work& unit, const report_item& asked, const surroundings& with) {
    const std::string why = reason_or_asker(asked.by, asked.why);
    switch (asked.what) {
    case item_report::claimed_returned:
    case item_report::never_borrowed:
        return by_the_desk(unit, claim_returned{.by = asked.by, .item = asked.item, .why = why}, with);
    case item_report::lost:
        return by_the_desk(unit, lose_item{.by = asked.by, .item = asked.item, .why = why}, with);
    case item_report::missing:
        return by_the_desk(unit,
                           set_item_state{.by = asked.by, .item = asked.item, .to = storage::item_state::missing, .why = why},
                           with);
    }
    return {};
}

/// What last happened to the item: while that is what the report left, the report stands.
storage::event_id last_event_of(storage::reader& from, storage::item_id item) {
    const auto last = from.last_move_of(item);
    return last ? last->id : storage::event_id{};
}

} // namespace

outcome perform(storage::unit_of_work& unit, const report_item& asked, const surroundings& with) {
    const auto what = unit.item_by_barcode(asked.by.institution, asked.item);
    if (!what) return refused_with<outcome>({{.code = code::item_unknown}});
    const auto entry = find_repeat(unit, asked.by, with, operation_report);
    if (entry && entry->event == last_event_of(unit, what->item.id)) {
        outcome made;
        made.repeated = true;
        show(made, unit, asked.by, with, asked.item);
        return made;
    }
    if (!asked.card.empty() && what->open_loan) {
        const auto card = unit.find_card(asked.by.institution, asked.card);
        if (!card) return refused_with<outcome>({{.code = code::patron_unknown, .field = asked.card}});
        if (card->patron != what->open_loan->patron)
            return refused_with<outcome>({{.code = code::not_on_loan_to_patron}});
    }
    outcome made = tell(unit, asked, with);
    if (made.result == verdict::done)
        record(unit,
               asked.by,
               with,
               operation_report,
               {.item = what->item.id, .event = last_event_of(unit, what->item.id)});
    return made;
}

} // namespace circ::circulation
