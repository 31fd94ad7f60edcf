#include "config/choices.hpp"
#include "config/load.hpp"
#include "config/profiles.hpp"

namespace circ::config {
namespace {

const profile& of(const settings& all, std::string_view name) {
    return all.profiles.find(name)->second;
}

TEST(profiles, every_shipped_one_is_there_without_a_file) {
    const settings all = default_settings();
    EXPECT_EQ(all.profiles.size(), builtin_profiles().size());
    EXPECT_EQ(of(all, "standard"), profile{});
    EXPECT_EQ(of(all, "strict").encoding, encoding::cp850);
    EXPECT_EQ(of(all, "strict").unknown_command, unknown_command::ignore);
    EXPECT_EQ(of(all, "strict").fixed_part, fixed_part::strict);
    EXPECT_EQ(of(all, "kiosk-3m").encoding, encoding::cp850);
    EXPECT_EQ(of(all, "kiosk-printer").receipts.size(), std::size(choices<receipt_kind>));
    EXPECT_TRUE(of(all, "kiosk-3m").receipts.empty());
    EXPECT_THAT(of(all, "sorter").extensions, testing::ElementsAre("CL", "CT", "CV"));
    EXPECT_FALSE(of(all, "sorter").send_borrower_in_10);
    EXPECT_EQ(of(all, "sorter").holds, hold_handling::trap);
    EXPECT_THAT(of(all, "return-bin").extensions, testing::ElementsAre("CL", "CT", "CV"));
    EXPECT_EQ(of(all, "return-bin").returns_dated, returns_dated::last_open_day);
    EXPECT_EQ(of(all, "payment").overpayment, overpayment::credit);
    EXPECT_EQ(of(all, "payment").bk_scope, bk_scope::day);
    EXPECT_EQ(of(all, "econtent").pin_policy, pin_policy::each_request);
    EXPECT_EQ(of(all, "pc-booking").details_without_pin, details_without_pin::minimal);
    EXPECT_TRUE(of(all, "wand").seen_by_17);
}

TEST(profiles, no_shipped_one_opens_an_account_by_an_empty_pin) {
    for (const auto& [name, each] : default_settings().profiles) {
        EXPECT_EQ(each.empty_pin, empty_pin::refused) << name;
        EXPECT_NE(each.pin_policy, pin_policy::none) << name;
        EXPECT_FALSE(each.patron_enable) << name;
    }
}

TEST(profiles, no_shipped_one_prints_a_readers_name) {
    for (const auto& [name, each] : default_settings().profiles)
        EXPECT_FALSE(each.receipt_name) << name;
}

TEST(profiles, choose_receipts_by_the_answers_that_bring_them) {
    const settings all = load_text("[profile.mine]\nreceipts = [\"36\", \"38\"]\n", "f").settings;
    EXPECT_TRUE(prints(of(all, "mine"), receipt_kind::end_session));
    EXPECT_TRUE(prints(of(all, "mine"), receipt_kind::fee_paid));
    EXPECT_FALSE(prints(of(all, "mine"), receipt_kind::checkout));
    const auto wrong = load_text("[profile.mine]\nreceipts = [\"16\"]\n", "f").mistakes;
    ASSERT_EQ(wrong.size(), 1U);
    EXPECT_THAT(to_string(wrong.front()), testing::HasSubstr("f:2:13: profile.mine.receipts"));
}

TEST(profiles, words_of_a_file_reach_all_that_inherit) {
    const settings all = load(CIRC_TEST_DATA "/settings/library.toml").settings;
    const profile& hall = of(all, "hall-kiosk");
    EXPECT_EQ(hall.terminator, terminator::crlf);
    EXPECT_EQ(hall.delimiter, '^');
    EXPECT_EQ(hall.encoding, encoding::iso_8859_1) << "from [profile.kiosk-3m] of the file";
    EXPECT_EQ(hall.login_seconds, std::chrono::seconds(60));
    EXPECT_EQ(hall.timeout_tenths, 50) << "from [profile.standard] of the file";
    EXPECT_EQ(of(all, "payment").timeout_tenths, 50);
    EXPECT_EQ(of(all, "payment").encoding, encoding::utf_8);
    EXPECT_EQ(hall.trust_return_date_minutes, std::chrono::minutes(90));
    EXPECT_FALSE(hall.status_flags[2]);
    EXPECT_TRUE(hall.status_flags[13]);
    EXPECT_TRUE(hall.alert_policy.empty());
}

TEST(profiles, one_without_inherits_changes_the_standard) {
    const settings all =
        load_text("[profile.standard]\nretries = 9\n[profile.mine]\ncf_pad = 5\n", "f").settings;
    EXPECT_EQ(of(all, "mine").retries, 9);
    EXPECT_EQ(of(all, "mine").cf_pad, 5U);
}

TEST(profiles, shipped_one_can_be_built_upon_another) {
    const settings all = load_text("[profile.sorter]\ninherits = \"kiosk-3m\"\n", "f").settings;
    EXPECT_EQ(of(all, "sorter").encoding, encoding::cp850);
    EXPECT_FALSE(of(all, "sorter").send_borrower_in_10) << "keeps what it is";
}

struct allow_case {
    std::string name, allowed;
    bool enable;
    std::string code;
    bool expected;
};

class allowing : public testing::TestWithParam<allow_case> {};

TEST_P(allowing, follows_the_list) {
    const auto& row = GetParam();
    const std::string text = "[profile.a]\nallowed = [" + row.allowed +
                             "]\npatron_enable = " + (row.enable ? "true" : "false") + "\n";
    EXPECT_EQ(allows(of(load_text(text, "f").settings, "a"), row.code), row.expected);
}

INSTANTIATE_TEST_SUITE_P(
    profiles,
    allowing,
    testing::Values(allow_case{"listed", "\"11\", \"09\"", false, "09", true},
                    allow_case{"not_listed", "\"11\", \"09\"", false, "29", false},
                    allow_case{"login", "", false, "93", true},
                    allow_case{"resend", "", false, "97", true},
                    allow_case{"status", "", false, "99", true},
                    allow_case{"enable_switched_off", "\"25\"", false, "25", false},
                    allow_case{"enable_switched_on", "\"25\"", true, "25", true},
                    allow_case{"no_request", "\"11\"", false, "12", false}),
    [](const auto& row) { return row.param.name; });

TEST(profiles, one_that_allows_nothing_is_for_probes_and_of_those_shipped_only_probe_is) {
    const settings all = load_text("[profile.mine]\ninherits = \"kiosk-3m\"\nallowed = []\n", "f").settings;
    for (const auto& [name, each] : all.profiles)
        EXPECT_EQ(is_for_probes(each), name == "probe" || name == "mine") << name;
    for (const char* always : {"93", "97", "99"}) EXPECT_TRUE(allows(of(all, "probe"), always));
    for (const auto code : choices<request_code>) EXPECT_FALSE(allows(of(all, "probe"), code)) << code;
}

struct field_case {
    std::string name, hide, allow, message, id;
    bool expected;
};

class showing_fields : public testing::TestWithParam<field_case> {};

TEST_P(showing_fields, follows_both_lists) {
    const auto& row = GetParam();
    const std::string text =
        "[profile.a]\nhide_fields = [" + row.hide + "]\nallow_fields = [" + row.allow + "]\n";
    EXPECT_EQ(shows_field(of(load_text(text, "f").settings, "a"), row.message, row.id),
              row.expected);
}

INSTANTIATE_TEST_SUITE_P(
    profiles,
    showing_fields,
    testing::Values(field_case{"nothing_said", "", "", "64", "BD", true},
                    field_case{"hidden_here", "\"64.BD\"", "", "64", "BD", false},
                    field_case{"hidden_elsewhere", "\"64.BD\"", "", "24", "BD", true},
                    field_case{"hidden_everywhere", "\"BH\"", "", "38", "BH", false},
                    field_case{"allowed", "", "\"12.AF\"", "12", "AF", true},
                    field_case{"not_among_the_allowed", "", "\"12.AF\"", "12", "AG", false},
                    field_case{"other_message_keeps_all", "", "\"12.AF\"", "10", "AG", true},
                    field_case{"hiding_wins", "\"AF\"", "\"12.AF\"", "12", "AF", false}),
    [](const auto& row) { return row.param.name; });

} // namespace
} // namespace circ::config
