#include "server/circulation/account.hpp"

#include "server/circulation/flags.hpp"
#include "server/circulation/hold_queue.hpp"
#include "server/circulation/local_time.hpp"
#include "server/circulation/make_views.hpp"
#include "server/circulation/standing.hpp"

#include <algorithm>
#include <span>
#include <utility>

namespace circ::circulation {

namespace {

using code = reason_code;

/// How soon before its end a reader is reminded of the card.
constexpr std::chrono::days expires_soon{30};
/// A window of a list without an end: what one answer can carry is less.
constexpr int most_lines = 1000;

/// What an account is told from, besides the patron.
struct account_facts {
    storage::patron_facts who;
    terms by;                         ///< for something unrestricted
    std::vector<running_fee> running; ///< overdue fees
    money running_sum;
    bool recall_overdue = false;
    std::vector<storage::hold_line> ready; ///< without those whose time is over
    std::vector<storage::hold_line> waiting;
};

std::optional<int> as_int(std::optional<std::int64_t> limit) {
    if (!limit) return std::nullopt;
    return static_cast<int>(*limit);
}

int as_count(std::size_t many) { return static_cast<int>(many); }

bool has_overdue_recall(storage::reader& from, const storage::patron_facts& who, instant now) {
    if (who.recalled_loans == 0) return false;
    const auto recalled = from.recalled_loans_of(who.patron.id, {.first = 0, .count = who.recalled_loans});
    return std::ranges::any_of(recalled, [&](const auto& line) {
        return line.loan.recall_due_at && *line.loan.recall_due_at < now;
    });
}

/// The open holds, which policy keeps few, without those that are over by their dates, whether or
/// not the night's work has closed them.
void load_holds(account_facts& into, storage::reader& from, local_date today) {
    const auto& patron = into.who.patron;
    if (patron.open_holds == 0) return;
    const storage::page all{.first = 0, .count = patron.open_holds};
    const auto is_over = [&](const auto& line) { return has_lapsed(line.hold, today); };
    into.ready = from.ready_holds_of(patron.id, all);
    into.waiting = from.waiting_holds_of(patron.id, all);
    std::erase_if(into.ready, is_over);
    std::erase_if(into.waiting, is_over);
    into.who.patron.open_holds = as_count(into.ready.size() + into.waiting.size());
}

account_facts load_account(storage::reader& from, const scene& at, const requester& by, const surroundings& with,
                           storage::patron_facts who) {
    account_facts facts;
    facts.by = terms_for(at, with, &who.patron, nullptr, by.branch);
    facts.running = load_running_fees(from, who, *at.library, with.now);
    for (const auto& each : facts.running) facts.running_sum += each.amount;
    facts.recall_overdue = has_overdue_recall(from, who, with.now);
    facts.who = std::move(who);
    load_holds(facts, from, at.today);
    return facts;
}

void set_count(patron_view& view, list_kind of, int count) { view.counts[static_cast<std::size_t>(of)] = count; }

void show_counts(patron_view& view, const account_facts& facts) {
    const auto& who = facts.who;
    set_count(view, list_kind::ready_holds, as_count(facts.ready.size()));
    set_count(view, list_kind::overdue_loans, who.overdue_loans);
    set_count(view, list_kind::loans, who.patron.open_loans);
    set_count(view, list_kind::fees, who.patron.open_fees + as_count(facts.running.size()));
    set_count(view, list_kind::recalled_loans, who.recalled_loans);
    set_count(view, list_kind::waiting_holds, as_count(facts.waiting.size()));
}

patron_view view_of(const account_facts& facts, const scene& at) {
    const storage::patron& patron = facts.who.patron;
    patron_view view = make_patron_view(patron, *at.library);
    view.flags = flags_of(facts.who, facts.by,
                          {.today = at.today, .running = facts.running_sum, .recall_overdue = facts.recall_overdue});
    show_counts(view, facts);
    view.hold_limit = as_int(facts.by.max_holds);
    view.overdue_limit = as_int(facts.by.max_overdues);
    view.loan_limit = as_int(facts.by.max_loans);
    view.fee_limit = facts.by.max_fees;
    // Credit is never shown as a debt.
    view.owed = std::max(patron.owed + facts.running_sum - patron.credit, money{});
    view.address = patron.address;
    view.email = patron.email;
    view.phone = patron.phone;
    view.birth_date = patron.birth_date;
    return view;
}

} // namespace

patron_view make_account_view(storage::reader& from, const scene& at, const requester& by, const surroundings& with,
                              storage::patron_facts who) {
    return view_of(load_account(from, at, by, with, std::move(who)), at);
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

std::vector<loan_entry> entries_of(std::vector<storage::loan_line> lines) {
    std::vector<loan_entry> entries;
    entries.reserve(lines.size());
    for (auto& each : lines)
        entries.push_back(
            {std::move(each.barcode), std::move(each.title), {}, each.loan.due_at, each.loan.terms.hourly});
    return entries;
}

/// Lines `first` to `first + count - 1`, from 0, as far as there are.
template <class Line>
std::span<const Line> window(const std::vector<Line>& lines, int first, int count) {
    const auto from = std::min(static_cast<std::size_t>(first), lines.size());
    return std::span{lines}.subspan(from, std::min(static_cast<std::size_t>(count), lines.size() - from));
}

std::vector<hold_entry> entries_of(const std::vector<storage::hold_line>& lines, storage::page which) {
    std::vector<hold_entry> entries;
    for (const auto& each : window(lines, which.first, which.count))
        entries.push_back(
            {each.barcode, each.title, each.pickup, each.hold.state, each.hold.id, each.hold.placed_at});
    return entries;
}

/// Assessed fees by page, and behind the last of them what is still running, loan by loan.
std::vector<fee_entry_view> fee_entries(storage::reader& from, const account_facts& facts, storage::page which) {
    std::vector<fee_entry_view> entries;
    for (auto& each : from.open_fees_of(facts.who.patron.id, which))
        entries.push_back({std::to_string(each.fee.id.value), each.fee.kind, each.open, std::move(each.barcode),
                           std::move(each.title)});
    const int skip = std::max(which.first - facts.who.patron.open_fees, 0);
    const int room = which.count - as_count(entries.size());
    for (const auto& each : window(facts.running, skip, room))
        entries.push_back({{}, storage::fee_kind::overdue, each.amount, each.of.barcode, each.of.title, true});
    return entries;
}

void fill_lists(patron_view& view, storage::reader& from, const account_facts& facts, const account_parts& parts,
                instant now) {
    const auto which = window_of(parts);
    if (which.count == 0) return;
    const auto id = facts.who.patron.id;
    patron_lists& lists = view.lists;
    const auto wanted = [&](list_kind one) { return parts.lists.contains(one); };
    if (wanted(list_kind::ready_holds)) lists.ready_holds = entries_of(facts.ready, which);
    if (wanted(list_kind::overdue_loans)) lists.overdue_loans = entries_of(from.overdue_loans_of(id, now, which));
    if (wanted(list_kind::loans)) lists.loans = entries_of(from.open_loans_of(id, which));
    if (wanted(list_kind::fees)) lists.fees = fee_entries(from, facts, which);
    if (wanted(list_kind::recalled_loans)) lists.recalled_loans = entries_of(from.recalled_loans_of(id, which));
    if (wanted(list_kind::waiting_holds)) lists.waiting_holds = entries_of(facts.waiting, which);
}

std::vector<std::string> messages_for_reader(storage::reader& from, storage::patron_id who, instant now) {
    std::vector<std::string> texts;
    for (auto& each : from.messages_of(who, now))
        if (each.shown_to == storage::audience::reader) texts.push_back(std::move(each.text));
    return texts;
}

/// What the reader should know: why nothing would be lent, what waits, what the library has to say.
void tell_reader(outcome& made, const account_facts& facts, const scene& at) {
    const purpose lending = purpose::checkout;
    made.notices = standing(facts.who, facts.by, {.what = lending, .today = at.today, .running = facts.running_sum});
    const auto& expires = facts.who.patron.expires_on;
    if (expires && *expires >= at.today && *expires < at.today + expires_soon)
        made.notices.push_back({.code = code::card_expires_soon, .at = end_of_day(*expires, at.here.time_zone)});
    if (!facts.ready.empty()) made.notices.push_back({.code = code::holds_ready, .number = std::ssize(facts.ready)});
    for (const auto& each : made.patron->messages) made.notices.push_back({.code = code::patron_message, .text = each});
}

} // namespace

outcome perform(storage::reader& from, const patron_account& asked, const surroundings& with) {
    const requester& by = asked.by;
    auto found = from.patron_by_card(by.institution, asked.card, with.now);
    if (!found) {
        auto made = refused_with<outcome>({{.code = code::patron_unknown}});
        made.patron = patron_view{};
        return made;
    }
    const scene at = load_scene(from, by, with);
    const auto facts = load_account(from, at, by, with, std::move(*found));
    const storage::patron_facts& who = facts.who;
    outcome made;
    made.patron = view_of(facts, at);
    const auto card = card_refusal(who);
    if (card || !may_see_details(with.pin, *by.rules)) {
        made.patron = only_flags(*made.patron);
        made.patron->counts.fill(0); // withheld, and not to be taken for unknown
        if (card) made.notices.push_back(*card);
        if (with.pin == pin_state::wrong) made.notices.push_back({.code = code::pin_wrong});
        if (with.pin == pin_state::locked)
            made.notices.push_back({.code = code::pin_locked, .at = who.patron.pin_locked_until});
        return made;
    }
    made.patron->messages = messages_for_reader(from, who.patron.id, with.now);
    fill_lists(*made.patron, from, facts, asked.parts, with.now);
    tell_reader(made, facts, at);
    return made;
}

outcome perform(storage::reader&, const end_patron_session&, const surroundings&) {
    outcome made;
    made.notices.push_back({.code = code::goodbye});
    return made;
}

service_outcome perform(storage::reader& from, const service_status& asked, const surroundings&) {
    service_outcome made;
    static_cast<void>(load_library(from, asked.by.institution)); // throws while the store cannot be read
    made.may_block = asked.by.rules->block_patron != block_handling::ignore;
    return made;
}

} // namespace circ::circulation
