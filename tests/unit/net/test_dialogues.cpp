// What a device hears from a session, write by write, until one of the two has had enough.
#include "tests/unit/net/desk.hpp"

namespace circ::net::test {
namespace {

using std::chrono::seconds;

const std::string log_in = "9300CNopen|CO|CP|\r";
const std::string end_session = "3520260317    143255AORIV|AA1|\r";
const std::string session_ended = "36Y20260317    142530AORIV|AA1|\r";
const std::string not_logged_in =
    "36Y20260317   Z132530AORIV|AA1|AFThis machine has not logged in yet. Please tell staff.|\r";

std::string wrong_login(int number) { return "9300CNnobody|COwrong" + std::to_string(number) + "|CP|\r"; }

/// What one party says, a text after another.
using words = std::vector<std::string>;

words repeated(std::size_t times, const std::string& text) { return words(times, text); }

struct dialogue {
    std::string_view name;
    words device;
    words answers; ///< one write each
    std::string_view ended = "the terminal closed the connection";
    std::size_t performed = 0;
    std::function<void(desk&, device_script&, sip2_beginning&)> differs = {};
    std::optional<log::event> told = {};
};

std::ostream& operator<<(std::ostream& out, const dialogue& each) { return out << each.name; }

class dialogues : public testing::TestWithParam<dialogue> {};

TEST_P(dialogues, go_like_this) {
    const auto& wanted = GetParam();
    desk here;
    device_script device;
    device.sends.assign(wanted.device.begin(), wanted.device.end());
    sip2_beginning how;
    if (wanted.differs) wanted.differs(here, device, how);
    here.serve(device, how);
    EXPECT_EQ(device.received, wanted.answers);
    EXPECT_EQ(here.performer.asked_by.size(), wanted.performed);
    EXPECT_THAT(here.told(log::event::session_ended), testing::HasSubstr(wanted.ended));
    if (wanted.told) {
        EXPECT_EQ(here.lines->of(*wanted.told).size(), 1U);
    }
    EXPECT_TRUE(device.closed && device.told_the_end);
    EXPECT_EQ(here.sessions.size(), 0U);
}

const dialogue in_general[] = {
    {.name = "login_and_request", .device = {log_in, end_session}, .answers = {"941\r", session_ended}, .performed = 1},
    {.name = "several_messages_in_one_read", .device = {log_in + "\n" + end_session + "\r\n" + end_session},
     .answers = {"941\r", session_ended, session_ended}, .performed = 2},
    {.name = "message_in_pieces", .device = {"93", "00CNop", "en|CO|CP|", "\r", "\n"}, .answers = {"941\r"}},
    {.name = "nothing_at_all", .device = {}, .answers = {}},
    {.name = "request_before_the_login", .device = {end_session}, .answers = {not_logged_in}},
    {.name = "unknown_message_then_a_known_one", .device = {log_in, "ZZ\r", end_session},
     .answers = {"941\r", "96\r", session_ended}, .performed = 1, .told = log::event::unknown_command},
    {.name = "answer_asked_for_again", .device = {log_in, end_session, "97\r"},
     .answers = {"941\r", session_ended, session_ended}, .performed = 1, .told = log::event::resend_requested},
    {.name = "request_repeated_is_not_done_twice",
     .device = {log_in, "3520260317    143255AORIV|AA1|AY1\r", "3520260317    143255AORIV|AA1|AY1\r"},
     .answers = {"941\r", "36Y20260317    142530AORIV|AA1|AY1\r", "36Y20260317    142530AORIV|AA1|AY1\r"},
     .performed = 1, .told = log::event::repeat_answered},
    {.name = "damaged_ten_times", .device = repeated(11, "9900802.00AY1AZ0000\r"), .answers = repeated(10, "96AZFEF6\r"),
     .ended = "too many unreadable messages in a row", .told = log::event::unreadable_limit},
    {.name = "stray_for_ever", .device = repeated(100, "ZZ\r"), .answers = repeated(100, "96\r")},
    {.name = "answer_to_the_login_is_in_the_terminals_own_form", .device = {"9300CNlines|CO|CP|\r", end_session},
     .answers = {"941\r\n", session_ended + "\n"}, .performed = 1},
    {.name = "listener_without_logins", .device = {end_session}, .answers = {session_ended + "\n"}, .performed = 1,
     .differs = [](desk&, device_script&, sip2_beginning& how) { how.terminal = "lines"; }},
    {.name = "listener_whose_account_is_disabled", .device = {end_session}, .answers = {not_logged_in},
     .differs = [](desk&, device_script&, sip2_beginning& how) { how.terminal = "disabled"; },
     .told = log::event::login_refused},
};

void in_telnet(desk& here, device_script&, sip2_beginning& how) {
    how.kind = config::listener_kind::telnet_login;
    here.settings.profiles["standard"].login_attempts = 2;
}

const std::string kiosk_lines = "kiosk\r\n" + std::string(kiosk_password) + "\r\n";

const dialogue logins[] = {
    {.name = "refused_five_times", .device = {wrong_login(1), wrong_login(2), wrong_login(3), wrong_login(4), wrong_login(5), log_in},
     .answers = repeated(5, "940\r"), .ended = "too many refused logins", .told = log::event::login_tries_exceeded},
    {.name = "refused_four_times_and_then_right",
     .device = {wrong_login(1), wrong_login(2), wrong_login(3), wrong_login(4), log_in, wrong_login(5), end_session},
     .answers = {"940\r", "940\r", "940\r", "940\r", "941\r", "940\r", not_logged_in}},
    {.name = "encrypted_as_never_agreed", .device = {"9311CNopen|CO|CP|\r"}, .answers = {"940\r"},
     .told = log::event::login_refused},
    {.name = "by_password", .device = {"9300CNkiosk|CO" + std::string(kiosk_password) + "|CP|\r"}, .answers = {"941\r"},
     .told = log::event::login_accepted},
    {.name = "by_telnet", .device = {"kiosk\r\n", std::string(kiosk_password) + "\r\n", end_session},
     .answers = {"login: ", "Password: ", "Login OK.\r\n", session_ended}, .performed = 1, .differs = in_telnet},
    {.name = "by_telnet_in_one_piece", .device = {kiosk_lines + end_session},
     .answers = {"login: ", "Password: ", "Login OK.\r\n", session_ended}, .performed = 1, .differs = in_telnet},
    {.name = "by_telnet_refused", .device = {"kiosk\r\n", "wrong1\r\n", "kiosk\r\nwrong2\r\n", kiosk_lines},
     .answers = {"login: ", "Password: ", "Login failed.\r\nlogin: ", "Password: ", "Login failed.\r\n"},
     .ended = "too many refused logins", .differs = in_telnet, .told = log::event::login_tries_exceeded},
    {.name = "by_telnet_in_a_line_that_is_too_long", .device = {std::string(300, 'k')}, .answers = {"login: ", "Line too long.\r\n"},
     .ended = "a line was too long", .differs = in_telnet},
    {.name = "by_telnet_broken_off", .device = {"kiosk\r\n"}, .answers = {"login: ", "Password: "}, .differs = in_telnet},
};

const std::string client_hello{"\x16\x03\x01\x02\x00\x01\x00\x01\xFC\x03\x03", 11};
constexpr std::string_view another_protocol = "the peer speaks another protocol";

const dialogue wrong_doors[] = {
    {.name = "http", .device = {"GET / HTTP/1.1\r\nHost: library\r\n\r\n"}, .answers = {"96\r"}, .ended = another_protocol,
     .told = log::event::other_protocol},
    {.name = "http_in_pieces", .device = {"GE", "T / HTTP/1.1\r\n"}, .answers = {"96\r"}, .ended = another_protocol,
     .told = log::event::other_protocol},
    {.name = "tls", .device = {client_hello}, .answers = {"96\r"}, .ended = another_protocol, .told = log::event::other_protocol},
    {.name = "telephone", .device = {"INVITE sip:desk@library SIP/2.0\r\n"}, .answers = {"96\r"}, .ended = another_protocol,
     .told = log::event::other_protocol},
    {.name = "http_where_what_is_unknown_gets_no_answer", .device = {"GET / HTTP/1.1\r\nHost: library\r\n\r\n"}, .answers = {},
     .ended = another_protocol,
     .differs = [](desk& here, device_script&, sip2_beginning&) {
         here.settings.profiles["standard"].unknown_command = config::unknown_command::ignore;
     },
     .told = log::event::other_protocol},
    {.name = "http_to_one_who_spoke_sip2_is_junk", .device = {log_in, "GET / HTTP/1.1\r\n", end_session},
     .answers = {"941\r", "96\r", session_ended}, .performed = 1},
};

/// No patience at all with what the device does not do.
template <seconds config::limit_settings::*Limit>
void impatient(desk& here, device_script& device, sip2_beginning&) {
    here.settings.limits.*Limit = seconds(0);
    device.stays = true;
}

/// The profile's second goes before the minutes of [limits]; 0 would say nothing.
template <seconds config::profile::*Limit>
void impatient_profile(desk& here, device_script& device, sip2_beginning&) {
    here.settings.profiles["standard"].*Limit = seconds(1);
    device.stays = true;
}

void unread(desk& here, device_script& device, sip2_beginning&) {
    here.settings.limits.write = seconds(0);
    device.takes_answers = false;
}

const dialogue limits[] = {
    {.name = "message_too_long", .device = {"11" + std::string(200, 'x')}, .answers = {"96\r"}, .ended = "a message was too long",
     .differs = [](desk& here, device_script&, sip2_beginning&) { here.settings.limits.message_bytes = 100; },
     .told = log::event::message_too_long},
    {.name = "message_never_finished", .device = {"3520260317"}, .answers = {"96\r"},
     .ended = "a message was not finished in time", .differs = impatient<&config::limit_settings::message>,
     .told = log::event::slow_sender},
    {.name = "nothing_after_the_login", .device = {log_in}, .answers = {"941\r"}, .ended = "nothing came for too long",
     .differs = impatient<&config::limit_settings::idle>, .told = log::event::idle_timeout},
    {.name = "no_login", .device = {}, .answers = {}, .ended = "no login in time",
     .differs = impatient<&config::limit_settings::login>, .told = log::event::login_timeout},
    {.name = "text_login_half_typed", .device = {"kio"}, .answers = {"login: ", "\r\nLogin timed out.\r\n"}, .ended = "no login in time",
     .differs = [](desk& here, device_script& device, sip2_beginning& how) {
         how.kind = config::listener_kind::telnet_login;
         device.before_read = [&here] { here.clock.at += here.settings.limits.login; };
     },
     .told = log::event::login_timeout},
    {.name = "nothing_for_as_long_as_the_profile_says", .device = {log_in}, .answers = {"941\r"},
     .ended = "nothing came for too long", .differs = impatient_profile<&config::profile::idle_seconds>,
     .told = log::event::idle_timeout},
    {.name = "no_login_for_as_long_as_the_profile_says", .device = {}, .answers = {}, .ended = "no login in time",
     .differs = impatient_profile<&config::profile::login_seconds>, .told = log::event::login_timeout},
    {.name = "answers_not_read", .device = {log_in}, .answers = {}, .ended = "the terminal does not read its answers",
     .differs = unread, .told = log::event::slow_receiver},
};

const auto name_of_case = [](const auto& each) { return std::string(each.param.name); };
INSTANTIATE_TEST_SUITE_P(in_general, dialogues, testing::ValuesIn(in_general), name_of_case);
INSTANTIATE_TEST_SUITE_P(login, dialogues, testing::ValuesIn(logins), name_of_case);
INSTANTIATE_TEST_SUITE_P(wrong_door, dialogues, testing::ValuesIn(wrong_doors), name_of_case);
INSTANTIATE_TEST_SUITE_P(limit, dialogues, testing::ValuesIn(limits), name_of_case);

TEST(session, that_breaks_off_at_any_step_ends_and_is_told_once) {
    int steps = 1;
    for (int at = 0; at < steps; ++at) {
        SCOPED_TRACE(at);
        desk here;
        device_script device;
        device.sends = {log_in, end_session, "97\r"};
        device.breaks_at = at;
        here.serve(device);
        EXPECT_TRUE(device.closed);
        EXPECT_EQ(here.sessions.size(), 0U);
        EXPECT_EQ(here.lines->of(log::event::session_ended).size(), 1U);
        if (device.steps > at) steps = at + 2;
    }
    EXPECT_EQ(steps, 8); // four reads, three writes, and the one time when nothing broke
}

TEST(session, takes_the_branch_that_the_device_names_where_the_profile_lets_it) {
    for (const bool may : {false, true}) {
        desk here;
        here.settings.profiles["standard"].branch_override_by_cp = may;
        device_script device;
        device.sends = {"9300CNopen|CO|CPRIV-EAST|\r", end_session};
        here.serve(device);
        ASSERT_EQ(here.performer.asked_by.size(), 1U);
        EXPECT_EQ(here.performer.asked_by.front().branch, may ? here.library.east : here.library.main);
    }
}

struct place_case {
    std::string_view name;
    std::string location; ///< of the profile
    bool by_device;
    bool east;
    std::size_t complaints = 0;
};

std::ostream& operator<<(std::ostream& out, const place_case& each) { return out << each.name; }

class place : public testing::TestWithParam<place_case> {};

TEST_P(place, is_what_the_profile_says_and_before_it_the_device) {
    const auto& wanted = GetParam();
    desk here;
    here.settings.profiles["standard"].location = wanted.location;
    here.settings.profiles["standard"].branch_override_by_cp = wanted.by_device;
    device_script device;
    device.sends = {"9300CNopen|CO|CPRIV-EAST|\r", end_session};
    here.serve(device);
    ASSERT_EQ(here.performer.asked_by.size(), 1U);
    EXPECT_EQ(here.performer.asked_by.front().branch, wanted.east ? here.library.east : here.library.main);
    EXPECT_EQ(here.lines->of(log::event::location_unknown).size(), wanted.complaints);
}

const place_case places[] = {
    {"of_the_account", "", false, false},       {"of_the_profile", "RIV-EAST", false, true},
    {"of_the_device_first", "RIV-MAIN", true, true}, {"unknown_to_the_library", "RIV-WEST", false, false, 1},
};
INSTANTIATE_TEST_SUITE_P(each, place, testing::ValuesIn(places), name_of_case);

TEST(session, prints_at_the_width_of_the_last_99) {
    desk here;
    here.settings.profiles["standard"].receipts = {config::receipt_kind::checkout};
    device_script device;
    const std::string checkout = "11YN20260317    142615                  AORIV|AA1|AB2|AC|\r";
    device.sends = {log_in, "9900242.00\r", checkout, "9900002.00\r", checkout};
    here.performer.lends = true;
    here.serve(device);
    ASSERT_EQ(device.received.size(), 5U);
    EXPECT_THAT(device.received[2], testing::HasSubstr("|AGRIV-MAIN, 17 Mar 2026|AG14:25|AGThe History of the De...|"));
    EXPECT_THAT(device.received[4], testing::HasSubstr("|AGRIV-MAIN, 17 Mar 2026 14:25|AGThe History of the Decline and Fall|"));
}

TEST(session, takes_changed_texts_at_once) {
    desk here;
    const auto saying = [](const std::string& text) {
        return std::make_shared<const dispatch::texts>(
            std::map<std::string, dispatch::texts::table, std::less<>>{{"en", {{"not_permitted", text}}}}, "en");
    };
    here.parts.settings = [&] { // read again behind the first operation
        return make_door_settings(here.settings, saying(here.performer.asked_by.empty() ? "No." : "Not here."));
    };
    device_script device;
    const std::string enable = "2520260317    171501AORIV|AA1|\r";
    device.sends = {log_in, enable, end_session, enable};
    here.serve(device);
    ASSERT_EQ(device.received.size(), 4U);
    EXPECT_THAT(device.received[1], testing::HasSubstr("|AFNo.|"));
    EXPECT_THAT(device.received[3], testing::HasSubstr("|AFNot here.|"));
}

const std::string status = "9900802.00\r";
const std::string with_place = "AORIV|AMRiverton|BXYYYYYYYYYYYYNYYY|ANRIV-MAIN|\r";
const std::string on_line = "98YYYYYN10000320260317    1425302.00" + with_place;
const std::string off_line = "98NNNNNN00000120260317    1425302.00" + with_place;

/// The library goes off line behind the first 98, and comes back where the case says so.
words answers_of_a_library_that_goes_off_line(bool pushes, const words& before, const words& after) {
    desk here;
    here.settings.profiles["standard"].status98_push = pushes;
    device_script device;
    device.sends.assign(before.begin(), before.end());
    here.performer.goes_off_line_after = before.size() - 1; // the login is not performed
    device.sends.insert(device.sends.end(), after.begin(), after.end());
    here.serve(device);
    return device.received;
}

TEST(changed_status, takes_the_place_of_one_answer_by_profile) {
    EXPECT_EQ(answers_of_a_library_that_goes_off_line(true, {log_in, status}, {end_session, end_session, end_session}),
              (words{"941\r", on_line, off_line, session_ended, session_ended}));
}

TEST(changed_status, is_told_when_asked_for_where_the_profile_pushes_none) {
    EXPECT_EQ(answers_of_a_library_that_goes_off_line(false, {log_in, status}, {end_session, status}),
              (words{"941\r", on_line, session_ended, off_line}));
}

TEST(changed_status, is_not_pushed_to_a_device_that_never_asked) {
    EXPECT_EQ(answers_of_a_library_that_goes_off_line(true, {log_in}, {end_session}), (words{"941\r", session_ended}));
}

} // namespace
} // namespace circ::net::test
