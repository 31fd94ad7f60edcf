// Ids ascend, tell their time and node, and are given once.
#include "tests/contract/contract.hpp"

#include <algorithm>
#include <functional>
#include <set>

namespace circ::test {
namespace {

using namespace storage;

class ids : public testing::TestWithParam<engine> {
protected:
    fresh_store store{GetParam()};

    std::vector<std::int64_t> make(int count, instant now) {
        std::vector<std::int64_t> made;
        store.write(
            [&](unit_of_work& in) {
                for (int i = 0; i < count; ++i)
                    made.push_back(in.new_id<event_id>().value);
            },
            now);
        return made;
    }
};

TEST_P(ids, ascend_within_a_group_and_past_the_sequence_of_a_millisecond) {
    const auto made = make(10'000, test_time);
    EXPECT_TRUE(std::is_sorted(made.begin(), made.end(), std::less_equal{})); // strictly
    EXPECT_GT(make(1, test_time + std::chrono::seconds{1}).front(), made.back());
}

TEST_P(ids, tell_their_time_and_node) {
    const auto id = make(1, test_time).front();
    const auto since = std::chrono::milliseconds{id >> 22} +
                       std::chrono::sys_days{std::chrono::year{2020} / 1 / 1};
    EXPECT_EQ(since, test_time);
    EXPECT_EQ((id >> 12) & 1023, 1);
}

TEST_P(ids, ascend_when_the_clock_goes_back) {
    const auto before = make(3, test_time).back();
    EXPECT_GT(make(1, test_time - std::chrono::hours{2}).front(), before);
}

TEST_P(ids, differ_between_nodes_and_from_those_of_an_earlier_session) {
    std::set<std::int64_t> all;
    for (const int node : {0, 1, 2, 1, 1023}) {
        sql::session other{GetParam().connect(store.file()), node};
        other.link().begin(sql::access::writing);
        other.begin_group(test_time);
        for (int i = 0; i < 3; ++i)
            EXPECT_TRUE(all.insert(other.next_id()).second);
        EXPECT_EQ(*all.rbegin(), other.next_id() - 1) << "greater than every one before";
        all.insert(*all.rbegin() + 1);
        other.end_group();
        other.link().commit();
    }
}

TEST_P(ids, are_not_given_out_again_after_a_failed_group) {
    std::int64_t lost = 0;
    EXPECT_THROW(store.write([&](unit_of_work& in) {
        lost = in.new_id<event_id>().value;
        throw std::runtime_error{"no"};
    }),
                 std::runtime_error);
    EXPECT_GT(make(1, test_time).front(), lost);
}

INSTANTIATE_TEST_SUITE_P(over, ids, testing::ValuesIn(engines()), engine_name);

} // namespace
} // namespace circ::test
