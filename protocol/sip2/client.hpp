#pragma once

#include "protocol/sip2/any_message.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace circ::protocol::sip2 {

/// The terminal's side: one request as a whole line, CR included.
/// @param sequence the last digit counts; without it the line has no error detection at all. A 97
///                 carries a checksum, but never a number.
[[nodiscard]] std::string
client_line(const request& message, std::optional<unsigned> sequence, const dialect& as);

enum class answer_check : std::uint8_t {
    good,
    damaged,        ///< ask for it again with a 97
    other_sequence, ///< the answer to something else: drop it and go on waiting
    resend_wanted,  ///< a 96: send the request again
};

struct checked_answer {
    answer_check verdict;
    std::string_view body; ///< for parse_response; points into the frame
};

/// Looks at the frame of an answer as the terminal that sent `sequence` must.
[[nodiscard]] checked_answer
check_answer(std::string_view frame, std::optional<unsigned> sequence, const dialect& as);

} // namespace circ::protocol::sip2
