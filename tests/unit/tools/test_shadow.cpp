// What the tool tells of a library system beside us, and what it lets a person decide.

#include "server/shadow/ledger.hpp"
#include "storage/shadow_book.hpp"
#include "tests/unit/storage/scratch_folder.hpp"
#include "tests/unit/tools/run_verb.hpp"
#include "tools/circdesk/shadow_summary.hpp"

#include <boost/json/parse.hpp>

namespace circ::test {
namespace {

using storage::shadow_cause;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

struct sentence_case {
    std::string name;
    storage::shadow_tally counted;
    std::int64_t differences = 0;
    std::int64_t kinds = 0;
    std::int64_t rules = 0;
    std::string says;
};

std::ostream& operator<<(std::ostream& to, const sentence_case& of) {
    return to << of.name;
}

const std::vector<sentence_case>& sentences() {
    static const std::vector<sentence_case> all{
        {"many",
         {.same = 96'300, .tolerable = 95, .different = 17, .decided_otherwise = 17},
         17,
         4,
         2,
         "96,412 requests in 14 days, 99.98 % the same decision, 17 differences of 4 kinds, 2 of "
         "them rules"},
        {"none", {}, 0, 0, 0, "no requests were compared in 14 days"},
        {"one_alone",
         {.different = 1, .decided_otherwise = 1},
         1,
         1,
         1,
         "1 request in 14 days, 0.00 % the same decision, 1 difference of 1 kind, 1 of them a rule"},
        {"all_the_same", {.same = 1'000'000}, 0, 0, 0,
         "1,000,000 requests in 14 days, 100.00 % the same decision, no differences"},
        {"not_rounded_up_to_all",
         {.same = 999'999, .different = 1, .decided_otherwise = 1},
         1,
         1,
         0,
         "1,000,000 requests in 14 days, 99.99 % the same decision, 1 difference of 1 kind, none of "
         "them rules"},
    };
    return all;
}

class a_sentence : public testing::TestWithParam<sentence_case> {};

TEST_P(a_sentence, is_one_that_a_head_librarian_can_read) {
    const auto& row = GetParam();
    EXPECT_EQ(tool::sentence({.days = 14,
                              .counted = row.counted,
                              .differences = row.differences,
                              .kinds = row.kinds,
                              .rules = row.rules}),
              row.says);
}

INSTANTIATE_TEST_SUITE_P(of, a_sentence, testing::ValuesIn(sentences()), [](const auto& row) {
    return row.param.name;
});

/// A library with two kiosks, where a rule differs at both, a title at one, and much is the same.
class shadow_verbs : public testing::Test {
protected:
    shadow_verbs() {
        tool::tool with(how());
        const auto now = with.now();
        storage::write_and_wait(with.store(true), [&](storage::unit_of_work& in) {
            const storage::institution library{.id = in.new_id<storage::institution_id>(),
                                               .code = "TOWN",
                                               .name = "Town",
                                               .currency = "EUR",
                                               .decimals = 2,
                                               .language = "en",
                                               .time_zone = "UTC"};
            in.add(library);
            const storage::branch main{.id = in.new_id<storage::branch_id>(),
                                       .institution = library.id,
                                       .code = "MAIN",
                                       .name = "Main",
                                       .address = {},
                                       .time_zone = "UTC"};
            in.add(main);
            place.institution = library.id;
            place.backend = "main";
            place.day = std::chrono::floor<std::chrono::days>(
                std::chrono::local_time<std::chrono::microseconds>(now.time_since_epoch()));
            for (const char* login : {"kiosk1", "kiosk2"}) {
                storage::terminal made;
                made.id = in.new_id<storage::terminal_id>();
                made.institution = library.id;
                made.branch = main.id;
                made.login = login;
                made.profile = "standard";
                in.add(made);
                put(in, made.id, "checkout", {difference_of("due", shadow_cause::rule)}, now);
                put(in, made.id, "checkout", {}, now);
            }
            put(in, place.terminal, "item_details", {difference_of("title", shadow_cause::form)}, now);
        });
    }

    static shadow::difference difference_of(std::string_view field, shadow_cause cause) {
        const auto found = std::ranges::find(shadow::all_fields(), field, &shadow::field::name);
        shadow::difference made;
        made.of = &*found;
        made.cause = cause;
        made.found = {shadow::grade::different, "=in 28 days", "in 21 days", "the case"};
        return made;
    }
    void put(storage::unit_of_work& in,
             storage::terminal_id at,
             const std::string& operation,
             std::vector<shadow::difference> differences,
             storage::instant now) {
        place.terminal = at;
        place.operation = operation;
        shadow::comparison what;
        what.differences = std::move(differences);
        static_cast<void>(shadow::write_down(in, place, what, now, "item …0137"));
    }

    tool::tool::common_options how(bool json = false) const {
        return {.settings_file = std::nullopt,
                .data_dir = folder.file(""),
                .institution = "TOWN",
                .operator_name = "anna",
                .json = json};
    }
    ran verb(const std::string& line, bool json = false) { return run_verb(line, how(json)); }

    scratch_folder folder;
    storage::shadow_place place;
};

TEST_F(shadow_verbs, report_begins_with_the_sentence_and_tells_that_a_rule_differs) {
    const auto told = verb("circdesk shadow report");
    EXPECT_EQ(told.code, tool::refused);
    EXPECT_THAT(told.out,
                StartsWith("5 requests in 14 days, 60.00 % the same decision, 3 differences of 2 "
                           "kinds, 1 of them a rule\n\nmessage "));
    EXPECT_THAT(told.out, HasSubstr("\ncheckout (11)  4         50.00"));
    EXPECT_THAT(told.out, HasSubstr("\nitem (17)      1         100.00"));
}

TEST_F(shadow_verbs, report_by_terminal_field_and_cause) {
    const auto by_terminal = verb("circdesk shadow report --by terminal").out;
    EXPECT_THAT(by_terminal, HasSubstr("\nkiosk1    2"));
    EXPECT_THAT(by_terminal, HasSubstr("\nkiosk2    3"));
    EXPECT_THAT(verb("circdesk shadow report --by field").out,
                HasSubstr("\nuntil when it is lent  another rule  1      2      2\nthe title"));
    EXPECT_THAT(verb("circdesk shadow report --by cause").out,
                HasSubstr("\nanother rule  1      2      2\nother words   1      1      1\n"));
    EXPECT_EQ(verb("circdesk shadow report --by colour").code, tool::wrong_usage);
    EXPECT_EQ(verb("circdesk shadow report --days 0").code, tool::wrong_usage);
    EXPECT_EQ(verb("circdesk shadow report --days 4294967297").code, tool::wrong_usage);
    EXPECT_EQ(verb("circdesk shadow list --days 4294967297").code, tool::wrong_usage);
}

TEST_F(shadow_verbs, report_for_machines_and_for_spreadsheets) {
    const auto json =
        boost::json::parse(verb("circdesk shadow report --by cause", true).out).as_object();
    EXPECT_EQ(json.at("requests").to_number<int>(), 5);
    EXPECT_EQ(json.at("rules").to_number<int>(), 1);
    EXPECT_EQ(json.at("lines").as_array().size(), 2U);
    EXPECT_THAT(verb("circdesk shadow report --by cause --csv").out,
                StartsWith("cause,kinds,times,terminals\r\nanother rule,1,2,2\r\n"));
}

TEST_F(shadow_verbs, list_has_a_line_for_each_kind) {
    const auto told = verb("circdesk shadow list").out;
    EXPECT_THAT(told, HasSubstr("checkout (11)  until when it is lent"));
    EXPECT_THAT(told, HasSubstr("kiosk1, kiosk2"));
    EXPECT_THAT(told, HasSubstr("item …0137: the case"));
    const auto rules = verb("circdesk shadow list --cause form").out;
    EXPECT_THAT(rules, HasSubstr("the title"));
    EXPECT_THAT(rules, Not(HasSubstr("checkout")));
    EXPECT_EQ(verb("circdesk shadow list --cause colour").code, tool::wrong_usage);
    EXPECT_THAT(verb("circdesk shadow list --accepted").out, HasSubstr("nothing is on this list"));
}

TEST_F(shadow_verbs, accept_takes_a_kind_out_of_the_report_and_forget_puts_it_back) {
    EXPECT_EQ(verb("circdesk shadow accept 1 --reason 'as decided in March'").code, tool::done);
    EXPECT_EQ(verb("circdesk shadow report").code, tool::done);
    EXPECT_THAT(verb("circdesk shadow report").out, HasSubstr("1 difference of 1 kind, none of them"));
    EXPECT_THAT(verb("circdesk shadow list").out, Not(HasSubstr("until when it is lent")));
    const auto accepted = verb("circdesk shadow list --accepted").out;
    EXPECT_THAT(accepted, HasSubstr("anna"));
    EXPECT_THAT(accepted, HasSubstr("as decided in March"));
    EXPECT_THAT(verb("circdesk shadow accept 1 --reason again").wrong, HasSubstr("already"));
    EXPECT_EQ(verb("circdesk shadow forget 1 --reason 'set right'").code, tool::done);
    EXPECT_EQ(verb("circdesk shadow report").code, tool::refused);
    EXPECT_EQ(verb("circdesk shadow forget 1 --reason again").code, tool::refused);
    EXPECT_EQ(verb("circdesk shadow accept 7 --reason x").code, tool::not_found);
    EXPECT_EQ(verb("circdesk shadow accept seven --reason x").code, tool::wrong_usage);
}

TEST(messages_of_comparisons, have_words_but_for_those_of_another_release) {
    EXPECT_EQ(tool::message_in_words("renew"), "renewal (29)");
    EXPECT_EQ(tool::message_in_words("of_another_release"), "of_another_release");
}

} // namespace
} // namespace circ::test
