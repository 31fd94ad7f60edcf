#include "server/circulation/make_views.hpp"

#include "storage/isbn.hpp"

#include <utility>

namespace circ::circulation {

namespace {

using storage::item_state;
using storage::loan_state;
using storage::media_type;

circulation_status status_by_itself(item_state state) {
    switch (state) {
    case item_state::usable: return circulation_status::available;
    case item_state::on_order: return circulation_status::on_order;
    case item_state::in_process: return circulation_status::in_process;
    case item_state::missing: return circulation_status::missing;
    case item_state::damaged:
    case item_state::in_repair:
    case item_state::withdrawn: return circulation_status::other;
    }
    return circulation_status::other;
}

bool is_magnetic(media_type media) {
    return media == media_type::audio_tape || media == media_type::video_tape ||
           media == media_type::diskette || media == media_type::book_with_diskette ||
           media == media_type::book_with_audio_tape;
}

void show_movements(item_view& view, const storage::item_facts& what, const library_facts& of) {
    if (what.open_loan) {
        view.due_at = what.open_loan->due_at;
        view.due_hourly = what.open_loan->terms.hourly;
        view.recalled_at = what.open_loan->recalled_at;
    }
    if (what.open_transit) view.destination = make_place(of.branch(what.open_transit->to));
    if (what.trapping_hold && what.trapping_hold->shelf_until) {
        const auto& zone = of.branch(what.trapping_hold->pickup).time_zone;
        view.shelf_until = end_of_day(*what.trapping_hold->shelf_until, zone);
    }
}

} // namespace

circulation_status status_of(const storage::item_facts& what) {
    const auto loan = what.open_loan ? what.open_loan->state : loan_state::returned;
    if (loan == loan_state::lost) return circulation_status::lost;
    if (what.item.state == item_state::missing) return circulation_status::missing;
    if (loan == loan_state::claimed_returned) return circulation_status::claimed_returned;
    if (what.open_transit) return circulation_status::in_transit;
    // Also what a lapsed hold left there: it stands on the hold shelf until somebody clears it.
    if (what.trapping_hold && !what.open_loan) return circulation_status::on_hold_shelf;
    if (what.open_loan) {
        return what.open_loan->recalled_at ? circulation_status::recalled : circulation_status::charged;
    }
    return status_by_itself(what.item.state);
}

place make_place(const storage::branch& from) {
    return {from.code, from.name, from.time_zone};
}

namespace {

/// Texts are moved out of the facts; out of those that are const a move is a copy.
template <class Facts>
item_view view_of(Facts& what, const library_facts& of, const terms& by, local_date today) {
    auto& item = what.item;
    item_view view;
    view.item_type = type_on(item, today);
    view.location = location_on(item, today);
    view.isbn = storage::first_isbn(what.title.isbn);
    view.barcode = std::move(item.barcode);
    view.title = std::move(what.title.text);
    view.author = std::move(what.title.author);
    view.control_number = std::move(what.title.control_number);
    view.collection = std::move(item.collection);
    view.call_number = std::move(item.call_number);
    view.properties = std::move(item.properties);
    view.language = std::move(what.title.language);
    view.note = std::move(item.note);
    view.lender = std::move(item.lender);
    view.media = item.media;
    view.magnetic = is_magnetic(item.media);
    view.desensitize = by.desensitize;
    view.security_inhibit = by.security_inhibit;
    view.home = make_place(of.branch(item.branch));
    view.current = make_place(of.branch(item.place));
    view.status = status_of(what);
    view.queue_length = what.title.open_holds;
    if (by.rental_fee.minor > 0) view.loan_fee = by.rental_fee;
    view.year = what.title.year;
    view.parts = item.parts;
    view.price = item.price;
    view.wanted_back = item.wanted_back;
    show_movements(view, what, of);
    return view;
}

} // namespace

item_view make_item_view(const storage::item_facts& what, const library_facts& of, const terms& by,
                         local_date today) {
    return view_of(what, of, by, today);
}

item_view make_item_view(storage::item_facts&& what, const library_facts& of, const terms& by,
                         local_date today) {
    return view_of(what, of, by, today);
}

std::string display_name(const storage::patron& who) {
    if (who.given_name.empty() || who.family_name.empty()) return who.given_name + who.family_name;
    return who.given_name + " " + who.family_name;
}

patron_view make_patron_view(const storage::patron& who, const library_facts& of) {
    patron_view view;
    view.known = true;
    view.name = display_name(who);
    view.language = who.language;
    view.category = who.category;
    view.home_branch = of.branch(who.branch).code;
    view.expires_on = who.expires_on;
    return view;
}

std::vector<reason> item_notices(const storage::item& what) {
    std::vector<reason> notices;
    if (!what.note.empty()) notices.push_back({.code = reason_code::item_note, .text = what.note});
    if (what.parts > 1) notices.push_back({.code = reason_code::item_parts, .number = what.parts});
    return notices;
}

} // namespace circ::circulation
