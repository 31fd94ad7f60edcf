#include "child_process.hpp"
#include "store_fixture.hpp"

#include "storage/store_error.hpp"

namespace circ::storage {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using namespace std::chrono_literals;
using test::adding_library;
using test::child_process;
using test::has_library;

class two_processes : public test::store_fixture {};

TEST_F(two_processes, write_side_by_side_without_a_refusal) {
    open({.group_units = 4, .idle = 1h}, 60s);
    child_process other{"write", path, "theirs", "200"};
    for (int i = 0; i < 200; ++i)
        submit(adding_library("ours" + std::to_string(i)));
    EXPECT_THAT(told.wait(), testing::Each("durable"));
    EXPECT_THAT(failures, ElementsAre());
    std::string last;
    for (auto line = other.line(); !line.empty(); line = other.line())
        last = line;
    EXPECT_EQ(last, "theirs199");
    EXPECT_EQ(other.wait(), 0);
    EXPECT_TRUE(has_library(*store, "theirs199"));
}

TEST_F(two_processes, refuse_naming_the_other_and_go_on_when_it_is_killed) {
    open();
    child_process other{"unit", path, "half"};
    ASSERT_EQ(other.line(), "in");
    submit(adding_library("1"));
    EXPECT_THAT(told.wait(), ElementsAre("unavailable"));
    EXPECT_THAT(failures,
                ElementsAre(HasSubstr("storage_child (pid " + std::to_string(other.pid()) + ")")));
    other.kill();
    write_and_wait(*store, adding_library("2"));
    store->end_turn();
    EXPECT_FALSE(has_library(*store, "half"));
    EXPECT_TRUE(has_library(*store, "2"));
}

TEST_F(two_processes, finish_their_unit_when_asked_to_stop) {
    static_cast<void>(open_store({.path = path, .create = true}));
    child_process tool{"unit", path, "whole"};
    ASSERT_EQ(tool.line(), "in");
    tool.ask_to_stop();
    tool.go_on();
    EXPECT_EQ(tool.wait(), -1) << "it was to end by the signal";
    open();
    EXPECT_TRUE(has_library(*store, "whole"));
}

class killed_writer : public test::store_fixture, public testing::WithParamInterface<int> {};

TEST_P(killed_writer, leaves_all_it_acknowledged_and_nothing_half) {
    static_cast<void>(open_store({.path = path, .create = true}));
    child_process other{"write", path, "unit", "100000"};
    std::vector<std::string> acknowledged;
    for (int i = 0; i < GetParam(); ++i)
        acknowledged.push_back(other.line());
    other.kill();
    for (auto line = other.line(); line.starts_with("unit"); line = other.line())
        acknowledged.push_back(line);
    // The last line may be cut short by the kill; every number up to it is there in any case.
    acknowledged.pop_back();
    open();
    for (const auto& code : acknowledged)
        EXPECT_TRUE(has_library(*store, code)) << code;
    store->read([](reader& in) {
        for (const auto& library : in.institutions())
            EXPECT_TRUE(test::has_library(in, library.code))
                << library.code; // throws on half a one
    });
    write_and_wait(*store, adding_library("afterwards"));
}

INSTANTIATE_TEST_SUITE_P(two_processes,
                         killed_writer,
                         testing::Values(1, 70, 1000),
                         [](const auto& one) { return "after_" + std::to_string(one.param); });

} // namespace
} // namespace circ::storage
