#pragma once

#include "server/circulation/operations.hpp"
#include "server/circulation/policy.hpp"
#include "server/circulation/system_operations.hpp"
#include "storage/reader.hpp"
#include "storage/unit_of_work.hpp"

namespace circ::circulation {

/// What an operation is performed with besides the store: given, never fetched.
struct surroundings {
    const policy& rules;
    instant now{};
    /// The PIN of the request, proved before the unit of work began (hashing is slow).
    pin_state pin = pin_state::not_given;
    /// Keyed digest of the request; all zeros: not to be recognised again.
    storage::request_digest digest{};
};

// Operations that change the store. Each runs inside one unit of work: facts are loaded, decided
// over (decide_*), and the plan is written with its event, journal row, notices and counters.
// Called again from the start after a conflict. All @throw storage::store_error.
[[nodiscard]] loan_outcome perform(storage::unit_of_work&, const checkout&, const surroundings&);
[[nodiscard]] checkin_outcome perform(storage::unit_of_work&, const checkin&, const surroundings&);
[[nodiscard]] checkin_outcome perform(storage::unit_of_work&, const undo_checkout&, const surroundings&);
[[nodiscard]] loan_outcome perform(storage::unit_of_work&, const undo_checkin&, const surroundings&);
[[nodiscard]] loan_outcome perform(storage::unit_of_work&, const renew&, const surroundings&);
[[nodiscard]] renew_all_outcome perform(storage::unit_of_work&, const renew_all&, const surroundings&);
[[nodiscard]] hold_outcome perform(storage::unit_of_work&, const place_hold&, const surroundings&);
[[nodiscard]] hold_outcome perform(storage::unit_of_work&, const change_hold&, const surroundings&);
[[nodiscard]] hold_outcome perform(storage::unit_of_work&, const cancel_hold&, const surroundings&);
[[nodiscard]] payment_outcome perform(storage::unit_of_work&, const pay_fee&, const surroundings&);
[[nodiscard]] outcome perform(storage::unit_of_work&, const update_item_properties&, const surroundings&);
[[nodiscard]] outcome perform(storage::unit_of_work&, const block_patron&, const surroundings&);
[[nodiscard]] outcome perform(storage::unit_of_work&, const enable_patron&, const surroundings&);

// Operations that only look.
[[nodiscard]] outcome perform(storage::reader&, const patron_account&, const surroundings&);
[[nodiscard]] outcome perform(storage::reader&, const item_details&, const surroundings&);
[[nodiscard]] outcome perform(storage::reader&, const end_patron_session&, const surroundings&);
[[nodiscard]] service_outcome perform(storage::reader&, const service_status&, const surroundings&);

// What other systems ask for. A requester without a branch stands where the item or the patron
// belongs. @throw storage::store_error
[[nodiscard]] accept_outcome perform(storage::unit_of_work&, const accept_item&, const surroundings&);
[[nodiscard]] outcome perform(storage::unit_of_work&, const send_home&, const surroundings&);
[[nodiscard]] outcome perform(storage::unit_of_work&, const create_item&, const surroundings&);
[[nodiscard]] outcome perform(storage::unit_of_work&, const update_item&, const surroundings&);
[[nodiscard]] outcome perform(storage::unit_of_work&, const delete_item&, const surroundings&);
[[nodiscard]] outcome perform(storage::unit_of_work&, const report_item&, const surroundings&);
[[nodiscard]] recall_outcome perform(storage::unit_of_work&, const recall_item&, const surroundings&);
[[nodiscard]] recall_outcome perform(storage::unit_of_work&, const cancel_recall&, const surroundings&);
[[nodiscard]] outcome perform(storage::unit_of_work&, const create_patron&, const surroundings&);
[[nodiscard]] outcome perform(storage::unit_of_work&, const update_patron&, const surroundings&);
[[nodiscard]] outcome perform(storage::unit_of_work&, const delete_patron&, const surroundings&);
[[nodiscard]] outcome perform(storage::unit_of_work&, const charge_fee&, const surroundings&);
[[nodiscard]] outcome perform(storage::unit_of_work&, const answer_fee&, const surroundings&);
[[nodiscard]] hold_details_outcome perform(storage::reader&, const hold_details&, const surroundings&);
[[nodiscard]] title_items_outcome perform(storage::reader&, const title_items&, const surroundings&);
[[nodiscard]] agency_outcome perform(storage::reader&, const agency_details&, const surroundings&);

} // namespace circ::circulation
