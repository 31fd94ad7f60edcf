#pragma once

#include "protocol/ncip/message.hpp"
#include "server/circulation/any_operation.hpp"
#include "server/dispatch/ncip_door.hpp"

#include <string_view>
#include <variant>
#include <vector>

// NCIP on its way in and out, as sip2.hpp is for SIP2. A service is a row of the table in ncip.cpp:
// two functions, declared in ncip_translations.hpp and written in ncip_*.cpp.

namespace circ::dispatch {

/// A request on its way in.
struct ncip_received {
    const protocol::ncip::message& message;
    std::string_view once_only_text; ///< without secrets
    storage::instant at{};
};

/// Either what the backend has to perform, or the answer that needs no backend: an unknown service,
/// one that this peer may not use, something needed that is missing, a notification.
using ncip_translation = std::variant<circulation::any_operation, protocol::ncip::message>;

[[nodiscard]] ncip_translation to_operation(const ncip_received& received, const ncip_door& door);

/// The answer of the request's own type, always: done, refused or unavailable.
/// @pre `asked` came to an operation
[[nodiscard]] protocol::ncip::message to_answer(const protocol::ncip::message& asked,
                                                const circulation::any_outcome& outcome,
                                                const ncip_door& door,
                                                storage::instant now);

/// Whether there is such a service here, whoever may use it.
[[nodiscard]] bool is_ncip_service(std::string_view name);

/// All of them, by the standard's names.
[[nodiscard]] std::vector<std::string_view> ncip_services();

} // namespace circ::dispatch
