#include "scratch_folder.hpp"

#include "storage/open_store.hpp"
#include "storage/sqlite/sqlite_driver.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

namespace circ::storage {
namespace {

/// A file of about two megabytes, a reader that maps it, and somebody else who writes to it.
class memory_map : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_EQ(sqlite3_open(path_.c_str(), &somebody_), SQLITE_OK);
        run("PRAGMA journal_mode = WAL");
        run("CREATE TABLE page (id INTEGER PRIMARY KEY, text TEXT)");
        run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)"
            " INSERT INTO page SELECT i, printf('%.4000c', 'x') FROM n");
        run("PRAGMA wal_checkpoint(TRUNCATE)");
        reader_ = sqlite::open_connection({.path = path_, .mode = sqlite::open_mode::read_only});
    }
    ~memory_map() override { sqlite3_close(somebody_); }

    void run(const char* sql) { ASSERT_EQ(sqlite3_exec(somebody_, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sql; }

    /// In a transaction of its own.
    std::int64_t ask(const char* sql) {
        reader_->begin(sql::access::reading);
        std::int64_t told = 0;
        {
            const auto asked = reader_->prepare(sql);
            if (asked->step()) told = asked->integer(0);
        }
        reader_->rollback();
        return told;
    }

    /// Of the file's map, kilobytes that can be read without asking the system for them.
    [[nodiscard]] long at_hand() const {
        std::ifstream maps("/proc/self/smaps");
        long kilobytes = 0;
        bool ours = false;
        for (std::string line; std::getline(maps, line);) {
            if (line.find('-') < line.find(' ')) ours = line.ends_with(path_); // the head of a map: its addresses
            if (ours && line.starts_with("Rss:")) kilobytes += std::stol(line.substr(4));
        }
        return kilobytes;
    }

    [[nodiscard]] std::uintmax_t file_bytes() const { return std::filesystem::file_size(path_); }

    /// A row of a page, in a transaction of ours, and the log written back to the file.
    static void add_a_page(sql::connection& by) {
        by.begin(sql::access::writing);
        (void)by.prepare("INSERT INTO page (text) SELECT text FROM page WHERE id = 1")->step();
        by.commit();
        by.checkpoint_passive();
    }

    [[nodiscard]] std::unique_ptr<sql::connection> writer() const { return sqlite::open_connection({.path = path_}); }

    static constexpr const char* all_of_it = "SELECT SUM(LENGTH(text)) FROM page";
    static constexpr const char* one_page = "SELECT LENGTH(text) FROM page WHERE id = 300";

private:
    test::scratch_folder folder_;
    const std::string path_ = folder_.file("map.sqlite");
    sqlite3* somebody_ = nullptr;
    std::unique_ptr<sql::connection> reader_;
};

TEST_F(memory_map, outlives_the_commits_of_others) {
    EXPECT_EQ(ask(all_of_it), 500 * 4000);
    const long before = at_hand();
    EXPECT_GE(before, 2000);
    run("UPDATE page SET text = 'short' WHERE id = 300");
    EXPECT_EQ(ask(one_page), 5);
    EXPECT_GE(at_hand(), before);
}

TEST_F(memory_map, follows_a_file_that_grows_and_shrinks) {
    EXPECT_EQ(ask(all_of_it), 500 * 4000);
    run("INSERT INTO page SELECT id + 500, text FROM page");
    run("PRAGMA wal_checkpoint(TRUNCATE)");
    EXPECT_EQ(ask(all_of_it), 1000 * 4000);
    run("DELETE FROM page WHERE id > 10");
    run("VACUUM");
    run("PRAGMA wal_checkpoint(TRUNCATE)");
    EXPECT_EQ(ask(all_of_it), 10 * 4000);
    EXPECT_LT(at_hand(), 200);
}

TEST_F(memory_map, outlives_what_is_added_since_the_file_grows_by_steps) {
    const auto writing = writer();
    add_a_page(*writing);
    const auto grown = file_bytes();
    EXPECT_EQ(grown % (256 * 1024), 0U);
    EXPECT_EQ(ask(all_of_it), 501 * 4000);
    const long before = at_hand();
    EXPECT_GE(before, 2000);
    add_a_page(*writing);
    EXPECT_EQ(file_bytes(), grown);
    EXPECT_EQ(ask("SELECT COUNT(*) FROM page"), 502);
    EXPECT_GE(at_hand(), before);
}

bool is_mapped(const std::string& path) {
    std::ifstream maps("/proc/self/maps");
    for (std::string line; std::getline(maps, line);)
        if (line.ends_with(path)) return true;
    return false;
}

TEST(mapped_store, is_read_by_calls_where_it_is_said_so) {
    const test::scratch_folder folder;
    const std::string path = folder.file("library.db");
    open_store({.path = path, .create = true, .events = {}})->stop();
    sqlite3* somebody = nullptr; // writes the log back: what is in it is never mapped
    ASSERT_EQ(sqlite3_open(path.c_str(), &somebody), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(somebody, "PRAGMA wal_checkpoint(TRUNCATE)", nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(somebody);
    for (const bool mapped : {true, false}) {
        store_settings how{.path = path, .events = {}};
        if (!mapped) how.mapped_bytes = 0;
        const auto store = open_store(how);
        store->read([](reader& from) { EXPECT_TRUE(from.institutions().empty()); });
        EXPECT_EQ(is_mapped(path), mapped);
        store->end_turn();
    }
}

} // namespace
} // namespace circ::storage
