#pragma once

#include "protocol/sip2/fault.hpp"
#include "protocol/sip2/message_list.hpp"
#include "server/circulation/any_operation.hpp"
#include "server/dispatch/sip2_door.hpp"

#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace circ::dispatch {

/// A request on its way in.
struct sip2_received {
    const protocol::sip2::request& message;
    std::string_view once_only_text; ///< without sequence number, checksum and secrets
    storage::instant at{};
    std::span<const protocol::sip2::fault> faults{}; ///< of the message, as it was read
};

/// Either what the backend has to perform, or the answer that needs no backend: what lacks what it
/// needs, is not permitted to this terminal, or comes before the login.
using sip2_translation = std::variant<circulation::any_operation, protocol::sip2::response>;

/// @pre `received.message` is not a login or a resend: those are the session's own.
[[nodiscard]] sip2_translation to_operation(const sip2_received& received, const sip2_door& door);

/// Whether its operation may change the store: only then does it matter whether it is a repeat.
[[nodiscard]] bool may_change_something(const protocol::sip2::request& request);

/// Whether the device has done it already and only tells (no block), and may: what it did is recorded.
[[nodiscard]] bool tells_what_happened(const protocol::sip2::request& request, const sip2_door& door);

/// The institution that it names (AO) where that is another than the terminal's; empty: it names none, or
/// nobody has logged in. Points into the request.
[[nodiscard]] std::string_view other_institution_of(const protocol::sip2::request& request, const sip2_door& door);

/// The answer of the request's own type, always: done, refused or unavailable.
/// @param now the instant that the answer bears
[[nodiscard]] protocol::sip2::response to_answer(const protocol::sip2::request& request,
                                                 const circulation::any_outcome& outcome,
                                                 const sip2_door& door, storage::instant now);

/// Whether both allow a device the same and tell it the same times: the date and the words apart.
[[nodiscard]] bool allows_the_same(const protocol::sip2::acs_status_response& one,
                                   const protocol::sip2::acs_status_response& other);

/// Before a request is translated: where it names another card, the reader before is forgotten.
void meet(sip2_door& door, const protocol::sip2::request& request);

/// After its answer is made: what the session has to remember, the language, a proved PIN, what was
/// done; or nothing any more, when the request has ended it.
void remember(sip2_door& door, const protocol::sip2::request& request,
              const circulation::any_outcome& outcome, storage::instant now);

/// Nobody's session: after a 35, with another card, with a new login.
void forget_reader(sip2_door& door);

} // namespace circ::dispatch
