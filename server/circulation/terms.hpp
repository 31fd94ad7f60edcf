#pragma once

#include "storage/records/money.hpp"
#include "storage/records/time.hpp"

#include <cstdint>
#include <optional>

namespace circ::circulation {

enum class renew_base { due, now };
enum class fee_unit { day, hour };
enum class queued_lending { yes, no, unless_on_pull_list };
enum class charged_lending { refuse, return_first };
enum class shelf_holds { allow, fetch };
enum class hours_owner { place, item_branch };
enum class found_overdue { none, restored, charged };
enum class found_processing { kept, cancelled };
enum class pickup_rule { anywhere, group, item_branch, nowhere };

/// Which levels of holds may be placed.
struct level_set {
    std::int64_t bits = 0; ///< bit n is storage::hold_level n
};

/// All that policy says about one patron, one item and one place. A limit is the largest number
/// still allowed, nullopt none at all. Each member is a key of policy, of the same name, unless a
/// row of policy_keys.cpp says otherwise.
struct terms {
    // the loan
    bool for_loan = false;
    std::int64_t loan_days = 0;
    std::int64_t loan_hours = 0; ///< above zero: an hourly loan, and loan_days does not count
    std::optional<storage::local_date> fixed_due_date; ///< the due date for as long as it lies ahead
    std::int64_t due_minutes_after_opening = 0; ///< zero: a due hour after closing moves to closing
    hours_owner opening_hours{}; ///< of which branch they move the due date and free closed days
    std::int64_t minimum_age = 0;
    bool not_beyond_expiry = false;
    storage::money rental_fee;
    storage::money renewal_fee;
    queued_lending lend_while_queued{};
    charged_lending checkout_of_charged{};
    bool desensitize = true;
    bool security_inhibit = false;
    bool floats = false;
    bool in_house_use = false; ///< what is scanned without having been on loan counts as used in the house

    // limits of the patron
    std::optional<std::int64_t> max_loans;
    std::optional<std::int64_t> max_loans_of_type;
    std::optional<std::int64_t> max_overdues;
    std::optional<storage::money> max_fees;
    std::optional<std::int64_t> max_lost;
    std::optional<std::int64_t> max_claims;
    std::optional<std::int64_t> max_holds;
    bool running_counts = true;   ///< overdue fees still running count for max_fees
    bool guarantor_debts = false; ///< a guarantor over max_fees bars the patron too

    // renewals
    std::int64_t max_renewals = 0;
    std::optional<std::int64_t> renew_not_before_days; ///< days before the due date
    renew_base renew_from{};
    bool renew_while_overdue = false;
    bool renew_while_blocked = false;
    bool renew_while_queued = false;

    // fees
    storage::money overdue_rate;
    fee_unit overdue_per{};
    bool overdue_closed_days_free = true;
    std::int64_t overdue_grace_days = 0;
    bool overdue_grace_forgives = true;
    std::optional<storage::money> overdue_cap;
    bool overdue_cap_at_price = false;
    bool overdue_exempt = false;
    storage::money replacement_price;
    storage::money processing_fee;
    std::int64_t refund_days = 0; ///< found again within so many days after the loss: refunded
    circulation::found_processing found_processing{};
    circulation::found_overdue found_overdue{};
    storage::money card_replacement_fee;
    std::int64_t card_months = 12; ///< for which a card is renewed

    // holds
    level_set hold_levels;
    storage::money hold_fee;
    std::int64_t hold_shelf_open_days = 0;
    shelf_holds holds_available{};
    pickup_rule hold_pickup{}; ///< where, as seen from the item's branch, it may wait to be fetched
    /// A copy serves who fetches it where it is, until an older hold has waited so many days.
    std::optional<std::int64_t> local_first_days;

    // recalls
    bool recall = false;
    bool recall_on_hold = false; ///< a hold recalls when no copy is free
    std::int64_t recall_guaranteed_days = 14; ///< of a loan that no recall shortens
    std::int64_t recall_days = 7;             ///< to bring it back once it is recalled
    storage::money recall_rate;

    // what happens by the clock; days of a notice: none is not sent
    bool renew_automatically = false; ///< on the day it is due, where a renewal would be granted
    std::optional<std::int64_t> courtesy_days;
    std::optional<std::int64_t> overdue_notice_1_days;
    std::optional<std::int64_t> overdue_notice_2_days;
    std::optional<std::int64_t> overdue_notice_3_days;
    std::optional<std::int64_t> lost_after_days;
    std::optional<std::int64_t> expiry_notice_days;
    std::optional<std::int64_t> shelf_notice_days;
};

} // namespace circ::circulation
