// What operators see of a dialogue, live and in the log: everything but secrets.
#include "server/net/control_socket.hpp"
#include "tests/unit/net/desk.hpp"

#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/write.hpp>

#include <filesystem>
#include <fstream>

#include <sys/resource.h>
#include <unistd.h>

namespace circ::net::test {
namespace {

namespace asio = boost::asio;
using testing::AllOf;
using testing::Each;
using testing::HasSubstr;
using testing::Not;

watched message_of(const std::string& terminal) {
    return {.at = storage::instant(std::chrono::microseconds(1)), .terminal = terminal, .address = "192.0.2.7",
            .from_device = true, .code = "23", .title = "Patron Status Request",
            .fields = {{.id = "AA", .name = "patron_identifier", .value = "\u20260137"}}, .note = ""};
}

TEST(watched_message, is_one_line_of_json) {
    auto odd = message_of("kiosk");
    odd.note = "a \"quote\"\nand a line end";
    EXPECT_EQ(to_json_line(odd),
              R"({"at":1,"terminal":"kiosk","address":"192.0.2.7","from":"SC","code":"23","title":"Patron Status Request",)"
              R"("fields":[{"id":"AA","name":"patron_identifier","value":"…0137"}],"note":"a \"quote\"\nand a line end"})");
}

TEST(watch_hub, tells_all_who_watch_until_they_leave) {
    watch_hub hub;
    EXPECT_FALSE(hub.anyone());
    std::vector<std::string> seen;
    const int first = hub.attach([&](const watched& what) { seen.push_back("first " + what.terminal); });
    const int second = hub.attach([&](const watched& what) { seen.push_back("second " + what.terminal); });
    EXPECT_TRUE(hub.anyone());
    hub.tell(message_of("a"));
    hub.detach(first);
    hub.tell(message_of("b"));
    hub.detach(second);
    hub.tell(message_of("c"));
    EXPECT_FALSE(hub.anyone());
    EXPECT_THAT(seen, testing::ElementsAre("first a", "second a", "second b"));
}

/// A dialogue with every place a secret can stand in, also where it does not belong.
const std::deque<std::string> talkative = {
    "9300CNkiosk|COs3cret-guess|CP|\r",
    "9300CNkiosk|COs3cret-guess|COs3cret-again|CP|\r",
    "9300CNkiosk|COs3cret-of-kiosk|CP|\r",
    "2300020260317    142530AORIV|AA29009000000137|ACs3cret-terminal|ADs3cret-pin|\r",
    "2300020260317    142530AORIV|AA29009000000137|AC|ADs3cret-pin|ADs3cret-pin2|\r",
    "6300020260317    142544Y         AORIV|AA29009000000137|ADs3cret-pin|\r",
    "11YN2026031x    142615                  AORIV|AA29009000000137|AB2|AC|ADs3cret-pin|AZ0000\r",
    "11YNxxx|AORIV|AA29009000000137|AB2|ADs3cret-pin|\r",
    "ZZADs3cret-pin|\r",
};

class secrets : public testing::TestWithParam<config::listener_kind> {};

TEST_P(secrets, are_in_no_line_of_the_log_and_no_watched_message) {
    desk here;
    std::vector<std::string> seen;
    const int number = here.watchers.attach([&](const watched& what) { seen.push_back(to_json_line(what)); });
    device_script device;
    device.sends = talkative;
    if (GetParam() == config::listener_kind::telnet_login)
        device.sends = {"kiosk\rs3cret-guess\r", "kiosk\rs3cret-of-kiosk\r", talkative[3]};
    sip2_beginning how;
    how.kind = GetParam();
    here.serve(device, how);
    here.watchers.detach(number);
    EXPECT_FALSE(here.told(log::event::login_accepted).empty());
    EXPECT_FALSE(here.performer.asked_by.empty());
    EXPECT_THAT(here.lines->all(), Each(AllOf(Not(HasSubstr("s3cret")), Not(HasSubstr("29009000000137")))));
    EXPECT_THAT(seen, Each(AllOf(Not(HasSubstr("s3cret")), Not(HasSubstr("29009000000137")))));
    EXPECT_THAT(seen, testing::Contains(AllOf(HasSubstr(R"("terminal":"kiosk")"), HasSubstr(R"("from":"SC","code":"23")"),
                                              HasSubstr(R"({"id":"AD","name":"patron_password","value":"****"})"),
                                              HasSubstr(R"("value":"…0137")"))));
    EXPECT_THAT(seen, testing::Contains(HasSubstr(R"("from":"ACS","code":"24")")));
    EXPECT_THAT(seen, testing::Contains(HasSubstr("login 'kiosk' is refused: the password is wrong")));
}
INSTANTIATE_TEST_SUITE_P(each, secrets, testing::Values(config::listener_kind::plain, config::listener_kind::telnet_login),
                         [](const auto& each) { return std::string(each.param == config::listener_kind::plain ? "plain" : "telnet"); });

TEST(secrets_of_messages, are_not_shown_where_a_login_is_asked_for) {
    desk here;
    std::vector<std::string> seen;
    const int number = here.watchers.attach([&](const watched& what) { seen.push_back(to_json_line(what)); });
    device_script device;
    device.sends = {talkative[2], talkative[2], talkative[3], talkative[3]};
    sip2_beginning how;
    how.kind = config::listener_kind::telnet_login;
    here.serve(device, how);
    here.watchers.detach(number);
    EXPECT_THAT(here.lines->of(log::event::login_refused),
                testing::AllOf(testing::SizeIs(2), Each(HasSubstr("a message, no name"))));
    EXPECT_THAT(here.lines->all(), Each(AllOf(Not(HasSubstr("s3cret")), Not(HasSubstr("29009000000137")))));
    EXPECT_THAT(seen, AllOf(testing::SizeIs(2), Each(AllOf(Not(HasSubstr("s3cret")), Not(HasSubstr("29009000000137"))))));
}

/// The operator's tool at the socket.
class tool {
public:
    explicit tool(const std::string& path) : socket_(own_) { socket_.connect(path); }

    void say(std::string_view text) { asio::write(socket_, asio::buffer(text.data(), text.size())); }

    /// What has come so far.
    const std::string& heard() {
        socket_.non_blocking(true);
        boost::system::error_code failed;
        char some[4096];
        for (;;) {
            const auto count = socket_.read_some(asio::buffer(some), failed);
            if (failed) break;
            heard_.append(some, count);
        }
        if (failed != asio::error::would_block) gone_ = true;
        return heard_;
    }
    [[nodiscard]] bool is_sent_away() {
        heard();
        return gone_;
    }

private:
    asio::io_context own_;
    asio::local::stream_protocol::socket socket_;
    std::string heard_;
    bool gone_ = false;
};

class control : public testing::Test {
protected:
    void run_until_watched() {
        run_until(io, [&] { return hub.anyone(); });
    }
    void run_until_heard(tool& by, const std::string& text) {
        run_until(io, [&] { return by.heard().find(text) != std::string::npos; });
    }

    circ::test::scratch_folder folder;
    std::string path = folder.file("control");
    std::shared_ptr<log::captured_lines> lines = std::make_shared<log::captured_lines>();
    std::unique_ptr<log::logger> log = log::capturing_logger(lines);
    watch_hub hub;
    asio::io_context io;
    std::optional<control_socket> door{std::in_place, io.get_executor(), path, hub, *log};
};

TEST_F(control, is_for_its_own_user_and_goes_with_the_daemon) {
    EXPECT_EQ(std::filesystem::status(path).permissions(), std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    door.reset();
    EXPECT_FALSE(std::filesystem::exists(path));
}

TEST_F(control, takes_the_place_of_one_left_behind) {
    door.reset();
    std::ofstream(path) << "left behind";
    door.emplace(io.get_executor(), path, hub, *log);
    EXPECT_TRUE(std::filesystem::is_socket(path));
}

TEST_F(control, is_left_to_another_daemon_that_answers) {
    std::string said;
    try {
        const control_socket second(io.get_executor(), path, hub, *log);
    } catch (const std::runtime_error& why) {
        said = why.what();
    }
    EXPECT_THAT(said, AllOf(HasSubstr("(process " + std::to_string(::getpid()) + ") answers at " + path),
                            HasSubstr("what lies in " + std::filesystem::path(path).parent_path().string() + ";")));
    tool who(path);
    who.say("watch *\n");
    run_until_watched();
}

TEST_F(control, takes_the_place_of_one_whose_daemon_was_killed) {
    door.reset();
    {
        asio::local::stream_protocol::acceptor killed(io, path); // closed without a word, its file stays
    }
    ASSERT_TRUE(std::filesystem::is_socket(path));
    door.emplace(io.get_executor(), path, hub, *log);
    const tool who(path);
}

TEST_F(control, takes_nobody_else_s_socket_along_when_it_goes) {
    std::filesystem::remove(path);
    const asio::local::stream_protocol::acceptor other(io, path);
    door.reset();
    EXPECT_TRUE(std::filesystem::is_socket(path));
}

TEST_F(control, cannot_be_where_there_is_no_folder) {
    EXPECT_THROW(control_socket(io.get_executor(), folder.file("nowhere/control"), hub, *log), std::system_error);
}

TEST_F(control, says_how_long_its_path_may_be) {
    const std::string far = folder.file(std::string(200, 'x').c_str());
    std::string said;
    try {
        const control_socket door_there(io.get_executor(), far, hub, *log);
    } catch (const std::runtime_error& why) {
        said = why.what();
    }
    EXPECT_THAT(said, AllOf(HasSubstr(far), HasSubstr("no more than 107"), HasSubstr("shorter server.data_dir")));
}

TEST_F(control, passes_on_the_terminal_asked_for_and_those_without_a_name) {
    tool who(path);
    who.say("watch kiosk\n");
    run_until_watched();
    for (const char* terminal : {"kiosk", "other", ""}) hub.tell(message_of(terminal));
    const auto wanted = to_json_line(message_of("kiosk")) + '\n' + to_json_line(message_of("")) + '\n';
    run_until_heard(who, wanted);
    EXPECT_EQ(who.heard(), wanted);
    EXPECT_EQ(lines->of(log::event::watcher_attached).size(), 1U);
}

TEST_F(control, passes_on_all_of_them) {
    tool who(path);
    who.say("watch *\n");
    run_until_watched();
    hub.tell(message_of("one"));
    hub.tell(message_of("two"));
    run_until_heard(who, to_json_line(message_of("one")) + '\n' + to_json_line(message_of("two")) + '\n');
}

TEST_F(control, notices_that_the_tool_has_gone) {
    {
        tool who(path);
        who.say("watch *\n");
        run_until_watched();
    }
    run_until(io, [&] { return !hub.anyone(); });
    EXPECT_EQ(lines->of(log::event::watcher_detached).size(), 1U);
}

TEST_F(control, answers_what_it_does_not_know) {
    tool who(path);
    who.say("stop\n");
    run_until_heard(who, "{\"note\":\"unknown request; there is: watch LOGIN\"}\n");
    run_until(io, [&] { return who.is_sent_away(); });
    EXPECT_FALSE(hub.anyone());
}

/// The words end with the line or at a blank; what stands behind them is handed on.
TEST_F(control, answers_the_requests_that_it_is_given) {
    const control_request echo{"say", [](std::string rest) -> asio::awaitable<std::string> { co_return "<" + rest + ">"; }};
    door.emplace(io.get_executor(), path, hub, *log, std::vector{echo});
    const std::pair<std::string, std::string> asked[] = {
        {"say\n", "<>\n"},
        {"say this and that\n", "<this and that>\n"},
        {"says\n", "{\"note\":\"unknown request; there is: watch LOGIN, say\"}\n"}};
    for (const auto& [request, answer] : asked) {
        tool who(path);
        who.say(request);
        run_until(io, [&] { return who.is_sent_away(); });
        EXPECT_EQ(who.heard(), answer);
    }
}

TEST_F(control, sends_a_request_without_end_away) {
    tool who(path);
    who.say(std::string(500, 'x'));
    run_until(io, [&] { return who.is_sent_away(); });
}

TEST_F(control, tells_who_reads_too_slowly_what_was_lost) {
    tool who(path);
    who.say("watch *\n");
    run_until_watched();
    for (int i = 0; i < 1003; ++i) hub.tell(message_of("kiosk"));
    run_until_heard(who, "{\"note\":\"3 messages were lost: read faster\"}\n");
    hub.tell(message_of("last"));
    run_until_heard(who, to_json_line(message_of("last")) + '\n');
}

/// When the system has no descriptors left, `circdesk status` is asked for most of all.
TEST_F(control, goes_on_when_the_system_has_descriptors_again) {
    tool early(path); // waits to be accepted
    early.say("stop\n");
    const int highest = ::dup(STDERR_FILENO); // the first that is free
    ASSERT_GE(highest, 0);
    ::close(highest);
    rlimit before{};
    ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
    const rlimit none{.rlim_cur = static_cast<rlim_t>(highest), .rlim_max = before.rlim_max};
    ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &none), 0);
    run_until(io, [&] { return !lines->of(log::event::accept_failed).empty(); });
    ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
    run_until_heard(early, "unknown request");
}

TEST_F(control, sends_all_away_when_the_daemon_stops) {
    tool silent(path);
    tool watching(path);
    watching.say("watch *\n");
    run_until_watched();
    door->close();
    run_until(io, [&] { return silent.is_sent_away() && watching.is_sent_away() && !hub.anyone(); });
}

} // namespace
} // namespace circ::net::test
