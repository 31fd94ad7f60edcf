// Devices that are served by another library system: the built daemon, its tool, and a system that
// answers, stays away, or is cut off in the middle.
#include "server/circulation/clock.hpp"
#include "tests/integration/far_side.hpp"
#include "tests/support/running_daemon.hpp"
#include "tools/circdesk/connection.hpp"
#include "tools/circdesk/sc/message_text.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <gmock/gmock.h>

#include <chrono>
#include <csignal>
#include <cstdint>
#include <fstream>
#include <iterator>

namespace {

using namespace circ;
using net::test::far_library;
using net::test::manner;
using net::test::odd_peer;
using testing::HasSubstr;
using testing::StartsWith;

const std::string card = "29012000000010";
const std::string item = "39012000000133";
const std::string checkout_line =
    "11YN20261129    120000                  AORIVERBEND|AA" + card + "|AB" + item + "|AC|";
const std::string checkin_line =
    "09N20261129    12010020261129    120100APMAIN|AORIVERBEND|AB" + item + "|AC|";
const std::string status_line = "9900802.00";

/// The device's date is to be of today, else its repeat is not known again; the day on which this began,
/// for a repeat after midnight is to be the same bytes.
std::string dated(std::string line) {
    static const std::string today =
        tool::sip2_date(circulation::system_clock().now()).substr(0, 8);
    for (auto at = line.find("20261129"); at != std::string::npos;
         at = line.find("20261129", at + 8))
        line.replace(at, 8, today);
    return line;
}

/// A kiosk that keeps its connection.
class kiosk {
public:
    explicit kiosk(const test::running_daemon& daemon) : line_("127.0.0.1", daemon.port()) {
        EXPECT_EQ(ask("9300CNkiosk1|COdemo-kiosk1|"), "941");
    }
    std::string ask(const std::string& request) {
        line_.send(dated(request) + '\r');
        return line_.receive_line(std::chrono::seconds(30)).value_or("");
    }

private:
    tool::connection line_;
};

class a_relayed_library : public testing::Test {
protected:
    a_relayed_library() {
        far.with([](odd_peer&, far_library& library) {
            library.cards.insert(card);
            library.titles[item] = "The Silmarillion";
        });
    }

    [[nodiscard]] std::string settings(const std::string& outbox = "",
                                       const std::string& stage = "relay") {
        return "[[ncip_backend]]\nname = \"main\"\nurl = \"" + far.url() +
               "\"\npin_check = \"none\"\ncall_ms = 1000\nbudget_ms = 2000\nconnect_ms = "
               "500\nbreaker_failures = 1\n"
               "breaker_seconds = 1\noutbox = [" +
               outbox + "]\n[[relay]]\nstage = \"" + stage + "\"\n" +
               (stage == "local" ? "" : "backend = \"main\"\n");
    }
    std::size_t times(const std::string& what) {
        return far.with([&](odd_peer&, far_library& library) { return library.times(what); });
    }
    void away() {
        far.with([](odd_peer& peer, far_library&) {
            peer.go_away();
            peer.close_all();
        });
    }
    void back() {
        far.with([](odd_peer& peer, far_library&) { peer.come_back(); });
    }

    test::far_side far;
    std::filesystem::path data = test::fresh_demo_library();
};

TEST_F(a_relayed_library, lends_and_takes_back_there_and_answers_repeats_from_its_book) {
    const test::running_daemon daemon(data, {.more_settings = settings()});
    kiosk here(daemon);
    EXPECT_THAT(here.ask(status_line), StartsWith("98Y"));
    const std::string lent = here.ask(checkout_line);
    EXPECT_THAT(lent, StartsWith("121"));
    EXPECT_THAT(lent, HasSubstr("AJThe Silmarillion|"));
    kiosk again(daemon); // the same request on another connection
    EXPECT_THAT(again.ask(checkout_line), StartsWith("121"));
    EXPECT_EQ(times("CheckOutItem"), 1U);
    EXPECT_THAT(here.ask(checkin_line), StartsWith("101"));
    EXPECT_EQ(times("CheckInItem"), 1U);
    // Our own book says the same, once.
    EXPECT_EQ(test::count_events(data, {"checkout", "checkin"}, item), 2);
}

TEST_F(a_relayed_library, tells_the_truth_while_the_other_side_is_away) {
    const test::running_daemon daemon(data, {.more_settings = settings()});
    kiosk here(daemon);
    away();
    EXPECT_THAT(here.ask(checkout_line), StartsWith("120"));
    EXPECT_THAT(here.ask(status_line), StartsWith("98N"));
    const auto told = test::circdesk(data, {"relay", "status"});
    EXPECT_EQ(told.exit_code, 1);
    EXPECT_THAT(told.output, HasSubstr("away"));
    back();
    EXPECT_TRUE(daemon.comes_about([&] { return here.ask(status_line).starts_with("98Y"); }));
    EXPECT_THAT(here.ask(checkout_line), StartsWith("121"));
    EXPECT_EQ(test::circdesk(data, {"relay", "status"}).exit_code, 0);
}

TEST_F(a_relayed_library, lends_once_when_the_daemon_is_killed_before_its_answer) {
    far.with([](odd_peer& peer, far_library&) {
        peer.treats = [](const std::string& document) -> std::optional<manner> {
            if (document.find("<CheckOutItem>") == std::string::npos) return std::nullopt;
            return manner::is_silent; // it lends, and says nothing
        };
    });
    {
        test::running_daemon first(data, {.more_settings = settings()});
        tool::connection line("127.0.0.1", first.port());
        line.send("9300CNkiosk1|COdemo-kiosk1|\r");
        EXPECT_EQ(line.receive_line(), "941");
        line.send(dated(checkout_line) + '\r');
        EXPECT_TRUE(first.comes_about([&] { return times("CheckOutItem") == 1; }));
        first.kill();
    }
    far.with([](odd_peer& peer, far_library&) { peer.treats = {}; });
    const test::running_daemon again(data, {.more_settings = settings()});
    kiosk here(again);
    EXPECT_THAT(here.ask(checkout_line), StartsWith("121"));
    EXPECT_EQ(times("CheckOutItem"), 1U);
    EXPECT_EQ(test::count_events(data, {"checkout"}, item), 1) << "in our own book too";
    EXPECT_THAT(test::circdesk(data, {"outbox", "list"}).output, testing::Not(HasSubstr(item)));
}

TEST_F(a_relayed_library, delivers_once_what_was_accepted_before_the_daemon_was_killed) {
    const std::string accepts = settings("\"checkin\", \"checkout\"");
    away();
    {
        test::running_daemon first(data, {.more_settings = accepts});
        kiosk here(first);
        EXPECT_TRUE(first.comes_to_log("CIRC-2001"));
        EXPECT_THAT(here.ask(status_line), StartsWith("98Y"));
        EXPECT_THAT(here.ask(checkout_line), StartsWith("121"));
        const auto listed = test::circdesk(data, {"outbox", "list"});
        EXPECT_EQ(listed.exit_code, 0);
        EXPECT_THAT(listed.output, HasSubstr("waiting"));
        EXPECT_THAT(listed.output, HasSubstr(item));
        first.kill();
    }
    back();
    const test::running_daemon again(data, {.more_settings = accepts});
    EXPECT_TRUE(again.comes_about([&] { return times("CheckOutItem") == 1; }));
    EXPECT_TRUE(again.comes_about([&] {
        return test::circdesk(data, {"outbox", "list", "--state", "done"})
                   .output.find("checkout") != std::string::npos;
    }));
    kiosk here(again);
    EXPECT_THAT(here.ask(checkout_line), StartsWith("121"));
    EXPECT_EQ(times("CheckOutItem"), 1U);
}

TEST_F(a_relayed_library, leaves_to_staff_what_the_other_side_refuses_later) {
    away();
    const test::running_daemon daemon(data, {.more_settings = settings("\"checkout\"")});
    kiosk here(daemon);
    EXPECT_TRUE(daemon.comes_to_log("CIRC-2001"));
    EXPECT_THAT(here.ask(checkout_line), StartsWith("121"));
    far.with([](odd_peer&, far_library& library) { library.refuses_all = true; });
    back();
    EXPECT_TRUE(daemon.comes_to_log("CIRC-2009"));
    const auto listed = test::circdesk(data, {"--json", "outbox", "list", "--state", "conflict"});
    EXPECT_THAT(listed.output, HasSubstr(item));
    EXPECT_THAT(test::circdesk(data, {"review", "list"}).output, HasSubstr(item));
    const auto number = listed.output.substr(listed.output.find("\"order\":\"") + 9);
    const auto dropped = test::circdesk(
        data,
        {"outbox", "drop", number.substr(0, number.find('"')), "--reason", "the reader was told", "--yes"});
    EXPECT_EQ(dropped.exit_code, 0) << dropped.output;
    EXPECT_THAT(test::circdesk(data, {"review", "list"}).output, testing::Not(HasSubstr(item)));
}

TEST_F(a_relayed_library, says_that_a_doubt_waits_for_a_person) {
    far.with([](odd_peer& peer, far_library&) {
        peer.treats = [](const std::string& document) -> std::optional<manner> {
            if (document.find("<CheckOutItem>") != std::string::npos)
                return manner::resets_when_read;
            if (document.find("<LookupAgency>") != std::string::npos) return std::nullopt;
            return manner::resets_before_reading;
        };
    });
    {
        const test::running_daemon first(data, {.more_settings = settings()});
        kiosk here(first);
        EXPECT_THAT(here.ask(checkout_line), StartsWith("120"));
    }
    far.with([](odd_peer& peer, far_library&) { peer.treats = {}; });
    test::change_rows(data, "UPDATE backend_order SET tries = 10, next_try = NULL WHERE state = 3");
    const test::running_daemon again(data, {.more_settings = settings()});
    kiosk here(again);
    EXPECT_TRUE(again.comes_about([&] { return here.ask(status_line).starts_with("98Y"); }));
    EXPECT_EQ(test::circdesk(data, {"relay", "status"}).exit_code, 1);
    EXPECT_THAT(test::circdesk(data, {"--json", "relay", "status"}).output,
                HasSubstr(R"("given_up":1)"));
    const auto listed = test::circdesk(data, {"--json", "outbox", "list", "--state", "in_doubt"});
    const auto number = listed.output.substr(listed.output.find("\"order\":\"") + 9);
    const auto retried = test::circdesk(
        data,
        {"outbox", "retry", number.substr(0, number.find('"')), "--reason", "the line was mended"});
    EXPECT_EQ(retried.exit_code, 0) << retried.output;
    EXPECT_TRUE(again.comes_about([&] {
        return test::circdesk(data, {"relay", "status"}).exit_code == 0;
    }));
    EXPECT_EQ(times("CheckOutItem"), 1U);
}

TEST_F(a_relayed_library, is_entered_and_left_by_a_reload_without_dropping_a_session) {
    const test::running_daemon daemon(data, {.more_settings = settings("", "local")});
    kiosk here(daemon);
    EXPECT_THAT(here.ask(checkout_line), StartsWith("121"));
    EXPECT_EQ(times("CheckOutItem"), 0U);
    EXPECT_THAT(here.ask(checkin_line), StartsWith("101"));
    const auto file = data / "circdesk.toml";
    std::ifstream in(file);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    const auto reload = [&](const std::string& from, const std::string& to, std::size_t nth) {
        const auto allowed = test::circdesk(data, {"relay", "allow", "--reason", "nobody compares"});
        EXPECT_EQ(allowed.exit_code, 0) << allowed.output;
        text.replace(text.find(from), from.size(), to);
        std::ofstream(file) << text;
        daemon.signal(SIGHUP);
        EXPECT_TRUE(daemon.comes_to_log("CIRC-1007", nth));
    };
    reload("stage = \"local\"", "stage = \"relay\"\nbackend = \"main\"", 1);
    EXPECT_THAT(here.ask("11YN20261129    120500                  AORIVERBEND|AA" + card + "|AB" +
                         item + "|AC|"),
                StartsWith("121"));
    EXPECT_EQ(times("CheckOutItem"), 1U);
    reload("stage = \"relay\"", "stage = \"local\"", 2);
    EXPECT_THAT(
        here.ask("09N20261129    12060020261129    120600APMAIN|AORIVERBEND|AB" + item + "|AC|"),
        StartsWith("10"));
    EXPECT_EQ(times("CheckInItem"), 0U);
}

/// What the daemon shows of itself, where its page stands.
std::string figures_of(const std::filesystem::path& data) {
    const std::string told = test::circdesk(data, {"--json", "status"}).output;
    const auto port = boost::json::parse(told).as_object().at("http_port").to_number<std::uint16_t>();
    tool::connection line("127.0.0.1", port);
    line.send("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n");
    std::string all;
    while (const auto next = line.receive_line())
        all.append(*next).append("\n");
    return all;
}

TEST_F(a_relayed_library, is_not_taken_out_while_changes_wait_for_it_and_shows_them_when_it_was) {
    away();
    {
        const test::running_daemon daemon(data, {.more_settings = settings("\"checkout\"")});
        kiosk here(daemon);
        EXPECT_TRUE(daemon.comes_to_log("CIRC-2001"));
        EXPECT_THAT(here.ask(checkout_line), StartsWith("121"));
        EXPECT_EQ(test::circdesk(data, {"relay", "allow", "--reason", "it is gone"}).exit_code, 0);
        const auto file = data / "circdesk.toml";
        std::ifstream in(file);
        std::string text{std::istreambuf_iterator<char>(in), {}};
        const std::string sections = settings("\"checkout\"");
        text.replace(text.find(sections), sections.size(), "");
        std::ofstream(file) << text;
        daemon.signal(SIGHUP);
        EXPECT_TRUE(daemon.comes_to_log("CIRC-2032")) << "whatever was allowed: a change would be lost";
        EXPECT_THAT(daemon.log(), HasSubstr("wait for it"));
    }
    const test::running_daemon without(data);
    const auto told = test::circdesk(data, {"relay", "status"});
    EXPECT_EQ(told.exit_code, 1);
    EXPECT_THAT(told.output, HasSubstr("not named"));
    EXPECT_THAT(figures_of(data), HasSubstr("circdesk_outbox{state=\"waiting\"} 1\n"));
    const auto listed = test::circdesk(data, {"--json", "outbox", "list"}).output;
    const auto number = listed.substr(listed.find("\"order\":\"") + 9);
    EXPECT_EQ(test::circdesk(data, {"outbox", "drop", number.substr(0, number.find('"')), "--reason", "it is gone", "--yes"}).exit_code, 0);
    EXPECT_EQ(test::circdesk(data, {"relay", "status"}).exit_code, 0);
}

} // namespace
