#include "server/circulation/policy_keys.hpp"

#include <array>
#include <string>
#include <type_traits>

namespace circ::circulation {

namespace {

using kind = policy_value_kind;
using value = std::optional<std::int64_t>;
using storage::local_date;
using storage::money;

template <class T>
void assign(T& to, std::int64_t from) {
    if constexpr (std::is_same_v<T, money>) {
        to = money{from};
    } else if constexpr (std::is_same_v<T, local_date>) {
        to = local_date{std::chrono::days{from}};
    } else if constexpr (std::is_same_v<T, level_set>) {
        to.bits = from;
    } else {
        to = static_cast<T>(from);
    }
}

template <class T>
void assign(std::optional<T>& to, value from) {
    to.reset();
    if (from) assign(to.emplace(), *from);
}

template <class T>
void assign(T& to, value from) {
    assign(to, *from);
}

template <auto Member>
void put(terms& into, value from) {
    assign(into.*Member, from);
}

template <auto Member>
constexpr policy_key number(std::string_view name, std::int64_t least, std::int64_t most,
                            std::string_view sentence) {
    return {name, kind::number, true, least, most, {}, &put<Member>, sentence};
}

template <auto Member>
constexpr policy_key limit(std::string_view name, std::string_view sentence) {
    return {name, kind::limit, true, 0, 1'000'000, {}, &put<Member>, sentence};
}

template <auto Member>
constexpr policy_key yes_no(std::string_view name, std::string_view sentence) {
    return {name, kind::yes_no, true, 0, 1, {}, &put<Member>, sentence};
}

template <auto Member>
constexpr policy_key amount(std::string_view name, std::string_view sentence) {
    return {name, kind::amount, true, 0, 0, {}, &put<Member>, sentence};
}

template <auto Member>
constexpr policy_key choice(std::string_view name, std::string_view words, std::string_view sentence) {
    return {name, kind::choice, true, 0, 0, words, &put<Member>, sentence};
}

constexpr policy_key as(policy_value_kind other, policy_key row) {
    row.kind = other;
    return row;
}

constexpr policy_key optional(policy_key row) {
    row.needed = false;
    return row;
}

// clang-format off
using t = terms;
constexpr std::array table{
    yes_no<&t::for_loan>("for_loan", "whether the item is lent at all"),
    number<&t::loan_days>("loan_days", 0, 3650, "days until a loan is due"),
    optional(number<&t::loan_hours>("loan_hours", 0, 8760, "hours until a loan is due; 0: it is lent by the day")),
    optional(as(kind::date, amount<&t::fixed_due_date>("fixed_due_date", "the day on which everything is due, as the end of term, while it lies ahead"))),
    optional(number<&t::due_minutes_after_opening>("due_minutes_after_opening", 0, 720, "a due hour after closing moves to so many minutes after the next opening; 0: to closing")),
    optional(choice<&t::opening_hours>("opening_hours", "place item_branch", "whose opening hours and closed days count: of the branch where it is lent, or of the one the item belongs to")),
    number<&t::minimum_age>("minimum_age", 0, 120, "years a patron must have lived to borrow it"),
    yes_no<&t::not_beyond_expiry>("not_beyond_expiry", "no loan is due later than the card is good"),
    amount<&t::rental_fee>("rental_fee", "charged for a loan"),
    optional(amount<&t::renewal_fee>("renewal_fee", "charged for a renewal")),
    choice<&t::lend_while_queued>("lend_while_queued", "yes no unless_on_pull_list", "whether an item is lent that others are queued for"),
    choice<&t::checkout_of_charged>("checkout_of_charged", "refuse return_first", "what to do when the item is still on loan to somebody else"),
    yes_no<&t::desensitize>("desensitize", "whether the security marker may be switched off"),
    yes_no<&t::security_inhibit>("security_inhibit", "whether the security marker is to be ignored"),
    yes_no<&t::floats>("floats", "the item stays where it is returned"),
    optional(yes_no<&t::in_house_use>("in_house_use", "a scan of what was not on loan counts as use in the house")),

    limit<&t::max_loans>("max_loans", "loans in all"),
    limit<&t::max_loans_of_type>("max_loans_of_type", "loans of this item type"),
    limit<&t::max_overdues>("max_overdues", "overdue loans with which one may still borrow"),
    as(kind::amount_limit, amount<&t::max_fees>("max_fees", "owed fees with which one may still borrow")),
    limit<&t::max_lost>("max_lost", "lost loans with which one may still borrow"),
    limit<&t::max_claims>("max_claims", "loans claimed returned with which one may still borrow"),
    limit<&t::max_holds>("max_holds", "open holds"),
    yes_no<&t::running_counts>("running_counts", "overdue fees still running count for max_fees"),
    yes_no<&t::guarantor_debts>("guarantor_debts", "a guarantor owing more than max_fees bars the patron"),

    number<&t::max_renewals>("max_renewals", 0, 1000, "renewals of a loan"),
    optional(limit<&t::renew_not_before_days>("renew_not_before_days", "not renewed earlier than so many days before it is due")),
    choice<&t::renew_from>("renew_from", "due now", "where the new loan period begins"),
    yes_no<&t::renew_while_overdue>("renew_while_overdue", "an overdue loan may be renewed"),
    yes_no<&t::renew_while_blocked>("renew_while_blocked", "a patron with blocks or over a limit may renew"),
    yes_no<&t::renew_while_queued>("renew_while_queued", "a loan may be renewed that others are queued for"),

    amount<&t::overdue_rate>("overdue_rate", "overdue fee per day or hour"),
    choice<&t::overdue_per>("overdue_per", "day hour", "what the rate is for"),
    yes_no<&t::overdue_closed_days_free>("overdue_closed_days_free", "closed days cost nothing"),
    number<&t::overdue_grace_days>("overdue_grace_days", 0, 365, "days late without a fee"),
    yes_no<&t::overdue_grace_forgives>("overdue_grace_forgives", "the days of grace are never charged; else they are once grace is over"),
    as(kind::amount_limit, amount<&t::overdue_cap>("overdue_cap", "the most an overdue fee comes to")),
    optional(yes_no<&t::overdue_cap_at_price>("overdue_cap_at_price", "an overdue fee never passes the price of the item")),
    yes_no<&t::overdue_exempt>("overdue_exempt", "no overdue fees at all"),
    amount<&t::replacement_price>("replacement_price", "charged for a lost item that has no price of its own"),
    amount<&t::processing_fee>("processing_fee", "charged with the replacement of a lost item"),
    optional(number<&t::refund_days>("refund_days", 0, 3650, "a lost item found within so many days is refunded")),
    optional(choice<&t::found_processing>("found_processing", "kept cancelled", "what becomes of the processing fee of a lost item that is found")),
    optional(choice<&t::found_overdue>("found_overdue", "none restored charged", "what becomes of the overdue fee of a lost item that is found: cancelled, kept as it was, or charged up to the return")),
    optional(amount<&t::card_replacement_fee>("card_replacement_fee", "charged for a card in place of another")),
    optional(number<&t::card_months>("card_months", 1, 1200, "months for which staff renews a card")),

    as(kind::several, choice<&t::hold_levels>("hold_levels", "title item branch", "the kinds of holds that may be placed")),
    amount<&t::hold_fee>("hold_fee", "charged for a hold"),
    number<&t::hold_shelf_open_days>("hold_shelf_open_days", 1, 365, "open days that an item waits on the hold shelf"),
    choice<&t::holds_available>("holds_available", "allow fetch", "whether what stands on the shelf may be held"),
    optional(choice<&t::hold_pickup>("hold_pickup", "anywhere group item_branch nowhere", "where a held item may be fetched: anywhere, in the branch group of its own branch, there alone, or not at the branch that the rule is for")),
    optional(limit<&t::local_first_days>("local_first_days", "a copy serves who fetches it where it is, until an older hold has waited so many days; none: strictly in turn")),

    optional(yes_no<&t::recall>("recall", "whether a loan may be called back for somebody who waits")),
    optional(yes_no<&t::recall_on_hold>("recall_on_hold", "a hold calls a loan back when no copy is free")),
    optional(number<&t::recall_guaranteed_days>("recall_guaranteed_days", 0, 365, "days of a loan that no recall shortens")),
    optional(number<&t::recall_days>("recall_days", 0, 365, "days to bring an item back once it is called back")),
    optional(amount<&t::recall_rate>("recall_rate", "overdue fee per day or hour after the recall date; 0: as any other")),

    optional(yes_no<&t::renew_automatically>("renew_automatically", "a loan is renewed on the day it is due, where its borrower could renew it")),
    optional(limit<&t::courtesy_days>("courtesy_days", "days before the due date that the borrower is reminded")),
    optional(limit<&t::overdue_notice_1_days>("overdue_notice_1_days", "days after the due date of the first overdue notice")),
    optional(limit<&t::overdue_notice_2_days>("overdue_notice_2_days", "days after the due date of the second overdue notice")),
    optional(limit<&t::overdue_notice_3_days>("overdue_notice_3_days", "days after the due date of the third overdue notice")),
    optional(limit<&t::lost_after_days>("lost_after_days", "days after the due date that the item counts as lost and is billed")),
    optional(limit<&t::expiry_notice_days>("expiry_notice_days", "days before a card expires that its holder is told")),
    optional(limit<&t::shelf_notice_days>("shelf_notice_days", "days before the end of a shelf time that the reader is reminded")),
};
// clang-format on

struct group {
    std::string_view name;
    std::string_view first; ///< key with which it begins
};

/// In the order of the table above.
constexpr std::array groups{group{"loan", "for_loan"},
                            group{"limits", "max_loans"},
                            group{"renewal", "max_renewals"},
                            group{"fees", "overdue_rate"},
                            group{"lost items", "replacement_price"},
                            group{"holds", "hold_levels"},
                            group{"recalls", "recall"},
                            group{"the clock", "renew_automatically"}};

} // namespace

std::span<const policy_key> policy_keys() noexcept {
    return table;
}

bool may_be_none(const policy_key& key) noexcept {
    return key.kind == kind::limit || key.kind == kind::amount_limit || key.kind == kind::date;
}

std::string wanted_value(const policy_key& key) {
    const std::string or_none = may_be_none(key) ? " or \"none\"" : "";
    switch (key.kind) {
    case kind::number:
    case kind::limit:
        return "a number from " + std::to_string(key.least) + " to " + std::to_string(key.most) + or_none;
    case kind::yes_no: return "true or false";
    case kind::amount:
    case kind::amount_limit: return "an amount as text, like \"0.25\"" + or_none;
    case kind::date: return "a day as text, like \"2027-06-30\"" + or_none;
    case kind::choice: return "one of: " + std::string{key.words};
    case kind::several: return "some of, with commas between: " + std::string{key.words};
    }
    return {};
}

std::string_view policy_group_of(std::string_view key) noexcept {
    std::string_view found;
    for (const auto& row : table) {
        for (const auto& begins : groups)
            if (begins.first == row.name) found = begins.name;
        if (row.name == key) break;
    }
    return found;
}

} // namespace circ::circulation
