// A store is brought up to date once, in order, and loses nothing.
#include "tests/contract/contract.hpp"

#include "storage/sql/embedded_schema.hpp"
#include "storage/sql/migrate.hpp"
#include "storage/sql/record_sql.hpp"

namespace circ::test {
namespace {

using namespace storage;
using sql::named_sql;

class migrations : public testing::TestWithParam<engine> {
protected:
    using scripts = std::vector<named_sql>;

    static constexpr named_sql first = sql::embedded_schema.front();
    static constexpr named_sql second{"0002_second",
                                      "CREATE TABLE second (id INTEGER NOT NULL PRIMARY KEY)"};

    std::optional<store_error> error_of(const scripts& with) {
        try {
            sql::migrate(session, test_time, with);
        } catch (const store_error& failed) {
            return failed;
        }
        return std::nullopt;
    }

    scratch_folder folder;
    sql::session session{GetParam().connect(folder.file("library.db"))};
};

TEST_P(migrations, are_applied_once_and_in_order) {
    EXPECT_THROW(sql::require_current_schema(session), store_error);
    EXPECT_FALSE(error_of({first}));
    const auto key = sql::digest_key(session);
    EXPECT_EQ(key.size(), 32U);
    EXPECT_FALSE(error_of({first, second}));
    EXPECT_FALSE(error_of({first, second}));
    EXPECT_TRUE(session.link().has_table("second"));
    EXPECT_EQ(sql::digest_key(session), key);
    sql::session other{GetParam().connect(folder.file("other.db"))};
    sql::migrate(other, test_time);
    EXPECT_NO_THROW(sql::require_current_schema(other));
    EXPECT_NE(sql::digest_key(other), key);
}

/// Every table's columns, in order, as the engine tells them.
std::string columns_of(sql::session& session) {
    std::string all;
    sql::for_each_stored_record([&]<class Record>() {
        const std::string table{sql::columns<Record>::table};
        const auto info = session.link().prepare("PRAGMA table_info(" + table + ")");
        while (info->step())
            all +=
                table + '.' + std::string{info->text(1)} + ' ' + std::string{info->text(2)} + '\n';
    });
    return all;
}

TEST_P(migrations, bring_a_store_of_the_first_release_to_the_present_schema) {
    ASSERT_FALSE(error_of({first}));
    session.link().execute(
        "INSERT INTO institution VALUES (1, 'T', 'Town', 'EUR', 2, 'en', 'UTC'); "
        "INSERT INTO event VALUES (7, 1, 0, 'checkin', NULL, NULL, 'anna', NULL, "
        "NULL, NULL, NULL, NULL, 'loan_state=0')");
    sql::migrate(session, test_time);
    EXPECT_NO_THROW(sql::require_current_schema(session));
    sql::session fresh{GetParam().connect(folder.file("fresh.db"))};
    sql::migrate(fresh, test_time);
    EXPECT_EQ(columns_of(session), columns_of(fresh));
    const auto kept =
        session.link().prepare("SELECT done_by, detail, reason FROM event WHERE id = 7");
    ASSERT_TRUE(kept->step());
    EXPECT_EQ(kept->text(0), "anna");
    EXPECT_EQ(kept->text(1), "loan_state=0");
    EXPECT_EQ(kept->text(2), "");
}

/// What stood in a store of the first schema still does, in the places of the present one.
TEST_P(migrations, bring_an_old_store_up_to_date) {
    EXPECT_FALSE(error_of({first}));
    session.link().execute(
        "INSERT INTO institution VALUES (1, 'T', 'Town', 'EUR', 2, 'en', 'UTC');"
        "INSERT INTO branch VALUES (2, 1, 'M', 'Main', '', 'UTC');"
        "INSERT INTO patron (id, institution, family_name, given_name, category, branch, language, address,"
        " email, phone, pin_verifier, pin_failures, created_at)"
        " VALUES (3, 1, 'R', '', 'adult', 2, '', '', '', '', '', 0, 0);"
        "INSERT INTO notice VALUES (4, 3, 'hold_ready', 'hold 1', NULL, NULL, NULL, 0, 0, 5, NULL)");
    sql::migrate(session, test_time);
    sql::session fresh{GetParam().connect(folder.file("fresh.db"))};
    sql::migrate(fresh, test_time);
    const auto schema_of = [](sql::session& of) {
        std::vector<std::string> all;
        const auto look = of.link().prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name");
        while (look->step())
            all.emplace_back(look->text(0));
        return all;
    };
    EXPECT_EQ(schema_of(session), schema_of(fresh));
    unit_of_work over{session};
    const auto old = over.find_notice("hold_ready", "hold 1");
    ASSERT_TRUE(old);
    EXPECT_EQ(old->recipient, patron_id{3});
    EXPECT_EQ(old->channel, notice_channel::post);
}

TEST_P(migrations, leave_what_was_refused_in_the_first_release_to_be_settled) {
    ASSERT_FALSE(error_of({first}));
    session.link().execute(
        "INSERT INTO institution VALUES (1, 'T', 'Town', 'EUR', 2, 'en', 'UTC'); "
        "INSERT INTO payment VALUES (7, 1, NULL, NULL, '', 400, 0, 0, 1, 'overpayment', 0, 0); "
        "INSERT INTO review_entry VALUES (8, 1, 'could_not_post', NULL, NULL, NULL, 'p9', 'i9', "
        "'checkin', '', NULL, NULL, 0, NULL, '', '')");
    sql::migrate(session, test_time);
    reader over{session};
    const auto refused = over.unsettled_payments(institution_id{1}, {});
    ASSERT_EQ(refused.size(), 1U);
    EXPECT_EQ(refused.front().amount, money{400});
    EXPECT_EQ(refused.front().resolution, "");
    const auto left = over.open_reviews_of_kind(institution_id{1}, "could_not_post", {});
    ASSERT_EQ(left.size(), 1U);
    EXPECT_FALSE(left.front().returned_at);
}

TEST_P(migrations, count_on_from_the_differences_that_both_books_have) {
    const scripts until_then(sql::embedded_schema.begin(), sql::embedded_schema.begin() + 26);
    ASSERT_FALSE(error_of(until_then));
    session.link().execute(
        "INSERT INTO institution VALUES (1, 'T', 'Town', 'EUR', 2, 'en', 'UTC'); "
        "INSERT INTO backend_mark VALUES (2, 'main', 1, 0, 0, 'anna', ''), (3, 'main', NULL, 2, 0, '', ''); "
        "INSERT INTO backend_difference VALUES (4, 'main', 1, 9, 0, 'p1', 'i1', '', '', 0, 0, NULL, '', '')");
    sql::migrate(session, test_time);
    reader over{session};
    EXPECT_EQ(over.last_mark("main", mark_kind::reconciled, institution_id{1}).value().last_number, 9);
    EXPECT_EQ(over.last_mark("main", mark_kind::stages, {}).value().last_number, 0);
}

TEST_P(migrations, refuse_a_newer_store) {
    EXPECT_FALSE(error_of({first, second}));
    const auto failed = error_of({first});
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->failure(), store_failure::unavailable);
    EXPECT_THAT(failed->what(), testing::HasSubstr("newer version"));
    EXPECT_THROW(sql::require_current_schema(session), store_error);
}

TEST_P(migrations, refuse_an_edited_or_unknown_script) {
    EXPECT_FALSE(error_of({first, second}));
    for (const auto& other :
         {named_sql{"0002_second", "SELECT 1"}, named_sql{"0002_other", second.text}}) {
        const auto failed = error_of({first, other});
        ASSERT_TRUE(failed) << other.name;
        EXPECT_EQ(failed->failure(), store_failure::corrupt);
        EXPECT_FALSE(session.link().in_transaction());
    }
}

TEST_P(migrations, leave_nothing_of_one_that_fails) {
    EXPECT_TRUE(
        error_of({first, {"0002_half", "CREATE TABLE half (id INTEGER); CREATE NONSENSE"}}));
    EXPECT_TRUE(session.link().has_table("title"));
    EXPECT_FALSE(session.link().has_table("half"));
    EXPECT_FALSE(error_of({first, second}));
}

INSTANTIATE_TEST_SUITE_P(over, migrations, testing::ValuesIn(engines()), engine_name);

} // namespace
} // namespace circ::test
