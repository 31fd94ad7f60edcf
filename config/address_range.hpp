#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace circ::config {

/// An IPv6 address, or an IPv4 address in its mapped form (::ffff:a.b.c.d), in network order.
using address_bytes = std::array<std::uint8_t, 16>;

/// A block of addresses: "10.1.0.0/16", "2001:db8::/32" or one address alone.
struct address_range {
    std::string text; ///< as written
    address_bytes first{};
    unsigned prefix_bits = 128; ///< counted in the mapped form: /16 of IPv4 is 112

    friend bool operator==(const address_range&, const address_range&) = default;
};

/// @return nothing for anything but a numeric IPv4 or IPv6 address
[[nodiscard]] std::optional<address_bytes> parse_address(std::string_view text);

/// @return nothing when the address or its prefix length is wrong, or bits stand behind the prefix
[[nodiscard]] std::optional<address_range> parse_address_range(std::string_view text);

[[nodiscard]] bool contains(const address_range& range, const address_bytes& address);

[[nodiscard]] bool is_in(const std::vector<address_range>& ranges, const address_bytes& address);

/// The same of an address in words; what is none is in no range.
[[nodiscard]] bool is_in(const std::vector<address_range>& ranges, std::string_view address);

/// What no router of the internet carries: loopback, link-local, the private networks of RFC 1918
/// and the unique local addresses of RFC 4193.
[[nodiscard]] std::vector<address_range> private_networks();

/// 127.0.0.0/8 and ::1.
[[nodiscard]] std::vector<address_range> loopback_networks();

/// 127.0.0.0/8 or ::1.
[[nodiscard]] bool is_loopback(const address_bytes& address);

} // namespace circ::config
