#pragma once

#include "server/circulation/calendar.hpp"
#include "server/circulation/policy.hpp"
#include "server/circulation/reason.hpp"
#include "storage/reader.hpp"

#include <memory>
#include <string_view>
#include <vector>

namespace circ::circulation {

using library_facts = storage::library;

// All that load @throw storage::store_error.
/// @return never null: a request that names no known institution is a corrupt store
[[nodiscard]] std::shared_ptr<const library_facts> load_library(storage::reader& from, storage::institution_id id);

/// The calendar of a branch, from so far back that fees of loans due at `from` can be told.
[[nodiscard]] branch_calendar load_calendar(storage::reader& from_store, const library_facts& of,
                                            storage::branch_id branch, instant from);

/// Whose opening hours a loan follows.
[[nodiscard]] inline storage::branch_id hours_of(const storage::loan& loan) {
    return loan.hours_of ? loan.hours_of : loan.branch;
}

/// The calendar by which a loan's overdue fee is counted.
[[nodiscard]] branch_calendar load_calendar_of(storage::reader& from, const library_facts& of,
                                               const storage::loan& loan);

/// An overdue fee that is still running, with its loan.
struct running_fee {
    storage::loan_line of;
    money amount; ///< above zero
};

/// By due date. Nothing is looked up when nothing is overdue.
[[nodiscard]] std::vector<running_fee> load_running_fees(storage::reader& from, const storage::patron_facts& who,
                                                         const library_facts& of, instant now);

/// Overdue fees of this patron that are still running, in all.
[[nodiscard]] money running_fees(storage::reader& from, const storage::patron_facts& who,
                                 const library_facts& of, instant now);

/// The number of one of these cards, a good one if there is; empty for none.
[[nodiscard]] std::string card_number_among(const std::vector<storage::card>& cards);

/// The number of a card of this patron, a good one if there is.
[[nodiscard]] std::string card_number_of(storage::reader& from, storage::patron_id who);

/// @param who, what may be null: asked for without a patron or an item
/// @param today an item may be lent as something else until a day
/// @note  Points into its arguments.
[[nodiscard]] policy_subject subject_of(const storage::patron* who, const storage::item* what,
                                        storage::branch_id where, const library_facts& of, local_date today);

} // namespace circ::circulation
