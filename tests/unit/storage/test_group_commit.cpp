#include "store_fixture.hpp"

#include "storage/store_error.hpp"

#include <atomic>
#include <latch>
#include <memory>
#include <stdexcept>
#include <thread>

namespace circ::storage {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using namespace std::chrono_literals;
using test::adding_library;
using test::has_library;

class group_commit : public test::store_fixture {};

void fail_with(store_failure what) {
    throw store_error(what, "as the test wants");
}

TEST_F(group_commit, commits_once_for_all_that_wait) {
    std::atomic<int> commits{0};
    script.before_commit = [&] { ++commits; };
    open();
    while_writer_is_busy([&] {
        for (int i = 0; i < 10; ++i)
            submit(adding_library(std::to_string(i)));
    });
    EXPECT_EQ(commits, 2);
    EXPECT_THAT(groups, ElementsAre(1, 10));
    EXPECT_TRUE(has_library(*store, "9"));
}

TEST_F(group_commit, takes_no_more_units_than_the_settings_allow) {
    open({.group_units = 4, .idle = 1h});
    while_writer_is_busy([&] {
        for (int i = 0; i < 10; ++i)
            submit(adding_library(std::to_string(i)));
    });
    EXPECT_THAT(groups, ElementsAre(1, 4, 4, 2));
}

TEST_F(group_commit, undoes_a_failing_unit_alone) {
    open();
    while_writer_is_busy([&] {
        submit(adding_library("before"));
        submit([](unit_of_work& in) {
            test::add_library(in, "undone");
            throw std::runtime_error("changed its mind");
        });
        submit(adding_library("before")); // the code is taken
        submit(adding_library("after"));
    });
    EXPECT_THAT(all_told(),
                ElementsAre("durable", "durable", "changed its mind", "corrupt", "durable"));
    EXPECT_THAT(groups, ElementsAre(1, 4));
    EXPECT_TRUE(has_library(*store, "before"));
    EXPECT_FALSE(has_library(*store, "undone"));
    EXPECT_TRUE(has_library(*store, "after"));
}

TEST_F(group_commit, goes_on_when_a_listener_throws) {
    open();
    store->submit(adding_library("1"), [](auto) { throw std::runtime_error("deaf"); });
    submit(adding_library("2"));
    EXPECT_THAT(all_told(), ElementsAre("durable"));
}

TEST_F(group_commit, lets_go_of_the_work_before_it_tells) {
    open();
    auto held = std::make_shared<int>();
    const std::weak_ptr watch{held};
    bool let_go = false;
    store->submit([held = std::move(held)](unit_of_work&) {},
                  [&](const std::exception_ptr&) { let_go = watch.expired(); });
    store->stop();
    EXPECT_TRUE(let_go);
}

TEST_F(group_commit, refuses_at_once_when_the_queue_is_full) {
    open({.queue_units = 2, .idle = 1h});
    std::thread::id refused_on;
    while_writer_is_busy([&] {
        submit(adding_library("1"));
        submit(adding_library("2"));
        EXPECT_EQ(store->queued(), 2U);
        submit(adding_library("3"));
        store->submit(adding_library("4"), [&](const std::exception_ptr& failed) {
            refused_on = std::this_thread::get_id();
            EXPECT_THAT(test::sentence_of(failed), HasSubstr("2 units"));
        });
    });
    EXPECT_THAT(all_told(), ElementsAre("durable", "durable", "durable", "queue full"));
    EXPECT_EQ(refused_on, std::this_thread::get_id());
    EXPECT_FALSE(has_library(*store, "3"));
}

TEST_F(group_commit, finishes_what_is_queued_when_stopped_and_takes_no_more) {
    open({.group_units = 1, .idle = 1h});
    std::atomic<bool> stopping{false};
    std::thread stop;
    while_writer_is_busy([&] {
        submit(adding_library("1"));
        submit(adding_library("2"));
        stop = std::thread{[&] { store->stop(); }};
        while (!stopping) // until the stop has begun, empty units are taken in
            store->submit([](unit_of_work&) {},
                          [&](const std::exception_ptr& failed) {
                              if (test::sentence_of(failed) == "the store is stopping")
                                  stopping = true;
                          });
    });
    stop.join();
    EXPECT_THAT(all_told(), ElementsAre("durable", "durable", "durable"));
    submit(adding_library("3"));
    EXPECT_THAT(all_told(), ElementsAre("durable", "durable", "durable", "unavailable"));
}

struct failing_commit {
    std::string name;
    store_failure failure;
    int times;
    int commits; ///< tried of that group
    std::string first, second; ///< what both units are told
};

void PrintTo(const failing_commit& one, std::ostream* out) {
    *out << one.name;
}

class failing_commits : public group_commit, public testing::WithParamInterface<failing_commit> {};

TEST_P(failing_commits, end_all_units_of_their_group_alike) {
    std::atomic<int> failures_left{0};
    int runs = 0;
    int commits = 0;
    script.before_commit = [&] {
        if (runs > 0) ++commits;
        if (failures_left > 0 && failures_left-- > 0) fail_with(GetParam().failure);
    };
    open();
    while_writer_is_busy([&] {
        // The first unit of the busy writer commits well: the failures begin with the next group.
        submit([&](unit_of_work& in) {
            if (++runs == 1) failures_left = GetParam().times;
            test::add_library(in, "1");
        });
        submit([](unit_of_work&) { throw std::runtime_error("its own failure"); });
        submit(adding_library("2"));
    });
    const auto& expected = GetParam();
    EXPECT_THAT(told.wait(),
                ElementsAre("durable", expected.first, "its own failure", expected.second));
    EXPECT_EQ(commits, expected.commits);
    EXPECT_EQ(has_library(*store, "1"), expected.first == "durable");
    EXPECT_EQ(has_library(*store, "2"), expected.second == "durable");
    write_and_wait(*store, adding_library("3")); // recovered
    EXPECT_EQ(recoveries, expected.first == "durable" ? 0 : 1);
}

const failing_commit commit_failures[] = {
    {"runs_again_after_a_conflict", store_failure::conflict, 2, 3, "durable", "durable"},
    {"gives_up_after_three_conflicts", store_failure::conflict, 3, 3, "unavailable", "unavailable"},
    {"never_runs_again_when_in_doubt", store_failure::in_doubt, 1, 1, "in doubt", "in doubt"},
    {"refuses_what_was_rolled_back",
     store_failure::unavailable,
     1,
     1,
     "unavailable",
     "unavailable"},
};

INSTANTIATE_TEST_SUITE_P(group_commit,
                         failing_commits,
                         testing::ValuesIn(commit_failures),
                         [](const auto& one) { return one.param.name; });

TEST_F(group_commit, runs_again_when_a_unit_meets_a_conflict) {
    open();
    int runs = 0;
    submit([&](unit_of_work& in) {
        test::add_library(in, "1");
        if (++runs == 1) fail_with(store_failure::conflict);
    });
    EXPECT_THAT(all_told(), ElementsAre("durable"));
    EXPECT_EQ(runs, 2);
    EXPECT_TRUE(has_library(*store, "1"));
}

TEST_F(group_commit, refuses_when_the_disk_is_full_and_recovers) {
    open();
    write_and_wait(*store, [&](unit_of_work&) { writing->execute("PRAGMA max_page_count = 1"); });
    submit([](unit_of_work& in) {
        for (int i = 0; i < 1000; ++i)
            test::add_library(in, "much" + std::to_string(i));
    });
    EXPECT_THAT(told.wait(), ElementsAre("unavailable"));
    EXPECT_FALSE(has_library(*store, "much0"));
    write_and_wait(*store,
                   [&](unit_of_work&) { writing->execute("PRAGMA max_page_count = 1000000"); });
    write_and_wait(*store, adding_library("1"));
    EXPECT_TRUE(has_library(*store, "1"));
}

TEST_F(group_commit, checkpoints_when_the_log_passes_its_cap) {
    std::atomic<int> checkpoints{0};
    script.before_checkpoint = [&] { ++checkpoints; };
    open({.log_bytes = 1, .idle = 1h});
    write_and_wait(*store, adding_library("1"));
    write_and_wait(*store, [&](unit_of_work&) { EXPECT_EQ(checkpoints, 1); });
    store->stop(); // before what the script counts with is gone
}

TEST_F(group_commit, checkpoints_when_idle) {
    std::latch idle{1};
    std::atomic<int> checkpoints{0};
    script.before_checkpoint = [&] {
        if (++checkpoints == 1) idle.count_down();
    };
    open({.idle = 0ms});
    write_and_wait(*store, adding_library("1"));
    idle.wait();
    store->stop();
}

TEST_F(group_commit, checkpoints_at_the_end_what_was_written) {
    std::atomic<int> checkpoints{0};
    script.before_checkpoint = [&] { ++checkpoints; };
    open();
    write_and_wait(*store, adding_library("1"));
    store->stop();
    EXPECT_EQ(checkpoints, 1);
}

TEST_F(group_commit, survives_a_checkpoint_that_fails) {
    script.before_checkpoint = [] { fail_with(store_failure::unavailable); };
    open({.log_bytes = 1, .idle = 1h});
    write_and_wait(*store, adding_library("1"));
    write_and_wait(*store, adding_library("2"));
    store->stop();
    EXPECT_THAT(failures, testing::Each(testing::StartsWith("checkpoint: ")));
    EXPECT_FALSE(failures.empty());
}

} // namespace
} // namespace circ::storage
