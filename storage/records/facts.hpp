#pragma once

#include "storage/records/circulation.hpp"
#include "storage/records/inventory.hpp"
#include "storage/records/people.hpp"

#include <optional>
#include <string>
#include <vector>

namespace circ::storage {

/// What a decision wants to know of an item.
struct item_facts {
    storage::item item;
    storage::title title; ///< without its MARC
    std::optional<loan> open_loan;
    std::optional<transit> open_transit;
    std::optional<hold> trapping_hold; ///< the hold that names it as trapped and is not yet cleared
};

/// What a decision wants to know of a patron. Running things are as of the instant asked for.
struct patron_facts {
    storage::patron patron;
    std::optional<storage::card> card; ///< the one that was looked up
    std::vector<block> blocks; ///< open ones, of both kinds
    int overdue_loans = 0;     ///< open (not lost, not claimed) and past due
    int lost_loans = 0;
    int claimed_loans = 0;
    int recalled_loans = 0;
    int ready_holds = 0;       ///< on a shelf
    money overdue_owed;        ///< part of patron.owed that is of kind overdue
    money guarantor_owed;      ///< what the guarantor owes beyond a credit, zero without one
};

/// A patron with all cards, the oldest first.
struct patron_with_cards {
    storage::patron patron;
    std::vector<card> cards;
};

/// A line of a list of loans.
struct loan_line {
    storage::loan loan;
    std::string barcode;
    std::string item_type;
    std::string title;
    title_id title_key;
};

/// A line of a list of holds.
struct hold_line {
    storage::hold hold;
    std::string barcode; ///< of the trapped item or of the item asked for, else empty
    std::string title;
    std::string pickup;  ///< branch code
};

/// A line of a list of transits.
struct transit_line {
    storage::transit transit;
    std::string barcode;
    std::string title;
};

/// What one terminal took in one way of paying, over some time.
struct payment_sum {
    terminal_id terminal; ///< zero: at the desk
    int payment_type = 0;
    int accepted = 0;
    money accepted_amount;
    int refused = 0;
    money refused_amount;
    int unsettled = 0; ///< of the refused: neither booked nor dismissed since
    money unsettled_amount;
    int bk_reused = 0; ///< of the accepted
    money bk_reused_amount;
    money credited;    ///< of the accepted: more than was owed
};

/// A line of a list of open fees.
struct fee_line {
    storage::fee fee;
    money open;
    std::string barcode;
    std::string title;
};

} // namespace circ::storage
