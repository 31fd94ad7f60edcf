#include "tools/circdesk/wording.hpp"

#include "server/circulation/local_time.hpp"
#include "tools/circdesk/export/texts.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

namespace circ::tool {

namespace {

struct event_name {
    std::string_view kind;
    std::string_view words;
};

/// Where the kind alone does not say it well.
constexpr std::array event_names{event_name{"checkout", "lent"},
                                 event_name{"renew", "renewed"},
                                 event_name{"checkin", "returned"},
                                 event_name{"seen", "scanned, was not on loan"},
                                 event_name{"in_house_use", "used in the house"},
                                 event_name{"undo_checkout", "loan taken back"},
                                 event_name{"undo_checkin", "return taken back"},
                                 event_name{"loan_lost", "booked as lost"},
                                 event_name{"loan_claimed", "claimed returned"},
                                 event_name{"properties", "properties changed"},
                                 event_name{"hold_trapped", "kept for a hold"},
                                 event_name{"payment", "paid"},
                                 event_name{"patron_blocked", "blocked"},
                                 event_name{"patron_noted", "note taken"},
                                 event_name{"patron_enabled", "enabled again"},
                                 event_name{"terminal_added", "made"},
                                 event_name{"terminal_changed", "changed"},
                                 event_name{"terminal_password", "given a new password"},
                                 event_name{"terminal_enabled", "let in again"},
                                 event_name{"terminal_disabled", "shut out"},
                                 event_name{"due_changed", "given another due date"},
                                 event_name{"loan_repriced", "set to today's terms"},
                                 event_name{"item_temporary", "put elsewhere for a while"},
                                 event_name{"item_as_ever", "as ever again"},
                                 event_name{"title_merged", "given another title"},
                                 event_name{"patron_merged", "made one with another record"},
                                 event_name{"pin_locked", "locked by wrong PINs"},
                                 event_name{"pin_unlocked", "unlocked"},
                                 event_name{"pin_set", "given a new PIN"},
                                 event_name{"pin_removed", "left without a PIN"}};

} // namespace

std::string date_text(storage::local_date day) {
    return circulation::iso_date(day);
}

std::string grouped(std::int64_t how_many) {
    std::string text = std::to_string(how_many);
    for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3)
        text.insert(text.begin() + at, ',');
    return text;
}

std::string counted(std::int64_t how_many, std::string_view one, std::string_view many) {
    return grouped(how_many).append(" ").append(how_many == 1 ? one : many);
}

std::string time_text(storage::instant at, std::string_view zone) {
    const auto wall = circulation::to_wall(at, zone);
    const auto day = std::chrono::floor<std::chrono::days>(wall);
    const std::chrono::hh_mm_ss time(wall - day);
    char text[16];
    std::snprintf(text, sizeof text, " %02d:%02d", static_cast<int>(time.hours().count()),
                  static_cast<int>(time.minutes().count()));
    return date_text(day) + text;
}

std::string machine_time(storage::instant at) {
    return export_text(std::chrono::floor<std::chrono::seconds>(at));
}

cell time_cell(storage::instant at, std::string_view zone) {
    return {time_text(at, zone), machine_time(at)};
}

std::string money_text(storage::money amount, const storage::institution& of) {
    std::int64_t unit = 1;
    for (int i = 0; i < of.decimals; ++i) unit *= 10;
    const std::int64_t minor = std::llabs(amount.minor);
    std::string text = std::to_string(minor / unit);
    if (of.decimals > 0) {
        std::string cents = std::to_string(minor % unit);
        cents.insert(0, static_cast<std::size_t>(of.decimals) - cents.size(), '0');
        text += '.' + cents;
    }
    return (amount.minor < 0 ? "-" : "") + text + ' ' + of.currency;
}

std::string_view in_words(storage::item_state state) noexcept {
    switch (state) {
    case storage::item_state::usable: return "in order";
    case storage::item_state::on_order: return "on order";
    case storage::item_state::in_process: return "being processed";
    case storage::item_state::missing: return "missing";
    case storage::item_state::damaged: return "damaged";
    case storage::item_state::in_repair: return "in repair";
    case storage::item_state::withdrawn: return "withdrawn";
    }
    return "";
}

std::string_view in_words(storage::card_state state) noexcept {
    switch (state) {
    case storage::card_state::good: return "good";
    case storage::card_state::lost: return "reported lost";
    case storage::card_state::stolen: return "reported stolen";
    case storage::card_state::replaced: return "replaced";
    case storage::card_state::retained: return "retained by a machine";
    }
    return "";
}

std::string_view in_words(storage::hold_state state) noexcept {
    switch (state) {
    case storage::hold_state::queued: return "waiting";
    case storage::hold_state::suspended: return "suspended";
    case storage::hold_state::in_transit: return "on its way";
    case storage::hold_state::on_shelf: return "ready on the hold shelf";
    case storage::hold_state::filled: return "filled";
    case storage::hold_state::cancelled: return "cancelled";
    case storage::hold_state::lapsed: return "lapsed";
    }
    return "";
}

std::string_view in_words(storage::loan_state state) noexcept {
    switch (state) {
    case storage::loan_state::open: return "on loan";
    case storage::loan_state::lost: return "lost";
    case storage::loan_state::claimed_returned: return "claimed returned";
    case storage::loan_state::returned: return "returned";
    case storage::loan_state::paid_for: return "lost and paid";
    }
    return "";
}

std::string_view in_words(storage::fee_kind kind) noexcept {
    switch (kind) {
    case storage::fee_kind::other: return "other";
    case storage::fee_kind::card: return "card";
    case storage::fee_kind::damage: return "damage";
    case storage::fee_kind::overdue: return "overdue";
    case storage::fee_kind::processing: return "processing";
    case storage::fee_kind::rental: return "rental";
    case storage::fee_kind::replacement: return "replacement";
    case storage::fee_kind::computer: return "computer access";
    case storage::fee_kind::hold: return "hold";
    }
    return "";
}

std::string_view in_words(storage::fee_entry_kind kind) noexcept {
    switch (kind) {
    case storage::fee_entry_kind::payment: return "paid";
    case storage::fee_entry_kind::waive: return "waived";
    case storage::fee_entry_kind::write_off: return "written off";
    case storage::fee_entry_kind::refund: return "given back";
    case storage::fee_entry_kind::cancel: return "cancelled";
    }
    return "";
}

std::string event_in_words(std::string_view kind) {
    const auto found = std::ranges::find(event_names, kind, &event_name::kind);
    if (found != event_names.end()) return std::string(found->words);
    // Kinds are named in plain words, so that one nobody has put in the table can still be read.
    std::string words(kind);
    std::ranges::replace(words, '_', ' ');
    return words;
}

std::string whereabouts(const storage::item_facts& what, const circulation::library_facts& of) {
    const std::string here = of.branch(what.item.place).name;
    if (what.open_loan) {
        switch (what.open_loan->state) {
        case storage::loan_state::lost: return "lost by its borrower";
        case storage::loan_state::claimed_returned: return "claimed returned, not found yet";
        default: return "on loan";
        }
    }
    if (what.open_transit)
        return "on its way from " + of.branch(what.open_transit->from).name + " to " + of.branch(what.open_transit->to).name;
    if (what.trapping_hold)
        return is_open(what.trapping_hold->state) ? "on the hold shelf at " + here
                                                  : "on the hold shelf at " + here + ", to be cleared";
    if (what.item.state != storage::item_state::usable)
        return std::string(in_words(what.item.state)) + ", last seen at " + here;
    if (!what.item.lender.empty()) return "at " + here + ", to go back to " + what.item.lender;
    return "on the shelf at " + here + (what.item.place == what.item.branch ? "" : ", away from home");
}

} // namespace circ::tool
