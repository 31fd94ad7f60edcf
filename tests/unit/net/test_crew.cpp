#include "server/net/crew.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <gtest/gtest.h>

#include <atomic>
#include <exception>
#include <latch>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace circ::net::test {
namespace {

namespace asio = boost::asio;

/// As many sessions as there are tasks, all of one turn.
class a_crew : public testing::Test {
protected:
    void begin(std::size_t helpers) {
        made_ = std::make_unique<crew>(io.get_executor(), helpers, [this] { ++rests; });
    }

    /// @return what came of each: null, or what it threw
    std::vector<std::exception_ptr> share(const std::vector<crew::task>& tasks) {
        std::vector<std::exception_ptr> told(tasks.size());
        const auto mine = std::this_thread::get_id();
        for (std::size_t i = 0; i < tasks.size(); ++i) {
            crew::task one = tasks[i];
            asio::co_spawn(io, made_->share(std::move(one)), [&, i](std::exception_ptr failure) {
                EXPECT_EQ(std::this_thread::get_id(), mine);
                told[i] = std::move(failure);
                ++ended;
            });
        }
        io.restart();
        io.run(); // which work in the hands of a helper keeps running
        return told;
    }

    crew& under_test() { return *made_; }

    void end() { made_.reset(); }

    asio::io_context io;
    std::atomic<int> rests = 0;
    std::size_t ended = 0;

private:
    std::unique_ptr<crew> made_;
};

TEST_F(a_crew, does_each_task_once_and_lets_each_session_go_on) {
    for (const std::size_t helpers : {0U, 1U, 3U})
        for (const std::size_t count : {1U, 3U, 4U, 500U}) {
            begin(helpers);
            for (int turn = 0; turn < 3; ++turn) {
                std::vector<std::atomic<int>> calls(count);
                std::vector<crew::task> tasks;
                for (auto& each : calls) tasks.emplace_back([&each] { ++each; });
                ended = 0;
                share(tasks);
                EXPECT_EQ(ended, count);
                for (const auto& each : calls) EXPECT_EQ(each, 1) << helpers << " helpers, " << count << " calls";
            }
        }
}

TEST_F(a_crew, does_as_much_at_a_time_as_it_has_threads) {
    begin(2);
    std::latch all_three(3);
    std::vector<crew::task> tasks(3, [&] { all_three.arrive_and_wait(); }); // for ever, where fewer threads come
    tasks.resize(6, [] {});
    share(tasks);
    EXPECT_TRUE(all_three.try_wait());
    EXPECT_EQ(ended, 6U);
}

TEST_F(a_crew, does_a_few_on_the_io_thread) {
    begin(1);
    const auto mine = std::this_thread::get_id();
    share(std::vector<crew::task>(3, [&] { EXPECT_EQ(std::this_thread::get_id(), mine); }));
    EXPECT_EQ(ended, 3U);
    EXPECT_EQ(rests, 1);
    end();
    EXPECT_EQ(rests, 1) << "nobody was woken";
}

TEST_F(a_crew, tells_each_thread_when_nothing_is_left_for_it) {
    begin(1);
    std::latch both(2);
    std::vector<crew::task> tasks(2, [&] { both.arrive_and_wait(); });
    tasks.resize(4, [] {});
    share(tasks);
    end();
    EXPECT_EQ(rests, 2);
}

TEST_F(a_crew, tells_a_failure_to_whose_it_is) {
    begin(1);
    std::vector<crew::task> tasks(8, [] {});
    tasks[5] = [] { throw std::runtime_error("its own"); };
    const auto told = share(tasks);
    for (std::size_t i = 0; i < told.size(); ++i) EXPECT_EQ(told[i] != nullptr, i == 5) << i;
}

TEST_F(a_crew, lets_a_session_go_on_while_a_helper_still_works_for_another) {
    begin(1);
    std::latch is_busy(1);
    std::latch others_are_done(3);
    const auto mine = std::this_thread::get_id();
    std::atomic<bool> taken = false;
    // Whichever thread comes to it first: a helper stays with the first task that it takes.
    const crew::task one = [&] {
        if (std::this_thread::get_id() != mine && !taken.exchange(true)) {
            is_busy.count_down();
            others_are_done.wait();
        } else if (std::this_thread::get_id() == mine) {
            is_busy.wait();
        }
    };
    for (int i = 0; i < 4; ++i)
        asio::co_spawn(io, [&]() -> asio::awaitable<void> {
            crew::task mine_to_do = one;
            co_await under_test().share(std::move(mine_to_do));
            if (++ended < 4) others_are_done.count_down();
        }, asio::detached);
    io.run();
    EXPECT_EQ(ended, 4U);
}

TEST_F(a_crew, goes_on_with_what_its_sessions_ask_for_next) {
    begin(0);
    for (int i = 0; i < 4; ++i)
        asio::co_spawn(io, [&]() -> asio::awaitable<void> {
            for (int often = 0; often < 3; ++often) {
                crew::task nothing = [] {};
                co_await under_test().share(std::move(nothing));
            }
            ++ended;
        }, asio::detached);
    io.run();
    EXPECT_EQ(ended, 4U);
    EXPECT_EQ(rests, 1) << "in one turn";
}

TEST_F(a_crew, lets_a_helper_rest_before_it_takes_part_in_the_next_turn) {
    std::vector<std::string> of_helper; // read when that has ended
    std::latch helps_in_first(1), second_has_begun(1), helps_in_second(1);
    const auto mine = std::this_thread::get_id();
    const auto is_helper = [&] { return std::this_thread::get_id() != mine; };
    std::optional<crew> both(std::in_place, io.get_executor(), 1, [&] {
        if (is_helper()) of_helper.emplace_back("rest");
    });
    const auto spawn = [&](crew::task what) {
        asio::co_spawn(io, [&both, what]() -> asio::awaitable<void> {
            crew::task mine_to_do = what;
            co_await both->share(std::move(mine_to_do));
        }, asio::detached);
    };
    std::atomic<bool> taken = false;
    const crew::task first = [&] {
        if (!is_helper()) return helps_in_first.wait();
        if (taken.exchange(true)) return;
        of_helper.emplace_back("first");
        helps_in_first.count_down();
        second_has_begun.wait();
    };
    const crew::task second = [&] {
        if (is_helper()) {
            of_helper.emplace_back("second");
            helps_in_second.count_down();
        } else {
            second_has_begun.count_down();
            helps_in_second.wait();
        }
    };
    for (int i = 0; i < 4; ++i) spawn(first);
    // Two, so that the io thread is in the midst of one while the helper takes the other.
    asio::post(io, [&] { asio::post(io, [&] { spawn(second), spawn(second); }); });
    io.run();
    both.reset();
    ASSERT_GE(of_helper.size(), 3U);
    of_helper.resize(3);
    EXPECT_EQ(of_helper, (std::vector<std::string>{"first", "rest", "second"}));
}

} // namespace
} // namespace circ::net::test
