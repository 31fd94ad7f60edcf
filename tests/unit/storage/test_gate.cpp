#include "child_process.hpp"
#include "scratch_folder.hpp"

#include "storage/sqlite/gate.hpp"
#include "storage/store_error.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <mutex>
#include <thread>

namespace circ::storage::sqlite {
namespace {

using namespace std::chrono_literals;
using test::child_process;
using test::scratch_folder;

std::string sentence_of_lock(gate& at) {
    try {
        at.lock();
    } catch (const store_error& error) {
        EXPECT_EQ(error.failure(), store_failure::unavailable);
        return error.what();
    }
    at.unlock();
    return "";
}

bool is_taken(const std::string& gate_file, off_t byte) {
    const int file = ::open(gate_file.c_str(), O_RDWR | O_CLOEXEC);
    struct flock asked {};
    asked.l_type = F_WRLCK;
    asked.l_whence = SEEK_SET;
    asked.l_start = byte;
    asked.l_len = 1;
    ::fcntl(file, F_OFD_GETLK, &asked);
    ::close(file);
    return asked.l_type != F_UNLCK;
}

TEST(gate, lets_one_in_after_the_other) {
    const scratch_folder folder;
    gate ours{folder.file("db"), 0ms, {}};
    gate theirs{folder.file("db"), 0ms, {}};
    ours.lock();
    EXPECT_NE(sentence_of_lock(theirs), "");
    ours.unlock();
    EXPECT_EQ(sentence_of_lock(theirs), "");
    EXPECT_EQ(sentence_of_lock(ours), "");
}

TEST(gate, names_the_holder_after_waiting_in_vain) {
    const scratch_folder folder;
    child_process holder{"hold", folder.file("db")};
    ASSERT_EQ(holder.line(), "in");
    std::string told;
    gate ours{folder.file("db"), 20ms, [&](std::string_view who, auto waited) {
                  told = who;
                  EXPECT_GE(waited, 20ms);
              }};
    const auto name = "storage_child (pid " + std::to_string(holder.pid()) + ")";
    EXPECT_THAT(sentence_of_lock(ours), testing::EndsWith("held by " + name));
    EXPECT_EQ(told, name);
    EXPECT_FALSE(is_taken(gate_path(folder.file("db")), 1)) << "the turnstile is left behind";
}

TEST(gate, is_freed_at_once_by_a_killed_holder) {
    const scratch_folder folder;
    child_process holder{"hold", folder.file("db")};
    ASSERT_EQ(holder.line(), "in");
    holder.kill();
    gate ours{folder.file("db"), 0ms, {}};
    EXPECT_EQ(sentence_of_lock(ours), "");
}

TEST(gate, lets_who_waits_in_before_who_comes_back) {
    const scratch_folder folder;
    gate ours{folder.file("db"), 60s, {}};
    gate theirs{folder.file("db"), 60s, {}};
    std::atomic<int> entered{0}; // atomic for the sanitizer, which cannot see the kernel's locks
    int theirs_entered = 0;
    ours.lock();
    std::thread waiting{[&] {
        const std::lock_guard in{theirs};
        theirs_entered = ++entered;
    }};
    while (!is_taken(gate_path(folder.file("db")), 1))
        std::this_thread::yield();
    ours.unlock();
    ours.lock();
    const int ours_entered = ++entered;
    ours.unlock();
    waiting.join();
    EXPECT_LT(theirs_entered, ours_entered);
}

TEST(gate, starves_neither_of_two_busy_processes) {
    const scratch_folder folder;
    child_process other{"enter", folder.file("db"), "2000"};
    gate ours{folder.file("db"), 60s, {}};
    for (int i = 0; i < 2000; ++i)
        EXPECT_EQ(sentence_of_lock(ours), "");
    EXPECT_EQ(other.wait(), 0);
}

TEST(gate, is_shared_until_one_keeps_the_others_out) {
    const scratch_folder folder;
    const gate ours{folder.file("db"), 0ms, {}};
    child_process other{"hold", folder.file("db")};
    ASSERT_EQ(other.line(), "in");
    EXPECT_FALSE(ours.keep_others_out());
    other.kill();
    ASSERT_TRUE(ours.keep_others_out()) << "a killed one leaves nothing behind";
    EXPECT_THROW(gate(folder.file("db"), 0ms, {}), store_error);
    ours.let_others_in();
    const gate theirs{folder.file("db"), 0ms, {}};
    EXPECT_FALSE(ours.keep_others_out());
}

TEST(gate, says_which_file_it_cannot_open) {
    EXPECT_THROW(gate("/nowhere/db", 0ms, {}), store_error);
    try {
        const gate none{"/nowhere/db", 0ms, {}};
    } catch (const store_error& error) {
        EXPECT_THAT(error.what(), testing::HasSubstr("/nowhere/db-gate"));
    }
}

} // namespace
} // namespace circ::storage::sqlite
