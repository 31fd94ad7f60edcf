#pragma once

// What staff does at the desk with loans, fees, cards and patrons: besides lending and returning, a
// verb for every state that somebody has to end. The operator's tool is their door; each is asked
// for by an operator, and what overrides a rule says why. Both stay with its event.
//
// To add one: its struct and row here, `perform` in the source of its subject (desk_*.cpp), and a
// verb in tools/circdesk.

#include "server/circulation/perform.hpp"

#include <string>
#include <vector>

namespace circ::circulation {

// Loans, by the item that is out: desk_loans.cpp

struct lose_item {
    requester by;
    std::string item;
    std::string why;
};

/// The patron says that the item was returned: the overdue fee is assessed and runs no further.
struct claim_returned {
    requester by;
    std::string item;
    std::string why;
};

/// The patron has found it at home: on loan as before, and what was assessed is taken back.
struct withdraw_claim {
    requester by;
    std::string item;
    std::string why;
};

/// Another due date, whatever policy says: at the end of that day, or at that hour of it, by the
/// clock of the branch whose hours the loan follows.
struct change_due {
    requester by;
    std::string item;
    storage::local_date day;
    std::optional<storage::minute_of_day> hour;
    std::string why;
};

/// The loan goes on by the terms that policy has today; its due date stays.
struct reprice_loan {
    requester by;
    std::string item;
    std::string why;
};

// Fees: desk_fees.cpp

struct add_fee {
    requester by;
    std::string card;
    storage::fee_kind kind = storage::fee_kind::other;
    money amount;
    std::string item; ///< barcode, or empty
    std::string why;  ///< stays with the fee as its note
};

struct settle_fee {
    requester by;
    storage::fee_id fee;
    settling how = settling::waive;
    std::optional<money> amount; ///< nullopt: as much as there is; cancel takes no amount
    std::string why;
};

/// Gives credit to the patron in money.
struct pay_out_credit {
    requester by;
    std::string card;
    std::optional<money> amount; ///< nullopt: all of it
    std::string why;
};

// Cards: desk_cards.cpp

/// Lost or stolen; good again when it was found, or given back after a machine had kept it.
struct report_card {
    requester by;
    std::string card;
    storage::card_state state = storage::card_state::lost;
    std::string why;
};

/// A new card for its patron, at the price policy says; the old number answers as replaced.
struct replace_card {
    requester by;
    std::string card;
    std::string number;
    std::string why;
};

/// One more card, beside those there are.
struct add_card {
    requester by;
    std::string card;
    std::string number;
    std::string why;
};

// Patrons: desk_patrons.cpp

/// A block of its own beside those there are.
struct place_block {
    requester by;
    std::string card;
    storage::block_kind kind = storage::block_kind::block;
    std::string why;
};

/// Lifts one block or note, or all blocks: staff lifts also what a terminal placed.
struct lift_block {
    requester by;
    std::string card;
    storage::block_id block; ///< zero: all that block
    std::string why;
};

/// Opens a card that wrong PINs have locked, and forgets them.
struct unlock_pin {
    requester by;
    std::string card;
    std::string why;
};

/// Another PIN in the place of the one there is, if any; what was wrong before is forgotten, and a card
/// that wrong PINs have locked is open.
struct set_pin {
    requester by;
    std::string card;
    std::string verifier; ///< of make_verifier(), as it takes its time; empty: no PIN any more
    std::string why;
};

struct add_message {
    requester by;
    std::string card;
    storage::audience shown_to = storage::audience::reader;
    std::string text;
    std::optional<instant> until;
};

struct end_message {
    requester by;
    std::string card;
    storage::message_id message;
    std::string why;
};

struct set_guarantor {
    requester by;
    std::string card;
    std::string guarantor; ///< a card; empty: nobody any more
    std::string why;
};

/// Two records of one reader become one: all that the first has is the second's from now on, who
/// also gets what is said of the first alone (birth, address, e-mail, telephone). desk_merge.cpp
struct merge_patrons {
    requester by;
    std::string card; ///< of the record that goes
    std::string into; ///< of the one that stays
    std::string why;
};

/// What an operation of the desk came to.
struct desk_outcome : outcome {
    storage::patron_id whose;
    std::vector<storage::fee> charged;
    money amount;          ///< waived, given back, paid out
    std::int64_t made = 0; ///< id of the new row: block, message, card, payment
};

template <>
struct operation_traits<lose_item> : operation_traits_of<desk_outcome, true> {};
template <>
struct operation_traits<claim_returned> : operation_traits_of<desk_outcome, true> {};
template <>
struct operation_traits<withdraw_claim> : operation_traits_of<desk_outcome, true> {};
template <>
struct operation_traits<change_due> : operation_traits_of<desk_outcome, true> {};
template <>
struct operation_traits<reprice_loan> : operation_traits_of<desk_outcome, true> {};
template <>
struct operation_traits<add_card> : operation_traits_of<desk_outcome, true> {};
template <>
struct operation_traits<merge_patrons> : operation_traits_of<desk_outcome, true> {};
template <>
struct operation_traits<add_fee> : operation_traits_of<desk_outcome, true> {};
template <>
struct operation_traits<settle_fee> : operation_traits_of<desk_outcome, true> {};
template <>
struct operation_traits<pay_out_credit> : operation_traits_of<desk_outcome, true> {};
template <>
struct operation_traits<report_card> : operation_traits_of<desk_outcome, true> {};
template <>
struct operation_traits<replace_card> : operation_traits_of<desk_outcome, true> {};
template <>
struct operation_traits<place_block> : operation_traits_of<desk_outcome, true> {};
template <>
struct operation_traits<lift_block> : operation_traits_of<desk_outcome, true> {};
template <>
struct operation_traits<unlock_pin> : operation_traits_of<desk_outcome, true> {};
template <>
struct operation_traits<set_pin> : operation_traits_of<desk_outcome, true> {};
template <>
struct operation_traits<add_message> : operation_traits_of<desk_outcome, true> {};
template <>
struct operation_traits<end_message> : operation_traits_of<desk_outcome, true> {};
template <>
struct operation_traits<set_guarantor> : operation_traits_of<desk_outcome, true> {};

// As in perform.hpp. A requester without a branch stands at that of the loan or the patron.
[[nodiscard]] desk_outcome perform(storage::unit_of_work&, const lose_item&, const surroundings&);
[[nodiscard]] desk_outcome
perform(storage::unit_of_work&, const claim_returned&, const surroundings&);
[[nodiscard]] desk_outcome
perform(storage::unit_of_work&, const withdraw_claim&, const surroundings&);
[[nodiscard]] desk_outcome perform(storage::unit_of_work&, const change_due&, const surroundings&);
[[nodiscard]] desk_outcome
perform(storage::unit_of_work&, const reprice_loan&, const surroundings&);
[[nodiscard]] desk_outcome perform(storage::unit_of_work&, const add_card&, const surroundings&);
[[nodiscard]] desk_outcome
perform(storage::unit_of_work&, const merge_patrons&, const surroundings&);
[[nodiscard]] desk_outcome perform(storage::unit_of_work&, const add_fee&, const surroundings&);
[[nodiscard]] desk_outcome perform(storage::unit_of_work&, const settle_fee&, const surroundings&);
[[nodiscard]] desk_outcome
perform(storage::unit_of_work&, const pay_out_credit&, const surroundings&);
[[nodiscard]] desk_outcome perform(storage::unit_of_work&, const report_card&, const surroundings&);
[[nodiscard]] desk_outcome
perform(storage::unit_of_work&, const replace_card&, const surroundings&);
[[nodiscard]] desk_outcome perform(storage::unit_of_work&, const place_block&, const surroundings&);
[[nodiscard]] desk_outcome perform(storage::unit_of_work&, const lift_block&, const surroundings&);
[[nodiscard]] desk_outcome perform(storage::unit_of_work&, const unlock_pin&, const surroundings&);
[[nodiscard]] desk_outcome perform(storage::unit_of_work&, const set_pin&, const surroundings&);
[[nodiscard]] desk_outcome perform(storage::unit_of_work&, const add_message&, const surroundings&);
[[nodiscard]] desk_outcome perform(storage::unit_of_work&, const end_message&, const surroundings&);
[[nodiscard]] desk_outcome
perform(storage::unit_of_work&, const set_guarantor&, const surroundings&);

} // namespace circ::circulation
