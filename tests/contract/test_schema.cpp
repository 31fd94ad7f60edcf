// The schema, the tables of columns and the statements agree.

#include "tests/contract/contract.hpp"

#include "storage/sql/embedded_schema.hpp"
#include "storage/sql/record_sql.hpp"

#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

namespace circ::test {
namespace {

using namespace storage;
using sql::embedded_queries;
using sql::named_sql;

class schema : public store_contract {};

template <class T>
constexpr const char* type_of = "INTEGER";
template <>
constexpr const char* type_of<std::string> = "TEXT";
template <>
constexpr const char* type_of<request_digest> = "BLOB";

template <class T>
constexpr bool is_optional = false;
template <class T>
constexpr bool is_optional<std::optional<T>> = true;

template <class T>
constexpr bool can_be_null = is_optional<T>;
template <class Tag>
constexpr bool can_be_null<strong_id<Tag>> = true;

TEST_P(schema, has_for_each_record_the_columns_of_its_table) {
    sql::for_each_stored_record([&]<class Record>() {
        const std::string table{sql::columns<Record>::table};
        const auto info = store.link().prepare("PRAGMA table_info(" + table + ")");
        sql::for_each_column<Record>([&](const auto& column) {
            using member = std::remove_cvref_t<decltype(column.of(std::declval<Record&>()))>;
            const auto where = table + "." + std::string{column.name};
            ASSERT_TRUE(info->step()) << where;
            EXPECT_EQ(info->text(1), column.name);
            EXPECT_EQ(info->text(2), type_of<member>) << where;
            const bool is_nullable = info->integer(3) == 0;
            EXPECT_TRUE(!is_nullable || can_be_null<member>) << where;
            EXPECT_TRUE(is_nullable || !is_optional<member>) << where;
        });
        EXPECT_FALSE(info->step())
            << "column of " << table << " that no member keeps: " << info->text(1);
    });
}

TEST_P(schema, lets_every_statement_be_prepared) {
    for (std::size_t i = 0; i < embedded_queries.size(); ++i)
        EXPECT_NO_THROW(static_cast<void>(store.session().prepared(static_cast<sql::query>(i))))
            << embedded_queries[i].name;
    EXPECT_THROW(static_cast<void>(sql::expand_columns("SELECT {shelf.*} FROM shelf")),
                 std::logic_error);
}

/// All sources of the store in one text.
std::string sources() {
    std::string text;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{CIRC_STORAGE_SOURCES}) {
        if (entry.path().extension() != ".cpp") continue;
        std::ifstream in{entry.path()};
        text.append(std::istreambuf_iterator<char>{in}, {});
    }
    return text;
}

TEST(queries, are_all_used) {
    const auto text = sources();
    for (const auto& each : embedded_queries) {
        const auto use = "query::" + std::string{each.name};
        const auto is_used = [&](std::size_t at) {
            const auto end = at + use.size();
            return end >= text.size() ||
                   (std::isalnum(static_cast<unsigned char>(text[end])) == 0 && text[end] != '_');
        };
        auto at = text.find(use);
        while (at != std::string::npos && !is_used(at))
            at = text.find(use, at + 1);
        EXPECT_NE(at, std::string::npos) << each.name;
    }
}

TEST_P(schema, has_an_index_for_every_look_up) {
    // Few rows, or a partial index of the few that wait.
    const std::set<std::string> short_scans{
        "institution", "branch", "terminal", "terminal_sign", "node", "schema_migration", "bounded", "import_run"};
    for (const auto& each : embedded_queries) {
        if (each.name.starts_with("check_")) continue; // walks through all on purpose
        const auto plan =
            store.link().prepare("EXPLAIN QUERY PLAN " + sql::expand_columns(each.text));
        while (plan->step()) {
            const std::string step{plan->text(3)};
            if (!step.starts_with("SCAN ") || step == "SCAN CONSTANT ROW") continue;
            if (step.find("USING INDEX notice_waiting") != std::string::npos) continue;
            if (each.name == "search_wide_prefix") continue; // ends when the page is full
            // An import that is taken back removes few patrons, or all of a store that has little else.
            if (each.name == "remove_patron") continue;
            const auto table = step.substr(5, step.find(' ', 5) - 5);
            EXPECT_TRUE(short_scans.contains(table)) << each.name << ": " << step;
        }
    }
}

TEST_P(schema, sorts_no_list_that_can_be_long) {
    for (const std::string_view name : {"open_loans_of",
                                        "overdue_loans_of",
                                        "recalled_loans_of",
                                        "loans_by_hours_of",
                                        "shelf_holds",
                                        "recalled_loans",
                                        "ready_holds_of",
                                        "waiting_holds_of",
                                        "queue_of",
                                        "queued_holds_of",
                                        "open_fees_of",
                                        "fees_of",
                                        "loans_in",
                                        "cards_in",
                                        "patrons_locked",
                                        "events_of_item",
                                        "last_move_of",
                                        "events_of_patron",
                                        "events_of_account",
                                        "items_of",
                                        "open_reviews",
                                        "open_reviews_of_kind",
                                        "holds_on_shelf",
                                        "holds_to_clear",
                                        "suspended_holds",
                                        "transits_to",
                                        "copies_to_pull",
                                        "unsettled_payments",
                                        "payments_between",
                                        "waiting_notices",
                                        "notices_in",
                                        "claims_ended",
                                        "holds_to_wake",
                                        "holds_to_expire",
                                        "holds_shelved_until",
                                        "holds_closed",
                                        "loans_due",
                                        "loans_to_cut",
                                        "patrons_expiring",
                                        "orders_in",
                                        "order_sums",
                                        "orders_given_up",
                                        "next_in_doubt",
                                        "next_to_deliver",
                                        "orders_in_doubt_of",
                                        "undelivered_of_card",
                                        "undelivered_of_item",
                                        "page_of_events_of",
                                        "loans_of_branch_in",
                                        "items_of_branch_in",
                                        "idle_items",
                                        "holds_waiting",
                                        "wanted_titles",
                                        "patrons_with_credit",
                                        "payments_bk_reused",
                                        "holds_after",
                                        "transits_after",
                                        "fees_after",
                                        "fee_entries_after",
                                        "blocks_after",
                                        "notices_after",
                                        "reviews_after",
                                        "events_after",
                                        "scans_after",
                                        "counters_after",
                                        "end_of_hold",
                                        "search_words"}) {
        const auto found = std::find_if(embedded_queries.begin(),
                                        embedded_queries.end(),
                                        [&](const auto& each) { return each.name == name; });
        ASSERT_NE(found, embedded_queries.end()) << name;
        const auto plan =
            store.link().prepare("EXPLAIN QUERY PLAN " + sql::expand_columns(found->text));
        while (plan->step())
            EXPECT_EQ(plan->text(3).find("USE TEMP B-TREE"), std::string_view::npos)
                << name << ": " << plan->text(3);
    }
}

/// So that a list costs what its lines cost: an engine without figures of the store would as soon take another.
TEST_P(schema, lets_lists_look_where_little_else_is) {
    const std::pair<std::string_view, std::string_view> ways[] = {
        {"loans_of_branch_in", "loan_of_branch_by_state"},
        {"items_of_branch_in", "item_by_state"},
        {"idle_items", "item_by_branch"},
        {"holds_waiting", "hold_waiting"},
        {"wanted_titles", "title_wanted"},
        {"patrons_with_credit", "patron_with_credit"},
        {"patrons_locked", "patron_locked"},
        {"payments_bk_reused", "payment_bk_reused"},
        {"charged_between", "fee_by_day"},
        {"orders_in_doubt_of", "order_of_card"},
        {"undelivered_of_card", "order_of_card"},
        {"undelivered_of_item", "order_of_item"},
        {"patrons_made_between", "patron_by_day"},
        {"journalled", "journal_by_date"},
        {"order_of_request", "order_by_date"},
        {"loans_due", "loan_due"}};
    for (const auto& [name, index] : ways) {
        const auto found = std::ranges::find(embedded_queries, name, &named_sql::name);
        ASSERT_NE(found, embedded_queries.end()) << name;
        const auto plan = store.link().prepare("EXPLAIN QUERY PLAN " + sql::expand_columns(found->text));
        ASSERT_TRUE(plan->step()) << name;
        EXPECT_NE(plan->text(3).find("USING INDEX " + std::string(index) + " ("), std::string_view::npos)
            << name << ": " << plan->text(3);
    }
}

/// Nothing is written for it at a checkout as long as the hours are those of the branch that lends.
TEST_P(schema, finds_loans_by_other_hours_apart_from_those_of_the_branch) {
    const auto found =
        std::ranges::find(embedded_queries, std::string_view{"loans_by_hours_of"}, &named_sql::name);
    ASSERT_NE(found, embedded_queries.end());
    const auto plan = store.link().prepare("EXPLAIN QUERY PLAN " + sql::expand_columns(found->text));
    std::vector<std::string> looks;
    while (plan->step())
        if (plan->text(3).starts_with("SEARCH ")) looks.emplace_back(plan->text(3));
    ASSERT_EQ(looks.size(), 2U);
    EXPECT_THAT(looks[0], testing::HasSubstr("INDEX loan_due (branch=? AND due_at>"));
    EXPECT_THAT(looks[1], testing::HasSubstr("INDEX loan_by_hours (hours_of=? AND due_at>"));
}

/// For each of thousands that wait behind others.
TEST_P(schema, finds_what_an_order_waits_behind_by_its_reader_and_its_item) {
    const auto found =
        std::ranges::find(embedded_queries, std::string_view{"next_to_deliver"}, &named_sql::name);
    ASSERT_NE(found, embedded_queries.end());
    const auto plan = store.link().prepare("EXPLAIN QUERY PLAN " + sql::expand_columns(found->text));
    int looks = 0;
    while (plan->step()) {
        const std::string step{plan->text(3)};
        if (step.find(" earlier ") == std::string::npos) continue;
        ++looks;
        EXPECT_NE(step.find("INDEX order_of_"), std::string::npos) << step;
    }
    EXPECT_EQ(looks, 2);
}

INSTANTIATE_TEST_SUITE_P(over, schema, testing::ValuesIn(engines()), engine_name);

} // namespace
} // namespace circ::test
