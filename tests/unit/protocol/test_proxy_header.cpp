// Headers of the PROXY protocol as balancers send them, and as nobody should.
#include "protocol/proxy/header.hpp"

#include <random>

namespace circ::protocol::proxy {
namespace {

using state = reading::state;

const std::string signature("\r\n\r\n\0\r\nQUIT\n", 12);

/// @param command version and command; @param family family and transport
std::string version_2(unsigned command, unsigned family, const std::string& rest) {
    std::string made = signature;
    made += static_cast<char>(command);
    made += static_cast<char>(family);
    made += static_cast<char>(rest.size() >> 8U);
    made += static_cast<char>(rest.size() & 0xFFU);
    return made + rest;
}

const std::string ipv4("\xC0\x00\x02\x07\x0A\x00\x00\x01\xC3\x50\x17\x71", 12); // 192.0.2.7:50000 to 10.0.0.1:6001
const std::string ports("\xC3\x50\x17\x71", 4);
const std::string ipv6 = std::string("\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x07", 16) + std::string(15, '\0') + '\1' + ports;
const std::string mapped =
    std::string(10, '\0') + "\xFF\xFF" + std::string("\xC0\x00\x02\x07", 4) + std::string(15, '\0') + '\1' + ports;
const std::string tlv("\x04\x00\x05hello", 8);

struct header_case {
    std::string name;
    std::string bytes;
    state is;
    std::string source; ///< when complete
    std::string why;    ///< when wrong
};

std::ostream& operator<<(std::ostream& out, const header_case& each) { return out << each.name; }

const header_case cases[] = {
    {"version_2_ipv4", version_2(0x21, 0x11, ipv4), state::complete, "192.0.2.7", ""},
    {"version_2_ipv6", version_2(0x21, 0x21, ipv6), state::complete, "2001:db8::7", ""},
    {"version_2_ipv4_in_ipv6", version_2(0x21, 0x21, mapped), state::complete, "192.0.2.7", ""},
    {"version_2_with_values_behind", version_2(0x21, 0x11, ipv4 + tlv), state::complete, "192.0.2.7", ""},
    {"version_2_local", version_2(0x20, 0x00, ""), state::complete, "", ""},
    {"version_2_local_with_addresses", version_2(0x20, 0x11, ipv4), state::complete, "", ""},
    {"version_2_unspecified", version_2(0x21, 0x00, ""), state::complete, "", ""},
    {"version_2_from_a_unix_socket", version_2(0x21, 0x31, std::string(216, 'x')), state::complete, "", ""},
    {"version_2_longest", version_2(0x21, 0x11, ipv4 + std::string(4096 - 16 - 12, '\0')), state::complete, "192.0.2.7", ""},
    {"version_2_too_long", version_2(0x21, 0x11, ipv4 + std::string(4096 - 16 - 11, '\0')), state::wrong, "", "it is too long"},
    {"version_2_other_version", version_2(0x31, 0x11, ipv4), state::wrong, "", "its version is not 2"},
    {"version_2_other_command", version_2(0x22, 0x11, ipv4), state::wrong, "", "its command is neither LOCAL nor PROXY"},
    {"version_2_datagram", version_2(0x21, 0x12, ipv4), state::wrong, "", "it speaks of no TCP connection"},
    {"version_2_unknown_family", version_2(0x21, 0x41, ipv4), state::wrong, "", "it speaks of no TCP connection"},
    {"version_2_without_its_addresses", version_2(0x21, 0x11, ""), state::wrong, "", "it is too short for its addresses"},
    {"version_2_ipv4_too_short", version_2(0x21, 0x11, ipv4.substr(1)), state::wrong, "", "it is too short for its addresses"},
    {"version_2_ipv6_too_short", version_2(0x21, 0x21, ipv6.substr(1)), state::wrong, "", "it is too short for its addresses"},
    {"version_1_ipv4", "PROXY TCP4 192.0.2.7 10.0.0.1 50000 6001\r\n", state::complete, "192.0.2.7", ""},
    {"version_1_ipv6", "PROXY TCP6 2001:db8::7 ::1 50000 6001\r\n", state::complete, "2001:db8::7", ""},
    {"version_1_ipv4_in_ipv6", "PROXY TCP6 ::ffff:192.0.2.7 ::1 50000 6001\r\n", state::complete, "192.0.2.7", ""},
    {"version_1_unknown", "PROXY UNKNOWN\r\n", state::complete, "", ""},
    {"version_1_unknown_with_more", "PROXY UNKNOWN ffff:f...f:ffff ffff 65535 65535\r\n", state::complete, "", ""},
    {"version_1_other_family", "PROXY UDP4 192.0.2.7 10.0.0.1 50000 6001\r\n", state::wrong, "", "it speaks of no TCP connection"},
    {"version_1_wrong_address", "PROXY TCP4 192.0.2.700 10.0.0.1 50000 6001\r\n", state::wrong, "", "its line holds no two addresses and two ports"},
    {"version_1_address_of_the_other_family", "PROXY TCP4 ::1 10.0.0.1 50000 6001\r\n", state::wrong, "", "its line holds no two addresses and two ports"},
    {"version_1_wrong_port", "PROXY TCP4 192.0.2.7 10.0.0.1 50000 65536\r\n", state::wrong, "", "its line holds no two addresses and two ports"},
    {"version_1_without_ports", "PROXY TCP4 192.0.2.7 10.0.0.1\r\n", state::wrong, "", "its line holds no two addresses and two ports"},
    {"version_1_one_word_more", "PROXY TCP4 192.0.2.7 10.0.0.1 50000 6001 x\r\n", state::wrong, "", "its line holds no two addresses and two ports"},
    {"version_1_bare_line_feed", "PROXY TCP4 192.0.2.7 10.0.0.1 50000 6001\n", state::wrong, "", "its line does not end with CR LF"},
    {"version_1_longest", "PROXY UNKNOWN " + std::string(91, 'x') + "\r\n", state::complete, "", ""},
    {"version_1_too_long", "PROXY UNKNOWN " + std::string(93, 'x'), state::wrong, "", "its line is too long"},
    {"no_header_but_a_request", "9300CNkiosk1|COsecret|\r", state::wrong, "", "the connection does not begin with one"},
    {"no_header_but_tls", std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\x00", 12), state::wrong, "", "the connection does not begin with one"},
    {"signature_with_a_wrong_last_byte", signature.substr(0, 11) + "x", state::wrong, "", "the connection does not begin with one"},
};

class header : public testing::TestWithParam<header_case> {};
INSTANTIATE_TEST_SUITE_P(each, header, testing::ValuesIn(cases), [](const auto& each) { return each.param.name; });

TEST_P(header, is_read) {
    const reading got = read_header(GetParam().bytes);
    EXPECT_EQ(got.is, GetParam().is) << got.why;
    EXPECT_EQ(got.source, GetParam().source);
    EXPECT_EQ(got.why, GetParam().why);
}

/// A reader that takes as much as is wanted, and no more, ends at the last byte of the header: what
/// follows is the device's.
TEST_P(header, is_read_in_pieces_without_a_byte_of_what_follows) {
    const std::string all = GetParam().bytes + "9300CNkiosk1|COsecret|\r";
    std::size_t taken = 0;
    reading got = read_header({});
    while (got.is == state::unfinished) {
        ASSERT_GT(got.wanted, 0U);
        taken = std::min(taken + got.wanted, all.size());
        const std::string exact = all.substr(0, taken); // so that a sanitizer sees a byte too far
        got = read_header(exact);
        ASSERT_TRUE(got.is != state::unfinished || taken < all.size());
    }
    EXPECT_EQ(got.is, GetParam().is);
    EXPECT_EQ(got.source, GetParam().source);
    EXPECT_TRUE(got.is != state::complete || taken == GetParam().bytes.size()) << taken;
}

TEST_P(header, is_unfinished_when_cut_at_any_byte) {
    if (GetParam().is != state::complete) return;
    for (std::size_t cut = 0; cut < GetParam().bytes.size(); ++cut) {
        const std::string begun = GetParam().bytes.substr(0, cut);
        const reading got = read_header(begun);
        EXPECT_EQ(got.is, state::unfinished) << cut << ' ' << got.why;
        EXPECT_LE(cut + got.wanted, GetParam().bytes.size());
    }
}

/// Whatever comes: it is read to an end within the longest header, and an address is one.
TEST(proxy_header, is_read_to_an_end_however_it_is_damaged) {
    std::minstd_rand random(20261124);
    const auto below = [&](std::size_t most) { return random() % most; };
    for (int round = 0; round < 20'000; ++round) {
        std::string bytes = cases[below(std::size(cases))].bytes + std::string(5000, 'x');
        for (std::size_t times = below(4); times > 0; --times) bytes[below(80)] = static_cast<char>(random());
        std::size_t taken = 0;
        reading got = read_header({});
        while (got.is == state::unfinished) {
            ASSERT_GT(got.wanted, 0U);
            taken += got.wanted;
            ASSERT_LE(taken, longest_header);
            const std::string exact = bytes.substr(0, taken);
            got = read_header(exact);
        }
        EXPECT_EQ(got.is == state::wrong, !got.why.empty());
        EXPECT_EQ(got.source.find_first_not_of("0123456789abcdef.:"), std::string::npos) << got.source;
    }
}

} // namespace
} // namespace circ::protocol::proxy
