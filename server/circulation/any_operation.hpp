#pragma once

// What a door may ask a backend for, and what comes back. One list for all doors: nothing walks it
// operation by operation but the backends, generically, so that a second list for other systems
// would only have doubled their interface.

#include "server/circulation/operations.hpp"
#include "server/circulation/system_operations.hpp"

#include <variant>

namespace circ::circulation {

using any_operation =
    std::variant<checkout, checkin, undo_checkout, undo_checkin, renew, renew_all, place_hold,
                 change_hold, cancel_hold, pay_fee, patron_account, item_details,
                 update_item_properties, block_patron, enable_patron, end_patron_session,
                 service_status, accept_item, send_home, hold_details, title_items,
                 agency_details, create_item, update_item, delete_item, report_item, recall_item,
                 cancel_recall, create_patron, update_patron, delete_patron, charge_fee,
                 answer_fee>;

using any_outcome = std::variant<outcome, loan_outcome, checkin_outcome, renew_all_outcome,
                                 hold_outcome, payment_outcome, service_outcome, accept_outcome,
                                 hold_details_outcome, title_items_outcome, agency_outcome,
                                 recall_outcome>;

/// The part that all outcomes share.
[[nodiscard]] inline const outcome& common(const any_outcome& of) {
    return std::visit([](const outcome& any) -> const outcome& { return any; }, of);
}

} // namespace circ::circulation
