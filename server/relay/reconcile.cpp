#include "server/relay/reconcile.hpp"

#include "protocol/ncip/values.hpp"
#include "server/circulation/local_time.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace circ::relay {

using namespace circulation;
using storage::difference_kind;

namespace {

std::string due_text(instant due, const telling& how) {
    const std::chrono::year_month_day day(date_in(due, how.time_zone));
    std::array<char, 32> text{};
    std::snprintf(text.data(),
                  text.size(),
                  "due %04d-%02u-%02u",
                  static_cast<int>(day.year()),
                  static_cast<unsigned>(day.month()),
                  static_cast<unsigned>(day.day()));
    return text.data();
}

bool has_same_due(const loan_entry& one, const loan_entry& other, const telling& how) {
    if (one.hourly && other.hourly)
        return std::chrono::floor<std::chrono::minutes>(one.due_at) ==
               std::chrono::floor<std::chrono::minutes>(other.due_at);
    return date_in(one.due_at, how.time_zone) == date_in(other.due_at, how.time_zone);
}

void compare_loans(std::vector<found_difference>& found,
                   const std::vector<loan_entry>& ours,
                   const std::vector<loan_entry>& theirs,
                   const telling& how) {
    for (const auto& each : ours) {
        const auto other = std::ranges::find(theirs, each.barcode, &loan_entry::barcode);
        if (other == theirs.end())
            found.push_back({.kind = difference_kind::loan,
                             .subject = each.barcode,
                             .ours = due_text(each.due_at, how),
                             .theirs = std::string(nothing_there),
                             .our_due = each.due_at,
                             .their_due = {}});
        else if (!has_same_due(each, *other, how))
            found.push_back({.kind = difference_kind::due_date,
                             .subject = each.barcode,
                             .ours = due_text(each.due_at, how),
                             .theirs = due_text(other->due_at, how),
                             .our_due = each.due_at,
                             .their_due = other->due_at});
    }
    for (const auto& each : theirs)
        if (std::ranges::find(ours, each.barcode, &loan_entry::barcode) == ours.end())
            found.push_back({.kind = difference_kind::loan,
                             .subject = each.barcode,
                             .ours = std::string(nothing_there),
                             .theirs = due_text(each.due_at, how),
                             .our_due = {},
                             .their_due = each.due_at});
}

/// What a reader waits for, kept for him or not: which of the two is for the book of record to say.
std::vector<hold_entry> holds_of(const patron_lists& lists) {
    std::vector<hold_entry> all = lists.ready_holds;
    all.insert(all.end(), lists.waiting_holds.begin(), lists.waiting_holds.end());
    return all;
}

bool is_same_hold(const hold_entry& one, const hold_entry& other) {
    const bool same_item = !one.barcode.empty() && one.barcode == other.barcode;
    return same_item || protocol::ncip::folded(one.title) == protocol::ncip::folded(other.title);
}

void compare_holds(std::vector<found_difference>& found,
                   const std::vector<hold_entry>& ours,
                   std::vector<hold_entry> theirs) {
    const auto subject = [](const hold_entry& of) { return of.title.empty() ? of.barcode : of.title; };
    for (const auto& each : ours) {
        const auto other = std::ranges::find_if(
            theirs, [&](const hold_entry& one) { return is_same_hold(each, one); });
        if (other != theirs.end())
            theirs.erase(other);
        else
            found.push_back({.kind = difference_kind::hold,
                             .subject = subject(each),
                             .ours = "waits",
                             .theirs = std::string(nothing_there),
                             .our_due = {},
                             .their_due = {},
                             .hold = each});
    }
    for (const auto& each : theirs)
        found.push_back({.kind = difference_kind::hold,
                         .subject = subject(each),
                         .ours = std::string(nothing_there),
                         .theirs = "waits",
                         .our_due = {},
                         .their_due = {},
                         .hold = each});
}

/// A fee without a number of an item that is still out runs: it is assessed when it comes back.
std::vector<fee_entry_view> assessed(const patron_lists& lists) {
    std::vector<fee_entry_view> all;
    for (const auto& each : lists.fees) {
        const bool is_out = std::ranges::find(lists.loans, each.barcode, &loan_entry::barcode) !=
                            lists.loans.end();
        const bool runs = each.running || (each.fee_identifier.empty() && is_out);
        if (!runs) all.push_back(each);
    }
    return all;
}

std::string money_text(money amount, const telling& how) {
    std::string digits = std::to_string(amount.minor);
    const auto decimals = static_cast<std::size_t>(how.money.decimals);
    if (digits.size() <= decimals) digits.insert(0, decimals + 1 - digits.size(), '0');
    if (decimals > 0) digits.insert(digits.size() - decimals, 1, '.');
    return digits.append(" ").append(how.money.code);
}

} // namespace

money sum_of(const std::vector<fee_entry_view>& fees) {
    money sum;
    for (const auto& each : fees)
        sum += each.open;
    return sum;
}

std::vector<found_difference> compare_accounts(const patron_view& ours,
                                               const std::optional<patron_view>& theirs,
                                               const telling& how) {
    const patron_view other = theirs.value_or(patron_view{});
    std::vector<found_difference> found;
    compare_loans(found, ours.lists.loans, other.lists.loans, how);
    compare_holds(found, holds_of(ours.lists), holds_of(other.lists));
    const auto fees_here = assessed(ours.lists);
    const auto fees_there = assessed(other.lists);
    if (sum_of(fees_here) != sum_of(fees_there))
        found.push_back({.kind = difference_kind::fees,
                         .subject = {},
                         .ours = money_text(sum_of(fees_here), how),
                         .theirs = money_text(sum_of(fees_there), how),
                         .our_due = {},
                         .their_due = {},
                         .hold = {},
                         .our_fees = fees_here,
                         .their_fees = fees_there});
    const auto word = [](const patron_view& of) {
        return std::string(of.flags[0] ? may_not_borrow : may_borrow);
    };
    if (theirs && ours.flags[0] != other.flags[0])
        found.push_back({.kind = difference_kind::block,
                         .subject = {},
                         .ours = word(ours),
                         .theirs = word(other),
                         .our_due = {},
                         .their_due = {}});
    return found;
}

std::optional<found_difference> compare_free_item(const item_view& theirs, const telling& how) {
    using enum circulation_status;
    const bool is_lent = theirs.status == charged || theirs.status == recalled ||
                         theirs.status == claimed_returned;
    if (!is_lent) return std::nullopt;
    return found_difference{.kind = difference_kind::loan,
                            .subject = theirs.barcode,
                            .ours = std::string(nothing_there),
                            .theirs = theirs.due_at ? due_text(*theirs.due_at, how) : "on loan",
                            .our_due = {},
                            .their_due = theirs.due_at};
}

} // namespace circ::relay
