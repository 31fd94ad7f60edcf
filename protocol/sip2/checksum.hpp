#pragma once

#include "protocol/sip2/charset.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace circ::protocol::sip2 {

/// The checksum of a message.
/// @pre  `bytes` ends with the letters AZ.
/// @spec SIP2, error detection: two's complement of the sum of all bytes up to and including AZ
[[nodiscard]] std::uint16_t checksum(std::string_view bytes) noexcept;

/// The error detection a message is to carry: its sequence digits and its checksum, each for
/// itself.
struct tail_form {
    std::optional<std::string_view> sequence;
    bool with_checksum = false;
};

/// Ends a message that so far has neither tail nor terminator.
void append_tail(std::string& message, const tail_form& form);

enum class checksum_state : std::uint8_t {
    none, ///< no checksum was sent
    good,
    bad, ///< wrong, or a tail no tolerance explains
};

/// A frame taken apart into the message and its error detection. All views point into the frame.
struct split_frame {
    std::string_view body;
    std::optional<std::string_view> sequence; ///< the digits as sent: "4", but also "10"
    std::optional<std::string_view> checksum; ///< what follows AZ, as sent
    checksum_state state = checksum_state::none;
    bool delimiter_missing = false;      ///< the field before the tail did not end in a delimiter
    bool summed_over_characters = false; ///< right only when characters are added, not bytes
};

/// Finds the tail of a frame, the irregular forms seen in practice included: a sequence number of
/// several digits, a checksum of one to five digits in either case, AY or AZ alone, a tail without
/// a delimiter before it (only in its regular form), a sum over characters instead of bytes.
/// @note AY and AZ name nothing else; where they begin a field the rest must be a tail, or it is
/// bad.
[[nodiscard]] split_frame
split_tail(std::string_view frame, char delimiter = '|', charset encoding = charset::utf8);

} // namespace circ::protocol::sip2
