#include "protocol/proxy/header.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <arpa/inet.h>

// Version 2 is binary: a signature that no text protocol begins with, a byte each of version with
// command and of family with transport, a length, the addresses, and further values (TLVs), which
// are passed over. Version 1 is a line of text. Both begin with twelve bytes that belong to the
// header in any case, so that version, and with it the length, is known before more is read.

namespace circ::protocol::proxy {

namespace {

using state = reading::state;

constexpr std::string_view signature_2{"\r\n\r\n\0\r\nQUIT\n", 12};
constexpr std::string_view signature_1 = "PROXY ";
constexpr std::size_t fixed_part = 16;
constexpr std::size_t longest_line = 107; ///< of version 1, with its CR LF

reading more(std::size_t bytes) {
    return {.is = state::unfinished, .wanted = bytes, .source = {}, .why = {}};
}

reading wrong(std::string_view why) {
    return {.is = state::wrong, .wanted = 0, .source = {}, .why = why};
}

reading complete(std::string source) {
    return {.is = state::complete, .wanted = 0, .source = std::move(source), .why = {}};
}

unsigned byte_at(std::string_view bytes, std::size_t at) {
    return static_cast<unsigned char>(bytes[at]);
}

/// @return as text; an IPv4 address in an IPv6 one as what it is, so that it fits lists of IPv4
std::string ipv6_text(std::string_view bytes) {
    constexpr std::string_view mapped{"\0\0\0\0\0\0\0\0\0\0\xFF\xFF", 12};
    const bool is_mapped = bytes.starts_with(mapped);
    std::array<char, INET6_ADDRSTRLEN> text{};
    ::inet_ntop(is_mapped ? AF_INET : AF_INET6, bytes.data() + (is_mapped ? 12 : 0), text.data(), text.size());
    return text.data();
}

std::string ipv4_text(std::string_view bytes) {
    std::array<char, INET_ADDRSTRLEN> text{};
    ::inet_ntop(AF_INET, bytes.data(), text.data(), text.size());
    return text.data();
}

reading addresses_of(unsigned family, std::string_view block) {
    constexpr std::size_t two_ipv4 = 12;
    constexpr std::size_t two_ipv6 = 36;
    switch (family) {
    case 0x11: return block.size() < two_ipv4 ? wrong("it is too short for its addresses") : complete(ipv4_text(block));
    case 0x21:
        return block.size() < two_ipv6 ? wrong("it is too short for its addresses")
                                       : complete(ipv6_text(block.substr(0, 16)));
    case 0x00:                                // unspecified
    case 0x31: return complete({});           // from a socket of the balancer's machine
    default: return wrong("it speaks of no TCP connection");
    }
}

reading read_version_2(std::string_view bytes) {
    if (bytes.size() < fixed_part) return more(fixed_part - bytes.size());
    const unsigned version = byte_at(bytes, 12) >> 4U;
    const unsigned command = byte_at(bytes, 12) & 0x0FU;
    if (version != 2) return wrong("its version is not 2");
    if (command > 1) return wrong("its command is neither LOCAL nor PROXY");
    const std::size_t length = (byte_at(bytes, 14) << 8U) | byte_at(bytes, 15);
    if (fixed_part + length > longest_header) return wrong("it is too long");
    if (bytes.size() < fixed_part + length) return more(fixed_part + length - bytes.size());
    if (command == 0) return complete({});
    return addresses_of(byte_at(bytes, 13), bytes.substr(fixed_part, length));
}

std::string_view next_word(std::string_view& line) {
    const auto end = line.find(' ');
    const auto word = line.substr(0, end);
    line.remove_prefix(end == std::string_view::npos ? line.size() : end + 1);
    return word;
}

bool is_port(std::string_view word) {
    unsigned port = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), port);
    return error == std::errc() && end == word.data() + word.size() && port <= 65'535;
}

/// @return the address in network order; empty when it is none of this family
std::string address_bytes(int family, std::string_view word) {
    std::array<char, 16> bytes{};
    const bool is_one = ::inet_pton(family, std::string(word).c_str(), bytes.data()) == 1;
    return is_one ? std::string(bytes.data(), family == AF_INET ? 4 : 16) : std::string();
}

reading read_line_of_version_1(std::string_view line) {
    const auto family = next_word(line);
    if (family == "UNKNOWN") return complete({});
    if (family != "TCP4" && family != "TCP6") return wrong("it speaks of no TCP connection");
    const int kind = family == "TCP4" ? AF_INET : AF_INET6;
    const std::string source = address_bytes(kind, next_word(line));
    const std::string destination = address_bytes(kind, next_word(line));
    const bool has_ports = is_port(next_word(line)) && is_port(next_word(line));
    if (source.empty() || destination.empty() || !has_ports || !line.empty())
        return wrong("its line holds no two addresses and two ports");
    return complete(kind == AF_INET ? ipv4_text(source) : ipv6_text(source));
}

reading read_version_1(std::string_view bytes) {
    const auto end = bytes.find('\n');
    if (end == std::string_view::npos) return bytes.size() < longest_line ? more(1) : wrong("its line is too long");
    if (bytes[end - 1] != '\r') return wrong("its line does not end with CR LF");
    return read_line_of_version_1(bytes.substr(signature_1.size(), end - 1 - signature_1.size()));
}

bool begins_like(std::string_view bytes, std::string_view signature) {
    const auto both = std::min(bytes.size(), signature.size());
    return bytes.substr(0, both) == signature.substr(0, both);
}

} // namespace

reading read_header(std::string_view so_far) {
    const bool version_2 = begins_like(so_far, signature_2);
    if (!version_2 && !begins_like(so_far, signature_1)) return wrong("the connection does not begin with one");
    if (so_far.size() < signature_2.size()) return more(signature_2.size() - so_far.size());
    return version_2 ? read_version_2(so_far) : read_version_1(so_far);
}

} // namespace circ::protocol::proxy
