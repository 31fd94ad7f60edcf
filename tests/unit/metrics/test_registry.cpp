// What becomes of figures in the text that Prometheus reads.
#include "server/metrics/registry.hpp"

#include <thread>

namespace circ::metrics {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(metrics_registry, shows_each_kind_in_the_text_format) {
    registry all;
    all.counter(metric::requests, {"11", "done"}).add();
    all.counter(metric::requests, {"11", "done"}).add(2);
    all.set(metric::sessions, 17);
    all.histogram(metric::request_seconds, {"11"}).observe(std::chrono::milliseconds(3));
    const std::string text = all.text();
    EXPECT_THAT(text, HasSubstr("# HELP circdesk_requests_total Requests answered"));
    EXPECT_THAT(text, HasSubstr("# TYPE circdesk_requests_total counter\n"));
    EXPECT_THAT(text, HasSubstr("circdesk_requests_total{message=\"11\",outcome=\"done\"} 3\n"));
    EXPECT_THAT(text, HasSubstr("# TYPE circdesk_sessions gauge\ncircdesk_sessions 17\n"));
    EXPECT_THAT(text, HasSubstr("circdesk_request_seconds_bucket{message=\"11\",le=\"0.0025\"} 0\n"));
    EXPECT_THAT(text, HasSubstr("circdesk_request_seconds_bucket{message=\"11\",le=\"0.005\"} 1\n"));
    EXPECT_THAT(text, HasSubstr("circdesk_request_seconds_count{message=\"11\"} 1\n"));
}

TEST(metrics_registry, raises_a_counter_to_a_total_and_never_lowers_it) {
    registry all;
    all.raise(metric::resends, 5);
    all.raise(metric::resends, 5);
    EXPECT_THAT(all.text(), HasSubstr("circdesk_resends_total 5\n"));
    all.raise(metric::resends, 3);
    EXPECT_THAT(all.text(), HasSubstr("circdesk_resends_total 5\n"));
}

TEST(metrics_registry, shows_a_series_from_its_first_mention_on) {
    registry all;
    EXPECT_THAT(all.text(), Not(HasSubstr("circdesk_refusals_total")));
    (void)all.counter(metric::refusals, {"patron_blocked"});
    EXPECT_THAT(all.text(), HasSubstr("circdesk_refusals_total{reason=\"patron_blocked\"} 0\n"));
}

TEST(metrics_registry, forgets_a_gauge_until_it_is_set_again) {
    registry all;
    all.set(metric::notices, 3, {"waiting"});
    all.set(metric::notices, 4, {"failed"});
    all.set(metric::sessions, 17);
    all.forget(metric::notices);
    EXPECT_THAT(all.text(), Not(HasSubstr("circdesk_notices{")));
    EXPECT_THAT(all.text(), HasSubstr("circdesk_sessions 17\n"));
    all.set(metric::notices, 5, {"failed"});
    EXPECT_THAT(all.text(), HasSubstr("circdesk_notices{state=\"failed\"} 5\n"));
    EXPECT_THAT(all.text(), Not(HasSubstr("waiting\"}")));
}

TEST(metrics_registry, keeps_what_a_label_holds_within_its_quotes) {
    registry all;
    all.counter(metric::terminal_requests, {"kiosk\"} 1\nevil_total 9\\"}).add();
    EXPECT_THAT(all.text(), HasSubstr(R"(circdesk_terminal_requests_total{terminal="kiosk\"} 1\nevil_total 9\\"} 1)" "\n"));
}

TEST(metrics_registry, is_bounded_whatever_a_label_brings) {
    registry all;
    for (std::size_t i = 0; i < registry::most_series + 10; ++i)
        all.counter(metric::terminal_requests, {"kiosk" + std::to_string(i)}).add();
    const std::string text = all.text();
    EXPECT_THAT(text, HasSubstr("circdesk_terminal_requests_total{terminal=\"other\"} 10\n"));
    EXPECT_THAT(text, Not(HasSubstr("kiosk" + std::to_string(registry::most_series) + '"')));
}

TEST(metrics_registry, counts_what_threads_add_at_once) {
    registry all;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&all] {
            for (int k = 0; k < 1000; ++k) all.counter(metric::units).add();
        });
    for (auto& each : threads) each.join();
    EXPECT_THAT(all.text(), HasSubstr("circdesk_store_units_total 4000\n"));
}

} // namespace
} // namespace circ::metrics
