// Institutions and branches, as the desk opens, changes and closes them.
#include "server/circulation/desk_library.hpp"
#include "tests/unit/circulation/at_the_desk.hpp"

namespace circ::test {
namespace {

using namespace circulation;
using code = reason_code;

class desk_library : public at_the_desk {
protected:
    storage::branch branch(const std::string& named) {
        for (auto& each : ask([&](storage::reader& in) { return in.branches(rows.institution.id); }))
            if (each.code == named) return each;
        return {};
    }
    bool is_found(const std::string& named) {
        return ask([&](storage::reader& in) { return in.branch_by_code(rows.institution.id, named).has_value(); });
    }
    outcome close_it(const std::string& named) {
        return perform(set_branch_state{.by = bert, .code = named, .to = branch_state::closed, .why = "sold"});
    }
};

TEST_F(desk_library, opens_an_institution_and_says_what_is_missing) {
    open_institution asked{.by = {}, .code = "MILLTOWN", .data = {}};
    EXPECT_EQ(names_of(perform(asked).reasons), "request_incomplete request_incomplete request_incomplete");
    asked.data = {.name = "Milltown Library", .currency = "JPY", .language = "de", .time_zone = "Europe/Berlin"};
    ASSERT_EQ(perform(asked).result, verdict::done);
    const auto made = ask([](storage::reader& in) { return in.institution_by_code("MILLTOWN"); }).value();
    EXPECT_EQ(made.name, "Milltown Library");
    EXPECT_EQ(made.decimals, 0);
    EXPECT_EQ(made.language, "de");
    EXPECT_EQ(names_of(perform(asked).reasons), "code_taken");
}

TEST_F(desk_library, knows_how_many_decimals_all_currencies_have) {
    const auto fewest = [this] { return ask([](storage::reader& in) { return fewest_decimals(in); }); };
    EXPECT_EQ(fewest(), 2);
    for (const auto& [named, currency, decimals] : {std::tuple{"KUWAIT", "KWD", 2}, std::tuple{"TOKYO", "JPY", 0}}) {
        const institution_data said{.name = named, .currency = currency, .language = {}, .time_zone = "UTC"};
        ASSERT_EQ(perform(open_institution{.by = {}, .code = named, .data = said}).result, verdict::done);
        EXPECT_EQ(fewest(), decimals) << named;
    }
}

TEST_F(desk_library, takes_no_code_that_differs_from_another_in_its_case_alone) {
    const institution_data said{.name = "Milltown Library", .currency = "EUR", .language = {}, .time_zone = "Europe/Berlin"};
    ASSERT_EQ(perform(open_institution{.by = {}, .code = "MILLTOWN", .data = said}).result, verdict::done);
    const auto again = perform(open_institution{.by = {}, .code = "milltown", .data = said});
    ASSERT_EQ(names_of(again.reasons), "code_taken");
    EXPECT_EQ(again.reasons.front().field, "an institution MILLTOWN");
    const auto second = perform(open_branch{.by = bert, .code = "main", .data = {.name = "Main", .address = {}, .time_zone = {}}});
    ASSERT_EQ(names_of(second.reasons), "code_taken");
    EXPECT_EQ(second.reasons.front().field, "a branch MAIN");
}

TEST_F(desk_library, removes_an_institution_that_nothing_hangs_on) {
    const institution_data said{.name = "Milltown Library", .currency = "EUR", .language = {}, .time_zone = "Europe/Berlin"};
    ASSERT_EQ(perform(open_institution{.by = {}, .code = "MILTOWN", .data = said}).result, verdict::done);
    EXPECT_EQ(names_of(perform(remove_institution{.by = {}, .code = "MILTOWN", .why = ""}).reasons), "request_incomplete");
    ASSERT_EQ(perform(remove_institution{.by = {}, .code = "MILTOWN", .why = "mistyped"}).result, verdict::done);
    EXPECT_FALSE(ask([](storage::reader& in) { return in.institution_by_code("MILTOWN"); }).has_value());
    EXPECT_EQ(names_of(perform(remove_institution{.by = {}, .code = "MILTOWN", .why = "again"}).reasons), "request_incomplete");
    const auto refused = perform(remove_institution{.by = {}, .code = rows.institution.code, .why = "sold"});
    ASSERT_EQ(names_of(refused.reasons), "not_permitted");
    for (const char* what : {"branch", "title", "item", "reader", "terminal"})
        EXPECT_NE(refused.reasons.front().field.find(what), std::string::npos) << what << ": " << refused.reasons.front().field;
}

struct wrong_word {
    const char* name;
    institution_data said;
};

TEST_F(desk_library, refuses_words_that_nothing_could_be_made_of) {
    for (const auto& row : {wrong_word{"currency", {.name = {}, .currency = "Euro", .language = {}, .time_zone = {}}},
                            wrong_word{"lower case", {.name = {}, .currency = "eur", .language = {}, .time_zone = {}}},
                            wrong_word{"language", {.name = {}, .currency = {}, .language = "English", .time_zone = {}}},
                            wrong_word{"no language", {.name = {}, .currency = {}, .language = "xx", .time_zone = {}}},
                            wrong_word{"zone", {.name = {}, .currency = {}, .language = {}, .time_zone = "Mars/Base"}}})
        EXPECT_EQ(names_of(decide_institution(row.said)), "request_incomplete") << row.name;
    EXPECT_TRUE(decide_institution({}).empty());
    for (const char* bad : {"", "A B", "A|B", "Ä"})
        EXPECT_EQ(names_of(perform(open_branch{.by = bert, .code = bad, .data = {.name = "X", .address = {}, .time_zone = {}}}).reasons),
                  "request_incomplete")
            << bad;
}

TEST_F(desk_library, keeps_the_currency_once_something_is_priced_in_it) {
    const institution_data other{.name = {}, .currency = "USD", .language = {}, .time_zone = {}};
    change_item("i1", [](auto& item) { item.price = storage::money{1200}; });
    EXPECT_EQ(names_of(perform(change_institution{.by = bert, .data = other, .why = "moved"}).reasons), "not_permitted");
    change_item("i1", [](auto& item) { item.price.reset(); });
    EXPECT_EQ(perform(change_institution{.by = bert, .data = other, .why = "moved"}).result, verdict::done);
    EXPECT_EQ(names_of(perform(change_institution{.by = bert, .data = other, .why = "moved"}).reasons), "already_so");
    EXPECT_EQ(names_of(perform(change_institution{.by = bert, .data = other, .why = ""}).reasons), "request_incomplete");
}

TEST_F(desk_library, opens_and_changes_a_branch) {
    const open_branch asked{.by = bert, .code = "SOUTH", .data = {.name = "South", .address = {}, .time_zone = {}}};
    ASSERT_EQ(perform(asked).result, verdict::done);
    EXPECT_EQ(branch("SOUTH").time_zone, rows.institution.time_zone);
    EXPECT_EQ(names_of(perform(asked).reasons), "code_taken");
    change_branch change{.by = bert, .code = "SOUTH", .data = {.name = {}, .address = "3 Mill Lane", .time_zone = {}}, .why = "told"};
    ASSERT_EQ(perform(change).result, verdict::done);
    EXPECT_EQ(branch("SOUTH").address, "3 Mill Lane");
    EXPECT_EQ(branch("SOUTH").name, "South");
    change.code = "WEST";
    EXPECT_EQ(names_of(perform(change).reasons), "branch_unknown");
}

TEST_F(desk_library, closes_a_branch_that_nothing_counts_on_and_opens_it_again) {
    const auto refused = close_it("MAIN");
    ASSERT_EQ(names_of(refused.reasons), "branch_in_use");
    EXPECT_NE(refused.reasons.front().field.find("1 item, "), std::string::npos) << refused.reasons.front().field;
    ASSERT_EQ(perform(open_branch{.by = bert, .code = "SOUTH", .data = {.name = "South", .address = {}, .time_zone = {}}}).result,
              verdict::done);
    ASSERT_EQ(close_it("SOUTH").result, verdict::done);
    EXPECT_EQ(branch("SOUTH").closed_at, now);
    EXPECT_FALSE(is_found("SOUTH")) << "nobody names it any more";
    EXPECT_EQ(names_of(perform(place_hold{.by = kiosk, .card = "p1", .what = {.item = {}, .title = "c1"}, .pickup = "SOUTH"}).reasons),
              "pickup_unknown");
    EXPECT_EQ(names_of(close_it("SOUTH").reasons), "already_so");
    ASSERT_EQ(perform(set_branch_state{.by = bert, .code = "SOUTH", .to = branch_state::open, .why = "bought back"}).result, verdict::done);
    EXPECT_TRUE(is_found("SOUTH"));
}

} // namespace
} // namespace circ::test
