#pragma once

#include <string>
#include <string_view>

namespace circ::net {

/// By what an address is counted: an IPv4 address by itself, an IPv6 address by the 64 bits of its
/// network, since whoever has one has them all.
[[nodiscard]] std::string address_key(std::string_view address);

} // namespace circ::net
