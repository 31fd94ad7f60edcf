#pragma once

#include "protocol/sip2/codes.hpp"

#include <string_view>

namespace circ::dispatch {

/// SIP2's language numbers and ISO 639-1. Several numbers are one language to us (the two kinds of
/// English); an unknown one is empty.
[[nodiscard]] std::string_view iso_of(protocol::sip2::language language) noexcept;

/// The first number of that language; unknown for one that SIP2 has none for.
[[nodiscard]] protocol::sip2::language sip2_of(std::string_view iso) noexcept;

} // namespace circ::dispatch
