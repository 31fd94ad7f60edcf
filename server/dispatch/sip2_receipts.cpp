#include "server/dispatch/sip2_receipts.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace circ::dispatch {

using namespace circulation;
using entry_kind = receipt_entry::kind;

namespace {

/// What this brought onto the reader's account.
storage::money charged_by(const outcome& from) {
    storage::money sum;
    if (from.fee && !from.fee->fee_identifier.empty()) sum += from.fee->amount;
    for (const auto& each : from.notices)
        if (each.code == reason_code::fee_charged && each.amount) sum += *each.amount;
    return sum;
}

std::vector<receipt_entry> entry_of_item(entry_kind what, const outcome& from) {
    if (!done(from) || !from.item) return {};
    receipt_entry one;
    one.what = what;
    one.title = from.item->title;
    one.barcode = from.item->barcode;
    one.amount = charged_by(from);
    if (from.fee) one.fee = from.fee->fee_identifier;
    return {one};
}

/// A loan that was taken back to life was told when it began.
std::vector<receipt_entry> entry_of_loan(const loan_outcome& from) {
    if (from.restored) return {};
    auto made = entry_of_item(from.renewed ? entry_kind::renewed : entry_kind::lent, from);
    for (auto& each : made) {
        each.due_at = from.due_at;
        each.due_hourly = from.due_hourly;
    }
    return made;
}

receipt_entry entry_of_line(entry_kind what, const renew_all_outcome::line& from) {
    receipt_entry one;
    one.what = what;
    one.title = from.title;
    one.barcode = from.barcode;
    one.due_at = from.due_at;
    one.due_hourly = from.due_hourly;
    one.why_not = from.why_not;
    return one;
}

} // namespace

std::vector<receipt_entry> entries_of(const sip2::checkout_request&, const loan_outcome& from, const sip2_door&) {
    return entry_of_loan(from);
}

std::vector<receipt_entry> entries_of(const sip2::renew_request&, const loan_outcome& from, const sip2_door&) {
    return entry_of_loan(from);
}

std::vector<receipt_entry> entries_of(const sip2::renew_all_request&, const renew_all_outcome& from, const sip2_door&) {
    std::vector<receipt_entry> all;
    if (!done(from)) return all;
    for (const auto& each : from.renewed) all.push_back(entry_of_line(entry_kind::renewed, each));
    for (const auto& each : from.unrenewed) all.push_back(entry_of_line(entry_kind::not_renewed, each));
    return all;
}

std::vector<receipt_entry> entries_of(const sip2::checkin_request& asked, const checkin_outcome& from, const sip2_door&) {
    if (is_yes(asked.cancel)) return {};
    auto made = entry_of_item(entry_kind::returned, from);
    // Who brings a book need not be who had it: its fee is not for this slip.
    for (auto& each : made) each.amount = {};
    return made;
}

std::vector<receipt_entry> entries_of(const sip2::fee_paid_request& asked, const payment_outcome& from, const sip2_door& door) {
    const auto amount = done(from) ? amount_of(asked, door) : std::nullopt;
    if (!amount) return {};
    receipt_entry one;
    one.what = entry_kind::paid;
    one.amount = *amount;
    one.number = from.receipt;
    return {one};
}

namespace {

void add_all(session_slip& to, std::vector<receipt_entry> entries, config::receipt_kind told_by, const sip2_door& door) {
    for (auto& each : entries) to.add(std::move(each), config::prints(*door.profile, told_by));
}

} // namespace

void note(session_slip& to, const sip2::checkout_request& asked, const loan_outcome& from, const sip2_door& door) {
    if (from.restored && from.item) to.take_back(entry_kind::returned, from.item->barcode);
    add_all(to, entries_of(asked, from, door), config::receipt_kind::checkout, door);
}

void note(session_slip& to, const sip2::renew_request& asked, const loan_outcome& from, const sip2_door& door) {
    add_all(to, entries_of(asked, from, door), config::receipt_kind::renew, door);
}

void note(session_slip& to, const sip2::renew_all_request& asked, const renew_all_outcome& from, const sip2_door& door) {
    add_all(to, entries_of(asked, from, door), config::receipt_kind::renew_all, door);
}

void note(session_slip& to, const sip2::checkin_request& asked, const checkin_outcome& from, const sip2_door& door) {
    // What is still on loan was renewed, and only that was taken back.
    if (is_yes(asked.cancel) && done(from) && from.item)
        to.take_back(from.item->due_at ? entry_kind::renewed : entry_kind::lent, from.item->barcode);
    add_all(to, entries_of(asked, from, door), config::receipt_kind::checkin, door);
}

void note(session_slip& to, const sip2::fee_paid_request& asked, const payment_outcome& from, const sip2_door& door) {
    add_all(to, entries_of(asked, from, door), config::receipt_kind::fee_paid, door);
}

namespace {

/// By config::receipt_kind.
constexpr std::array<std::string_view, 6> receipt_texts{"receipt.checkin", "receipt.checkout", "receipt.renewal",
                                                        "receipt.session", "receipt.fee_paid", "receipt.renew_all"};
static_assert(receipt_texts[static_cast<std::size_t>(config::receipt_kind::renew_all)] == "receipt.renew_all");

/// What an answer needs besides its print lines, most often: the fixed part, identifiers, a title
/// and a message. Where that is not enough, the last lines go.
constexpr std::size_t rest_of_the_answer = 250;

receipt_form form_for(const outcome& from, const outgoing& to) {
    const config::profile& profile = *to.door.profile;
    return {.words = *to.door.words,
            .language = language_for(from, to),
            .setting = setting_of(to.door),
            .width = profile.print_width > 0 ? profile.print_width : to.door.print_width.value_or(0),
            .room = profile.max_reply - std::min(profile.max_reply, rest_of_the_answer)};
}

receipt_facts facts_for(std::string_view text, const outgoing& to) {
    receipt_facts facts;
    facts.text = text;
    facts.now = to.now;
    if (to.door.identity) {
        facts.library = to.door.identity->institution.name;
        facts.branch = to.door.identity->branch.name;
    }
    return facts;
}

/// A 12 may have renewed what the reader already had.
std::string_view text_for(config::receipt_kind kind, const std::vector<receipt_entry>& entries) {
    const bool renewed = kind == config::receipt_kind::checkout && entries.front().what == entry_kind::renewed;
    return receipt_texts[static_cast<std::size_t>(renewed ? config::receipt_kind::renew : kind)];
}

} // namespace

std::vector<std::string> receipt_of(config::receipt_kind kind, std::vector<receipt_entry> entries, const outcome& from,
                                    const outgoing& to, std::optional<storage::money> owed) {
    if (entries.empty() || !config::prints(*to.door.profile, kind)) return {};
    receipt_facts facts = facts_for(text_for(kind, entries), to);
    if (to.door.profile->receipt_name && from.patron) facts.patron = from.patron->name;
    for (const auto& each : entries) facts.totals.add(each);
    facts.entries = std::move(entries);
    facts.owed = owed;
    return make_receipt(facts, form_for(from, to));
}

std::vector<std::string> session_receipt(const outcome& from, const outgoing& to) {
    constexpr auto kind = config::receipt_kind::end_session;
    if (to.door.slip.empty() || !config::prints(*to.door.profile, kind)) return {};
    receipt_facts facts = facts_for(receipt_texts[static_cast<std::size_t>(kind)], to);
    if (to.door.profile->receipt_name) facts.patron = to.door.reader.name;
    facts.entries = to.door.slip.listed();
    facts.totals = to.door.slip.totals();
    return make_receipt(facts, form_for(from, to));
}

} // namespace circ::dispatch
