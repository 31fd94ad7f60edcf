#include "config/address_range.hpp"
#include "config/document.hpp"
#include "config/nearest.hpp"

namespace circ::config {
namespace {

struct range_case {
    std::string name, range, address;
    bool inside;
};

class ranges : public testing::TestWithParam<range_case> {};

TEST_P(ranges, contain_what_shares_their_prefix) {
    const auto range = parse_address_range(GetParam().range);
    const auto address = parse_address(GetParam().address);
    ASSERT_TRUE(range && address);
    EXPECT_EQ(contains(*range, *address), GetParam().inside);
}

INSTANTIATE_TEST_SUITE_P(
    address_range,
    ranges,
    testing::Values(range_case{"v4_inside", "10.1.0.0/16", "10.1.255.3", true},
                    range_case{"v4_outside", "10.1.0.0/16", "10.2.0.1", false},
                    range_case{"v4_odd_prefix", "10.128.0.0/9", "10.255.0.1", true},
                    range_case{"v4_odd_prefix_outside", "10.128.0.0/9", "10.127.0.1", false},
                    range_case{"v4_one", "192.0.2.7", "192.0.2.7", true},
                    range_case{"v4_one_other", "192.0.2.7", "192.0.2.6", false},
                    range_case{"v4_all", "0.0.0.0/0", "203.0.113.9", true},
                    range_case{"v4_all_has_no_v6", "0.0.0.0/0", "2001:db8::1", false},
                    range_case{"v4_mapped", "10.1.0.0/16", "::ffff:10.1.2.3", true},
                    range_case{"v6_inside", "2001:db8::/32", "2001:db8:7::1", true},
                    range_case{"v6_outside", "2001:db8::/32", "2001:db9::1", false},
                    range_case{"v6_all", "::/0", "2001:db8::1", true}),
    [](const auto& row) { return row.param.name; });

TEST(address_range, refuses_what_is_none) {
    for (const auto* text : {"",
                             "/",
                             "10.1.0.0/",
                             "10.1.0.0/33",
                             "10.1.0.0/-1",
                             "10.1.0.0/8x",
                             "10.1/16",
                             "10.1.2.3/16",
                             "::1/129",
                             "localhost",
                             "10.1.0.0 /16",
                             "10.1.0.0/16/8"}) {
        EXPECT_FALSE(parse_address_range(text)) << text;
    }
}

TEST(address_range, knows_loopback) {
    for (const auto* text : {"127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"}) {
        EXPECT_TRUE(is_loopback(*parse_address(text))) << text;
    }
    for (const auto* text : {"0.0.0.0", "::", "128.0.0.1", "::2", "10.0.0.1"}) {
        EXPECT_FALSE(is_loopback(*parse_address(text))) << text;
    }
}

TEST(address_range, knows_what_no_router_of_the_internet_carries) {
    for (const auto* text : {"127.0.0.1", "10.255.0.1", "172.16.0.1", "172.31.255.255", "192.168.9.9", "169.254.1.1", "::1",
                             "fe80::1", "fd12::1", "fc00::1", "::ffff:10.1.2.3"}) {
        EXPECT_TRUE(is_in(private_networks(), text)) << text;
    }
    for (const auto* text : {"0.0.0.0", "11.0.0.1", "172.15.255.255", "172.32.0.1", "192.169.0.1", "169.253.0.1", "203.0.113.9", "::",
                             "2001:db8::1", "fe00::1", "fec0::1", "::ffff:203.0.113.9"}) {
        EXPECT_FALSE(is_in(private_networks(), text)) << text;
    }
}

TEST(address_range, is_never_where_a_text_that_is_no_address_comes_from) {
    const std::vector<address_range> everywhere{*parse_address_range("0.0.0.0/0"), *parse_address_range("::/0")};
    EXPECT_TRUE(is_in(everywhere, "198.51.100.1"));
    for (const auto* text : {"", "10.0.0", "10.0.0.1 ", "localhost"}) EXPECT_FALSE(is_in(everywhere, text)) << text;
}

TEST(quoting, writes_what_toml_reads_back) {
    for (const std::string& text : {std::string("plain"),
                                    std::string(R"(a "b" c)"),
                                    std::string(R"(back\slash)"),
                                    std::string(R"(both ' and ")"),
                                    std::string("tab\tand\nline"),
                                    std::string("\x7f"),
                                    std::string("Zoë"),
                                    std::string("a\0b", 3),
                                    std::string()}) {
        std::vector<mistake> mistakes;
        const value_table parsed = parse_document("key = " + in_quotes(text), "f", mistakes);
        ASSERT_TRUE(mistakes.empty()) << in_quotes(text) << ": " << mistakes[0].text;
        EXPECT_EQ(std::get<std::string>(parsed.at(0).value.content), text);
    }
}

TEST(suggestion, names_the_nearest_word_or_none) {
    constexpr std::string_view known[] = {"port", "name", "address"};
    EXPECT_EQ(suggestion("prot", known), "; did you mean \"port\"?");
    EXPECT_EQ(suggestion("adress", known), "; did you mean \"address\"?");
    EXPECT_EQ(suggestion("completely_other", known), "");
    EXPECT_EQ(suggestion(std::string(1000, 'p'), known), "");
}

} // namespace
} // namespace circ::config
