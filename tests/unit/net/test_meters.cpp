// What a dialogue leaves in the figures, and a drained daemon in a probe's dialogue.
#include "tests/unit/net/desk.hpp"

namespace circ::net::test {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(meters, count_requests_by_how_they_ended) {
    desk here;
    device_script device;
    device.sends = {"9300CNkiosk|COguess|CP|\r", "2300020260317    142530AORIV|AA29009000000137|AC|AD|\r",
                    "9300CNopen|CO|CP|\r", "2300020260317    142530AORIV|AA29009000000137|AC|AD|\r", "9900802.00\r"};
    here.serve(device);
    const auto text = here.figures.text();
    for (const char* line : {"circdesk_logins_total{result=\"accepted\"} 1\n", "circdesk_logins_total{result=\"refused\"} 1\n",
                             "circdesk_requests_total{message=\"93\",outcome=\"done\"} 1\n",
                             "circdesk_requests_total{message=\"93\",outcome=\"refused\"} 1\n",
                             "circdesk_requests_total{message=\"23\",outcome=\"door\"} 1\n",
                             "circdesk_requests_total{message=\"23\",outcome=\"done\"} 1\n",
                             "circdesk_requests_total{message=\"99\",outcome=\"done\"} 1\n",
                             "circdesk_request_seconds_count{message=\"23\"} 1\n"})
        EXPECT_THAT(text, HasSubstr(line));
    for (const char* secret : {"29009000000137", "kiosk", "\"open\"", "guess", "RIV"}) EXPECT_THAT(text, Not(HasSubstr(secret)));
}

TEST(meters, count_a_login_that_asks_for_an_encryption_as_refused) {
    desk here;
    device_script device;
    device.sends = {"9311CNopen|CO|CP|\r"};
    here.serve(device);
    EXPECT_THAT(here.figures.text(), HasSubstr("circdesk_logins_total{result=\"refused\"} 1\n"));
}

TEST(meters, count_a_login_that_there_is_no_place_for_as_unavailable) {
    desk here;
    device_script device;
    device.sends = {"9300CNopen|CO|CP|\r"};
    sip2_beginning how;
    how.probes_only = true;
    here.serve(device, how);
    EXPECT_THAT(device.received, testing::ElementsAre("940\r"));
    EXPECT_THAT(here.figures.text(), HasSubstr("circdesk_logins_total{result=\"accepted\"} 0\n"));
    EXPECT_THAT(here.figures.text(), HasSubstr("circdesk_logins_total{result=\"unavailable\"} 1\n"));
}

struct ending_case {
    std::string_view name;
    circulation::verdict result;
    bool repeated;
    const char* line;
};

std::ostream& operator<<(std::ostream& out, const ending_case& each) { return out << each.name; }

class an_ending : public testing::TestWithParam<ending_case> {};

TEST_P(an_ending, is_counted_under_its_word) {
    metrics::registry figures;
    exchange_meters meters(figures, exchange_meters::terminals::not_told_apart);
    circulation::outcome how;
    how.result = GetParam().result;
    how.repeated = GetParam().repeated;
    how.reasons.push_back({.code = circulation::reason_code::patron_blocked});
    meters.handled("11", how, std::chrono::milliseconds(1), "kiosk");
    const auto text = figures.text();
    EXPECT_THAT(text, HasSubstr("circdesk_requests_total{message=\"11\",outcome=\"" + std::string(GetParam().line) + "\"} 1\n"));
    const bool said_no = GetParam().result != circulation::verdict::done;
    EXPECT_THAT(text, HasSubstr(std::string("circdesk_refusals_total{reason=\"patron_blocked\"} ") + (said_no ? "1" : "0") + '\n'));
    EXPECT_THAT(text, Not(HasSubstr("terminal=")));
}

constexpr ending_case endings[] = {{"done", circulation::verdict::done, false, "done"},
                                   {"repeated", circulation::verdict::done, true, "repeated"},
                                   {"refused", circulation::verdict::refused, false, "refused"},
                                   {"refused_again", circulation::verdict::refused, true, "refused"},
                                   {"unavailable", circulation::verdict::unavailable, false, "unavailable"}};
INSTANTIATE_TEST_SUITE_P(each, an_ending, testing::ValuesIn(endings), [](const auto& each) { return std::string(each.param.name); });

TEST(meters, know_every_reason_and_message_from_the_beginning) {
    metrics::registry figures;
    const exchange_meters meters(figures, exchange_meters::terminals::not_told_apart);
    const auto text = figures.text();
    for (int i = 0; i < circulation::reason_count; ++i)
        EXPECT_THAT(text, HasSubstr("reason=\"" + std::string(circulation::reason_name(static_cast<circulation::reason_code>(i))) + "\"} 0\n"));
    for (const char* code : {"01", "09", "11", "15", "17", "19", "23", "25", "29", "35", "37", "63", "65", "93", "99"})
        EXPECT_THAT(text, HasSubstr("circdesk_requests_total{message=\"" + std::string(code) + "\",outcome=\"door\"} 0\n"));
}

TEST(meters, tell_terminals_apart_only_where_that_is_wanted) {
    metrics::registry figures;
    exchange_meters meters(figures, exchange_meters::terminals::by_login);
    for (int i = 0; i < 3; ++i) meters.handled("99", {}, std::chrono::milliseconds(1), "kiosk");
    meters.handled("99", {}, std::chrono::milliseconds(1), "");
    EXPECT_THAT(figures.text(), HasSubstr("circdesk_terminal_requests_total{terminal=\"kiosk\"} 3\n"));
}

/// "open" is given a profile that may send nothing but 93 and 99.
class a_probe : public testing::Test {
protected:
    a_probe() {
        here.settings.profiles["lines"].allowed.clear();
        here.settings.profiles["lines"].terminator = config::terminator::cr;
    }
    std::vector<std::string> hears(std::string login) {
        device_script device;
        device.sends = {"9300CN" + login + "|CO|CP|\r"};
        here.serve(device);
        return device.received;
    }
    desk here;
};

TEST_F(a_probe, is_refused_while_the_daemon_is_drained_and_let_in_again) {
    EXPECT_THAT(hears("lines"), testing::ElementsAre("941\r"));
    here.health.set(vitals::drain::on, "anna", "");
    EXPECT_THAT(hears("lines"), testing::ElementsAre("940\r"));
    EXPECT_THAT(here.told(log::event::login_refused), HasSubstr("the daemon is drained"));
    EXPECT_THAT(here.figures.text(), HasSubstr("circdesk_logins_total{result=\"draining\"} 1\n"));
    here.health.set(vitals::drain::off, "anna", "");
    EXPECT_THAT(hears("lines"), testing::ElementsAre("941\r"));
}

TEST_F(a_probe, alone_is_refused_while_the_daemon_is_drained) {
    here.health.set(vitals::drain::on, "anna", "");
    EXPECT_THAT(hears("open"), testing::ElementsAre("941\r"));
}

TEST_F(a_probe, that_stays_logged_in_hears_that_it_is_to_go_elsewhere) {
    device_script device;
    device.sends = {"9300CNlines|CO|CP|\r", "9900802.00\r", "9900802.00\r", "9900802.00\r"};
    device.before_read = [&] {
        if (device.sends.size() == 2) here.health.set(vitals::drain::on, "anna", "");
        if (device.sends.size() == 1) here.health.set(vitals::drain::off, "anna", "");
    };
    here.serve(device);
    EXPECT_THAT(device.received, testing::ElementsAre("941\r", testing::StartsWith("98Y"), testing::StartsWith("98N"),
                                                      testing::StartsWith("98Y")));
}

TEST_F(a_probe, alone_hears_so) {
    here.health.set(vitals::drain::on, "anna", "");
    device_script device;
    device.sends = {"9300CNopen|CO|CP|\r", "9900802.00\r"};
    here.serve(device);
    EXPECT_THAT(device.received, testing::ElementsAre("941\r", testing::StartsWith("98Y")));
}

TEST_F(a_probe, may_ask_for_the_status_and_for_nothing_else) {
    device_script device;
    device.sends = {"9300CNlines|CO|CP|\r", "9900802.00\r", "2300020260317    142530AORIV|AA29009000000137|AC|AD|\r",
                    "09N20260317    14253020260317    142530APx|AORIV|AB1|AC|\r"};
    here.serve(device);
    EXPECT_EQ(here.performer.asked_by.size(), 1U) << "the status";
    EXPECT_THAT(here.figures.text(), HasSubstr("circdesk_requests_total{message=\"23\",outcome=\"door\"} 1\n"));
    EXPECT_THAT(here.figures.text(), HasSubstr("circdesk_requests_total{message=\"09\",outcome=\"door\"} 1\n"));
}

} // namespace
} // namespace circ::net::test
