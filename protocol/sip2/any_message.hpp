#pragma once

#include "protocol/sip2/describe.hpp"
#include "protocol/sip2/message_list.hpp"
#include "protocol/sip2/parse.hpp"

#include <boost/system/result.hpp>

#include <string>
#include <string_view>

namespace circ::protocol::sip2 {

/// Reads a frame as the message that its code names.
/// @pre    `frame` is without its terminator and tail.
/// @return errc::unknown_message, wrong_direction, unreadable_message: nothing to work with, so the
///         answer is a request to send it again. An SC Status is never unreadable unless strict.
/// @note   As for `parse`: faults point into `frame`.
[[nodiscard]] boost::system::result<parsed<request>> parse_request(std::string_view frame,
                                                                   const dialect& as);

/// The same for the side of the terminal.
[[nodiscard]] boost::system::result<parsed<response>> parse_response(std::string_view frame,
                                                                     const dialect& as);

/// The message inside, for `serialize` and `describe` over views.
[[nodiscard]] message_view view_of(const request& any) noexcept;
[[nodiscard]] message_view view_of(const response& any) noexcept;

} // namespace circ::protocol::sip2
