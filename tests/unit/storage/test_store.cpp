#include "store_fixture.hpp"

#include "storage/backup.hpp"
#include "storage/sql/embedded_schema.hpp"
#include "storage/sql/migrate.hpp"
#include "storage/store_error.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <mutex>
#include <thread>

namespace circ::storage {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using namespace std::chrono_literals;
using test::adding_library;
using test::has_library;

/// Somebody who knows nothing of gates, as the sqlite3 shell.
class stranger {
public:
    explicit stranger(const std::string& path) { sqlite3_open(path.c_str(), &database_); }
    stranger(const stranger&) = delete;
    stranger& operator=(const stranger&) = delete;
    ~stranger() { sqlite3_close(database_); }

    void run(const char* sql) {
        ASSERT_EQ(sqlite3_exec(database_, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sql;
    }

private:
    sqlite3* database_ = nullptr;
};

class store_threads : public test::store_fixture {};

TEST_F(store_threads, shows_a_thread_its_own_write_in_the_same_turn) {
    open();
    EXPECT_FALSE(has_library(*store, "1"));
    write_and_wait(*store, adding_library("1"));
    EXPECT_TRUE(has_library(*store, "1"));
}

TEST_F(store_threads, keeps_a_snapshot_while_it_is_read) {
    open();
    store->read([&](reader& in) {
        EXPECT_FALSE(has_library(in, "1"));
        write_and_wait(*store, adding_library("1"));
        EXPECT_FALSE(has_library(in, "1"));
    });
}

TEST_F(store_threads, keeps_a_snapshot_until_the_turn_ends) {
    open();
    const auto other = open_store({.path = path});
    EXPECT_FALSE(has_library(*store, "1"));
    write_and_wait(*other, adding_library("1"));
    EXPECT_FALSE(has_library(*store, "1"));
    store->end_turn();
    EXPECT_TRUE(has_library(*store, "1"));
}

TEST_F(store_threads, gives_each_thread_a_snapshot_of_its_own) {
    open();
    const auto other = open_store({.path = path});
    EXPECT_FALSE(has_library(*store, "1"));
    write_and_wait(*other, adding_library("1"));
    std::thread{[&] { EXPECT_TRUE(has_library(*store, "1")); }}.join();
    EXPECT_FALSE(has_library(*store, "1"));
}

TEST_F(store_threads, keeps_the_log_short_for_one_who_reads_and_writes_in_turn) {
    constexpr std::int64_t log_bytes = 256 * 1024;
    open({.log_bytes = log_bytes, .idle = 1h});
    const auto log = [this] { return std::filesystem::file_size(path + "-wal"); };
    const auto of_the_schema = log(); // which is made in one go, and a log that begins anew is no shorter a file
    for (int i = 0; i < 300; ++i) {
        EXPECT_FALSE(has_library(*store, std::to_string(i)));
        write_and_wait(*store, adding_library(std::to_string(i)));
    }
    EXPECT_LT(log(), of_the_schema + log_bytes);
}

TEST_F(store_threads, ends_no_snapshot_while_it_is_read) {
    open();
    const auto other = open_store({.path = path});
    store->read([&](reader& in) {
        EXPECT_FALSE(has_library(in, "1"));
        write_and_wait(*other, adding_library("1"));
        store->end_turn();
        EXPECT_FALSE(has_library(in, "1"));
    });
    store->end_turn();
    EXPECT_TRUE(has_library(*store, "1"));
}

TEST_F(store_threads, holds_up_no_other_thread_while_a_turn_ends) {
    open();
    std::latch ends{1};
    std::latch other_has_read{1}; // for ever, where it has to wait for the end of the turn
    reading_script.before_rollback = [&] {
        ends.count_down();
        other_has_read.wait();
    };
    std::thread helper{[&] {
        EXPECT_FALSE(has_library(*store, "1"));
        store->end_turn();
    }};
    ends.wait();
    EXPECT_FALSE(has_library(*store, "1"));
    other_has_read.count_down();
    helper.join();
    reading_script.before_rollback = nullptr;
}

TEST_F(store_threads, ends_a_turn_in_which_nothing_was_read) {
    open();
    store->end_turn();
    EXPECT_FALSE(has_library(*store, "1"));
    store->end_turn();
    store->end_turn();
    EXPECT_FALSE(has_library(*store, "1"));
}

TEST_F(store_threads, reads_on_after_a_failed_read) {
    open();
    EXPECT_THROW(
        store->read([](reader&) { throw store_error(store_failure::unavailable, "gone"); }),
        store_error);
    EXPECT_THROW(store->read([](reader&) { throw std::runtime_error("not ours"); }),
                 std::runtime_error);
    EXPECT_FALSE(has_library(*store, "1"));
}

TEST_F(store_threads, refuses_while_a_stranger_has_the_lock_and_recovers) {
    open({.group_units = 1, .idle = 1h});
    stranger somebody{path};
    somebody.run("BEGIN EXCLUSIVE");
    submit(adding_library("1"));
    EXPECT_THAT(told.wait(), ElementsAre("unavailable"));
    EXPECT_THAT(failures, ElementsAre(HasSubstr("locked")));
    EXPECT_FALSE(has_library(*store, "1"));
    somebody.run("ROLLBACK");
    write_and_wait(*store, adding_library("2"));
    EXPECT_EQ(recoveries, 1);
}

TEST_F(store_threads, does_not_make_a_long_queue_wait_for_a_lock_one_after_the_other) {
    open({.group_units = 1, .idle = 1h});
    stranger somebody{path};
    // Listening, unlike working, leaves the database to others.
    auto first = told.next();
    std::latch listening{1};
    std::latch go_on{1};
    store->submit([](unit_of_work&) {},
                  [&](const std::exception_ptr& failed) {
                      listening.count_down();
                      go_on.wait();
                      first(failed);
                  });
    listening.wait();
    somebody.run("BEGIN EXCLUSIVE");
    for (int i = 0; i < 5; ++i)
        submit(adding_library(std::to_string(i)));
    go_on.count_down();
    EXPECT_THAT(
        told.wait(),
        ElementsAre(
            "durable", "unavailable", "unavailable", "unavailable", "unavailable", "unavailable"));
    EXPECT_EQ(failures.size(), 1U) << "waited once for all of them";
}

/// Locks the shared memory of a store, as a process does that stands still in the middle of repairing it.
class memory_lock {
public:
    explicit memory_lock(const std::string& database)
        : file_(::open((database + "-shm").c_str(), O_RDWR | O_CLOEXEC)) {
        struct flock all {};
        all.l_type = F_WRLCK;
        all.l_whence = SEEK_SET;
        all.l_start = 120; // SQLite's eight locks, writer's to readers'
        all.l_len = 8;
        EXPECT_EQ(::fcntl(file_, F_OFD_SETLK, &all), 0);
    }
    ~memory_lock() { ::close(file_); }
    memory_lock(const memory_lock&) = delete;
    memory_lock& operator=(const memory_lock&) = delete;

private:
    int file_;
};

TEST_F(store_threads, refuses_in_time_while_the_shared_memory_is_locked_and_recovers) {
    constexpr auto patience = 200ms;
    constexpr auto in_time = 5s; // also on a busy machine; SQLite by itself would wait for ten
    open({.group_units = 1, .idle = 1h}, patience);
    write_and_wait(*store, adding_library("0"));
    store->end_turn();
    {
        const memory_lock somebody{path};
        for (int i = 0; i < 3; ++i) { // also when the connection has to be opened anew
            const auto since = std::chrono::steady_clock::now();
            submit(adding_library("1"));
            EXPECT_THAT(told.wait(), testing::Each("unavailable"));
            EXPECT_LT(std::chrono::steady_clock::now() - since, in_time);
        }
        const auto since = std::chrono::steady_clock::now();
        EXPECT_THROW(static_cast<void>(has_library(*store, "0")), store_error);
        EXPECT_LT(std::chrono::steady_clock::now() - since, in_time);
    }
    write_and_wait(*store, adding_library("2"));
    store->end_turn();
    EXPECT_TRUE(has_library(*store, "2"));
    EXPECT_FALSE(has_library(*store, "1"));
}

std::string sentence_of_opening(const store_settings& how) {
    try {
        static_cast<void>(open_store(how));
    } catch (const store_error& error) {
        return error.what();
    }
    return "";
}

TEST(open_store, makes_a_store_only_when_asked_to) {
    const test::scratch_folder folder;
    const auto path = folder.file("library.db");
    EXPECT_THAT(sentence_of_opening({.path = path}), HasSubstr(path));
    EXPECT_FALSE(std::filesystem::exists(path));
    EXPECT_EQ(sentence_of_opening({.path = path, .create = true}), "");
    EXPECT_EQ(sentence_of_opening({.path = path}), "");
}

TEST(open_store, keeps_the_digest_key_that_it_made) {
    const test::scratch_folder folder;
    const auto made = open_store({.path = folder.file("1.db"), .create = true})->digest_key();
    EXPECT_EQ(made.size(), 32U);
    EXPECT_EQ(open_store({.path = folder.file("1.db")})->digest_key(), made);
    EXPECT_NE(open_store({.path = folder.file("2.db"), .create = true})->digest_key(), made);
}

/// Closed again, with what it holds in its log.
void make_store(const std::string& path, std::span<const sql::named_sql> scripts) {
    sql::session made{sqlite::open_connection({.path = path, .mode = sqlite::open_mode::create})};
    sql::migrate(made, {}, scripts);
}

std::size_t version_of(const std::string& path) {
    sql::session seen{sqlite::open_connection({.path = path, .mode = sqlite::open_mode::read_only})};
    return sql::schema_version(seen);
}

TEST(open_store, tells_once_that_it_has_brought_an_older_store_up_to_date) {
    const test::scratch_folder folder;
    const auto path = folder.file("library.db");
    const std::span<const sql::named_sql> all{sql::embedded_schema};
    make_store(path, all.first(all.size() - 2));
    std::vector<std::size_t> told;
    store_events events;
    events.on_upgraded = [&](std::size_t before, std::size_t after) { told = {before, after}; };
    static_cast<void>(open_store({.path = path, .events = events}));
    EXPECT_THAT(told, ElementsAre(all.size() - 2, all.size()));
    told.clear();
    static_cast<void>(open_store({.path = path, .events = events}));
    static_cast<void>(open_store({.path = folder.file("new.db"), .create = true, .events = events}));
    EXPECT_THAT(told, testing::IsEmpty());
}

TEST(open_store, leaves_an_older_store_as_it_is_while_somebody_works_with_it) {
    const test::scratch_folder folder;
    const auto path = folder.file("library.db");
    make_store(path, std::span<const sql::named_sql>{sql::embedded_schema}.first(1));
    {
        const sqlite::gate somebody{path, 0ms, nullptr};
        EXPECT_THAT(sentence_of_opening({.path = path}),
                    testing::AllOf(HasSubstr(path), HasSubstr("older version"), HasSubstr("stop the daemon")));
        EXPECT_EQ(version_of(path), 1U);
    }
    const auto ours = open_store({.path = path});
    EXPECT_EQ(version_of(path), sql::embedded_schema.size());
    EXPECT_EQ(sentence_of_opening({.path = path}), "") << "one that is up to date is for many";
}

TEST(open_store, refuses_what_is_not_its_own) {
    const test::scratch_folder folder;
    stranger{folder.file("other.db")}.run("CREATE TABLE theirs (x)");
    EXPECT_THAT(sentence_of_opening({.path = folder.file("other.db")}), HasSubstr("no store"));
    EXPECT_THAT(sentence_of_opening({.path = folder.file("other.db"), .create = true}), HasSubstr("no store"));
    std::ofstream{folder.file("letter.txt")} << std::string(5000, 'x');
    EXPECT_EQ(sentence_of_opening({.path = folder.file("letter.txt")}),
              "store " + folder.file("letter.txt") + ": SQLite: file is not a database");
    EXPECT_THAT(sentence_of_opening({.path = "/proc/library.db", .create = true}),
                HasSubstr("/proc/library.db"));
}

TEST(open_store, waits_a_bounded_time_for_the_gate) {
    const test::scratch_folder folder;
    sqlite::gate somebody{folder.file("library.db"), 0ms, nullptr};
    const std::lock_guard in{somebody};
    EXPECT_THAT(
        sentence_of_opening({.path = folder.file("library.db"), .busy = 10ms, .create = true}),
        HasSubstr("held by"));
}

TEST(put_back, takes_what_an_older_version_has_made) {
    const test::scratch_folder folder;
    make_store(folder.file("older"), std::span<const sql::named_sql>{sql::embedded_schema}.first(1));
    EXPECT_TRUE(back_up(folder.file("older"), folder.file("copy")).violations.empty());
    const auto facts = examine_backup(folder.file("copy"));
    EXPECT_TRUE(facts.violations.empty());
    EXPECT_FALSE(facts.records.empty());
    EXPECT_EQ(put_back(folder.file("copy"), folder.file("library.db"), {}), "");
    EXPECT_EQ(sentence_of_opening({.path = folder.file("library.db")}), "");
}

TEST(put_back, refuses_what_a_newer_version_has_made) {
    const test::scratch_folder folder;
    const auto newer = folder.file("newer");
    std::vector<sql::named_sql> scripts{sql::embedded_schema.begin(), sql::embedded_schema.end()};
    scripts.push_back({"9999_later", "CREATE TABLE later (id INTEGER NOT NULL PRIMARY KEY) STRICT"});
    make_store(newer, scripts);
    const auto why_not = [](const auto& use) -> std::string {
        try {
            static_cast<void>(use());
        } catch (const store_error& error) {
            return error.what();
        }
        return "";
    };
    const auto newer_version = HasSubstr("made by a newer version of Circdesk: it has the migration 9999_later");
    EXPECT_THAT(why_not([&] { return examine_backup(newer); }), newer_version);
    EXPECT_THAT(why_not([&] { return put_back(newer, folder.file("library.db"), {}); }), newer_version);
    EXPECT_FALSE(std::filesystem::exists(folder.file("library.db")));
}

TEST(put_back, leaves_a_store_alone_while_somebody_has_it_open) {
    const test::scratch_folder folder;
    const auto path = folder.file("library.db");
    auto idle = open_store({.path = path, .create = true});
    static_cast<void>(back_up(path, folder.file("copy")));
    std::string why;
    try {
        static_cast<void>(put_back(folder.file("copy"), path, {}));
    } catch (const store_error& error) {
        EXPECT_EQ(error.failure(), store_failure::unavailable);
        why = error.what();
    }
    EXPECT_THAT(why, HasSubstr(path + " is in use"));
    write_and_wait(*idle, adding_library("1"));
    idle.reset();
    EXPECT_TRUE(has_library(*open_store({.path = path}), "1")) << "it was written into the store itself";
    EXPECT_THAT(put_back(folder.file("copy"), path, {}), HasSubstr(path + ".before-"));
}

} // namespace
} // namespace circ::storage
