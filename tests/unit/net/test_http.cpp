// The small door of those who watch: its limits, and what it says of the daemon.
#include "server/net/health_pages.hpp"
#include "server/net/http_request.hpp"
#include "server/net/thinned.hpp"
#include "storage/store_error.hpp"
#include "tests/unit/net/desk.hpp"
#include "tests/unit/net/store_over.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include <new>

#include <sys/resource.h>

namespace circ::net::test {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using testing::HasSubstr;
using testing::StartsWith;
using way = http_request::way;

struct head_case {
    std::string_view name;
    std::string bytes;
    unsigned refused_with;
    way method;
    std::string_view path;
};

std::ostream& operator<<(std::ostream& out, const head_case& each) { return out << each.name; }

const head_case heads[] = {
    {"get", "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n", 0, way::get, "/metrics"},
    {"head", "HEAD /healthz HTTP/1.1\r\nHost: x\r\n\r\n", 0, way::head, "/healthz"},
    {"query_is_left_out", "GET /readyz?verbose=1 HTTP/1.1\r\n\r\n", 0, way::get, "/readyz"},
    {"old_release", "GET /readyz HTTP/1.0\r\n\r\n", 0, way::get, "/readyz"},
    {"post_with_a_body", "POST /metrics HTTP/1.1\r\nContent-Length: 2\r\n\r\nab", 0, way::other, "/metrics"},
    {"unknown_method", "BREW /pot HTTP/1.1\r\n\r\n", 0, way::other, "/pot"},
    {"more_after_it", "GET / HTTP/1.1\r\n\r\nGET /metrics HTTP/1.1\r\n\r\n", 0, way::get, "/"},
    {"self_check", "9300CNkiosk|COsecret|CP|\r\n\r\n", 400, way::get, ""},
    {"tls", std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 15), 400, way::get, ""},
    {"no_release", "GET /metrics\r\n\r\n", 400, way::get, ""},
    {"header_without_a_name", "GET / HTTP/1.1\r\n: x\r\n\r\n", 400, way::get, ""},
    {"long_header", "GET / HTTP/1.1\r\nX: " + std::string(9000, 'x') + "\r\n\r\n", 431, way::get, ""},
    {"long_target", "GET /" + std::string(9000, 'x') + " HTTP/1.1\r\n\r\n", 431, way::get, ""},
    {"without_an_end", std::string(9000, 'G'), 431, way::get, ""},
};

class request_head : public testing::TestWithParam<head_case> {};

std::optional<http_request> read_in_pieces(const std::string& bytes, std::size_t of) {
    http_request_reader reader(8192);
    for (std::size_t at = 0; at < bytes.size(); at += of) {
        auto asked = reader.feed(std::string_view(bytes).substr(at, of));
        if (asked) return asked;
    }
    return std::nullopt;
}

TEST_P(request_head, is_read_the_same_whole_and_byte_by_byte) {
    for (const std::size_t size : {std::size_t{100'000}, std::size_t{7}, std::size_t{1}}) {
        const auto asked = read_in_pieces(GetParam().bytes, size);
        ASSERT_TRUE(asked) << size;
        if (GetParam().refused_with != 0) {
            EXPECT_TRUE(asked->refused_with == GetParam().refused_with ||
                        (asked->refused_with == 400 && GetParam().name == "without_an_end"))
                << size << ": " << asked->refused_with;
            continue;
        }
        EXPECT_EQ(asked->refused_with, 0U) << size;
        EXPECT_EQ(asked->method, GetParam().method);
        EXPECT_EQ(asked->path, GetParam().path);
    }
}

INSTANTIATE_TEST_SUITE_P(each, request_head, testing::ValuesIn(heads), [](const auto& each) { return std::string(each.param.name); });

TEST(request_head_bytes, of_any_kind_are_waited_for_or_answered) {
    std::string bytes = heads[0].bytes;
    for (std::size_t at = 0; at < bytes.size(); ++at)
        for (const char odd : {'\0', '\r', '\n', ' ', '\xff'}) {
            std::string broken = bytes;
            broken[at] = odd;
            http_request_reader reader(8192);
            const auto asked = reader.feed(broken);
            EXPECT_TRUE(!asked || asked->refused_with == 0 || asked->refused_with == 400) << at;
        }
}

/// Somebody at the door, over a real socket.
class visitor {
public:
    explicit visitor(std::uint16_t port) : socket_(own_) {
        socket_.connect(tcp::endpoint(asio::ip::address_v4::loopback(), port));
        socket_.non_blocking(true);
    }

    void say(std::string_view bytes) {
        boost::system::error_code gone; // then it hears nothing either
        asio::write(socket_, asio::buffer(bytes.data(), bytes.size()), gone);
    }

    /// @return whether the door has said all and closed
    [[nodiscard]] bool is_done() {
        boost::system::error_code failed;
        char some[4096];
        for (;;) {
            const auto count = socket_.read_some(asio::buffer(some), failed);
            if (failed) return failed != asio::error::would_block;
            heard_.append(some, count);
        }
    }
    [[nodiscard]] const std::string& heard() const { return heard_; }

private:
    asio::io_context own_;
    tcp::socket socket_;
    std::string heard_;
};

class http_door : public testing::Test {
protected:
    void open(http_server::limits most = {}, const std::function<void(config::http_settings&)>& differs = {}) {
        config::http_settings how;
        how.port = 0;
        if (differs) differs(how);
        door.emplace(here.io.get_executor(), how, most,
                     health_pages(here.health, [this] { return here.figures.text(); }), clock, *here.log);
        door->start();
    }
    std::string answer_to(std::string_view bytes) {
        visitor who(door->port());
        who.say(bytes);
        run_until(here.io, [&] { return who.is_done(); });
        return who.heard();
    }
    std::string get(const std::string& path) { return answer_to("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n"); }

    /// The desk's, which may fail.
    struct failing_clock final : circulation::clock {
        explicit failing_clock(const circulation::clock& other) : right(&other) {}
        [[nodiscard]] storage::instant now() const override {
            if (fails) throw std::bad_alloc();
            return right->now();
        }
        const circulation::clock* right;
        bool fails = false;
    };

    desk here;
    failing_clock clock{here.clock};
    std::optional<http_server> door;
};

TEST_F(http_door, shows_figures_health_and_readiness) {
    open();
    EXPECT_THAT(get("/healthz"), testing::AllOf(StartsWith("HTTP/1.1 200 OK\r\n"), HasSubstr("\r\n\r\nalive\n")));
    EXPECT_THAT(get("/readyz"), testing::AllOf(StartsWith("HTTP/1.1 200 OK\r\n"), HasSubstr("\r\n\r\nready\n")));
    const auto shown = get("/metrics");
    EXPECT_THAT(shown, HasSubstr("Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n"));
    EXPECT_THAT(shown, HasSubstr("circdesk_requests_total{message=\"11\",outcome=\"done\"} 0\n"));
}

TEST_F(http_door, answers_head_without_the_body) {
    open();
    const auto heard = answer_to("HEAD /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_THAT(heard, HasSubstr("Content-Length: 6\r\n"));
    EXPECT_TRUE(heard.ends_with("\r\n\r\n")) << heard;
}

TEST_F(http_door, says_what_is_wrong_with_a_request) {
    open();
    EXPECT_THAT(get("/secret"), testing::AllOf(StartsWith("HTTP/1.1 404 "), HasSubstr("/metrics, /healthz, /readyz")));
    EXPECT_THAT(answer_to("POST /readyz HTTP/1.1\r\nContent-Length: 0\r\n\r\n"),
                testing::AllOf(StartsWith("HTTP/1.1 405 "), HasSubstr("Allow: GET, HEAD\r\n")));
    EXPECT_THAT(answer_to("9300CNkiosk|COx|\r\n\r\n"), StartsWith("HTTP/1.1 400 "));
    EXPECT_THAT(answer_to("GET / HTTP/1.1\r\nX: " + std::string(9000, 'x')), StartsWith("HTTP/1.1 431 "));
}

TEST_F(http_door, is_not_ready_while_drained_or_stopping) {
    open();
    here.health.set(vitals::drain::on, "anna", "new memory");
    EXPECT_THAT(get("/readyz"), testing::AllOf(StartsWith("HTTP/1.1 503 "), HasSubstr("The daemon is drained")));
    EXPECT_THAT(get("/healthz"), StartsWith("HTTP/1.1 200 "));
    EXPECT_THAT(here.told(log::event::drain_begun), testing::AllOf(HasSubstr("operator=anna"), HasSubstr("new memory")));
    here.health.set(vitals::drain::off, "anna", "");
    EXPECT_THAT(get("/readyz"), StartsWith("HTTP/1.1 200 "));
    here.sessions.finish_all([] {});
    EXPECT_THAT(get("/readyz"), testing::AllOf(StartsWith("HTTP/1.1 503 "), HasSubstr("The daemon is stopping")));
}

TEST_F(http_door, is_not_ready_when_the_store_takes_no_changes) {
    open();
    EXPECT_THAT(get("/readyz"), StartsWith("HTTP/1.1 200 "));
    here.library.store().stop();
    EXPECT_THAT(get("/readyz"), StartsWith("HTTP/1.1 200 ")) << "a look is good for a second";
    here.clock.at += vitals::good_for;
    EXPECT_THAT(get("/readyz"), testing::AllOf(StartsWith("HTTP/1.1 503 "),
                                               HasSubstr("The store takes no changes: the store is stopping.")));
    EXPECT_THAT(get("/healthz"), StartsWith("HTTP/1.1 200 "));
}

/// Keeps what it is to write, as a disk that does not answer.
class stalled_store final : public store_over {
public:
    using store_over::store_over;
    void submit(work what, completion on_done) noexcept override { kept.emplace_back(std::move(what), std::move(on_done)); }
    void go_on() {
        for (auto& [what, on_done] : kept) store_over::submit(std::move(what), std::move(on_done));
        kept.clear();
    }
    std::vector<std::pair<work, completion>> kept;
};

TEST(vitals_of_a_stalled_store, are_told_and_not_waited_for_by_all_who_ask) {
    desk here;
    stalled_store stalled(here.library.store());
    async_store storing(stalled, here.io.get_executor());
    vitals health(storing, here.sessions, here.clock, *here.log);
    std::optional<vital_signs> first;
    asio::co_spawn(here.io, health.examine(), [&](std::exception_ptr failure, vital_signs told) {
        EXPECT_FALSE(failure);
        first = std::move(told);
    });
    run_until(here.io, [&] { return !stalled.kept.empty(); });
    here.clock.at += vitals::overdue;
    EXPECT_EQ(objection_of(result_of(here.io, health.examine())),
              "The store takes no changes: the last one has not become durable for 5 s.");
    EXPECT_FALSE(first);
    stalled.go_on();
    run_until(here.io, [&] { return first.has_value(); });
    EXPECT_FALSE(objection_of(*first));
    EXPECT_FALSE(objection_of(result_of(here.io, health.examine())));
}

/// The time is for the whole request: who sends a byte now and then holds a place no longer.
TEST_F(http_door, lets_go_of_who_sends_too_slowly) {
    open({.patience = std::chrono::milliseconds(300)});
    visitor slow(door->port());
    visitor silent(door->port());
    const std::string request = "GET /healthz HTTP/1.1\r\nX: " + std::string(20'000, 'x');
    std::size_t sent = 0;
    auto next = std::chrono::steady_clock::now();
    run_until(here.io, [&] {
        if (std::chrono::steady_clock::now() >= next) {
            next += std::chrono::milliseconds(5);
            slow.say(std::string_view(request).substr(sent++, 1));
        }
        const bool slow_is_gone = slow.is_done();
        return silent.is_done() && slow_is_gone;
    });
    EXPECT_GT(sent, 1U);
    EXPECT_THAT(slow.heard(), StartsWith("HTTP/1.1 408 "));
    EXPECT_EQ(silent.heard(), "");
}

TEST_F(http_door, tells_one_too_many_and_takes_another_when_one_has_left) {
    open({.connections = 2});
    {
        visitor first(door->port());
        visitor second(door->port());
        EXPECT_THAT(get("/healthz"), StartsWith("HTTP/1.1 503 "));
        EXPECT_EQ(here.lines->of(log::event::http_refused).size(), 1U);
        first.say("GET /healthz HTTP/1.1\r\n\r\n");
        run_until(here.io, [&] { return first.is_done(); });
        EXPECT_THAT(first.heard(), StartsWith("HTTP/1.1 200 "));
    }
    std::string heard;
    for (int tries = 0; tries < 100 && !heard.starts_with("HTTP/1.1 200 "); ++tries) heard = get("/healthz");
    EXPECT_THAT(heard, StartsWith("HTTP/1.1 200 "));
}

TEST_F(http_door, closes_at_once_for_those_not_on_its_list) {
    open({}, [](config::http_settings& how) { how.allow = {*config::parse_address_range("10.0.0.0/8")}; });
    EXPECT_EQ(get("/metrics"), "");
    EXPECT_EQ(here.lines->of(log::event::http_refused).size(), 1U);
}

TEST_F(http_door, goes_by_another_list_from_the_next_connection_on) {
    open();
    EXPECT_THAT(get("/healthz"), StartsWith("HTTP/1.1 200 "));
    door->set_allowed({*config::parse_address_range("10.0.0.0/8")});
    EXPECT_EQ(get("/healthz"), "");
    door->set_allowed({*config::parse_address_range("127.0.0.0/8")});
    EXPECT_THAT(get("/healthz"), StartsWith("HTTP/1.1 200 "));
}

TEST_F(http_door, tells_of_a_flood_so_often_a_second_and_then_how_many_were_passed_over) {
    open({}, [](config::http_settings& how) { how.allow = {*config::parse_address_range("10.0.0.0/8")}; });
    for (int i = 0; i < told_a_second + 5; ++i) EXPECT_EQ(get("/metrics"), "");
    EXPECT_EQ(here.lines->of(log::event::http_refused).size(), static_cast<std::size_t>(told_a_second));
    here.clock.at += std::chrono::seconds(1);
    EXPECT_EQ(get("/metrics"), "");
    EXPECT_THAT(here.told(log::event::http_refused), HasSubstr("more=5"));
}

TEST_F(http_door, tells_once_a_second_that_the_system_has_no_descriptors) {
    open();
    visitor waits(door->port());
    waits.say("GET /healthz HTTP/1.1\r\n\r\n");
    rlimit before{};
    ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
    const rlimit none{.rlim_cur = 0, .rlim_max = before.rlim_max};
    ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &none), 0);
    run_until(here.io, [&] { return here.log->count(log::event::accept_failed) >= 2; });
    EXPECT_EQ(here.lines->of(log::event::accept_failed).size(), 1U);
    here.clock.at += std::chrono::seconds(1);
    run_until(here.io, [&] { return here.lines->of(log::event::accept_failed).size() == 2; });
    ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
    EXPECT_THAT(here.lines->of(log::event::accept_failed).back(), testing::AllOf(HasSubstr("listener=http"), HasSubstr("more=1")));
    run_until(here.io, [&] { return waits.is_done(); });
    EXPECT_THAT(waits.heard(), StartsWith("HTTP/1.1 200 "));
}

TEST_F(http_door, goes_on_when_one_connection_meets_an_error_of_ours) {
    open();
    door->set_allowed({*config::parse_address_range("10.0.0.0/8")}); // the clock is asked for those refused
    clock.fails = true;
    EXPECT_EQ(get("/healthz"), "");
    EXPECT_EQ(here.lines->of(log::event::session_failed).size(), 1U);
    clock.fails = false;
    door->set_allowed({});
    EXPECT_THAT(get("/healthz"), StartsWith("HTTP/1.1 200 "));
    EXPECT_TRUE(here.lines->of(log::event::http_listener_failed).empty());
}

TEST_F(http_door, sends_all_away_when_it_closes) {
    open();
    visitor waits(door->port());
    waits.say("GET /met");
    EXPECT_THAT(get("/healthz"), StartsWith("HTTP/1.1 200 "));
    door->close();
    run_until(here.io, [&] { return waits.is_done(); });
    EXPECT_EQ(waits.heard(), "");
}

} // namespace
} // namespace circ::net::test
