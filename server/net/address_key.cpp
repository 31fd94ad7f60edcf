#include "server/net/address_key.hpp"

#include "config/address_range.hpp"

#include <algorithm>

namespace circ::net {

std::string address_key(std::string_view address) {
    constexpr std::size_t network = 8;
    const auto bytes = config::parse_address(address);
    if (!bytes || address.find(':') == std::string_view::npos) return std::string(address);
    const bool is_mapped = std::all_of(bytes->begin(), bytes->begin() + network, [](auto byte) { return byte == 0; });
    if (is_mapped) return std::string(address); // or loopback: no network behind it
    return {reinterpret_cast<const char*>(bytes->data()), network};
}

} // namespace circ::net
