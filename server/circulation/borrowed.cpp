#include "server/circulation/borrowed.hpp"

#include "server/circulation/desk_request.hpp"
#include "server/circulation/external_ids.hpp"
#include "server/circulation/hold_end.hpp"
#include "server/circulation/hold_queue.hpp"
#include "server/circulation/local_time.hpp"
#include "server/circulation/said_by_others.hpp"
#include "server/circulation/title_number.hpp"
#include "server/circulation/trail.hpp"

#include <string>
#include <utility>

namespace circ::circulation {

namespace {

using code = reason_code;
using storage::reference_kind;

constexpr std::string_view event_accepted = "item_accepted";
constexpr std::string_view event_sent_home = "item_sent_home";
constexpr storage::page whole_queue{.first = 0, .count = 200};

} // namespace

std::vector<reason> decide_arrival(const arrival_facts& facts, const accept_item& asked) {
    std::vector<reason> found;
    if (!facts.patron_known) found.push_back({.code = code::patron_unknown, .field = asked.card});
    demand(found, asked.request.value, "request");
    demand(found, asked.about.text, "title");
    if (asked.lender.empty()) demand(found, asked.request.agency, "lender");
    if (facts.number_taken)
        found.push_back({.code = code::reference_taken, .field = asked.request.value});
    if (facts.barcode_taken) found.push_back({.code = code::barcode_taken, .field = asked.item});
    if (facts.patron_known && !facts.may_have) found.push_back({.code = code::hold_impossible});
    if (!facts.pickup_known)
        found.push_back({.code = code::pickup_unknown, .field = asked.pickup});
    else if (facts.not_fetched_at && asked.as == accepting::hold)
        found.push_back({.code = code::pickup_not_allowed, .place = facts.not_fetched_at->name});
    if (facts.wanted_back && *facts.wanted_back <= facts.now)
        found.push_back({.code = code::lender_wants_it, .at = facts.wanted_back});
    return found;
}

std::vector<reason> decide_departure(const storage::item_facts& what, int waiting) {
    if (what.item.lender.empty()) return {{.code = code::item_not_borrowed}};
    std::vector<reason> found;
    if (what.open_loan)
        found.push_back({.code = what.open_loan->state == storage::loan_state::lost
                                     ? code::item_lost
                                     : code::item_on_loan_to_other});
    if (waiting > 0)
        found.push_back({.code = what.trapping_hold && storage::is_open(what.trapping_hold->state)
                                     ? code::item_trapped_for_other
                                     : code::item_queued_for_other});
    return found;
}

namespace {

/// An item on its way in: its records as they will be, and what they are decided over.
struct arrival {
    requester by; ///< where it has arrived
    scene at;
    std::optional<storage::patron_facts> who;
    storage::branch_id pickup;
    storage::title title;
    storage::item item;
    arrival_facts facts;
};

/// What happens inside a request is not known again for itself, and needs no PIN of its own.
surroundings plain(const surroundings& with) {
    return {.rules = with.rules, .now = with.now, .pin = pin_state::not_needed, .digest = {}};
}

/// The desk of the settings.
storage::branch_id desk_of(storage::reader& from, const requester& by, const surroundings& with) {
    const auto& named = with.rules.routes().returns.interlibrary_desk;
    const auto desk =
        named.empty() ? std::nullopt : from.branch_by_code(by.institution, named);
    return desk ? desk->id : storage::branch_id{};
}

storage::branch_id pickup_of(storage::reader& from, const accept_item& asked, const arrival& in) {
    if (!asked.pickup.empty()) {
        const auto named = from.branch_by_code(asked.by.institution, asked.pickup);
        return named ? named->id : storage::branch_id{};
    }
    if (asked.by.branch) return asked.by.branch;
    return in.who ? in.who->patron.branch : storage::branch_id{};
}

std::string name_of(storage::reader& from, const requester& by, const std::string& agency) {
    const auto partner = from.partner_by_code(by.institution, agency);
    return partner ? partner->name : agency;
}

/// The lender means a day; it is over when that day is here.
std::optional<instant> end_of(std::optional<instant> day, const scene& at) {
    if (!day) return std::nullopt;
    const auto& zone = at.here.time_zone;
    return end_of_day(date_in(*day, zone), zone);
}

void describe(arrival& in, storage::reader& from, const accept_item& asked, const surroundings& with) {
    in.title = make_title(in.by.institution, asked.about);
    const auto desk = desk_of(from, in.by, with);
    storage::item& item = in.item;
    item.institution = in.by.institution;
    item.barcode = asked.item;
    item.branch = desk ? desk : in.by.branch;
    item.place = in.by.branch;
    item.item_type = borrowed_item_type;
    item.call_number = asked.call_number;
    item.media = asked.media;
    item.seen_at = item.created_at = with.now;
    item.lender = name_of(from, in.by, asked.lender.empty() ? asked.request.agency : asked.lender);
    item.wanted_back = end_of(asked.wanted_back, in.at);
    item.renewable = asked.renewable;
}

void judge_pickup(arrival& in, const surroundings& with) {
    in.facts.pickup_known = static_cast<bool>(in.pickup);
    if (!in.who || !in.pickup) return;
    const auto by = terms_for(in.at, with, &in.who->patron, &in.item, in.pickup);
    in.facts.may_have = may_have(in.who->patron, by, in.at.today);
    if (!may_be_fetched_at(in.pickup, by, in.item, *in.at.library, with.rules))
        in.facts.not_fetched_at = in.at.branch(in.pickup);
}

arrival load_arrival(storage::reader& from, const accept_item& asked, const surroundings& with) {
    arrival in;
    in.who = from.patron_by_card(asked.by.institution, asked.card, with.now);
    in.pickup = pickup_of(from, asked, in);
    const auto desk = desk_of(from, asked.by, with);
    in.by = at_branch(asked.by, desk ? desk : in.pickup);
    in.at = load_scene(from, in.by, with);
    describe(in, from, asked, with);
    judge_pickup(in, with);
    in.facts.patron_known = in.who.has_value();
    in.facts.number_taken =
        find_reference(from, in.by, reference_kind::request, asked.request).has_value();
    in.facts.barcode_taken =
        !asked.item.empty() && from.item_by_barcode(in.by.institution, asked.item).has_value();
    in.facts.wanted_back = in.item.wanted_back;
    in.facts.now = with.now;
    return in;
}

void show(accept_outcome& made, storage::reader& from, const scene& at, const surroundings& with, storage::item_id id) {
    const auto item = from.item_with_facts(id);
    if (!item) return;
    show_item(made, at, *item, terms_for(at, with, nullptr, &item->item, item->item.place));
    if (item->open_loan) {
        made.due_at = item->open_loan->due_at;
        made.due_hourly = item->open_loan->terms.hourly;
    }
}

/// The answer to a request that has been accepted, while its item is here.
std::optional<accept_outcome>
accepted_before(storage::reader& from, const accept_item& asked, const surroundings& with) {
    const auto known = find_reference(from, asked.by, reference_kind::request, asked.request);
    const auto item = known && known->item ? from.find_item(known->item) : std::nullopt;
    if (!item || (!asked.item.empty() && asked.item != item->barcode)) return std::nullopt;
    accept_outcome made;
    made.repeated = true;
    const scene at = load_scene(from, at_branch(asked.by, item->place), with);
    show(made, from, at, with, item->id);
    if (const auto hold = from.find_hold(known->hold)) {
        made.pickup = at.branch(hold->pickup).code;
        if (const auto who = from.find_patron(hold->patron)) show_patron(made, at, *who);
    }
    return made;
}

void add_records(storage::unit_of_work& unit, arrival& in) {
    in.title.id = unit.new_id<storage::title_id>();
    in.item.id = unit.new_id<storage::item_id>();
    in.item.title = in.title.id;
    if (in.item.barcode.empty()) in.item.barcode = "ILL" + std::to_string(in.item.id.value);
    unit.add(in.title);
    unit.add(in.item);
}

/// The reader's hold, which the item then fills as at any scan.
storage::hold_id keep_for_reader(storage::unit_of_work& unit, const arrival& in, const surroundings& with) {
    storage::hold hold;
    hold.id = unit.new_id<storage::hold_id>();
    hold.institution = in.by.institution;
    hold.title = in.title.id;
    hold.level = storage::hold_level::item;
    hold.item = in.item.id;
    hold.patron = in.who->patron.id;
    hold.pickup = in.pickup;
    hold.placed_at = with.now;
    hold.rank = with.now.time_since_epoch().count();
    unit.add(hold);
    requester scanning = in.by;
    scanning.rules = default_device_rules(); // whatever else this requester does with holds
    scanning.when = timing::asked_now;
    static_cast<void>(perform(
        unit, checkin{.by = scanning, .item = in.item.barcode, .returned = {}}, plain(with)));
    return hold.id;
}

/// @return what speaks against lending it; nothing when it is lent
std::vector<reason> lend(storage::unit_of_work& unit, const arrival& in, const accept_item& asked, const surroundings& with) {
    auto lent = perform(unit, checkout{.by = in.by, .card = asked.card, .item = in.item.barcode}, plain(with));
    if (lent.result == verdict::done) return {};
    unit.remove(in.item);
    unit.remove(in.title);
    return std::move(lent.reasons);
}

} // namespace

accept_outcome
perform(storage::unit_of_work& unit, const accept_item& asked, const surroundings& with) {
    if (auto before = accepted_before(unit, asked, with)) return std::move(*before);
    arrival in = load_arrival(unit, asked, with);
    accept_outcome made;
    if (in.who) show_patron(made, in.at, in.who->patron);
    made.reasons = decide_arrival(in.facts, asked);
    if (!made.reasons.empty()) {
        made.result = verdict::refused;
        return made;
    }
    add_records(unit, in);
    storage::hold_id kept;
    if (asked.as == accepting::hold)
        kept = keep_for_reader(unit, in, with);
    else
        made.reasons = lend(unit, in, asked, with);
    if (!made.reasons.empty()) {
        made.result = verdict::refused;
        return made;
    }
    keep_reference(unit, in.by, with.now, reference_kind::request, asked.request, {.item = in.item.id, .hold = kept});
    storage::event event = make_event(unit, in.by, with.now, event_accepted);
    event.patron = in.who->patron.id;
    event.item = in.item.id;
    event.hold = kept;
    unit.add(event);
    count_event(unit, in.by, *in.at.library, with.now, {&in.item, &in.who->patron}, event_accepted);
    show(made, unit, in.at, with, in.item.id);
    made.pickup = in.at.branch(in.pickup).code;
    return made;
}

namespace {

/// What goes home, and who counts on it.
struct departure {
    bool is_only_copy = false;
    std::vector<storage::hold> holds; ///< open ones that no other copy can fill
    int waiting = 0;                  ///< of them those that are not over by their dates
};

departure load_departure(storage::reader& from, const storage::item_facts& what, local_date today) {
    departure out;
    out.is_only_copy = from.items_of(what.title.id, {.first = 0, .count = 2}).size() == 1;
    for (auto& each : from.queue_of(what.title.id, whole_queue)) {
        const bool names_it = each.item == what.item.id || each.trapped_item == what.item.id;
        if (!out.is_only_copy && !names_it) continue;
        if (!has_lapsed(each, today)) ++out.waiting;
        out.holds.push_back(std::move(each));
    }
    return out;
}

/// Out of the catalogue, with a title that was made for it.
void remove(storage::unit_of_work& unit, const storage::item_facts& what, const departure& out, const requester& by, instant now) {
    for (const auto& each : out.holds) // over by their dates: the night's work has not said so yet
        static_cast<void>(close_hold(unit, each, storage::hold_state::lapsed, by, now));
    if (auto transit = what.open_transit) {
        transit->ended_at = now;
        unit.change(*transit);
    }
    unit.remove(what.item);
    if (out.is_only_copy && is_known_by(what.title, what.item)) unit.remove(what.title);
}

} // namespace

outcome perform(storage::unit_of_work& unit, const send_home& asked, const surroundings& with) {
    const auto what = unit.item_by_barcode(asked.by.institution, asked.item);
    if (!what) return refused_with<outcome>({{.code = code::item_unknown}});
    const requester by = at_branch(asked.by, what->item.place);
    const scene at = load_scene(unit, by, with);
    outcome made;
    show_item(made, at, *what, terms_for(at, with, nullptr, &what->item, by.branch));
    const auto out = load_departure(unit, *what, at.today);
    made.reasons = decide_departure(*what, out.waiting);
    if (!made.reasons.empty()) {
        made.result = verdict::refused;
        return made;
    }
    remove(unit, *what, out, by, with.now);
    storage::event event = make_event(unit, by, with.now, event_sent_home, asked.why);
    short_form kept;
    kept.put("item", what->item.id.value); // it is no longer there to be pointed at
    event.detail = kept.text();
    unit.add(event);
    count_event(unit, by, *at.library, with.now, {&what->item, nullptr}, event_sent_home);
    return made;
}

} // namespace circ::circulation
