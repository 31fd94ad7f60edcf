// NCIP messages to one system: what is sent again, and when it is left alone.
#include "protocol/ncip/messages/check_out_item.hpp"
#include "protocol/ncip/messages/lookup_item.hpp"
#include "protocol/ncip/messages/lookup_version.hpp"
#include "protocol/ncip/parse.hpp"
#include "protocol/ncip/serialize.hpp"
#include "server/log/capture.hpp"
#include "server/net/relay_line.hpp"
#include "tests/unit/net/odd_peer.hpp"
#include "tests/unit/net/running.hpp"

#include <random>

namespace circ::net::test {
namespace {

namespace asio = boost::asio;
namespace ncip = protocol::ncip;
using ms = std::chrono::milliseconds;
using relay::failure;

/// Says of everything that it is not known: an answer like any other.
std::string answer_to(const std::string& document) {
    auto read = ncip::parse(document);
    const auto* const asked = std::get_if<ncip::message>(&read);
    if (asked == nullptr) return "<unreadable/>";
    ncip::problem why;
    why.problem_type.value = "Unknown Item";
    return ncip::serialize(ncip::refusal_of(*asked, {why}));
}

relay::call look_up(const std::string& barcode) {
    relay::call made;
    ncip::lookup_item_request body;
    body.item_id.emplace().item_identifier_value = barcode;
    made.message.body = body;
    made.service = "LookupItem";
    return made;
}

relay::call order(const std::string& barcode) {
    relay::call made;
    ncip::check_out_item_request body;
    body.user_id.emplace().user_identifier_value = "29012000000010";
    body.item_id.item_identifier_value = barcode;
    made.message.body = body;
    made.service = "CheckOutItem";
    made.kind = relay::call_kind::order;
    return made;
}

class a_line : public testing::Test {
protected:
    static constexpr ms call{600}; ///< what a busy machine does not take for an answer

    a_line() { peer.answer = &answer_to; }

    [[nodiscard]] line_settings settings(std::size_t failures, ms pause) const {
        line_settings how;
        how.name = "main";
        how.target = std::make_shared<const backend_target>(parse_backend_url(peer.url()).value());
        how.call = call;
        how.breaker_failures = failures;
        how.breaker = pause;
        ncip::lookup_version_request question;
        question.from_agency_id.agency_id.value = "US";
        question.to_agency_id.agency_id.value = "THEM";
        how.question.body = question;
        return how;
    }
    void open(line_settings how) { line.emplace(io.get_executor(), std::move(how), *log); }
    void open(std::size_t failures = 3, ms pause = ms(50)) { open(settings(failures, pause)); }
    void TearDown() override {
        if (!line) return;
        line->close();
        run_until(io, [&] { return line->pool().in_use() == 0; });
        io.restart();
        io.poll(); // its own question ends
    }
    relay_line::heard ask(relay::call what, ms budget = ms(5000)) {
        return result_of(io, line->ask(std::move(what), time_budget::of(budget)));
    }
    static std::optional<failure> failed(const relay_line::heard& how) {
        const auto* const why = std::get_if<failure>(&how);
        return why == nullptr ? std::nullopt : std::optional(*why);
    }
    std::size_t told(log::event what) { return lines->of(what).size(); }
    /// How often a document that holds this was heard.
    std::size_t heard(std::string_view what) const {
        return static_cast<std::size_t>(std::ranges::count_if(
            peer.heard, [&](const auto& each) { return each.find(what) != std::string::npos; }));
    }

    asio::io_context io;
    odd_peer peer{io};
    std::shared_ptr<log::captured_lines> lines = std::make_shared<log::captured_lines>();
    std::unique_ptr<log::logger> log = log::capturing_logger(lines);
    std::optional<relay_line> line;
};

TEST_F(a_line, gives_the_answer_read) {
    open();
    const auto told = ask(look_up("i1"));
    const auto* const message = std::get_if<ncip::message>(&told);
    ASSERT_NE(message, nullptr);
    ASSERT_EQ(message->problems().size(), 1U);
    EXPECT_EQ(message->problems()[0].problem_type.value, "Unknown Item");
    EXPECT_EQ(line->figures().of(exchange_end::answered), 1U);
}

struct again_case {
    std::string_view name;
    manner first;
    relay::call_kind kind;
    std::size_t sent;
    std::optional<failure> ends;
};

std::ostream& operator<<(std::ostream& out, const again_case& each) {
    return out << each.name;
}

class what_fails_once : public a_line, public testing::WithParamInterface<again_case> {};

TEST_P(what_fails_once, is_sent_again_only_where_that_does_no_harm) {
    peer.behaves = [](std::size_t nth) { return nth == 0 ? GetParam().first : manner::answers; };
    open();
    const bool is_order = GetParam().kind == relay::call_kind::order;
    EXPECT_EQ(failed(ask(is_order ? order("i1") : look_up("i1"))), GetParam().ends);
    EXPECT_EQ(peer.heard.size(), GetParam().sent);
}

// clang-format off
const again_case agains[] = {
    {"a_lookup_without_answer",  manner::is_silent,        relay::call_kind::look_up, 2, std::nullopt},
    {"a_lookup_reset",           manner::resets_when_read, relay::call_kind::look_up, 2, std::nullopt},
    {"a_lookup_cut",             manner::half_an_answer,   relay::call_kind::look_up, 2, std::nullopt},
    {"a_lookup_of_a_web_page",   manner::web_page,         relay::call_kind::look_up, 2, std::nullopt},
    {"an_order_without_answer",  manner::is_silent,        relay::call_kind::order, 1, failure::no_answer},
    {"an_order_reset",           manner::resets_when_read, relay::call_kind::order, 1, failure::no_answer},
    {"an_order_cut",             manner::half_an_answer,   relay::call_kind::order, 1, failure::no_ncip},
    {"an_order_of_a_web_page",   manner::web_page,         relay::call_kind::order, 1, failure::no_ncip},
    {"an_order_of_a_bad_gateway", manner::web_page_as_error, relay::call_kind::order, 1, failure::no_ncip}};
// clang-format on

INSTANTIATE_TEST_SUITE_P(each, what_fails_once, testing::ValuesIn(agains), [](const auto& each) {
    return std::string(each.param.name);
});

TEST_F(a_line, sends_nothing_again_when_half_of_the_time_is_gone) {
    peer.behaves = [](std::size_t) { return manner::is_silent; };
    open();
    EXPECT_EQ(failed(ask(look_up("i1"), call + ms(100))), failure::no_answer);
    EXPECT_EQ(peer.heard.size(), 1U);
}

TEST_F(a_line, leaves_alone_what_does_not_answer_and_comes_back_when_it_is_heard) {
    peer.behaves = [](std::size_t) { return manner::resets_when_read; };
    open(3);
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(failed(ask(order("i1"))), failure::no_answer);
    EXPECT_FALSE(line->is_up());
    EXPECT_EQ(told(log::event::backend_away), 1U);
    for (int i = 0; i < 10; ++i)
        EXPECT_EQ(failed(ask(order("i1"))), failure::refused_now);
    EXPECT_EQ(heard("CheckOutItem"), 3U) << "nothing is asked of it meanwhile";
    run_until(io, [&] { return heard("LookupVersion") >= 2; }); // but whether it is back
    EXPECT_FALSE(line->is_up());
    peer.behaves = [](std::size_t) { return manner::answers; };
    run_until(io, [&] { return line->is_up(); });
    EXPECT_EQ(told(log::event::backend_back), 1U);
    EXPECT_EQ(failed(ask(order("i1"))), std::nullopt);
}

TEST_F(a_line, asks_one_question_at_a_time) {
    peer.behaves = [](std::size_t) { return manner::is_silent; };
    open(1, ms(1));
    EXPECT_EQ(failed(ask(order("i1"))), failure::no_answer);
    line->start();
    line->start();
    run_until(io, [&] { return heard("LookupVersion") == 1; });
    EXPECT_EQ(line->pool().in_use(), 1U);
}

TEST_F(a_line, takes_web_pages_for_an_absence) {
    peer.behaves = [](std::size_t) { return manner::web_page; };
    open(2);
    EXPECT_EQ(failed(ask(order("i1"))), failure::no_ncip);
    EXPECT_EQ(failed(ask(order("i1"))), failure::no_ncip);
    EXPECT_FALSE(line->is_up());
    EXPECT_EQ(line->figures().no_ncip, 2U);
}

TEST_F(a_line, knows_from_the_start_that_nobody_is_there) {
    peer.go_away();
    open(5);
    line->start();
    run_until(io, [&] { return !line->is_up(); });
    EXPECT_EQ(told(log::event::backend_away), 1U);
    peer.come_back();
    run_until(io, [&] { return line->is_up(); });
}

TEST_F(a_line, comes_back_although_a_question_failed_here) {
    peer.behaves = [](std::size_t nth) {
        return nth == 0 ? manner::resets_when_read : manner::answers;
    };
    auto how = settings(1, ms(1));
    ncip::check_out_item_request dated; // its date is written by the peer's time zone
    dated.item_id.item_identifier_value = "i2";
    dated.desired_date_due = ncip::date_time{ncip::instant{}};
    how.question.body = dated;
    int failures = 1;
    how.dialect.dates = ncip::date_style::offset;
    how.dialect.utc_offset = [&failures](ncip::instant) {
        if (failures-- > 0) throw std::runtime_error("the time zones cannot be read");
        return std::chrono::minutes{0};
    };
    open(std::move(how));
    EXPECT_EQ(failed(ask(order("i1"))), failure::no_answer);
    EXPECT_FALSE(line->is_up());
    run_until(io, [&] { return line->is_up(); });
    EXPECT_EQ(told(log::event::request_failed), 1U);
}

TEST_F(a_line, asks_at_a_new_place_as_soon_as_the_old_one_has_been_asked) {
    odd_peer other{io};
    other.answer = &answer_to;
    peer.behaves = [](std::size_t) { return manner::is_silent; };
    auto how = settings(1, std::chrono::hours(1));
    open(how);
    line->start();
    run_until(io, [&] { return heard("LookupVersion") == 1; });
    how.target = std::make_shared<const backend_target>(parse_backend_url(other.url()).value());
    line->set(how);
    run_until(io, [&] { return !other.heard.empty() && line->is_up(); });
    EXPECT_EQ(heard("LookupVersion"), 1U);
}

TEST_F(a_line, is_examined_where_it_has_not_been_heard_lately) {
    open(5);
    const auto soon = [] { return std::chrono::steady_clock::now() + ms(2000); };
    EXPECT_TRUE(result_of(io, line->examine(soon())));
    EXPECT_EQ(peer.heard.size(), 1U);
    EXPECT_TRUE(result_of(io, line->examine(soon())));
    EXPECT_LE(peer.heard.size(), 2U);
    peer.go_away();
    peer.close_all();
    run_until(io, [&, until = std::chrono::steady_clock::now() + ms(60)] {
        return std::chrono::steady_clock::now() > until;
    });
    EXPECT_FALSE(result_of(io, line->examine(soon())));
}

TEST_F(a_line, orders_nothing_twice_when_half_of_all_is_lost) {
    std::mt19937 dice(20261129); // the same every time
    const manner losses[] = {manner::resets_when_read,
                             manner::closes_when_read,
                             manner::half_an_answer,
                             manner::web_page,
                             manner::resets_before_reading};
    peer.behaves = [&](std::size_t) {
        return dice() % 2 == 0 ? manner::answers : losses[dice() % std::size(losses)];
    };
    open(1000);
    std::size_t answered = 0;
    for (int i = 0; i < 120; ++i) {
        const std::string barcode = "i" + std::to_string(1000 + i);
        const auto how = failed(ask(i % 2 == 0 ? order(barcode) : look_up(barcode), ms(2000)));
        if (!how) ++answered;
        EXPECT_LE(heard(barcode), i % 2 == 0 ? 1U : 2U) << barcode;
    }
    EXPECT_GT(answered, 30U);
    EXPECT_LT(answered, 110U);
    EXPECT_EQ(line->pool().in_use(), 0U);
}

} // namespace
} // namespace circ::net::test
