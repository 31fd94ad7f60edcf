#include "server/net/read_crew.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <thread>
#include <vector>

namespace circ::net::test {
namespace {

TEST(a_read_crew, calls_with_each_number_once_and_is_then_done) {
    for (const std::size_t helpers : {0U, 1U, 3U})
        for (const std::size_t count : {0U, 1U, 3U, 4U, 500U}) {
            read_crew crew(helpers, [] {});
            for (int turn = 0; turn < 3; ++turn) {
                std::vector<std::atomic<int>> calls(count);
                crew.run(count, [&](std::size_t which) { ++calls[which]; });
                for (const auto& each : calls) EXPECT_EQ(each, 1) << helpers << " helpers, " << count << " calls";
            }
        }
}

TEST(a_read_crew, does_as_much_at_a_time_as_it_has_threads) {
    read_crew crew(2, [] {});
    std::latch all_three(3);
    crew.run(6, [&](std::size_t which) {
        if (which < 3) all_three.arrive_and_wait(); // for ever, where fewer threads come
    });
    EXPECT_TRUE(all_three.try_wait());
}

TEST(a_read_crew, does_a_few_on_the_callers_thread) {
    read_crew crew(1, [] { ADD_FAILURE() << "nobody is woken"; });
    const auto mine = std::this_thread::get_id();
    crew.run(3, [&](std::size_t) { EXPECT_EQ(std::this_thread::get_id(), mine); });
}

TEST(a_read_crew, tells_each_helper_when_nothing_is_left_for_it) {
    std::atomic<int> rests = 0;
    {
        read_crew crew(1, [&] { ++rests; });
        std::latch both(2);
        crew.run(4, [&](std::size_t which) {
            if (which < 2) both.arrive_and_wait();
        });
    }
    EXPECT_EQ(rests, 1);
}

} // namespace
} // namespace circ::net::test
