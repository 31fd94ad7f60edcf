// A driver's own promises: kinds of failure, transactions, the log.

#include "tests/contract/contract.hpp"

#include "storage/sqlite/sqlite_driver.hpp"

#include <fstream>

namespace circ::test {
namespace {

using namespace storage;
using sqlite::open_mode;

class sqlite_driver : public testing::Test {
protected:
    template <class Work>
    std::optional<store_failure> failure_of(Work work) {
        try {
            work();
        } catch (const store_error& failed) {
            return failed.failure();
        }
        return std::nullopt;
    }

    auto open(open_mode mode) {
        return sqlite::open_connection({.path = store.file(), .mode = mode, .busy = {}});
    }

    fresh_store store{engines().front()};
    small_library library = add_small_library(store);
};

TEST_F(sqlite_driver, tells_an_unreachable_file_from_a_foreign_one) {
    EXPECT_EQ(failure_of([&] {
                  static_cast<void>(sqlite::open_connection({.path = store.file() + "/no/such"}));
              }),
              store_failure::unavailable);
    const auto foreign = store.file() + ".txt";
    std::ofstream{foreign} << std::string(8'000, 'x');
    EXPECT_EQ(failure_of([&] { static_cast<void>(sqlite::open_connection({.path = foreign})); }),
              store_failure::corrupt);
}

TEST_F(sqlite_driver, refuses_to_write_on_a_reading_connection) {
    const auto reading = open(open_mode::read_only);
    EXPECT_EQ(failure_of([&] { reading->execute("DELETE FROM card"); }),
              store_failure::unavailable);
}

TEST_F(sqlite_driver, is_unavailable_while_another_writes) {
    const auto other = open(open_mode::read_write);
    store.link().begin(sql::access::writing);
    EXPECT_EQ(failure_of([&] { other->begin(sql::access::writing); }), store_failure::unavailable);
    store.link().rollback();
    EXPECT_EQ(failure_of([&] { other->begin(sql::access::writing); }), std::nullopt);
}

TEST_F(sqlite_driver, keeps_a_snapshot_while_another_commits) {
    sql::session reading{open(open_mode::read_only)};
    reader in{reading};
    reading.link().begin(sql::access::reading);
    EXPECT_EQ(in.institutions().front().name, "Town library");
    auto renamed = library.institution;
    renamed.name = "City library";
    store.write([&](unit_of_work& unit) { unit.change(renamed); });
    EXPECT_EQ(in.institutions().front().name, "Town library");
    reading.link().rollback();
    EXPECT_EQ(in.institutions().front().name, "City library");
}

TEST_F(sqlite_driver, undoes_a_unit_alone) {
    auto& link = store.link();
    link.begin(sql::access::writing);
    store.session().begin_group(test_time);
    unit_of_work in{store.session()};
    auto renamed = library.institution;
    const auto rename_in_unit = [&](const char* name) {
        link.begin_unit();
        renamed.name = name;
        in.change(renamed);
    };
    rename_in_unit("kept");
    link.keep_unit();
    rename_in_unit("undone");
    link.undo_unit();
    rename_in_unit("kept too");
    link.keep_unit();
    rename_in_unit("undone too");
    link.undo_unit();
    EXPECT_TRUE(link.in_transaction());
    link.commit();
    EXPECT_FALSE(link.in_transaction());
    EXPECT_EQ(in.institutions().front().name, "kept too");
}

TEST_F(sqlite_driver, is_unavailable_when_full_and_goes_on_when_there_is_room) {
    const auto fill = [&](unit_of_work& in) {
        auto big = library.title;
        big.marc.assign(1'000'000, 'm');
        in.change(big);
    };
    store.link().execute("PRAGMA max_page_count = 100");
    EXPECT_EQ(failure_of([&] { store.write(fill); }), store_failure::unavailable);
    EXPECT_FALSE(store.link().in_transaction());
    store.link().execute("PRAGMA max_page_count = 1000000");
    EXPECT_EQ(failure_of([&] { store.write(fill); }), std::nullopt);
}

TEST_F(sqlite_driver, keeps_a_log_until_it_is_moved) {
    EXPECT_GT(store.link().log_bytes(), 0);
    const auto moved = store.link().checkpoint_passive();
    EXPECT_GT(moved.moved, 0);
    EXPECT_TRUE(moved.is_complete());
    EXPECT_EQ(store.link().log_bytes(), 0);
}

TEST_F(sqlite_driver, refuses_a_parameter_that_is_not_there) {
    EXPECT_EQ(
        failure_of([&] { static_cast<void>(store.link().prepare("SELECT :a")->parameter("b")); }),
        store_failure::corrupt);
}

TEST_F(sqlite_driver, keeps_its_settings) {
    const auto ask = [&](const char* pragma) {
        const auto asked = store.link().prepare(pragma);
        return asked->step() ? asked->integer(0) : -1;
    };
    EXPECT_EQ(ask("PRAGMA foreign_keys"), 1);
    EXPECT_EQ(ask("PRAGMA synchronous"), 2) << "full";
    EXPECT_EQ(ask("PRAGMA wal_autocheckpoint"), 0);
    EXPECT_EQ(ask("PRAGMA trusted_schema"), 0);
}

TEST_F(sqlite_driver, reports_each_statement_by_name) {
    std::vector<std::string> told;
    sql::session watched{
        open(open_mode::read_write), 1, [&](std::string_view name, std::chrono::nanoseconds took) {
            told.emplace_back(name);
            EXPECT_GT(took.count(), 0);
        }};
    unit_of_work in{watched};
    in.change(library.kiosk);
    static_cast<void>(in.find_item(library.item.id));
    EXPECT_THAT(told, testing::ElementsAre("update_terminal", "find_item"));
}

} // namespace
} // namespace circ::test
