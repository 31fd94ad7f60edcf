#include "server/log/capture.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace circ::log {
namespace {

struct secret {
    [[nodiscard]] std::string_view reveal() const { return "1234"; }
    operator std::string_view() const { return reveal(); } // even one that gives itself away
};

static_assert(!std::is_constructible_v<field, std::string_view, secret>);
static_assert(!std::is_constructible_v<field, std::string_view, char>);
static_assert(!std::is_constructible_v<field, std::string_view, const void*>);
static_assert(!std::is_constructible_v<field, std::string_view, std::vector<std::string>>);

std::string line_of(format as, event what, std::initializer_list<field> fields) {
    const auto lines = std::make_shared<captured_lines>();
    capturing_logger(lines, as)->write(what, fields);
    return lines->all().at(0);
}

TEST(log_line, text_form_tells_time_level_id_and_facts) {
    EXPECT_EQ(line_of(format::text,
                      event::session_started,
                      {{"terminal", "kiosk1"},
                       {"port", 6001},
                       {"took", std::chrono::milliseconds(2)},
                       {"granted", true},
                       {"bytes", std::size_t{17}},
                       {"offset", -1}}),
              "2026-03-17T14:25:30.123Z INFO CIRC-1201 session started terminal=kiosk1 port=6001 "
              "took_us=2000 granted=true bytes=17 offset=-1");
}

TEST(log_line, json_form_keeps_numbers_and_truth_values) {
    EXPECT_EQ(line_of(format::json,
                      event::pin_wrong,
                      {{"card", shortened("29012000000137")},
                       {"tries", 3},
                       {"locked", false},
                       {"took", std::chrono::microseconds(5)}}),
              R"({"time":"2026-03-17T14:25:30.123Z","level":"info","id":"CIRC-1601",)"
              R"("event":"pin_wrong","text":"wrong PIN","card":"…0137","tries":3,"locked":false,)"
              R"("took_us":5})");
}

struct hostile_value {
    std::string name, value, text, json;
};

class hostile : public testing::TestWithParam<hostile_value> {};

TEST_P(hostile, value_cannot_leave_its_place) {
    const auto& [name, value, text, json] = GetParam();
    const std::string start = "2026-03-17T14:25:30.123Z WARNING CIRC-1307 unknown command value=";
    EXPECT_EQ(line_of(format::text, event::unknown_command, {{"value", value}}), start + text);
    const std::string line = line_of(format::json, event::unknown_command, {{"value", value}});
    EXPECT_THAT(line, testing::EndsWith(",\"value\":" + json + "}"));
}

INSTANTIATE_TEST_SUITE_P(
    log_line,
    hostile,
    testing::Values(
        hostile_value{"empty", "", R"("")", R"("")"},
        hostile_value{"word", "AB-1", "AB-1", R"("AB-1")"},
        hostile_value{"blank", "a b", R"("a b")", R"("a b")"},
        hostile_value{
            "second_fact", "x granted=true", R"("x granted=true")", R"("x granted=true")"},
        hostile_value{"equals", "a=b", R"("a=b")", R"("a=b")"},
        hostile_value{"second_line",
                      "x\n2026-03-17T14:25:30.123Z INFO CIRC-1002 ready",
                      R"("x\u000a2026-03-17T14:25:30.123Z INFO CIRC-1002 ready")",
                      R"("x\u000a2026-03-17T14:25:30.123Z INFO CIRC-1002 ready")"},
        hostile_value{"carriage_return", "a\rb", R"("a\u000db")", R"("a\u000db")"},
        hostile_value{"quote",
                      R"(a","level":"error)",
                      R"("a\",\"level\":\"error")",
                      R"("a\",\"level\":\"error")"},
        hostile_value{"backslash", R"(a\")", R"("a\\\"")", R"("a\\\"")"},
        hostile_value{"nul", std::string("a\0b", 3), R"("a\u0000b")", R"("a\u0000b")"},
        hostile_value{"escape_sequence", "\x1b[2J", R"("\u001b[2J")", R"("\u001b[2J")"},
        hostile_value{"delete", "\x7f", R"("\u007f")", R"("\u007f")"},
        hostile_value{"c1_control", "\xC2\x85", R"("\u0085")", R"("\u0085")"},
        hostile_value{"line_separator", "\xE2\x80\xA8", R"("\u2028")", R"("\u2028")"},
        hostile_value{"turned_direction", "\xE2\x80\xAE", R"("\u202e")", R"("\u202e")"},
        hostile_value{"letters", "Zoë", R"("Zoë")", R"("Zoë")"},
        hostile_value{"latin_1_byte", "Zo\xEB", R"("Zo\ufffd")", R"("Zo\ufffd")"},
        hostile_value{"cut_character", "\xE2\x82", R"("\ufffd\ufffd")", R"("\ufffd\ufffd")"},
        hostile_value{"overlong", "\xC0\xAF", R"("\ufffd\ufffd")", R"("\ufffd\ufffd")"},
        hostile_value{
            "surrogate", "\xED\xA0\x80", R"("\ufffd\ufffd\ufffd")", R"("\ufffd\ufffd\ufffd")"}),
    [](const auto& row) { return row.param.name; });

TEST(log_line, long_value_is_cut) {
    const std::string line =
        line_of(format::json, event::unknown_command, {{"value", std::string(100'000, 'x')}});
    EXPECT_LT(line.size(), 1200U);
    EXPECT_THAT(line, testing::EndsWith("x…\"}"));
}

struct barcode_case {
    std::string name, barcode, shown;
};

class shortening : public testing::TestWithParam<barcode_case> {};

TEST_P(shortening, hides_most_of_a_number) {
    EXPECT_EQ(shortened(GetParam().barcode), GetParam().shown);
}

INSTANTIATE_TEST_SUITE_P(log_field,
                         shortening,
                         testing::Values(barcode_case{"card", "29012000000137", "…0137"},
                                         barcode_case{"eight", "12345678", "…5678"},
                                         barcode_case{"five", "12345", "…45"},
                                         barcode_case{"one", "1", "…"},
                                         barcode_case{"none", "", "…"}),
                         [](const auto& row) { return row.param.name; });

TEST(log_events, every_event_explains_itself) {
    for (const event_info& each : all_events()) {
        EXPECT_FALSE(each.text.empty()) << each.name;
        EXPECT_THAT(std::string(each.meaning), testing::EndsWith(".")) << each.name;
        EXPECT_EQ(&info(each.id), &each) << each.name;
        EXPECT_TRUE(each.level < level::warning || !each.action.empty()) << each.name;
    }
}

TEST(log_events, reference_page_is_up_to_date) {
    const std::string path = CIRC_TEST_DATA "/../../docs/reference/events.md";
    if (std::getenv("CIRC_TEST_ACCEPT") != nullptr) {
        std::ofstream(path) << reference_page();
        GTEST_SKIP() << "recorded anew";
    }
    std::ifstream in(path);
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), reference_page())
        << "CIRC_TEST_ACCEPT=1 writes it anew";
}

} // namespace
} // namespace circ::log
