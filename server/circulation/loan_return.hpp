#pragma once

#include "server/circulation/facts.hpp"
#include "server/circulation/operations.hpp"
#include "storage/unit_of_work.hpp"

#include <string_view>
#include <vector>

namespace circ::circulation {

/// A fee of a loan with what has happened to it.
struct charged_fee {
    storage::fee fee;
    money open;
    money paid; ///< and not given back
};

/// Of a lost loan its fees; those of others are not looked at when they come back.
/// @throws storage::store_error
[[nodiscard]] std::vector<charged_fee> load_charged(storage::reader& from, const storage::loan& of);

/// A fee with what has happened to it.
/// @throws storage::store_error
[[nodiscard]] charged_fee load_charge(storage::reader& from, storage::fee charged);

/// Entries that take a fee back: what was paid of it becomes credit, and nothing of it stays open.
void give_back(std::vector<storage::fee_entry>& entries, const charged_fee& charged, std::string_view why);

/// What closing a loan comes to.
struct loan_return {
    storage::loan before;
    storage::loan after;
    money overdue;                           ///< to be charged
    std::vector<storage::fee_entry> entries; ///< settle a lost item that was found; without id, time and name
};

/// When, and by whose hand, a loan is closed.
struct return_moment {
    instant back{}; ///< what fees are counted to
    instant now{};
    storage::terminal_id terminal;
};

/// A loan back from its patron: its overdue fee, and for a lost one the settlement by policy. A
/// claimed one ended when it was claimed.
/// @param by terms for this item and the borrower
[[nodiscard]] loan_return decide_return(const storage::loan& before, const std::vector<charged_fee>& fees,
                                        const terms& by, const branch_calendar& where, return_moment when);

/// What a lost loan comes to that is found, paid for or not.
struct found_settlement {
    std::vector<storage::fee_entry> entries; ///< refund and cancellation of what was charged
    money overdue;                           ///< to be charged up to the return, where policy says so
};

/// Nothing, either way, once the days of refund are over; they are counted by date.
[[nodiscard]] found_settlement settle_found(const storage::loan& lost, const std::vector<charged_fee>& fees,
                                            const terms& by, const branch_calendar& where, return_moment when);

/// @return the overdue fee that was charged, zero if none
storage::fee_id apply(storage::unit_of_work& unit, const loan_return& plan, const requester& by, instant now);

/// Charges a patron for a loan; nothing for an amount of zero.
storage::fee_id charge(storage::unit_of_work& unit, const storage::loan& of, storage::fee_kind kind,
                       money amount, instant now);

void add_entries(storage::unit_of_work& unit, std::vector<storage::fee_entry> entries, const requester& by,
                 instant now);

} // namespace circ::circulation
