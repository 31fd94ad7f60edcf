#include "server/circulation/account.hpp"

#include "server/circulation/flags.hpp"
#include "server/circulation/local_time.hpp"
#include "server/circulation/make_views.hpp"
#include "server/circulation/overdue_fee.hpp"

#include <algorithm>
#include <utility>

namespace circ::circulation {

namespace {

using code = reason_code;
using storage::card_state;

/// How soon before its end a reader is reminded of the card.
constexpr std::chrono::days expires_soon{30};
/// A window of a list without an end: what one answer can carry is less.
constexpr int most_lines = 1000;
constexpr int overdue_step = 200;

std::optional<int> as_int(std::optional<std::int64_t> limit) {
    if (!limit) return std::nullopt;
    return static_cast<int>(*limit);
}

bool has_overdue_recall(storage::reader& from, const storage::patron_facts& who, instant now) {
    if (who.recalled_loans == 0) return false;
    const auto recalled = from.recalled_loans_of(who.patron.id, {.first = 0, .count = most_lines});
    return std::ranges::any_of(recalled, [&](const auto& line) {
        return line.loan.recall_due_at && *line.loan.recall_due_at < now;
    });
}

void set_count(patron_view& view, list_kind of, int count) { view.counts[static_cast<std::size_t>(of)] = count; }

} // namespace

patron_view make_account_view(storage::reader& from, const scene& at, const surroundings& with,
                              const storage::patron_facts& who) {
    const storage::patron& patron = who.patron;
    // Something unrestricted at the patron's own branch: limits of the account as a whole.
    const terms by = terms_for(at, with, &patron, nullptr, patron.branch);
    const money running = running_fees(from, who, at.library, with.now);
    patron_view view = make_patron_view(patron, at.library);
    view.flags = flags_of(who, by, {.today = at.today, .running = running,
                                    .recall_overdue = has_overdue_recall(from, who, with.now)});
    set_count(view, list_kind::ready_holds, who.ready_holds);
    set_count(view, list_kind::overdue_loans, who.overdue_loans);
    set_count(view, list_kind::loans, patron.open_loans);
    set_count(view, list_kind::fees, patron.open_fees);
    set_count(view, list_kind::recalled_loans, who.recalled_loans);
    set_count(view, list_kind::waiting_holds, patron.open_holds - who.ready_holds);
    view.hold_limit = as_int(by.max_holds);
    view.overdue_limit = as_int(by.max_overdues);
    view.loan_limit = as_int(by.max_loans);
    view.fee_limit = by.max_fees;
    view.owed = std::max(patron.owed + running - patron.credit, money{}); // credit is never shown as a debt
    view.address = patron.address;
    view.email = patron.email;
    view.phone = patron.phone;
    view.birth_date = patron.birth_date;
    return view;
}

patron_view only_flags(const patron_view& from) {
    patron_view bare;
    bare.known = from.known;
    bare.flags = from.flags;
    bare.language = from.language;
    return bare;
}

namespace {

/// Lists by window: entries `first` to `last`, counted from 1.
storage::page window_of(const account_parts& parts) {
    const int first = std::max(parts.first, 1);
    const int last = parts.last.value_or(first + most_lines - 1);
    return {.first = first - 1, .count = std::clamp(last - first + 1, 0, most_lines)};
}

std::vector<loan_entry> entries_of(const std::vector<storage::loan_line>& lines) {
    std::vector<loan_entry> entries;
    for (const auto& each : lines)
        entries.push_back({each.barcode, each.title, {}, each.loan.due_at, each.loan.terms.hourly});
    return entries;
}

std::vector<hold_entry> entries_of(const std::vector<storage::hold_line>& lines) {
    std::vector<hold_entry> entries;
    for (const auto& each : lines) entries.push_back({each.barcode, each.title, each.pickup, each.hold.state});
    return entries;
}

/// Assessed fees by page, and behind the last of them what is still running, loan by loan.
std::vector<fee_entry_view> fee_entries(storage::reader& from, const scene& at, const storage::patron_facts& who,
                                        instant now, storage::page which) {
    std::vector<fee_entry_view> entries;
    for (const auto& each : from.open_fees_of(who.patron.id, which))
        entries.push_back({std::to_string(each.fee.id.value), each.fee.kind, each.open, each.barcode, each.title});
    const int room = which.count - static_cast<int>(entries.size());
    const int skip = std::max(which.first - who.patron.open_fees, 0);
    if (room <= 0 || who.overdue_loans == 0) return entries;
    for (const auto& each : from.overdue_loans_of(who.patron.id, now, {.first = skip, .count = std::min(room, overdue_step)})) {
        const auto where = load_calendar(from, at.library, each.loan.branch, each.loan.due_at);
        const money amount = overdue_fee(each.loan.terms, each.loan.due_at, now, where);
        if (amount.minor > 0)
            entries.push_back({{}, storage::fee_kind::overdue, amount, each.barcode, each.title, true});
    }
    return entries;
}

void fill_lists(patron_view& view, storage::reader& from, const scene& at, const storage::patron_facts& who,
                const account_parts& parts, instant now) {
    const auto which = window_of(parts);
    if (which.count == 0) return;
    const auto id = who.patron.id;
    patron_lists& lists = view.lists;
    const auto wanted = [&](list_kind one) { return parts.lists.contains(one); };
    if (wanted(list_kind::ready_holds)) lists.ready_holds = entries_of(from.ready_holds_of(id, which));
    if (wanted(list_kind::overdue_loans)) lists.overdue_loans = entries_of(from.overdue_loans_of(id, now, which));
    if (wanted(list_kind::loans)) lists.loans = entries_of(from.open_loans_of(id, which));
    if (wanted(list_kind::fees)) lists.fees = fee_entries(from, at, who, now, which);
    if (wanted(list_kind::recalled_loans)) lists.recalled_loans = entries_of(from.recalled_loans_of(id, which));
    if (wanted(list_kind::waiting_holds)) lists.waiting_holds = entries_of(from.waiting_holds_of(id, which));
}

/// Whether this request may see who the patron is.
bool may_see_details(pin_state pin, const device_rules& rules) {
    if (rules.details_without_pin == device_rules::details::full) return true;
    switch (pin) {
    case pin_state::right:
    case pin_state::not_needed: return true;
    case pin_state::wrong:
    case pin_state::locked: return false;
    case pin_state::empty:
    case pin_state::not_given: return rules.details_without_pin == device_rules::details::if_none_given;
    }
    return false;
}

void tell_standing(outcome& made, const storage::patron_facts& who) {
    const auto state = who.card ? who.card->state : card_state::good;
    if (state == card_state::lost || state == card_state::stolen) made.notices.push_back({.code = code::card_lost});
    if (state == card_state::replaced) made.notices.push_back({.code = code::card_replaced});
}

void tell_reader(outcome& made, storage::reader& from, const storage::patron_facts& who, const scene& at, instant now) {
    for (const auto& each : who.blocks)
        if (each.kind == storage::block_kind::block) {
            made.notices.push_back({.code = code::patron_blocked});
            break;
        }
    const auto& expires = who.patron.expires_on;
    if (expires && *expires < at.today + expires_soon)
        made.notices.push_back({.code = *expires < at.today ? code::patron_expired : code::card_expires_soon,
                                .at = end_of_day(*expires, at.here.time_zone)});
    if (who.ready_holds > 0) made.notices.push_back({.code = code::holds_ready, .number = who.ready_holds});
    for (const auto& each : from.messages_of(who.patron.id, now))
        if (each.shown_to == storage::audience::reader)
            made.notices.push_back({.code = code::patron_message, .text = each.text});
}

} // namespace

outcome perform(storage::reader& from, const patron_account& asked, const surroundings& with) {
    const requester& by = asked.by;
    const auto who = from.patron_by_card(by.institution, asked.card, with.now);
    if (!who) {
        auto made = refused_with<outcome>({{.code = code::patron_unknown}});
        made.patron = patron_view{};
        return made;
    }
    const scene at = load_scene(from, by, with);
    outcome made;
    made.patron = make_account_view(from, at, with, *who);
    tell_standing(made, *who);
    const bool card_is_good = made.notices.empty();
    if (!card_is_good || !may_see_details(with.pin, *by.rules)) {
        made.patron = only_flags(*made.patron);
        if (with.pin == pin_state::wrong) made.notices.push_back({.code = code::pin_wrong});
        if (with.pin == pin_state::locked) made.notices.push_back({.code = code::pin_locked, .at = who->patron.pin_locked_until});
        return made;
    }
    fill_lists(*made.patron, from, at, *who, asked.parts, with.now);
    tell_reader(made, from, *who, at, with.now);
    return made;
}

outcome perform(storage::reader&, const end_patron_session&, const surroundings&) {
    outcome made;
    made.notices.push_back({.code = code::goodbye});
    return made;
}

service_outcome perform(storage::reader& from, const service_status& asked, const surroundings&) {
    service_outcome made;
    if (const auto institution = from.find_institution(asked.by.institution)) {
        made.institution_code = institution->code;
        made.institution_name = institution->name;
    }
    made.offline_accepted = asked.by.rules->offline_ok;
    return made;
}

} // namespace circ::circulation
