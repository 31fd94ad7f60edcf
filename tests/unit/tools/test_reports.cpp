// Every report over a library in which each has lines, with totals that are known.

#include "tests/unit/tools/report_library.hpp"
#include "tools/circdesk/library_signs.hpp"
#include "tools/circdesk/report/report.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value_to.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>

namespace circ::test {
namespace {

namespace json = boost::json;
using testing::HasSubstr;
using testing::Not;

struct expectation {
    std::string options;
    std::size_t lines;
    std::string totals; ///< under the lines
};

/// Of each report what it says of the report library.
const std::map<std::string_view, expectation> expected{
    {"overdues", {"", 3, "in all 3 lines; fee so far 0.80 EUR"}},
    {"pull-list", {"", 1, "1 line\n"}},
    {"holds-to-clear", {"", 1, "1 line\n"}},
    {"holds-unfillable", {"", 1, "1 line\n"}},
    {"holds-per-copy", {" --more-than 1", 2, "2 lines; holds 3; copies 1"}},
    {"transits-late", {"", 1, "1 line\n"}},
    {"lost", {"", 1, "1 line; owed for it 25.00 EUR"}},
    {"claims", {"", 1, "1 line; owed for it 0.00 EUR"}},
    {"damaged", {"", 1, "1 line; price 12.50 EUR"}},
    {"missing", {"", 2, "2 lines\n"}},
    {"never-lent", {"", 1, "1 line\n"}},
    {"cards-expiring", {"", 1, "1 line; loans 0; holds 2; owed 0.00 EUR"}},
    {"credits", {"", 1, "1 line; credit 1.50 EUR; owed 0.00 EUR"}},
    {"fees",
     {"", 1, "1 line; payments 2; accepted 1.50 EUR; refusals 1; refused 2.00 EUR; taken 3.50 EUR; credited 1.50 EUR"}},
    {"payments-refused", {"", 2, "2 lines; amount 2.50 EUR"}},
    {"notices-failed", {"", 2, "2 lines\n"}},
    {"terminals-silent", {"", 1, "1 line\n"}},
    {"statistics",
     {" --by year", 1,
      "1 line; checkouts 3; renewals 1; returns 2; used in the house 0; holds 4; new patrons 4; charged 25.00 EUR; "
      "paid 1.50 EUR"}}};

class reporting : public report_library {
protected:
    [[nodiscard]] std::string text(const std::string& of) const {
        const auto made = run("circdesk report " + of);
        EXPECT_EQ(made.code, tool::done) << of << ": " << made.wrong;
        return made.out;
    }
    [[nodiscard]] static auto rows_in(const std::string& csv) { return std::ranges::count(csv, '\n'); }
};

TEST_F(reporting, says_what_of_and_as_of_when_with_its_totals) {
    for (const auto& each : tool::reports()) {
        ASSERT_TRUE(expected.contains(each.name)) << each.name << " is expected to say nothing";
        const auto& wanted = expected.at(each.name);
        const auto name = std::string(each.name);
        const auto told = text(name + wanted.options);
        EXPECT_THAT(told, testing::StartsWith(std::string(each.title))) << name;
        EXPECT_THAT(told, HasSubstr(", as of 2")) << name;
        EXPECT_THAT(told, HasSubstr(" Europe/Berlin\n")) << name;
        EXPECT_THAT(told, HasSubstr(wanted.totals)) << name;
    }
    EXPECT_EQ(expected.size(), tool::reports().size());
}

TEST_F(reporting, tells_machines_the_same) {
    for (const auto& each : tool::reports()) {
        const auto& wanted = expected.at(each.name);
        const auto made = run("circdesk report " + std::string(each.name) + wanted.options, true);
        const auto told = json::parse(made.out).as_object();
        EXPECT_EQ(json::value_to<std::string>(told.at("report")), each.name);
        std::size_t lines = 0;
        for (const auto& one : told.at("pages").as_array()) {
            const auto& page = one.as_object();
            const auto of_page = page.at("lines").as_array().size();
            EXPECT_EQ(page.at("totals").as_object().at("lines").to_number<std::size_t>(), of_page);
            EXPECT_EQ(page.contains("branch"), each.pages == tool::report_pages::each_branch);
            EXPECT_THAT(json::value_to<std::string>(page.at("as_of")), testing::EndsWith("Z"));
            lines += of_page;
        }
        EXPECT_EQ(lines, wanted.lines) << each.name;
    }
}

TEST_F(reporting, gives_a_spreadsheet_one_table_with_a_row_for_each_line) {
    for (const auto& each : tool::reports()) {
        const auto& wanted = expected.at(each.name);
        const auto csv = text(std::string(each.name) + wanted.options + " --csv");
        EXPECT_THAT(csv, testing::StartsWith("as of,")) << each.name;
        EXPECT_EQ(rows_in(csv), static_cast<std::ptrdiff_t>(wanted.lines) + 1) << each.name;
    }
}

TEST_F(reporting, lets_no_spreadsheet_take_a_title_for_a_formula) {
    EXPECT_THAT(text("damaged --csv"), HasSubstr(",\"'=HYPERLINK(\"\"http://x\"\")\","));
    EXPECT_THAT(text("damaged"), HasSubstr(std::string("  ") + formula));
}

TEST_F(reporting, has_a_sheet_for_each_branch_or_for_the_one_that_is_named) {
    EXPECT_THAT(text("overdues"), HasSubstr("\n\fOverdue loans, NORTH (NORTH), as of "));
    const auto one = text("overdues --branch NORTH");
    EXPECT_THAT(one, Not(HasSubstr("\f")));
    EXPECT_THAT(one, HasSubstr("late1"));
    EXPECT_THAT(one, Not(HasSubstr("late5")));
    EXPECT_THAT(one, HasSubstr("\n1 line; fee so far 0.10 EUR\n"));
    EXPECT_THAT(text("damaged --branch MAIN"), HasSubstr("nothing is on this list"));
}

TEST_F(reporting, follows_the_shelves_where_somebody_walks_with_it) {
    const auto told = text("missing");
    EXPECT_LT(told.find("PR604 .A2"), told.find("PR6039.O32 L6 1991"));
    for (const auto& each : tool::reports()) {
        if (each.order != tool::report_order::shelf) continue;
        ASSERT_GE(each.columns.size(), 3U) << each.name;
        EXPECT_EQ(each.columns[0].name, "location") << each.name;
        EXPECT_EQ(each.columns[1].name, "call number") << each.name;
        EXPECT_EQ(each.columns[2].name, "item") << each.name;
    }
}

TEST_F(reporting, looks_where_an_item_stands_for_a_while) {
    for (const auto& [item, report] : {std::pair{"wanted", "pull-list"}, std::pair{"lapsed", "holds-to-clear"}, std::pair{"claimed", "claims"},
                                       std::pair{"gone", "missing"}, std::pair{"dusty", "never-lent"}}) {
        const std::string table = std::string("Table of ") + item;
        EXPECT_EQ(run(std::string("circdesk item temporary ") + item + " --location '" + table + "' --until 2999-01-01 --reason summer").code, tool::done);
        EXPECT_THAT(text(report), testing::ContainsRegex(table + " .* " + item)) << report;
    }
}

TEST_F(reporting, names_nobody_unless_it_is_asked_to) {
    for (const auto& each : tool::reports()) {
        const auto line = std::string(each.name) + expected.at(each.name).options;
        EXPECT_THAT(text(line), Not(HasSubstr("Family-"))) << each.name;
        EXPECT_THAT(text(line + " --csv"), Not(HasSubstr("Family-"))) << each.name;
        EXPECT_THAT(run("circdesk report " + line, true).out, Not(HasSubstr("Family-"))) << each.name;
    }
    EXPECT_THAT(text("overdues --with-names"), testing::AllOf(HasSubstr("Family-p1"), HasSubstr("030 1")));
    EXPECT_THAT(text("credits --with-names"), HasSubstr("Family-p1"));
    EXPECT_THAT(text("cards-expiring --with-names"), HasSubstr("Family-p3"));
}

TEST_F(reporting, goes_by_the_limits_it_is_given) {
    EXPECT_THAT(text("overdues --days 3"), HasSubstr("\n1 line; fee so far 0.50 EUR\n"));
    EXPECT_THAT(text("transits-late --days 0"), HasSubstr("\n2 lines\n"));
    EXPECT_THAT(text("cards-expiring --days 200"), HasSubstr("in all 2 lines"));
    EXPECT_THAT(text("never-lent --since 1990-01-01"), HasSubstr("nothing is on this list"));
    EXPECT_THAT(text("never-lent --since today"), HasSubstr("\n2 lines\n"));
    EXPECT_THAT(text("holds-per-copy"), HasSubstr("\n1 line; holds 1; copies 0\n")) << "no copy is too few for anybody";
    EXPECT_THAT(text("fees --since 1990-01-01 --until 1990-02-01"), HasSubstr("nothing is on this list"));
    EXPECT_THAT(text("terminals-silent --days 20"), Not(HasSubstr("silent"))) << "it is out of paper still";
    EXPECT_THAT(text("statistics --by year --item-type dvd"), HasSubstr("1 line; checkouts 0;"));
    EXPECT_THAT(text("statistics --by year --branch NORTH"), HasSubstr("checkouts 0;"));
    EXPECT_THAT(text("statistics --since 2020-12-15 --until 2021-01-15"),
                testing::AllOf(HasSubstr("2020-12"), HasSubstr("2021-01"), HasSubstr("\n2 lines;")));
}

TEST_F(reporting, says_what_would_be_right) {
    for (const auto& [line, code, wanted] :
         {std::tuple{"overdues --branch SOUTH", tool::not_found, "there is no branch SOUTH"},
          std::tuple{"overdues --days -1", tool::wrong_usage, "--days is a number from 0 to 36500"},
          std::tuple{"statistics --by week", tool::wrong_usage, "say month or year"},
          std::tuple{"fees --since 1.2.2026", tool::wrong_usage, "is no day such as"},
          std::tuple{"fees --until 1990-01-01", tool::wrong_usage, "--until lies before --since"}}) {
        const auto made = run(std::string("circdesk report ") + line);
        EXPECT_EQ(made.code, code) << line;
        EXPECT_THAT(made.wrong, HasSubstr(wanted)) << line;
    }
    EXPECT_EQ(run("circdesk report overdues --csv", true).code, tool::wrong_usage);
}

TEST_F(reporting, of_terminals_is_a_sign_of_status_too) {
    tool::tool with(how());
    const auto signs = tool::library_signs(with);
    const auto terminals = std::ranges::find(signs, "terminals", &tool::library_sign::name);
    ASSERT_NE(terminals, signs.end());
    EXPECT_EQ(terminals->state,
              "2 in use; silent: kiosk1; out of paper: kiosk1: `circdesk report terminals-silent`");
    EXPECT_FALSE(terminals->well);
}

TEST_F(reporting, counts_no_backup_of_a_clock_that_was_ahead_as_a_sign) {
    const auto sign = [this] {
        tool::tool with(how());
        const auto signs = tool::library_signs(with);
        return *std::ranges::find(signs, "backup", &tool::library_sign::name);
    };
    const auto backups = std::filesystem::path(how().data_dir.value()) / "backup";
    const auto now = std::filesystem::file_time_type::clock::now();
    const auto put = [&](const char* name, std::chrono::hours ago) {
        std::filesystem::create_directories(backups);
        std::ofstream(backups / name) << "x";
        std::filesystem::last_write_time(backups / name, now - ago);
    };
    put("circdesk-99990101-000000.sqlite", std::chrono::hours(0));
    EXPECT_EQ(sign().state, "none in " + backups.string() + "; not counted: 1 dated later than now: `circdesk backup make`");
    EXPECT_FALSE(sign().well);
    put("circdesk-20200101-000000.sqlite", std::chrono::hours(30));
    EXPECT_EQ(sign().state, "circdesk-20200101-000000.sqlite, 30 hours old; not counted: 1 dated later than now");
    EXPECT_FALSE(sign().well);
    put("circdesk-20200102-000000.sqlite", std::chrono::hours(-30));
    EXPECT_THAT(sign().state, HasSubstr("circdesk-20200101-000000.sqlite, 30 hours old; not counted: 2 "));
    std::filesystem::remove_all(backups);
}

/// What was called off, or given up by staff, has not failed; what used up its tries has.
TEST_F(reporting, of_notices_is_a_sign_of_status_too) {
    const auto sign = [this] {
        tool::tool with(how());
        const auto signs = tool::library_signs(with);
        return *std::ranges::find(signs, "notices", &tool::library_sign::name);
    };
    EXPECT_EQ(sign().state, "0 waiting, 2 failed: `circdesk report notices-failed`");
    EXPECT_FALSE(sign().well);
    const auto told = text("notices-failed");
    EXPECT_THAT(told, testing::AllOf(HasSubstr("mailbox full"), HasSubstr("no such mailbox"), Not(HasSubstr("hold_ready"))));
    const auto failed = ask([](storage::reader& from, const auto& of) {
        std::vector<storage::notice_id> all;
        for (const auto state : {storage::notice_state::failed, storage::notice_state::given_up})
            for (const auto& each : from.notices_in(of.id, state, {}, 10))
                if (!each.last_error.empty()) all.push_back(each.id);
        return all;
    });
    for (const auto id : failed)
        EXPECT_EQ(run("circdesk notice give-up " + std::to_string(id.value) + " --reason 'told in person'").code, tool::done);
    EXPECT_EQ(sign().state, "0 waiting, 0 failed");
    EXPECT_TRUE(sign().well);
    EXPECT_THAT(text("notices-failed"), HasSubstr("nothing is on this list"));
}

TEST_F(reporting, lets_a_profile_be_silent_for_longer) {
    change([](storage::unit_of_work& unit, const auto&) {
        auto account = unit.terminal_by_login("kiosk1").value();
        account.profile = "weekly";
        unit.change(account);
    });
    const auto told = [this](int limit) {
        auto how = this->how();
        how.settings_file = write("weekly.toml", "[profile.weekly]\ninherits = \"standard\"\nsilent_days = " + std::to_string(limit) + "\n");
        const auto report = run_verb("circdesk report terminals-silent", how).out;
        tool::tool with(how);
        const auto signs = tool::library_signs(with);
        return report + std::ranges::find(signs, "terminals", &tool::library_sign::name)->state;
    };
    EXPECT_THAT(told(1), testing::AllOf(HasSubstr("weekly"), HasSubstr("; silent: kiosk1")));
    EXPECT_THAT(told(20), Not(HasSubstr("silent: kiosk1")));
    EXPECT_THAT(told(0), HasSubstr("; silent: kiosk1")) << "as the server says";
}

/// The manual has a section for each report, in its order, with the way its lines end.
TEST(reports_page, tells_of_every_report_how_its_lines_end) {
    std::ifstream in(CIRC_SOURCE_DIR "/docs/operators/reports.md");
    const std::string page{std::istreambuf_iterator<char>(in), {}};
    std::size_t after = 0;
    for (const auto& each : tool::reports()) {
        const auto heading = "\n## " + std::string(each.name) + "\n";
        const auto at = page.find(heading, after);
        ASSERT_NE(at, std::string::npos) << each.name;
        const auto end = std::min(page.find("\n## ", at + 1), page.size());
        const auto section = page.substr(at, end - at);
        EXPECT_THAT(section, HasSubstr(std::string(each.ends))) << each.name;
        EXPECT_THAT(section, HasSubstr("$ circdesk report " + std::string(each.name))) << each.name;
        after = at;
    }
}

} // namespace
} // namespace circ::test
