#include "config/load.hpp"

namespace circ::config {
namespace {

constexpr std::string_view two_systems = R"(
[[ncip_backend]]
name = "main"
url = "https://ils.example/ncip"
[[ncip_backend]]
name = "other"
url = "http://127.0.0.1:8080/ncip"
)";

std::vector<std::string> told(const std::string& rules) {
    std::vector<std::string> lines;
    for (const mistake& each : load_text(std::string(two_systems) + rules, "f.toml").mistakes)
        lines.push_back(to_string(each));
    return lines;
}

TEST(relay_rules, are_taken_over_in_their_order) {
    const auto result = load_text(std::string(two_systems) + R"(
[[relay]]
stage = "local"
operations = ["place_hold", "pay_fee"]
[[relay]]
stage = "canary"
backend = "main"
terminals = ["kiosk1", "kiosk2"]
institutions = ["RIVERBEND"]
[[relay]]
backend = "other"
)",
                                  "f.toml");
    EXPECT_THAT(told(""), testing::IsEmpty());
    ASSERT_EQ(result.settings.relays.size(), 3U);
    const auto& rules = result.settings.relays;
    EXPECT_EQ(rules[0].stage, relay_stage::local);
    EXPECT_THAT(rules[0].operations,
                testing::ElementsAre(relayed_operation::place_hold, relayed_operation::pay_fee));
    EXPECT_EQ(rules[1].stage, relay_stage::canary);
    EXPECT_EQ(rules[1].backend, "main");
    EXPECT_THAT(rules[1].terminals, testing::ElementsAre("kiosk1", "kiosk2"));
    EXPECT_THAT(rules[1].institutions, testing::ElementsAre("RIVERBEND"));
    EXPECT_EQ(rules[2].stage, relay_stage::relay);
    EXPECT_TRUE(default_settings().relays.empty());
}

TEST(relay_rules, say_how_much_is_compared) {
    const auto result = load_text(std::string(two_systems) + R"(
[[relay]]
stage = "shadow_decide"
backend = "main"
terminals = ["kiosk1"]
sample = 20
shadow_per_second = 2
shadow_queue = 10
[[relay]]
stage = "shadow_read"
backend = "main"
)",
                                  "f.toml");
    EXPECT_THAT(result.mistakes, testing::IsEmpty());
    const auto& rules = result.settings.relays;
    ASSERT_EQ(rules.size(), 2U);
    EXPECT_EQ(rules[0].stage, relay_stage::shadow_decide);
    EXPECT_EQ(rules[0].sample, 20U);
    EXPECT_EQ(rules[0].shadow_per_second, 2U);
    EXPECT_EQ(rules[0].shadow_queue, 10U);
    EXPECT_EQ(rules[1].stage, relay_stage::shadow_read);
    EXPECT_EQ(rules[1].sample, 100U);
    EXPECT_THAT(told("[[relay]]\nbackend = \"main\"\nstage = \"shadow_read\"\nsample = 0\n"),
                testing::ElementsAre(testing::HasSubstr("relay.sample")));
    EXPECT_THAT(told("[[relay]]\nstage = \"shadow_read\"\n"),
                testing::ElementsAre(testing::HasSubstr("names no library system")));
}

TEST(relay_rules, who_answers_by_ourselves_is_known_of_each_stage) {
    using enum relay_stage;
    for (const auto each : {local, shadow_read, shadow_decide})
        EXPECT_TRUE(answers_here(each));
    for (const auto each : {canary, relay})
        EXPECT_FALSE(answers_here(each));
}

TEST(relay_rules, that_cannot_be_followed_are_told_with_the_way_out) {
    EXPECT_THAT(told("[[relay]]\nbackend = \"mian\"\n"),
                testing::ElementsAre(testing::AllOf(testing::HasSubstr("relay.backend"),
                                                    testing::HasSubstr("\"mian\""),
                                                    testing::HasSubstr("main"))));
    EXPECT_THAT(told("[[relay]]\nstage = \"relay\"\n"),
                testing::ElementsAre(testing::HasSubstr("names no library system")));
    EXPECT_THAT(told("[[relay]]\nbackend = \"main\"\n[[relay]]\nbackend = \"other\"\n"),
                testing::ElementsAre(testing::HasSubstr("can never be reached")));
    EXPECT_THAT(told("[[relay]]\nbackend = \"main\"\nstage = \"shadow\"\n"),
                testing::ElementsAre(testing::HasSubstr("relay.stage")));
    EXPECT_THAT(told("[[relay]]\nbackend = \"main\"\noperations = [\"lend\"]\n"),
                testing::ElementsAre(testing::HasSubstr("relay.operations")));
    EXPECT_THAT(told("[[relay]]\nbackend = \"main\"\nterminal = [\"kiosk1\"]\n"),
                testing::ElementsAre(testing::HasSubstr("terminals")));
}

TEST(relay_rules, by_terminal_are_refused_where_no_mirrored_changes_are_taken) {
    const std::string one_book = "[[ncip_backend]]\nname = \"alone\"\nurl = \"http://127.0.0.1/\"\nmirrors = false\n"
                                 "[[relay]]\nbackend = \"alone\"\n";
    EXPECT_THAT(told(one_book), testing::IsEmpty());
    EXPECT_THAT(told(one_book + "stage = \"canary\"\n"), testing::IsEmpty());
    for (const auto* const stage : {"canary", "relay"})
        EXPECT_THAT(told(one_book + "terminals = [\"kiosk1\"]\nstage = \"" + stage + "\"\n"),
                    testing::ElementsAre(
                        testing::AllOf(testing::HasSubstr("relay.terminals"),
                                       testing::HasSubstr("takes no mirrored changes"),
                                       testing::HasSubstr("the smallest step is the whole institution"))));
}

/// What it would hear is an order then, and may be refused although it has happened.
TEST(relay_rules, by_terminal_are_refused_where_nothing_is_sent_as_having_happened) {
    const std::string orders_only = "[[ncip_backend]]\nname = \"alone\"\nurl = \"http://127.0.0.1/\"\n"
                                    "mandated_action = false\n[[relay]]\nbackend = \"alone\"\n";
    EXPECT_THAT(told(orders_only), testing::IsEmpty());
    EXPECT_THAT(told(orders_only + "terminals = [\"kiosk1\"]\n"),
                testing::ElementsAre(testing::AllOf(testing::HasSubstr("relay.terminals"),
                                                    testing::HasSubstr("mandated_action = false"))));
}

/// What a library system's section and the rules say, and whether its book is the one of record.
struct book_case {
    const char* name;
    const char* key;   ///< of [[ncip_backend]]
    const char* rules;
    bool is_theirs;

    friend std::ostream& operator<<(std::ostream& out, const book_case& of) { return out << of.name; }
};

class the_book_of_record : public testing::TestWithParam<book_case> {};

TEST_P(the_book_of_record, is_one_for_the_institution) {
    const auto loaded = load_text("[[ncip_backend]]\nname = \"main\"\nurl = \"http://127.0.0.1/\"\n" +
                                      std::string(GetParam().key) + GetParam().rules,
                                  "f.toml");
    ASSERT_THAT(loaded.mistakes, testing::IsEmpty());
    EXPECT_EQ(is_book_of_record(loaded.settings, "main"), GetParam().is_theirs);
}

const book_case books[] = {
    {"ours_without_a_rule", "", "", false},
    {"ours_in_a_canary", "", "[[relay]]\nstage = \"canary\"\nbackend = \"main\"\n", false},
    {"theirs_where_all_is_relayed", "", "[[relay]]\nbackend = \"main\"\n", true},
    {"ours_where_some_devices_are_relayed", "", "[[relay]]\nbackend = \"main\"\nterminals = [\"kiosk1\"]\n", false},
    {"ours_where_some_operations_are_relayed", "", "[[relay]]\nbackend = \"main\"\noperations = [\"checkin\"]\n", false},
    {"theirs_where_it_is_said", "book_of_record = \"backend\"\n", "[[relay]]\nstage = \"canary\"\nbackend = \"main\"\n", true},
    {"ours_where_it_is_said", "book_of_record = \"local\"\n", "[[relay]]\nbackend = \"main\"\n", false},
};

INSTANTIATE_TEST_SUITE_P(by_stage_and_word, the_book_of_record, testing::ValuesIn(books),
                         [](const auto& of) { return std::string(of.param.name); });

TEST(stages, are_one_text_that_differs_when_they_do) {
    const auto stages = [](const std::string& rules) {
        return stages_of(load_text(std::string(two_systems) + rules, "f.toml").settings, "main");
    };
    EXPECT_EQ(stages(""), "local");
    EXPECT_EQ(stages("[[relay]]\nbackend = \"other\"\n"), "local") << "another system's";
    EXPECT_EQ(stages("[[relay]]\nstage = \"canary\"\nbackend = \"main\"\nterminals = [\"k1\", \"k2\"]\n"),
              "canary; terminals k1 k2 | at https://ils.example/ncip | our book");
    EXPECT_EQ(stages("[[relay]]\nstage = \"local\"\noperations = [\"pay_fee\"]\n[[relay]]\nbackend = \"main\"\n"),
              "local; operations pay_fee | relay | at https://ils.example/ncip | their book");
    EXPECT_EQ(stages("\n\n[[relay]]\nbackend = \"main\"\n"), stages("[[relay]]\nbackend = \"main\"\n"))
        << "wherever it stands in the file";
}

TEST(stages, differ_where_another_system_is_asked_or_another_book_counts) {
    const auto stages = [](const std::string& keys, const std::string& rules) {
        return stages_of(load_text("[[ncip_backend]]\nname = \"main\"\n" + keys + rules, "f.toml").settings, "main");
    };
    const std::string here = "url = \"http://127.0.0.1/\"\n";
    const std::string elsewhere = "url = \"http://127.0.0.2/\"\n";
    const std::string canary = "[[relay]]\nstage = \"canary\"\nbackend = \"main\"\n";
    EXPECT_NE(stages(here, canary), stages(elsewhere, canary));
    EXPECT_NE(stages(here, canary), stages(here + "book_of_record = \"backend\"\n", canary));
    EXPECT_EQ(stages(here, canary), stages(here + "book_of_record = \"local\"\n", canary)) << "said, and the same";
    EXPECT_EQ(stages(here, ""), stages(elsewhere, "")) << "it takes part in nothing";
}

} // namespace
} // namespace circ::config
