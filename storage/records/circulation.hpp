#pragma once

#include "storage/records/ids.hpp"
#include "storage/records/money.hpp"
#include "storage/records/time.hpp"

#include <optional>
#include <string>

namespace circ::storage {

enum class fee_period { day, hour };

/// The terms a loan was made on; a later change of policy does not touch them.
struct loan_terms {
    std::string rule;  ///< name of the policy rule that gave the loan period
    bool hourly = false; ///< due at an hour, else at the end of a day
    int max_renewals = 0;
    money overdue_rate;
    fee_period overdue_per = fee_period::day;
    std::optional<money> overdue_cap;
    int overdue_grace_days = 0;
    bool grace_forgives = true;    ///< else grace only delays the fee
    bool closed_days_free = true;
    money recall_rate; ///< in place of overdue_rate once the recall date is over; zero: none of its own

    friend bool operator==(const loan_terms&, const loan_terms&) = default;
};

/// open, lost and claimed_returned are the states of an open loan: the item is still out.
enum class loan_state { open, lost, claimed_returned, returned, paid_for };

struct loan {
    loan_id id;
    item_id item;
    patron_id patron; ///< zero once the link has been cut
    branch_id branch; ///< where it was lent
    terminal_id terminal; ///< zero: at the desk
    instant lent_at{};
    instant due_at{};
    loan_state state = loan_state::open;
    int renewals = 0;
    std::optional<instant> renewed_at;
    std::optional<instant> due_before_renewal; ///< what an undone renewal goes back to
    std::optional<instant> recalled_at;
    std::optional<instant> recall_due_at;
    std::optional<instant> due_before_recall; ///< what a recall that is given up goes back to
    hold_id recalled_for;                     ///< the hold behind the recall
    std::optional<instant> claimed_at;
    std::optional<instant> lost_at;
    hold_id filled_hold; ///< the hold this loan filled, zero if none
    loan_terms terms;
    std::optional<instant> closed_at;
    terminal_id closed_by; ///< the terminal of the return
    std::optional<instant> return_seen_at; ///< when the return was handled; closed_at may be dated back
    branch_id hours_of; ///< whose opening hours its due date and its fees follow; zero: those of `branch`

    [[nodiscard]] bool is_open() const noexcept { return !closed_at.has_value(); }
};

enum class hold_level { title, item, branch };

/// queued and suspended wait; in_transit and on_shelf have an item trapped; the rest are closed.
enum class hold_state { queued, suspended, in_transit, on_shelf, filled, cancelled, lapsed };

[[nodiscard]] constexpr bool is_open(hold_state state) noexcept {
    return state < hold_state::filled;
}
[[nodiscard]] constexpr bool is_trapping(hold_state state) noexcept {
    return state == hold_state::in_transit || state == hold_state::on_shelf;
}

struct hold {
    hold_id id;
    institution_id institution;
    title_id title;
    hold_level level = hold_level::title;
    item_id item;     ///< of an item level hold, else zero
    branch_id branch; ///< of a branch level hold, else zero
    patron_id patron;
    branch_id pickup;
    instant placed_at{};
    std::int64_t rank = 0; ///< place in the queue, ascending; the placing time unless the desk moved it
    hold_state state = hold_state::queued;
    item_id trapped_item; ///< also kept by a hold that lapsed or was cancelled on the shelf, until cleared
    std::optional<instant> trapped_at;
    std::optional<local_date> shelf_until; ///< last open day on the shelf
    std::optional<local_date> expires_on;
    std::optional<local_date> suspended_until;
    std::optional<instant> closed_at;
};

/// SIP2's fee types, by number; 01 is other.
enum class fee_kind { other = 1, card = 2, damage = 3, overdue = 4, processing = 5, rental = 6,
                      replacement = 7, computer = 8, hold = 9 };

/// What a patron was charged. Never changed, never deleted: entries answer it.
struct fee {
    fee_id id;
    patron_id patron;
    fee_kind kind = fee_kind::other;
    money amount; ///< above zero
    item_id item;
    loan_id loan;
    std::string note;
    instant assessed_at{};
    std::string about; ///< the title it was for, once the item has left the catalogue
};

/// What is still open of a fee; gone when nothing is.
struct open_fee {
    fee_id fee;
    patron_id patron;
    money amount;
};

enum class fee_entry_kind { payment, waive, write_off, refund, cancel };

struct fee_entry {
    fee_entry_id id;
    fee_id fee;
    fee_entry_kind kind = fee_entry_kind::payment;
    money amount;
    payment_id payment; ///< zero unless paid
    instant at{};
    std::string by;     ///< operator, or terminal login
    std::string reason;
};

/// A refused one whose money is here becomes accepted when the desk books it.
enum class payment_state { accepted, refused };

/// What a payment device told us, also when it was refused: the coins have fallen.
struct payment {
    payment_id id;
    institution_id institution;
    patron_id patron; ///< zero if unknown
    terminal_id terminal;
    std::string bk; ///< the device's transaction id; empty or all zeros is none
    money amount;
    int payment_type = 0;
    instant at{};
    payment_state state = payment_state::accepted;
    std::string reason; ///< reason code of a refusal
    money credited;     ///< part that belongs to no fee
    bool bk_reused = false;
    std::optional<instant> resolved_at; ///< a refused one that the desk has booked or dismissed
    std::string resolved_by;
    std::string resolution; ///< why, in their words
};

} // namespace circ::storage
