#include "config/load.hpp"
#include "storage/check.hpp"
#include "storage/open_store.hpp"
#include "tests/unit/storage/scratch_folder.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/demo/demo.hpp"
#include "tools/circdesk/demo/demo_page.hpp"
#include "tools/circdesk/tool.hpp"

#include <fstream>
#include <map>
#include <sstream>

namespace circ::test {

namespace {

const std::filesystem::path demo = std::filesystem::path(CIRC_SOURCE_DIR) / "tools/demo";

storage::instant at(int month, int day, int hour) {
    return std::chrono::sys_days{std::chrono::year{2026} / month / day} + std::chrono::hours{hour};
}

struct loading_day {
    const char* name;
    storage::instant now;
};

/// On any day of the week, as closed days move due dates; also across a change of the clocks.
class demo_library : public testing::TestWithParam<loading_day> {
protected:
    demo_library() : store(storage::open_store({.path = folder.file("library.sqlite"), .create = true})) {}

    scratch_folder folder;
    std::unique_ptr<storage::store> store;
};

TEST_P(demo_library, is_whole_and_consistent) {
    const auto now = GetParam().now;
    const auto policy = circulation::policy::compile(config::default_settings().policy);
    const tool::verifier_maker pins("");
    tool::import_report report;
    const auto library = tool::load_demo(demo, {*store, now, pins, policy.rules}, report);
    for (const auto& each : report.rejects()) ADD_FAILURE() << to_string(each);

    store->read([&](storage::reader& from) {
        for (const auto& each : storage::check(from)) ADD_FAILURE() << each.name << ": " << each.sentence;
        std::map<std::string, std::int64_t> rows;
        for (const auto& [kind, count] : from.row_counts()) rows[kind] = count;
        const std::map<std::string, std::int64_t> expected{{"institution", 2}, {"branch", 4}, {"terminal", 11},
                                                           {"title", 321}, {"item", 501}, {"patron", 61}, {"loan", 89}, {"hold", 30}, {"fee", 25}};
        for (const auto& [kind, count] : expected) EXPECT_EQ(rows[kind], count) << kind;

        const auto who = [&](const char* card) { return from.patron_by_card(library.id, card, now).value(); };
        EXPECT_EQ(who("29012000000291").overdue_loans, 6);
        EXPECT_EQ(who("29012000000358").lost_loans, 4);
        EXPECT_EQ(who("29012000000333").claimed_loans, 4);
        EXPECT_EQ(who("29012000000242").card->state, storage::card_state::lost);
        EXPECT_GT(who("29012000000309").patron.owed.minor, 1000);
        EXPECT_GT(who("29012000000416").guarantor_owed.minor, 1000);
        EXPECT_GT(who("29012000000267").patron.pin_locked_until, now + std::chrono::days{300});
        const auto next = from.item_by_barcode(library.id, "39012000000117").value();
        EXPECT_TRUE(next.trapping_hold && next.trapping_hold->state == storage::hold_state::on_shelf);
    });
}

INSTANTIATE_TEST_SUITE_P(days, demo_library,
                         testing::Values(loading_day{"sunday_before_summer_time", at(3, 28, 23)},
                                         loading_day{"monday_early", at(3, 30, 1)},
                                         loading_day{"wednesday", at(7, 15, 12)},
                                         loading_day{"saturday", at(10, 24, 16)}),
                         [](const auto& each) { return each.param.name; });

TEST(demo_load, only_fills_an_empty_store) {
    const scratch_folder folder;
    tool::tool with({.data_dir = folder.file("data"), .operator_name = "test"});
    const auto verb = tool::make_demo_load();
    for (const auto& each : verb->options())
        if (each.name == "--from") *std::get<std::string*>(each.into) = demo.string();
    testing::internal::CaptureStdout();
    EXPECT_EQ(verb->run(with), tool::done);
    EXPECT_THAT(testing::internal::GetCapturedStdout(), testing::HasSubstr("321 titles, 501 items, 61 patrons"));
    try {
        static_cast<void>(verb->run(with));
        FAIL() << "it was loaded twice";
    } catch (const tool::complaint& about) {
        EXPECT_THAT(about.what(), testing::HasSubstr("already holds 501 items"));
    }
}

TEST(demo_page, is_the_one_that_ships) {
    std::ostringstream shipped;
    shipped << std::ifstream(std::filesystem::path(CIRC_SOURCE_DIR) / "docs/demo.md", std::ios::binary).rdbuf();
    EXPECT_EQ(tool::demo_page(demo), shipped.str()) << "write it anew with `circdesk demo page`";
}

} // namespace

} // namespace circ::test
