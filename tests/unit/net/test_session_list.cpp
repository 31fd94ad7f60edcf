#include "server/net/observations.hpp"
#include "server/net/session_list.hpp"
#include "server/log/capture.hpp"

namespace circ::net::test {
namespace {

struct asked_to_stop final : stoppable {
    void finish_request_and_end() noexcept override { ++finished; }
    void end_now() noexcept override { ++ended; }
    int finished = 0;
    int ended = 0;
};

TEST(session_list, counts_in_all_and_by_address) {
    session_list list;
    asked_to_stop who[3];
    const session_list::place first(list, who[0], "192.0.2.1");
    {
        const session_list::place second(list, who[1], "192.0.2.1");
        const session_list::place third(list, who[2], "192.0.2.2");
        EXPECT_EQ(list.size(), 3U);
        EXPECT_EQ(list.from("192.0.2.1"), 2U);
        EXPECT_EQ(list.from("192.0.2.2"), 1U);
    }
    EXPECT_EQ(list.size(), 1U);
    EXPECT_EQ(list.from("192.0.2.1"), 1U);
    EXPECT_EQ(list.from("192.0.2.2"), 0U);
    EXPECT_FALSE(list.stopping());
}

TEST(session_list, asks_all_and_tells_once_when_the_last_has_gone) {
    session_list list;
    asked_to_stop who[2];
    int emptied = 0;
    std::optional<session_list::place> places[2];
    for (std::size_t i = 0; i < 2; ++i) places[i].emplace(list, who[i], "192.0.2.1");
    list.finish_all([&] { ++emptied; });
    EXPECT_TRUE(list.stopping());
    for (const auto& each : who) EXPECT_EQ(each.finished, 1);
    places[0].reset();
    EXPECT_EQ(emptied, 0);
    places[1].reset();
    EXPECT_EQ(emptied, 1);
    const session_list::place late(list, who[0], "192.0.2.1");
    EXPECT_EQ(emptied, 1);
}

TEST(session_list, tells_at_once_when_nobody_is_there) {
    session_list list;
    int emptied = 0;
    list.finish_all([&] { ++emptied; });
    EXPECT_EQ(emptied, 1);
}

TEST(session_list, ends_all_at_once) {
    session_list list;
    asked_to_stop who;
    const session_list::place here(list, who, "192.0.2.1");
    list.end_all();
    EXPECT_EQ(who.ended, 1);
    EXPECT_EQ(who.finished, 0);
}

struct key_case {
    const char* one;
    const char* other;
    bool together;
};

TEST(session_list, counts_a_network_of_ipv6_as_one_address) {
    constexpr key_case cases[] = {
        {"192.0.2.1", "192.0.2.1", true},
        {"192.0.2.1", "192.0.2.2", false},
        {"2001:db8:0:1::1", "2001:db8:0:1:ffff::9", true},
        {"2001:db8:0:1::1", "2001:db8:0:2::1", false},
        {"::1", "::1", true},
        {"::1", "127.0.0.1", false},
    };
    for (const auto& each : cases) {
        SCOPED_TRACE(std::string(each.one) + " and " + each.other);
        session_list list;
        asked_to_stop who;
        const session_list::place here(list, who, each.one);
        EXPECT_EQ(list.from(each.other), each.together ? 1U : 0U);
    }
}

TEST(session_list, lets_a_terminal_be_claimed_by_one_place_at_a_time) {
    session_list list;
    asked_to_stop who[2];
    session_list::place first(list, who[0], "192.0.2.1");
    std::optional<session_list::place> second;
    second.emplace(list, who[1], "192.0.2.2");
    EXPECT_FALSE(first.claim("kiosk"));
    EXPECT_FALSE(second->claim("another"));
    EXPECT_TRUE(second->claim("kiosk"));
    EXPECT_EQ(who[0].finished, 1);
    first.claim_nothing(); // it had lost it: the other one keeps it
    EXPECT_TRUE(first.claim("kiosk"));
    EXPECT_EQ(who[1].finished, 1);
    second.reset();
    EXPECT_FALSE(first.claim("kiosk"));
    first.claim_nothing();
    EXPECT_FALSE(first.claim("kiosk"));
    EXPECT_EQ(who[0].finished, 1);
}

TEST(observations, are_told_one_line_each_with_terminal_and_detail) {
    using protocol::sip2::observation_kind;
    for (int kind = 0; kind <= static_cast<int>(observation_kind::too_many_resend_requests); ++kind) {
        SCOPED_TRACE(kind);
        const auto lines = std::make_shared<log::captured_lines>();
        const auto log = log::capturing_logger(lines);
        tell_observations({{static_cast<observation_kind>(kind), "7 after 3"}}, *log, "kiosk", "192.0.2.1");
        ASSERT_EQ(lines->all().size(), 1U);
        EXPECT_THAT(lines->all().front(), testing::AllOf(testing::HasSubstr("kiosk"), testing::HasSubstr("192.0.2.1"),
                                                         testing::HasSubstr("7 after 3")));
    }
}

} // namespace
} // namespace circ::net::test
