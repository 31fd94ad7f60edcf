#pragma once

#include "storage/records/money.hpp"
#include "storage/records/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace circ::circulation {

using storage::instant;
using storage::money;

/// Why something is refused, or what somebody should be told. Each is a key of the message
/// catalogue; reason_name() gives the key. Grouped by what the reason is about.
enum class reason_code {
    // the request and the terminal
    request_incomplete, ///< field: what is missing
    not_permitted,      ///< this terminal may not do that; field: at the desk, what is done instead
    not_logged_in,
    backend_unavailable,
    // the patron
    patron_unknown,
    patron_expired,     ///< at
    patron_blocked,
    card_lost,
    card_replaced,
    pin_missing,
    pin_wrong,
    pin_locked,         ///< at: when it opens again
    too_many_loans,     ///< limit
    too_many_loans_of_type, ///< limit, field: the type
    too_many_overdues,  ///< limit, number
    fees_over_limit,    ///< limit_amount, amount
    too_many_claims,    ///< limit, number
    too_many_lost,      ///< limit, number
    guarantor_owes,
    too_young,          ///< limit: age
    // the item
    item_unknown,
    title_unknown,
    item_not_for_loan,
    item_type_refused,  ///< not at this device
    item_on_loan_to_other,
    item_already_yours, ///< at: due
    item_trapped_for_other,
    item_held_by_other,
    item_queued_for_other,
    item_on_order,
    item_in_process,
    item_damaged,
    item_in_repair,
    item_withdrawn,
    item_lost,
    item_of_other_institution, ///< place: whose it is
    fee_not_agreed,     ///< amount
    // renewal
    not_on_loan,
    not_on_loan_to_patron,
    several_copies_on_loan,
    renewal_not_allowed,
    renewal_limit,      ///< limit
    renewal_not_yet,    ///< at: from when
    renewal_queued,
    renewal_recalled,
    renewal_claimed, ///< the reader says it was brought back
    renewal_while_overdue,
    renewal_no_gain,    ///< at: the due date it has
    // holds
    hold_duplicate,
    hold_has_loan,
    hold_limit,         ///< limit
    hold_available_on_shelf, ///< place
    hold_impossible,
    hold_not_found,
    hold_expiry_past,
    pickup_unknown,     ///< field: as sent
    pickup_not_allowed, ///< place
    holds_not_here,     ///< this device does not take items with holds
    hold_has_item,      ///< it waits no more: its item is on the shelf or on its way
    nothing_to_clear,   ///< the item stands for nobody, or rightly for somebody
    // recalls
    recall_not_allowed,
    recall_already,     ///< at: until when it is called back
    recall_not_found,
    // fees and payments
    amount_unreadable,
    currency_foreign,   ///< field: the institution's currency
    fee_unknown,        ///< field: as sent
    fee_of_another,
    overpayment,        ///< amount: what is owed
    write_off_not_allowed,
    // undo
    undo_nothing_to_undo,
    undo_too_late,
    undo_elsewhere,
    // what was left to staff
    entry_not_open,     ///< the number is unknown, or has been dealt with
    not_postable,       ///< it was never a request that could be posted later
    // what staff does at the desk
    already_so, ///< it is as asked for already; nothing changes
    loan_lost, ///< it is booked as lost
    not_claimed, ///< nobody claims to have returned it
    refund_too_high, ///< amount: what was paid of it and not given back
    credit_too_low, ///< amount: the credit there is
    card_number_taken, ///< field: the number
    guarantor_impossible, ///< oneself, or somebody one answers for
    message_unknown, ///< field: as asked for
    // what other systems ask for, and partners
    reference_taken, ///< field: the number, which stands for another request
    lender_wants_it, ///< at: until when another library wants back what it lent us
    item_not_borrowed, ///< it is our own
    barcode_taken, ///< field: the number
    branch_unknown, ///< field: as sent
    patron_has_loans, ///< number
    patron_has_holds, ///< number
    patron_has_fees, ///< amount
    patron_has_credit, ///< amount
    patron_is_partner, ///< another library borrows by this card
    address_not_kept, ///< what is to go is not what is kept, or no longer
    partner_unknown, ///< field: as sent
    partner_taken, ///< field: the code
    terminal_unknown, ///< field: the login
    code_taken, ///< field: the code of an institution, branch or title
    branch_in_use, ///< field: what still counts on it
    merge_impossible, ///< field: what stands between the two
    // said although nothing is refused
    item_note,          ///< text
    item_parts,         ///< number
    hold_here,          ///< put on the hold shelf
    hold_elsewhere,     ///< place
    transit_to,         ///< place
    to_interlibrary_desk, ///< place
    item_recalled,      ///< at: until when it is called back
    fee_charged,        ///< amount
    patron_message,     ///< text
    card_expires_soon,  ///< at
    holds_ready,        ///< number
    renewed_and_not,    ///< number renewed, limit: not renewed
    queue_position,     ///< number
    payment_credited,   ///< amount
    card_enabled,
    card_noted,         ///< the machine's report was taken down; the card still works
    goodbye,
};

/// Number of enumerators; the tables that must hold one row for each are checked against it.
inline constexpr int reason_count = static_cast<int>(reason_code::goodbye) + 1;

/// The key of a reason in the message catalogue, in journals and in reports: its enumerator's name.
[[nodiscard]] const char* reason_name(reason_code code) noexcept;
[[nodiscard]] std::optional<reason_code> reason_named(std::string_view name) noexcept;

/// A reason with the values that its sentence needs. Never text made here, except `text`, which
/// staff or the catalogue of the library wrote.
struct reason {
    reason_code code{};
    std::optional<std::int64_t> number{};
    std::optional<std::int64_t> limit{};
    std::optional<money> amount{};
    std::optional<money> limit_amount{};
    std::optional<instant> at{};
    std::string place{}; ///< name of a branch
    std::string field{};
    std::string text{};
};

} // namespace circ::circulation
