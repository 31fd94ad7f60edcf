// The connections to another library system, and what is known when they fail.
#include "server/net/backend_pool.hpp"
#include "tests/support/certificates.hpp"
#include "tests/unit/net/hanging_name.hpp"
#include "tests/unit/net/odd_peer.hpp"
#include "tests/unit/net/running.hpp"

#include <boost/asio/co_spawn.hpp>

#include <sys/resource.h>

namespace circ::net::test {
namespace {

namespace asio = boost::asio;
using testing::HasSubstr;
using ms = std::chrono::milliseconds;

/// The system opens none for this program any more.
class no_more_files {
public:
    no_more_files() {
        ::getrlimit(RLIMIT_NOFILE, &before_);
        const rlimit none{0, before_.rlim_max};
        ::setrlimit(RLIMIT_NOFILE, &none);
    }
    ~no_more_files() { ::setrlimit(RLIMIT_NOFILE, &before_); }
    no_more_files(const no_more_files&) = delete;
    no_more_files& operator=(const no_more_files&) = delete;

private:
    rlimit before_{};
};

class a_pool : public testing::Test {
protected:
    void open(pool_settings how = {}, const std::string& url = {}) {
        auto target = parse_backend_url(url.empty() ? peer.url() : url).value();
        target.tls = tls;
        pool.emplace(
            io.get_executor(), std::make_shared<const backend_target>(std::move(target)), how);
    }
    exchange ask(const std::string& document = "<ask/>", ms within = ms(3000)) {
        return result_of(io, pool->ask(document, std::chrono::steady_clock::now() + within));
    }
    /// Begins to ask; the result is found at that place later.
    std::shared_ptr<std::optional<exchange>> begin(const std::string& document,
                                                   ms within = ms(3000)) {
        auto result = std::make_shared<std::optional<exchange>>();
        asio::co_spawn(io,
                       pool->ask(document, std::chrono::steady_clock::now() + within),
                       [result](std::exception_ptr failure, exchange made) {
                           EXPECT_FALSE(failure);
                           *result = std::move(made);
                       });
        return result;
    }

    asio::io_context io;
    odd_peer peer{io};
    std::shared_ptr<const protocol::tls::context> tls;
    std::optional<backend_pool> pool;
};

/// What is known after each way to behave.
struct manner_case {
    manner how;
    exchange_end ends;
};

std::ostream& operator<<(std::ostream& out, const manner_case& each) {
    return out << manners[static_cast<std::size_t>(each.how)].name;
}

// clang-format off
const manner_case behaviours[] = {
    {manner::answers,                    exchange_end::answered},
    {manner::answers_and_closes,         exchange_end::answered},
    {manner::answers_then_closes_unsaid, exchange_end::answered},
    {manner::answers_without_length,     exchange_end::answered},
    {manner::says_continue_first,        exchange_end::answered},
    {manner::is_silent,                  exchange_end::no_answer},
    {manner::resets_before_reading,      exchange_end::no_answer},
    {manner::resets_when_read,           exchange_end::no_answer},
    {manner::closes_when_read,           exchange_end::no_answer},
    {manner::half_an_answer,             exchange_end::unreadable},
    {manner::half_a_head,                exchange_end::unreadable},
    {manner::web_page,                   exchange_end::answered},
    {manner::web_page_as_error,          exchange_end::answered},
    {manner::free_text,                  exchange_end::unreadable},
    {manner::too_long,                   exchange_end::unreadable},
    {manner::wrong_length,               exchange_end::unreadable},
    {manner::drips,                      exchange_end::unreadable}};
// clang-format on
static_assert(std::size(behaviours) == manners.size());

class a_peer_that : public a_pool, public testing::WithParamInterface<manner_case> {};

TEST_P(a_peer_that, is_asked_once_and_no_more_is_said_than_is_known_within_the_time) {
    const manner how = GetParam().how;
    const bool never_ends = how == manner::is_silent || how == manner::drips;
    peer.behaves = [how](std::size_t) { return how; };
    open();
    const exchange told = ask("<ask/>", never_ends ? ms(300) : ms(30'000));
    EXPECT_EQ(told.how, GetParam().ends) << told.why;
    EXPECT_EQ(told.how == exchange_end::answered, told.why.empty());
    EXPECT_LE(peer.heard.size(), 1U) << "nothing is sent twice";
    EXPECT_EQ(peer.connections, 1U);
    EXPECT_EQ(pool->in_use(), 0U);
    // The next one is not spoilt by it.
    peer.behaves = [](std::size_t) { return manner::answers; };
    const exchange next = ask("<next/>");
    EXPECT_EQ(next.how, exchange_end::answered) << next.why;
    EXPECT_EQ(next.body, "<a/>");
    EXPECT_EQ(peer.heard.back(), "<next/>");
}

INSTANTIATE_TEST_SUITE_P(each, a_peer_that, testing::ValuesIn(behaviours), [](const auto& each) {
    return std::string(manners[static_cast<std::size_t>(each.param.how)].name);
});

TEST_F(a_pool, speaks_http_as_the_standard_asks_for) {
    open();
    ask("<ask/>");
    EXPECT_THAT(peer.last_head, testing::StartsWith("POST /ncip HTTP/1.1\r\nHost: 127.0.0.1:"));
    EXPECT_THAT(peer.last_head, HasSubstr("Content-Type: application/xml; charset=utf-8\r\n"));
    EXPECT_THAT(peer.last_head, HasSubstr("Accept: application/xml, text/xml\r\n"));
    EXPECT_THAT(peer.last_head, HasSubstr("Content-Length: 6\r\n"));
}

TEST_F(a_pool, uses_a_connection_again_and_again) {
    open();
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(ask().how, exchange_end::answered);
    EXPECT_EQ(peer.connections, 1U);
    EXPECT_EQ(pool->idle(), 1U);
}

TEST_F(a_pool, notices_an_idle_connection_that_was_closed_before_it_sends_anything) {
    open();
    EXPECT_EQ(ask().how, exchange_end::answered);
    peer.close_all();
    run_until(io, [&] { return peer.open() == 0; });
    EXPECT_EQ(ask().how, exchange_end::answered);
    EXPECT_EQ(peer.connections, 2U);
    EXPECT_EQ(peer.heard.size(), 2U);
}

TEST_F(a_pool, says_that_nothing_was_sent_where_nobody_listens) {
    open();
    peer.go_away();
    io.poll();
    const exchange told = ask();
    EXPECT_EQ(told.how, exchange_end::not_sent);
    EXPECT_THAT(told.why, HasSubstr("cannot connect to 127.0.0.1 port"));
    peer.come_back();
    EXPECT_EQ(ask().how, exchange_end::answered);
}

TEST_F(a_pool, says_that_nothing_was_sent_to_a_name_that_there_is_not) {
    open({}, "http://no-such-host.invalid/ncip");
    const exchange told = ask("<ask/>", ms(5000));
    EXPECT_EQ(told.how, exchange_end::not_sent);
    EXPECT_THAT(told.why, HasSubstr("no-such-host.invalid"));
}

TEST_F(a_pool, looks_for_no_name_that_nobody_waits_for_any_more) {
    hanging_name name;
    open({.connect = ms(30'000)}, name.url());
    const auto first = begin("<first/>", ms(30'000));
    run_until(io, [&] { return name.searches() == 1; });
    const exchange second = ask("<second/>", ms(100));
    EXPECT_EQ(second.how, exchange_end::not_sent);
    EXPECT_THAT(second.why, HasSubstr("was not found in time"));
    name.let_go();
    run_until(io, [&] { return first->has_value(); });
    EXPECT_THAT(ask("<third/>", ms(30'000)).why, HasSubstr("was not found: "));
    EXPECT_EQ(name.searches(), 2) << "those of the first and of the third";
}

TEST_F(a_pool, lets_some_wait_in_order_and_refuses_the_others_at_once) {
    peer.behaves = [](std::size_t) { return manner::is_silent; };
    open({.connections = 1, .queue = 2});
    const auto first = begin("<first/>", ms(30'000));
    const auto second = begin("<second/>", ms(30'000));
    const auto third = begin("<third/>", ms(30'000));
    const exchange fourth = ask("<fourth/>");
    EXPECT_EQ(fourth.how, exchange_end::refused_here);
    EXPECT_THAT(fourth.why, HasSubstr("too many"));
    run_until(io, [&] { return peer.heard.size() == 1; });
    peer.behaves = [](std::size_t) { return manner::answers; };
    peer.close_all();
    run_until(io, [&] { return first->has_value() && second->has_value() && third->has_value(); });
    EXPECT_EQ((*first)->how, exchange_end::no_answer);
    EXPECT_EQ((*second)->how, exchange_end::answered);
    EXPECT_EQ((*third)->how, exchange_end::answered);
    EXPECT_THAT(peer.heard, testing::ElementsAre("<first/>", "<second/>", "<third/>"));
    EXPECT_EQ(pool->in_use(), 0U);
    EXPECT_EQ(pool->waiting(), 0U);
}

TEST_F(a_pool, sends_nothing_for_who_waited_too_long) {
    peer.behaves = [](std::size_t) { return manner::is_silent; };
    open({.connections = 1, .queue = 2});
    const auto first = begin("<first/>", ms(30'000));
    const auto second = begin("<second/>", ms(100));
    run_until(io, [&] { return second->has_value() && !peer.heard.empty(); });
    EXPECT_EQ((*second)->how, exchange_end::out_of_time);
    peer.close_all();
    run_until(io, [&] { return first->has_value(); });
    EXPECT_THAT(peer.heard, testing::ElementsAre("<first/>"));
}

TEST_F(a_pool, sends_nothing_more_once_it_is_cut) {
    peer.behaves = [](std::size_t) { return manner::is_silent; };
    open({.connections = 1, .queue = 2});
    const auto first = begin("<first/>", ms(30'000));
    const auto second = begin("<second/>", ms(30'000));
    run_until(io, [&] { return peer.heard.size() == 1; });
    pool->cut();
    run_until(io, [&] { return first->has_value() && second->has_value(); });
    EXPECT_EQ((*first)->how, exchange_end::no_answer);
    EXPECT_EQ((*second)->how, exchange_end::out_of_time);
    EXPECT_EQ(ask("<third/>").how, exchange_end::refused_here);
    EXPECT_THAT(peer.heard, testing::ElementsAre("<first/>"));
    EXPECT_EQ(pool->in_use(), 0U);
    EXPECT_EQ(pool->waiting(), 0U);
}

TEST_F(a_pool, gives_the_place_back_when_no_connection_can_be_begun) {
#ifdef __SANITIZE_ADDRESS__
    GTEST_SKIP() << "the sanitizer needs files of its own to look at what is thrown";
#endif
    asio::io_context bare; // its first timer wants a file of the system's, and throws without
    auto target = std::make_shared<const backend_target>(parse_backend_url(peer.url()).value());
    pool.emplace(bare.get_executor(), std::move(target), pool_settings());
    exchange told;
    {
        const no_more_files now;
        told = result_of(bare, pool->ask("<ask/>", std::chrono::steady_clock::now() + ms(3000)));
    }
    EXPECT_EQ(told.how, exchange_end::not_sent);
    EXPECT_THAT(told.why, HasSubstr("no connection could be begun: "));
    EXPECT_EQ(pool->in_use(), 0U);
    pool.reset();
}

TEST_F(a_pool, never_opens_more_connections_than_it_may) {
    open({.connections = 3, .queue = 50});
    std::vector<std::shared_ptr<std::optional<exchange>>> all;
    for (int i = 0; i < 30; ++i)
        all.push_back(begin("<n" + std::to_string(i) + "/>"));
    run_until(io, [&] {
        return std::ranges::all_of(all, [](const auto& each) { return each->has_value(); });
    });
    for (const auto& each : all)
        EXPECT_EQ((*each)->how, exchange_end::answered);
    EXPECT_EQ(peer.heard.size(), 30U);
    EXPECT_LE(peer.connections, 3U);
}

TEST_F(a_pool, goes_to_another_place_after_a_reload) {
    open();
    EXPECT_EQ(ask().how, exchange_end::answered);
    odd_peer other(io);
    pool->set(std::make_shared<const backend_target>(parse_backend_url(other.url()).value()), {});
    EXPECT_EQ(ask().how, exchange_end::answered);
    EXPECT_EQ(peer.heard.size(), 1U);
    EXPECT_EQ(other.heard.size(), 1U);
}

// TLS

class an_encrypted_pool : public a_pool {
protected:
    void serve_with(const circ::test::certified& own) {
        std::vector<protocol::tls::flaw> flaws;
        peer.tls = protocol::tls::make_context(
            protocol::tls::server_identity{
                .certificate = own.certificate, .key = own.key, .client_authorities = {}},
            flaws);
        ASSERT_TRUE(peer.tls);
    }
    void trust(const circ::test::certificate_authority& whom) {
        std::vector<protocol::tls::flaw> flaws;
        tls = protocol::tls::make_context(
            protocol::tls::client_identity{
                .authorities = whom.certificate(), .certificate = {}, .key = {}},
            flaws);
        ASSERT_TRUE(tls);
    }
    [[nodiscard]] std::string url() const {
        return "https://127.0.0.1:" + std::to_string(peer.port()) + "/ncip";
    }

    circ::test::certificate_authority ours{"library authority"};
};

TEST_F(an_encrypted_pool, speaks_with_who_shows_the_right_certificate) {
    serve_with(ours.issue("ils", "IP:127.0.0.1"));
    trust(ours);
    open({}, url());
    EXPECT_EQ(ask().how, exchange_end::answered);
    EXPECT_EQ(ask().how, exchange_end::answered);
    EXPECT_EQ(peer.connections, 1U);
}

TEST_F(an_encrypted_pool, sends_nothing_to_who_bears_another_name) {
    serve_with(ours.issue("other", "DNS:other.example"));
    trust(ours);
    open({}, url());
    const exchange told = ask();
    EXPECT_EQ(told.how, exchange_end::not_sent);
    EXPECT_THAT(told.why, HasSubstr("TLS with 127.0.0.1 failed"));
    EXPECT_TRUE(peer.heard.empty());
}

TEST_F(an_encrypted_pool, sends_nothing_to_whom_nobody_vouches_for) {
    const circ::test::certificate_authority theirs("somebody");
    serve_with(theirs.issue("ils", "IP:127.0.0.1"));
    trust(ours);
    open({}, url());
    EXPECT_EQ(ask().how, exchange_end::not_sent);
    EXPECT_TRUE(peer.heard.empty());
}

TEST_F(an_encrypted_pool, sends_nothing_in_the_clear) {
    peer.behaves = [](std::size_t) { return manner::free_text; };
    trust(ours);
    open({}, url());
    EXPECT_EQ(ask("<ask/>", ms(500)).how, exchange_end::not_sent);
    EXPECT_TRUE(peer.heard.empty());
}

} // namespace
} // namespace circ::net::test
