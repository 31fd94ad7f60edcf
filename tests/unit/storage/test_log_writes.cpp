#include "scratch_folder.hpp"

#include "storage/sqlite/log_writes.hpp"
#include "storage/sqlite/sqlite_driver.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <array>
#include <memory>
#include <string>
#include <vector>

namespace circ::storage::sqlite {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// A file that keeps what is asked of it.
struct told_file : sqlite3_file {
    std::vector<std::string> asked;
    int code = SQLITE_OK;
};

told_file& told(sqlite3_file* file) { return static_cast<told_file&>(*file); }

int keep_write(sqlite3_file* file, const void* from, int count, sqlite3_int64 at) {
    const std::string bytes(static_cast<const char*>(from), static_cast<std::size_t>(count));
    told(file).asked.push_back("write " + std::to_string(count) + " at " + std::to_string(at) + " ends with " + bytes.back());
    return told(file).code;
}

int keep_read(sqlite3_file* file, void*, int count, sqlite3_int64 at) {
    told(file).asked.push_back("read " + std::to_string(count) + " at " + std::to_string(at));
    return SQLITE_OK;
}

int keep_sync(sqlite3_file* file, int) {
    told(file).asked.emplace_back("sync");
    return SQLITE_OK;
}

class gathered_writes : public testing::Test {
protected:
    gathered_writes() {
        methods_.iVersion = 3;
        methods_.xWrite = keep_write;
        methods_.xRead = keep_read;
        methods_.xSync = keep_sync;
    }

    /// A header and a page of 1,000 bytes.
    int write_frame(char page, sqlite3_int64 at, bool ends_commit) {
        std::array<char, 24> header{};
        header[3] = 7;                        // its page
        if (ends_commit) header[7] = 9;       // pages of the database
        const int code = log_.write(header.data(), 24, at);
        if (code != SQLITE_OK) return code;
        const std::string bytes(1000, page);
        return log_.write(bytes.data(), 1000, at + 24);
    }

    sqlite3_io_methods methods_{};
    told_file file_;
    log_writes log_{&file_, methods_};
};

TEST_F(gathered_writes, go_out_together_when_a_commit_ends) {
    ASSERT_EQ(write_frame('a', 32, false), SQLITE_OK);
    ASSERT_EQ(write_frame('b', 1056, false), SQLITE_OK);
    EXPECT_THAT(file_.asked, IsEmpty());
    ASSERT_EQ(write_frame('c', 2080, true), SQLITE_OK);
    EXPECT_THAT(file_.asked, ElementsAre("write 3072 at 32 ends with c"));
}

TEST_F(gathered_writes, go_out_before_one_elsewhere) {
    ASSERT_EQ(write_frame('a', 2080, false), SQLITE_OK);
    ASSERT_EQ(write_frame('b', 32, true), SQLITE_OK);
    EXPECT_THAT(file_.asked, ElementsAre("write 1024 at 2080 ends with a", "write 1024 at 32 ends with b"));
}

TEST_F(gathered_writes, go_out_before_the_file_is_asked_for_anything_else) {
    ASSERT_EQ(write_frame('a', 32, false), SQLITE_OK);
    ASSERT_EQ(log_.then(&sqlite3_io_methods::xSync, SQLITE_SYNC_NORMAL), SQLITE_OK);
    EXPECT_THAT(file_.asked, ElementsAre("write 1024 at 32 ends with a", "sync"));
    ASSERT_EQ(log_.then(&sqlite3_io_methods::xSync, SQLITE_SYNC_NORMAL), SQLITE_OK);
    EXPECT_THAT(file_.asked, ElementsAre("write 1024 at 32 ends with a", "sync", "sync"));
}

TEST_F(gathered_writes, go_out_when_there_is_no_room_for_more) {
    constexpr sqlite3_int64 pages = 1000;
    for (sqlite3_int64 i = 0; i < pages; ++i) ASSERT_EQ(write_frame('a', 32 + i * 1024, i + 1 == pages), SQLITE_OK);
    EXPECT_EQ(file_.asked.size(), 9U);
    EXPECT_EQ(file_.asked.front(), "write 126976 at 32 ends with a"); // of 128 KiB SQLite's own VFS writes nothing
}

TEST_F(gathered_writes, longer_than_the_room_go_straight_on) {
    const std::string much(400'000, 'm');
    ASSERT_EQ(write_frame('a', 32, false), SQLITE_OK);
    ASSERT_EQ(log_.write(much.data(), 400'000, 1056), SQLITE_OK);
    EXPECT_THAT(file_.asked, ElementsAre("write 1024 at 32 ends with a", "write 400000 at 1056 ends with m"));
}

TEST_F(gathered_writes, that_fail_are_told_once_and_let_go) {
    file_.code = SQLITE_FULL;
    ASSERT_EQ(write_frame('a', 32, false), SQLITE_OK);
    EXPECT_EQ(write_frame('b', 1056, true), SQLITE_FULL);
    file_.code = SQLITE_OK;
    EXPECT_EQ(log_.hand_on(), SQLITE_OK);
    EXPECT_THAT(file_.asked, ElementsAre("write 2048 at 32 ends with b"));
    ASSERT_EQ(write_frame('c', 32, true), SQLITE_OK); // the next transaction begins where that one did
    EXPECT_EQ(file_.asked.back(), "write 1024 at 32 ends with c");
}

/// SQLite takes it for a look-up that failed, and may commit what it had written before.
TEST_F(gathered_writes, that_fail_before_a_read_are_not_lost) {
    std::array<char, 8> page{};
    ASSERT_EQ(write_frame('a', 32, false), SQLITE_OK);
    file_.code = SQLITE_FULL;
    EXPECT_EQ(log_.read(page.data(), 8, 56), SQLITE_FULL);
    EXPECT_THAT(file_.asked, ElementsAre("write 1024 at 32 ends with a")) << "nothing is read that is not there";
    file_.code = SQLITE_OK;
    ASSERT_EQ(write_frame('b', 1056, true), SQLITE_OK);
    EXPECT_EQ(file_.asked.back(), "write 2048 at 32 ends with b");
    ASSERT_EQ(log_.read(page.data(), 8, 56), SQLITE_OK);
    EXPECT_EQ(file_.asked.back(), "read 8 at 56");
}

/// Two connections to one store, of which the first has room for hardly a page: what it changes goes to the
/// log in the midst of its transactions.
class log_of_two : public testing::Test {
protected:
    log_of_two() {
        first_->execute("CREATE TABLE page (id INTEGER PRIMARY KEY, text TEXT)");
        first_->execute("PRAGMA cache_size = 2");
        first_->execute("PRAGMA cache_spill = 1");
    }

    static void add_pages(sql::connection& by, const char* what, int count) {
        const auto add = by.prepare("INSERT INTO page (text) VALUES (printf('%.3900c', :what))");
        for (int i = 0; i < count; ++i) {
            add->bind(1, std::string_view(what));
            add->step();
            add->reset();
        }
    }

    static std::int64_t pages_of(sql::connection& in, const char* what) {
        const auto asked = in.prepare("SELECT count(*) FROM page WHERE substr(text, 1, 1) = :what");
        asked->bind(1, std::string_view(what));
        return asked->step() ? asked->integer(0) : -1;
    }

    test::scratch_folder folder_;
    std::string path_ = folder_.file("library.db");
    std::unique_ptr<sql::connection> first_ = open_connection({.path = path_, .mode = open_mode::create});
    std::unique_ptr<sql::connection> second_ = open_connection({.path = path_, .mode = open_mode::read_write});
};

TEST_F(log_of_two, an_undone_transaction_leaves_nothing_to_be_written_over_the_next) {
    for (int round = 0; round < 5; ++round) {
        first_->begin(sql::access::writing);
        add_pages(*first_, "x", 30);
        EXPECT_EQ(pages_of(*first_, "x"), 30) << "what has gone to the log can be read again";
        first_->rollback();
        second_->begin(sql::access::writing);
        add_pages(*second_, "b", 30);
        second_->commit();
        EXPECT_EQ(pages_of(*first_, "b"), (round + 1) * 30);
    }
    first_->begin(sql::access::writing);
    add_pages(*first_, "a", 30);
    first_->commit();
    first_.reset();
    EXPECT_THAT(second_->examine(), IsEmpty());
    EXPECT_EQ(pages_of(*second_, "a"), 30);
    EXPECT_EQ(pages_of(*second_, "b"), 150);
    EXPECT_EQ(pages_of(*second_, "x"), 0);
}

TEST_F(log_of_two, a_commit_is_there_for_the_other_at_once) {
    for (int i = 1; i <= 200; ++i) {
        sql::connection& writes = i % 2 == 0 ? *first_ : *second_;
        sql::connection& reads = i % 2 == 0 ? *second_ : *first_;
        writes.begin(sql::access::writing);
        add_pages(writes, "a", 1);
        writes.commit();
        ASSERT_EQ(pages_of(reads, "a"), i);
        if (i % 50 == 0) writes.checkpoint_passive();
    }
    EXPECT_THAT(first_->examine(), IsEmpty());
}

} // namespace
} // namespace circ::storage::sqlite
