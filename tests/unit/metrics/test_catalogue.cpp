// The list of figures: named in the Prometheus manner, explained, and in step with its pages.
#include "server/metrics/catalogue.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

namespace circ::metrics {
namespace {

TEST(metrics_catalogue, names_are_of_the_prometheus_manner) {
    const std::regex plain("[a-z][a-z0-9_]*");
    std::set<std::string_view> names;
    for (const auto& each : all_metrics()) {
        const std::string name(each.name);
        EXPECT_TRUE(names.insert(each.name).second) << name;
        EXPECT_TRUE(std::regex_match(name, plain)) << name;
        EXPECT_TRUE(name.starts_with("circdesk_") || name.starts_with("process_")) << name;
        EXPECT_EQ(name.ends_with("_total"), each.is == kind::counter) << name;
        EXPECT_TRUE(each.is != kind::histogram || name.ends_with("_seconds")) << name;
        EXPECT_EQ(name.find("millis"), std::string::npos) << "base units: " << name;
        EXPECT_EQ(&info(each.id), &each) << name;
    }
}

/// "le" and "quantile" are Prometheus' own, and a reader, card or item is never a label.
TEST(metrics_catalogue, labels_are_few_and_tell_of_no_reader) {
    const std::set<std::string_view> known{"version", "event", "level",    "why",  "result", "message", "outcome", "reason",
                                           "from",    "terminal", "file", "job",  "state",  "peer",    "backend", "cause", "listener"};
    for (const auto& each : all_metrics())
        for (const auto label : each.labels) EXPECT_TRUE(label.empty() || known.contains(label)) << each.name << ' ' << label;
}

TEST(metrics_catalogue, every_metric_explains_itself) {
    for (const auto& each : all_metrics()) EXPECT_THAT(std::string(each.help), testing::EndsWith(".")) << each.name;
}

/// What is only there to divide by needs no rule of its own.
TEST(metrics_catalogue, every_metric_has_an_alert_or_serves_anothers) {
    std::string expressions;
    for (const auto& each : all_metrics()) expressions.append(each.alert.expression).append("\n");
    std::set<std::string_view> alerts;
    for (const auto& each : all_metrics()) {
        const std::string name(each.name);
        if (each.alert.name.empty()) {
            EXPECT_NE(expressions.find(name), std::string::npos) << name;
            continue;
        }
        EXPECT_TRUE(alerts.insert(each.alert.name).second) << each.alert.name;
        EXPECT_NE(each.alert.expression.find(each.name), std::string_view::npos) << name;
        EXPECT_FALSE(each.alert.lasting.empty()) << name;
        EXPECT_THAT(std::string(each.alert.summary), testing::EndsWith(".")) << name;
    }
}

/// A name in a rule that nobody shows would never wake anybody.
TEST(metrics_catalogue, alerts_ask_for_metrics_that_there_are) {
    const std::regex word("(circdesk|process)_[a-z_]+");
    std::set<std::string> shown;
    for (const auto& each : all_metrics()) {
        const std::string name(each.name);
        shown.insert(name);
        if (each.is != kind::histogram) continue;
        for (const char* part : {"_bucket", "_sum", "_count"}) shown.insert(name + part);
    }
    for (const auto& each : all_metrics()) {
        const std::string asked(each.alert.expression);
        for (std::sregex_iterator at(asked.begin(), asked.end(), word), end; at != end; ++at)
            EXPECT_TRUE(shown.contains(at->str())) << each.alert.name << ": " << at->str();
    }
}

void expect_file(const std::string& path, const std::string& expected) {
    if (std::getenv("CIRC_TEST_ACCEPT") != nullptr) {
        std::ofstream(path) << expected;
        GTEST_SKIP() << "recorded anew";
    }
    std::ifstream in(path);
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), expected) << "CIRC_TEST_ACCEPT=1 writes it anew";
}

TEST(metrics_catalogue, reference_page_is_up_to_date) {
    expect_file(CIRC_TEST_DATA "/../../docs/reference/metrics.md", reference_page());
}

TEST(metrics_catalogue, alert_file_is_up_to_date) {
    expect_file(CIRC_TEST_DATA "/../../docs/reference/alerts.yml", alert_file());
}

} // namespace
} // namespace circ::metrics
