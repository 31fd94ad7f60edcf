#pragma once

#include "server/dispatch/sip2_common.hpp"

// Receipts as print lines: what each request did, in the words of receipt.hpp.

namespace circ::dispatch {

/// What a request did, for its receipt and for the one at the session's end; nothing where it was
/// refused, or took something back.
[[nodiscard]] std::vector<receipt_entry> entries_of(const sip2::checkout_request&, const circulation::loan_outcome&, const sip2_door&);
[[nodiscard]] std::vector<receipt_entry> entries_of(const sip2::renew_request&, const circulation::loan_outcome&, const sip2_door&);
[[nodiscard]] std::vector<receipt_entry> entries_of(const sip2::renew_all_request&, const circulation::renew_all_outcome&, const sip2_door&);
[[nodiscard]] std::vector<receipt_entry> entries_of(const sip2::checkin_request&, const circulation::checkin_outcome&, const sip2_door&);
[[nodiscard]] std::vector<receipt_entry> entries_of(const sip2::fee_paid_request&, const circulation::payment_outcome&, const sip2_door&);

/// Keeps for the session's end what a request did or took back. @pre a card is open
void note(session_slip& to, const sip2::checkout_request&, const circulation::loan_outcome&, const sip2_door&);
void note(session_slip& to, const sip2::renew_request&, const circulation::loan_outcome&, const sip2_door&);
void note(session_slip& to, const sip2::renew_all_request&, const circulation::renew_all_outcome&, const sip2_door&);
void note(session_slip& to, const sip2::checkin_request&, const circulation::checkin_outcome&, const sip2_door&);
void note(session_slip& to, const sip2::fee_paid_request&, const circulation::payment_outcome&, const sip2_door&);

/// The print lines of an answer: none where the profile has none, or there is nothing to tell.
[[nodiscard]] std::vector<std::string> receipt_of(config::receipt_kind kind, std::vector<receipt_entry> entries,
                                                  const circulation::outcome& from, const outgoing& to,
                                                  std::optional<storage::money> owed = {});

/// Those of the answer that ends a session: what it did, and its totals.
[[nodiscard]] std::vector<std::string> session_receipt(const circulation::outcome& from, const outgoing& to);

} // namespace circ::dispatch
