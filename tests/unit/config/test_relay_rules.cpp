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

} // namespace
} // namespace circ::config
