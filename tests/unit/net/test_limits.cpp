// How long and how much a session takes from its device, on a clock that the test sets.
#include "server/net/patience.hpp"
#include "tests/unit/net/desk.hpp"

#include <latch>

namespace circ::net::test {
namespace {

using std::chrono::seconds;
using testing::HasSubstr;

const std::string log_in = "9300CNopen|CO|CP|\r";
const std::string end_session = "3520260317    143255AORIV|AA1|\r";
const std::string status = "9900802.00\r";

std::deque<std::string> letter_by_letter(const std::string& text) {
    std::deque<std::string> all;
    for (const char each : text) all.emplace_back(1, each);
    return all;
}

/// So much time passes before each of the device's texts.
void go_slowly(desk& here, device_script& device, seconds pause) {
    device.before_read = [&here, pause] { here.clock.at += pause; };
}

TEST(time_limits, count_a_message_from_its_first_byte_however_it_comes) {
    desk here;
    device_script device;
    device.sends = letter_by_letter("3520260317    143255AORIV|AA1|\r");
    device.sends.push_front(log_in);
    go_slowly(here, device, seconds(3));
    here.serve(device);
    EXPECT_EQ(here.lines->of(log::event::slow_sender).size(), 1U);
    EXPECT_THAT(here.told(log::event::session_ended), HasSubstr("a message was not finished in time"));
    EXPECT_THAT(device.received, testing::ElementsAre("941\r", "96\r")); // an answer first
    EXPECT_TRUE(here.performer.asked_by.empty());
}

TEST(time_limits, give_a_slow_message_all_of_its_time) {
    desk here;
    device_script device;
    device.sends = {log_in, "3520260317", "    143255", "AORIV|AA1|", "\r"};
    go_slowly(here, device, seconds(3)); // nine of the ten seconds
    here.serve(device);
    EXPECT_TRUE(here.lines->of(log::event::slow_sender).empty());
    EXPECT_EQ(here.performer.asked_by.size(), 1U);
}

TEST(time_limits, begin_anew_with_each_message) {
    desk here;
    device_script device;
    const std::string begun = "3520260317";
    const std::string rest = end_session.substr(begun.size());
    device.sends = {log_in + begun, rest + begun, rest + begun, rest + begun, rest};
    go_slowly(here, device, seconds(6));
    here.serve(device);
    EXPECT_TRUE(here.lines->of(log::event::slow_sender).empty());
    EXPECT_EQ(here.performer.asked_by.size(), 4U);
}

/// The session waits for the rest of the command as it waits for the rest of a message.
TEST(time_limits, do_not_count_a_telnet_command_that_came_in_pieces) {
    desk here;
    device_script device;
    device.sends = {log_in, "\xFF", "\xFB\x01", end_session.substr(0, 10), end_session.substr(10)};
    go_slowly(here, device, seconds(6)); // the ten seconds of a message are over since the command began
    here.serve(device);
    EXPECT_TRUE(here.lines->of(log::event::slow_sender).empty());
    EXPECT_EQ(here.performer.asked_by.size(), 1U);
}

TEST(time_limits, do_not_let_other_messages_stand_for_a_login) {
    desk here;
    device_script device;
    device.sends.assign(20, status);
    go_slowly(here, device, seconds(7));
    here.serve(device);
    EXPECT_EQ(here.lines->of(log::event::login_timeout).size(), 1U);
    EXPECT_THAT(here.told(log::event::session_ended), HasSubstr("no login in time"));
    EXPECT_EQ(device.received.size(), 5U); // begun within thirty seconds; none of them unanswered
}

TEST(time_limits, begin_anew_for_a_login_when_whoever_was_logged_in_is_so_no_longer) {
    for (const std::size_t room : {8U, 0U}) { // a wrong password, and one that nobody could look at
        SCOPED_TRACE(room);
        desk here;
        hashing_pool pool(1, room);
        pin_prover passwords(pool, "", {});
        terminal_logins accounts(here.storing, passwords, here.clock);
        here.parts.logins = &accounts;
        device_script device;
        const std::string fails = "9300CNkiosk|COguess|CP|\r";
        device.sends = {log_in, fails, log_in, fails, status, status};
        go_slowly(here, device, seconds(20));
        here.serve(device);
        ASSERT_EQ(device.received.size(), 6U);
        EXPECT_EQ(device.received[1], "940\r");
        EXPECT_EQ(device.received[2], "941\r");
        EXPECT_EQ(here.lines->of(log::event::login_timeout).size(), 1U) << "forty seconds behind the last one";
    }
}

TEST(time_limits, hold_for_a_login_that_comes_slowly_too) {
    desk here;
    here.settings.limits.message = seconds(600);
    device_script device;
    device.sends = letter_by_letter("9300CNopen|CO|CP|\r");
    go_slowly(here, device, seconds(7));
    here.serve(device);
    EXPECT_THAT(here.told(log::event::session_ended), HasSubstr("a message was not finished in time"));
    EXPECT_EQ(device.received, std::vector<std::string>{"96\r"});
}

TEST(time_limits, do_not_count_the_silence_between_messages_together) {
    desk here;
    device_script device;
    device.sends = {log_in, end_session, end_session, end_session};
    go_slowly(here, device, seconds(20)); // the login within thirty, nothing within a minute
    here.serve(device);
    EXPECT_EQ(here.performer.asked_by.size(), 3U);
    EXPECT_TRUE(here.lines->of(log::event::idle_timeout).empty());
}

TEST(patience, is_not_lengthened_by_a_clock_that_is_set_back) {
    const storage::instant start = std::chrono::sys_days(std::chrono::year(2026) / 3 / 17);
    patience of(start);
    const patience::limits most{.login = seconds(30), .message = seconds(10), .idle = seconds(600)};
    EXPECT_EQ(of.left(false, false, most, start - seconds(3600)), seconds(30));
    EXPECT_EQ(of.left(true, true, most, start), seconds(10));
    EXPECT_EQ(of.left(true, true, most, start - seconds(5)), seconds(10));
    EXPECT_EQ(of.left(true, true, most, start + seconds(4)), seconds(6));
    of.message_ended();
    EXPECT_EQ(of.left(false, true, most, start + seconds(4)), seconds(600));
}

TEST(size_limits, read_so_many_fields_of_a_message_and_no_more) {
    for (const std::size_t fields : {60U, 61U}) {
        desk here;
        here.settings.limits.fields = 60;
        device_script device;
        std::string message = "3520260317    143255AORIV|AA1|";
        for (std::size_t i = 2; i < fields; ++i) message += "ZZ1|";
        device.sends = {log_in, message + "\r"};
        here.serve(device);
        EXPECT_EQ(here.performer.asked_by.size(), 1U); // answered by what could be read
        EXPECT_EQ(here.lines->of(log::event::message_unreadable).size(), fields - 60);
        EXPECT_EQ(here.told(log::event::message_unreadable).find("more fields than are read") != std::string::npos, fields > 60);
    }
}

struct faulty_case {
    std::string_view name;
    std::string message;
    log::event told;
    std::string_view line; ///< how it ends
};

std::ostream& operator<<(std::ostream& out, const faulty_case& each) { return out << each.name; }

class faulty_messages : public testing::TestWithParam<faulty_case> {};

std::string with_cards(int count) {
    std::string message = "3520260317    143255AORIV|AA1|";
    for (int i = 1; i < count; ++i) message += "AA2|";
    return message;
}

TEST_P(faulty_messages, cost_one_line_each) {
    desk here;
    device_script device;
    device.sends = {log_in, GetParam().message + "\r"};
    here.serve(device);
    EXPECT_EQ(here.performer.asked_by.size(), 1U);
    EXPECT_EQ(here.lines->of(log::event::message_unreadable).size() + here.lines->of(log::event::fixed_part_resynchronised).size(), 1U);
    EXPECT_THAT(here.told(GetParam().told), testing::EndsWith(std::string(GetParam().line) + '\n'));
}

const faulty_case faulty[] = {
    {"one_fault", with_cards(2), log::event::message_unreadable, R"(code=35 what="a single field came more than once: AA \"…\"")"},
    {"as_many_as_fields", with_cards(150), log::event::message_unreadable, " more=148"},
    {"width_alone", "35AORIV|AA1|", log::event::fixed_part_resynchronised, R"(what="the fixed part has the wrong length")"},
    {"width_and_another", "35AORIV|AA1|AA2|AA3|", log::event::message_unreadable, " more=2"}, // not below its level
};
INSTANTIATE_TEST_SUITE_P(each, faulty_messages, testing::ValuesIn(faulty), [](const auto& each) { return std::string(each.param.name); });

struct size_case {
    std::string_view name;
    std::size_t of_profile;
    std::size_t length;
    bool is_read;
};

std::ostream& operator<<(std::ostream& out, const size_case& each) { return out << each.name; }

class message_sizes : public testing::TestWithParam<size_case> {};

TEST_P(message_sizes, are_what_the_profile_says_once_the_terminal_is_known) {
    desk here;
    here.settings.profiles["standard"].message_bytes = 0;
    here.settings.profiles["lines"].message_bytes = GetParam().of_profile;
    device_script device;
    std::string message = "3520260317    143255AORIV|AA1|";
    while (message.size() < GetParam().length) message += 'Z' + std::string(std::min<std::size_t>(200, GetParam().length - message.size() - 1), 'Z');
    device.sends = {"9300CNlines|CO|CP|\r", message + "\r"};
    here.serve(device);
    EXPECT_EQ(here.performer.asked_by.size(), GetParam().is_read ? 1U : 0U);
    EXPECT_EQ(here.lines->of(log::event::message_too_long).size(), GetParam().is_read ? 0U : 1U);
}

constexpr size_case sizes[] = {
    {"limits_say", 0, 8192, true},
    {"limits_are_passed", 0, 8193, false},
    {"profile_says_more", 65'536, 65'536, true},
    {"profile_is_passed", 20'000, 20'001, false},
    {"profile_says_less", 500, 501, false},
};
INSTANTIATE_TEST_SUITE_P(each, message_sizes, testing::ValuesIn(sizes), [](const auto& each) { return std::string(each.param.name); });

TEST(size_limits, hold_as_they_are_set_anew_from_the_next_message_on) {
    desk here;
    device_script device;
    std::string message = "3520260317    143255AORIV|AA1|";
    for (int i = 0; i < 40; ++i) message += "ZZ1|";
    device.sends = {log_in, message + "\r", message + "\r", message + "\r"};
    device.before_read = [&] {
        if (device.sends.size() == 2) here.settings.limits.fields = 20;
        if (device.sends.size() == 1) here.settings.limits.message_bytes = 100;
    };
    here.serve(device);
    EXPECT_EQ(here.performer.asked_by.size(), 2U);
    EXPECT_EQ(here.lines->of(log::event::message_unreadable).size(), 1U) << "more fields than are read";
    EXPECT_EQ(here.lines->of(log::event::message_too_long).size(), 1U);
}

TEST(rubbish, does_not_fill_the_log_however_fast_it_comes) {
    desk here;
    device_script device;
    device.sends.assign(40, "ZZ|\r");
    device.before_read = [&] {
        if (device.sends.size() == 1) here.clock.at += seconds(1);
    };
    here.serve(device);
    EXPECT_EQ(device.received.size(), 40U) << "each is answered";
    const auto told = here.lines->of(log::event::unknown_command);
    ASSERT_EQ(told.size(), 11U) << "ten in a second";
    EXPECT_THAT(told.back(), HasSubstr("more=29"));
    EXPECT_EQ(here.log->count(log::event::unknown_command), 40U);
}

TEST(faulty_messages_in_a_storm, are_counted_each_by_what_it_was) {
    desk here;
    device_script device;
    device.sends.assign(14, with_cards(2) + "\r");
    device.sends.push_back("35AORIV|AA1|\r");
    device.sends.push_front(log_in);
    here.serve(device);
    EXPECT_EQ(here.lines->of(log::event::message_unreadable).size(), 10U) << "in a second";
    EXPECT_EQ(here.log->count(log::event::message_unreadable), 14U);
    EXPECT_EQ(here.log->count(log::event::fixed_part_resynchronised), 1U);
}

TEST(passwords, do_not_stay_in_the_buffer_they_came_in) {
    for (const auto kind : {config::listener_kind::plain, config::listener_kind::telnet_login}) {
        desk here;
        device_script device;
        device.sends = {"9300CNkiosk|CO" + std::string(kiosk_password) + "|CP|\r"};
        if (kind == config::listener_kind::telnet_login) device.sends = {"kiosk\r\n" + std::string(kiosk_password), "\r\n"};
        sip2_beginning how;
        how.kind = kind;
        bool came_in = false;
        device.before_read = [&] { came_in = came_in || device.sends.empty(); };
        here.serve(device, how);
        EXPECT_EQ(here.lines->of(log::event::login_accepted).size(), 1U);
        EXPECT_TRUE(came_in);
        EXPECT_THAT(device.left_behind, testing::Not(HasSubstr(kiosk_password)));
        EXPECT_THAT(device.left_behind, testing::Not(HasSubstr("kiosk")));
    }
}

/// Two devices with one account.
class one_account : public testing::Test {
protected:
    one_account() { first.stays = second.stays = true; }

    void begin(device_script& device, std::deque<std::string> sends) {
        device.sends = std::move(sends);
        const std::size_t before = device.received.size();
        here.begin(device);
        run_until(here.io, [&] { return device.received.size() > before || device.closed; });
    }
    void end_all() {
        here.sessions.end_all();
        run_until(here.io, [&] { return here.sessions.size() == 0; });
    }

    desk here;
    device_script first;
    device_script second;
};

TEST_F(one_account, has_one_connection_where_the_profile_says_so) {
    here.settings.profiles["standard"].single_session = true;
    begin(first, {log_in});
    begin(second, {log_in});
    run_until(here.io, [&] { return here.ended == 1; });
    EXPECT_TRUE(first.closed && first.told_the_end);
    EXPECT_FALSE(second.closed);
    EXPECT_EQ(here.lines->of(log::event::session_replaced).size(), 1U);
    EXPECT_THAT(here.told(log::event::session_ended), HasSubstr("the terminal has logged in on another connection"));
    EXPECT_EQ(here.sessions.size(), 1U);
    end_all();
}

TEST_F(one_account, may_have_several_where_it_does_not) {
    begin(first, {log_in});
    begin(second, {log_in});
    EXPECT_EQ(here.sessions.size(), 2U);
    EXPECT_FALSE(first.closed || second.closed);
    EXPECT_TRUE(here.lines->of(log::event::session_replaced).empty());
    end_all();
}

TEST_F(one_account, answers_what_it_was_asked_before_it_makes_way) {
    here.settings.profiles["standard"].single_session = true;
    here.performer.holds_back = true;
    begin(first, {log_in, end_session});
    run_until(here.io, [&] { return here.performer.asked_by.size() == 1; });
    begin(second, {log_in});
    EXPECT_EQ(here.ended, 0U);
    here.performer.release();
    run_until(here.io, [&] { return here.ended == 1; });
    ASSERT_EQ(first.received.size(), 2U);
    EXPECT_THAT(first.received[1], testing::StartsWith("36Y"));
    end_all();
}

TEST_F(one_account, is_not_taken_back_by_a_login_that_was_being_proved) {
    here.settings.profiles["standard"].single_session = true;
    std::latch held{1};
    std::function<bool()> wait = [&held] {
        held.wait();
        return false;
    };
    boost::asio::co_spawn(here.io, here.pool.ask(std::move(wait)), [](std::exception_ptr, std::optional<bool>) {});
    sip2_beginning let_in;
    let_in.terminal = "kiosk";
    first.sends = {"9300CNkiosk|CO" + std::string(kiosk_password) + "|CP|\r"};
    here.begin(first, let_in);
    run_until(here.io, [&] { return here.pool.waiting() == 2; });
    here.begin(second, let_in);
    run_until(here.io, [&] { return here.lines->of(log::event::session_replaced).size() == 1; });
    held.count_down();
    run_until(here.io, [&] { return first.closed; });
    EXPECT_THAT(first.received, testing::ElementsAre("941\r"));
    EXPECT_FALSE(second.closed);
    EXPECT_EQ(here.lines->of(log::event::session_replaced).size(), 1U);
    end_all();
}

TEST_F(one_account, is_not_taken_from_itself_or_by_a_login_that_fails) {
    here.settings.profiles["standard"].single_session = true;
    begin(first, {log_in, log_in});
    run_until(here.io, [&] { return first.received.size() == 2; });
    begin(second, {"9300CNopen-not|CO|CP|\r"});
    EXPECT_EQ(here.sessions.size(), 2U);
    EXPECT_TRUE(here.lines->of(log::event::session_replaced).empty());
    end_all();
}

} // namespace
} // namespace circ::net::test
