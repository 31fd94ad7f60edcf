#pragma once

#include "server/circulation/any_operation.hpp"
#include "server/dispatch/sip2_common.hpp"

// One pair of overloads for each request; a request without its pair does not compile (sip2.cpp).
// `to_operation` is only called for a terminal that is logged in and may send this message; where a
// value that the operation needs is missing it gives an outcome that refuses.

namespace circ::dispatch {

/// What a request comes to: an operation, or an outcome of the same kind that refuses it at the door.
template <class... Operations>
using translated = std::variant<Operations..., circulation::any_outcome>;

using circulation::any_outcome;

[[nodiscard]] translated<circulation::service_status> to_operation(const sip2::sc_status_request&, const incoming&);
[[nodiscard]] translated<circulation::patron_account> to_operation(const sip2::patron_status_request&, const incoming&);
[[nodiscard]] translated<circulation::patron_account> to_operation(const sip2::patron_information_request&, const incoming&);
[[nodiscard]] translated<circulation::checkout, circulation::undo_checkin> to_operation(const sip2::checkout_request&, const incoming&);
[[nodiscard]] translated<circulation::checkin, circulation::undo_checkout> to_operation(const sip2::checkin_request&, const incoming&);
[[nodiscard]] translated<circulation::renew> to_operation(const sip2::renew_request&, const incoming&);
[[nodiscard]] translated<circulation::renew_all> to_operation(const sip2::renew_all_request&, const incoming&);
[[nodiscard]] translated<circulation::item_details> to_operation(const sip2::item_information_request&, const incoming&);
[[nodiscard]] translated<circulation::update_item_properties> to_operation(const sip2::item_status_update_request&, const incoming&);
[[nodiscard]] translated<circulation::place_hold, circulation::change_hold, circulation::cancel_hold> to_operation(const sip2::hold_request&, const incoming&);
[[nodiscard]] translated<circulation::pay_fee> to_operation(const sip2::fee_paid_request&, const incoming&);
[[nodiscard]] translated<circulation::end_patron_session> to_operation(const sip2::end_patron_session_request&, const incoming&);
[[nodiscard]] translated<circulation::enable_patron> to_operation(const sip2::patron_enable_request&, const incoming&);
[[nodiscard]] translated<circulation::block_patron> to_operation(const sip2::block_patron_request&, const incoming&);

[[nodiscard]] sip2::acs_status_response to_answer(const sip2::sc_status_request&, const circulation::service_outcome&, const outgoing&);
[[nodiscard]] sip2::patron_status_response to_answer(const sip2::patron_status_request&, const circulation::outcome&, const outgoing&);
[[nodiscard]] sip2::patron_information_response to_answer(const sip2::patron_information_request&, const circulation::outcome&, const outgoing&);
[[nodiscard]] sip2::checkout_response to_answer(const sip2::checkout_request&, const circulation::loan_outcome&, const outgoing&);
[[nodiscard]] sip2::checkin_response to_answer(const sip2::checkin_request&, const circulation::checkin_outcome&, const outgoing&);
[[nodiscard]] sip2::renew_response to_answer(const sip2::renew_request&, const circulation::loan_outcome&, const outgoing&);
[[nodiscard]] sip2::renew_all_response to_answer(const sip2::renew_all_request&, const circulation::renew_all_outcome&, const outgoing&);
[[nodiscard]] sip2::item_information_response to_answer(const sip2::item_information_request&, const circulation::outcome&, const outgoing&);
[[nodiscard]] sip2::item_status_update_response to_answer(const sip2::item_status_update_request&, const circulation::outcome&, const outgoing&);
[[nodiscard]] sip2::hold_response to_answer(const sip2::hold_request&, const circulation::hold_outcome&, const outgoing&);
[[nodiscard]] sip2::fee_paid_response to_answer(const sip2::fee_paid_request&, const circulation::payment_outcome&, const outgoing&);
[[nodiscard]] sip2::end_session_response to_answer(const sip2::end_patron_session_request&, const circulation::outcome&, const outgoing&);
[[nodiscard]] sip2::patron_enable_response to_answer(const sip2::patron_enable_request&, const circulation::outcome&, const outgoing&);
[[nodiscard]] sip2::patron_status_response to_answer(const sip2::block_patron_request&, const circulation::outcome&, const outgoing&);

} // namespace circ::dispatch
