#include "config/address_range.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>

#include <arpa/inet.h>

namespace circ::config {

namespace {

constexpr unsigned mapped_bits = 96; // ::ffff:0:0/96 holds IPv4

bool is_mapped(const address_bytes& address) {
    constexpr std::array<std::uint8_t, 12> prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
    return std::equal(prefix.begin(), prefix.end(), address.begin());
}

address_bytes masked(address_bytes address, unsigned prefix_bits) {
    for (std::size_t i = 0; i < address.size(); ++i) {
        const auto before = static_cast<unsigned>(i * 8);
        const unsigned kept = std::clamp(prefix_bits, before, before + 8) - before;
        address[i] = static_cast<std::uint8_t>(address[i] & (0xFF00U >> kept));
    }
    return address;
}

std::optional<unsigned> parse_prefix(std::string_view digits, unsigned most) {
    unsigned bits = 0;
    const auto end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, bits);
    if (error != std::errc() || stop != end || bits > most) return std::nullopt;
    return bits;
}

} // namespace

std::optional<address_bytes> parse_address(std::string_view text) {
    const std::string terminated(text);
    if (terminated.find('\0') != std::string::npos) return std::nullopt;
    address_bytes bytes{};
    if (::inet_pton(AF_INET6, terminated.c_str(), bytes.data()) == 1) return bytes;
    bytes = {};
    bytes[10] = bytes[11] = 0xFF;
    if (::inet_pton(AF_INET, terminated.c_str(), bytes.data() + 12) == 1) return bytes;
    return std::nullopt;
}

std::optional<address_range> parse_address_range(std::string_view text) {
    const auto slash = text.find('/');
    const std::string_view name = text.substr(0, slash);
    const auto first = parse_address(name);
    if (!first) return std::nullopt;

    const unsigned base = name.find(':') == std::string_view::npos ? mapped_bits : 0;
    unsigned bits = 128;
    if (slash != std::string_view::npos) {
        const auto prefix = parse_prefix(text.substr(slash + 1), 128 - base);
        if (!prefix) return std::nullopt;
        bits = base + *prefix;
    }
    if (masked(*first, bits) != *first) return std::nullopt; // 10.1.2.3/16 is a slip of the pen
    return address_range{std::string(text), *first, bits};
}

bool contains(const address_range& range, const address_bytes& address) {
    return masked(address, range.prefix_bits) == range.first;
}

bool is_in(const std::vector<address_range>& ranges, const address_bytes& address) {
    return std::any_of(ranges.begin(), ranges.end(), [&](const address_range& each) { return contains(each, address); });
}

bool is_in(const std::vector<address_range>& ranges, std::string_view address) {
    const auto bytes = parse_address(address);
    return bytes && is_in(ranges, *bytes);
}

std::vector<address_range> private_networks() {
    std::vector<address_range> all;
    for (const char* each : {"127.0.0.0/8", "::1", "169.254.0.0/16", "fe80::/10", "10.0.0.0/8", "172.16.0.0/12",
                             "192.168.0.0/16", "fc00::/7"})
        all.push_back(*parse_address_range(each));
    return all;
}

std::vector<address_range> loopback_networks() {
    return {*parse_address_range("127.0.0.0/8"), *parse_address_range("::1")};
}

bool is_loopback(const address_bytes& address) {
    if (is_mapped(address)) return address[12] == 127;
    return address == *parse_address("::1");
}

} // namespace circ::config
