#pragma once

#include "protocol/ncip/messages/accept_item.hpp"
#include "protocol/ncip/messages/cancel_request_item.hpp"
#include "protocol/ncip/messages/check_in_item.hpp"
#include "protocol/ncip/messages/check_out_item.hpp"
#include "protocol/ncip/messages/circulation_status.hpp"
#include "protocol/ncip/messages/create_item.hpp"
#include "protocol/ncip/messages/create_user.hpp"
#include "protocol/ncip/messages/create_user_fiscal_transaction.hpp"
#include "protocol/ncip/messages/delete_item.hpp"
#include "protocol/ncip/messages/delete_user.hpp"
#include "protocol/ncip/messages/lookup_agency.hpp"
#include "protocol/ncip/messages/lookup_item.hpp"
#include "protocol/ncip/messages/lookup_item_set.hpp"
#include "protocol/ncip/messages/lookup_request.hpp"
#include "protocol/ncip/messages/lookup_user.hpp"
#include "protocol/ncip/messages/lookup_version.hpp"
#include "protocol/ncip/messages/recall_item.hpp"
#include "protocol/ncip/messages/renew_item.hpp"
#include "protocol/ncip/messages/request_item.hpp"
#include "protocol/ncip/messages/undo_check_out_item.hpp"
#include "protocol/ncip/messages/update_item.hpp"
#include "protocol/ncip/messages/update_request_item.hpp"
#include "protocol/ncip/messages/update_user.hpp"
#include "server/circulation/any_operation.hpp"
#include "server/dispatch/ncip_common.hpp"

// One pair for each service; a row of the table in ncip.cpp without its pair does not compile.
// `to_operation` is called for a peer that may use the service; `to_answer` for what was done.

namespace circ::dispatch {

using ncip_answer = ncip::any_message;
using circulation::any_outcome;

// ncip_loans.cpp
[[nodiscard]] ncip_request to_operation(const ncip::check_out_item_request&, const ncip_incoming&);
[[nodiscard]] ncip_request to_operation(const ncip::check_in_item_request&, const ncip_incoming&);
[[nodiscard]] ncip_request to_operation(const ncip::renew_item_request&, const ncip_incoming&);
[[nodiscard]] ncip_request to_operation(const ncip::undo_check_out_item_request&,
                                        const ncip_incoming&);
[[nodiscard]] ncip_request to_operation(const ncip::recall_item_request&, const ncip_incoming&);
[[nodiscard]] ncip_request to_operation(const ncip::cancel_recall_item_request&,
                                        const ncip_incoming&);
[[nodiscard]] ncip_answer to_answer(const ncip::check_out_item_request&,
                                    const circulation::loan_outcome&,
                                    const ncip_outgoing&);
[[nodiscard]] ncip_answer to_answer(const ncip::check_in_item_request&,
                                    const circulation::checkin_outcome&,
                                    const ncip_outgoing&);
[[nodiscard]] ncip_answer
to_answer(const ncip::renew_item_request&, const circulation::loan_outcome&, const ncip_outgoing&);
[[nodiscard]] ncip_answer to_answer(const ncip::undo_check_out_item_request&,
                                    const circulation::checkin_outcome&,
                                    const ncip_outgoing&);
[[nodiscard]] ncip_answer to_answer(const ncip::recall_item_request&,
                                    const circulation::recall_outcome&,
                                    const ncip_outgoing&);
[[nodiscard]] ncip_answer to_answer(const ncip::cancel_recall_item_request&,
                                    const circulation::recall_outcome&,
                                    const ncip_outgoing&);

// ncip_requests.cpp
[[nodiscard]] ncip_request to_operation(const ncip::request_item_request&, const ncip_incoming&);
[[nodiscard]] ncip_request to_operation(const ncip::cancel_request_item_request&,
                                        const ncip_incoming&);
[[nodiscard]] ncip_request to_operation(const ncip::update_request_item_request&,
                                        const ncip_incoming&);
[[nodiscard]] ncip_request to_operation(const ncip::lookup_request_request&, const ncip_incoming&);
[[nodiscard]] ncip_request to_operation(const ncip::accept_item_request&, const ncip_incoming&);
[[nodiscard]] ncip_answer to_answer(const ncip::request_item_request&,
                                    const circulation::hold_outcome&,
                                    const ncip_outgoing&);
[[nodiscard]] ncip_answer to_answer(const ncip::cancel_request_item_request&,
                                    const circulation::hold_outcome&,
                                    const ncip_outgoing&);
[[nodiscard]] ncip_answer to_answer(const ncip::update_request_item_request&,
                                    const circulation::hold_outcome&,
                                    const ncip_outgoing&);
[[nodiscard]] ncip_answer to_answer(const ncip::lookup_request_request&,
                                    const circulation::hold_details_outcome&,
                                    const ncip_outgoing&);
[[nodiscard]] ncip_answer to_answer(const ncip::accept_item_request&,
                                    const circulation::accept_outcome&,
                                    const ncip_outgoing&);

// ncip_users.cpp
[[nodiscard]] ncip_request to_operation(const ncip::lookup_user_request&, const ncip_incoming&);
[[nodiscard]] ncip_request to_operation(const ncip::create_user_request&, const ncip_incoming&);
[[nodiscard]] ncip_request to_operation(const ncip::update_user_request&, const ncip_incoming&);
[[nodiscard]] ncip_request to_operation(const ncip::delete_user_request&, const ncip_incoming&);
[[nodiscard]] ncip_answer
to_answer(const ncip::lookup_user_request&, const circulation::outcome&, const ncip_outgoing&);
[[nodiscard]] ncip_answer
to_answer(const ncip::create_user_request&, const circulation::outcome&, const ncip_outgoing&);
[[nodiscard]] ncip_answer
to_answer(const ncip::update_user_request&, const circulation::outcome&, const ncip_outgoing&);
[[nodiscard]] ncip_answer
to_answer(const ncip::delete_user_request&, const circulation::outcome&, const ncip_outgoing&);

// ncip_items.cpp
[[nodiscard]] ncip_request to_operation(const ncip::create_item_request&, const ncip_incoming&);
[[nodiscard]] ncip_request to_operation(const ncip::update_item_request&, const ncip_incoming&);
[[nodiscard]] ncip_request to_operation(const ncip::delete_item_request&, const ncip_incoming&);
[[nodiscard]] ncip_request to_operation(const ncip::update_circulation_status_request&,
                                        const ncip_incoming&);
[[nodiscard]] ncip_request to_operation(const ncip::report_circulation_status_change_request&,
                                        const ncip_incoming&);
[[nodiscard]] ncip_answer
to_answer(const ncip::create_item_request&, const circulation::outcome&, const ncip_outgoing&);
[[nodiscard]] ncip_answer
to_answer(const ncip::update_item_request&, const circulation::outcome&, const ncip_outgoing&);
[[nodiscard]] ncip_answer
to_answer(const ncip::delete_item_request&, const circulation::outcome&, const ncip_outgoing&);
[[nodiscard]] ncip_answer to_answer(const ncip::update_circulation_status_request&,
                                    const circulation::outcome&,
                                    const ncip_outgoing&);
[[nodiscard]] ncip_answer to_answer(const ncip::report_circulation_status_change_request&,
                                    const circulation::outcome&,
                                    const ncip_outgoing&);

// ncip_lookups.cpp: an item comes with or without those who have and want it
[[nodiscard]] ncip_request to_operation(const ncip::lookup_item_request&, const ncip_incoming&);
[[nodiscard]] ncip_request to_operation(const ncip::lookup_item_set_request&, const ncip_incoming&);
[[nodiscard]] ncip_request to_operation(const ncip::lookup_agency_request&, const ncip_incoming&);
[[nodiscard]] ncip_request to_operation(const ncip::lookup_version_request&, const ncip_incoming&);
[[nodiscard]] ncip_answer
to_answer(const ncip::lookup_item_request&, const any_outcome&, const ncip_outgoing&);
[[nodiscard]] ncip_answer to_answer(const ncip::lookup_item_set_request&,
                                    const circulation::title_items_outcome&,
                                    const ncip_outgoing&);
[[nodiscard]] ncip_answer to_answer(const ncip::lookup_agency_request&,
                                    const circulation::agency_outcome&,
                                    const ncip_outgoing&);

// ncip_fees.cpp: a charge or what answers it, or a payment
[[nodiscard]] ncip_request to_operation(const ncip::create_user_fiscal_transaction_request&,
                                        const ncip_incoming&);
[[nodiscard]] ncip_answer to_answer(const ncip::create_user_fiscal_transaction_request&,
                                    const any_outcome&,
                                    const ncip_outgoing&);

} // namespace circ::dispatch
