#include "server/net/deadline.hpp"
#include "tests/unit/net/running.hpp"

namespace circ::net::test {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

class a_deadline : public testing::Test {
protected:
    boost::asio::io_context io;
    int fired = 0;
    std::optional<deadline> limit{std::in_place, io.get_executor(), [this] { ++fired; }};
};

TEST_F(a_deadline, fires_once) {
    limit->within(seconds(0));
    EXPECT_FALSE(limit->expired());
    io.run();
    EXPECT_EQ(fired, 1);
    EXPECT_TRUE(limit->expired());
}

TEST_F(a_deadline, moved_later_does_not_fire_early) {
    limit->within(milliseconds(1));
    limit->within(hours(1));
    EXPECT_EQ(io.run_one(), 1U); // the timer that was armed for the earlier time
    EXPECT_EQ(fired, 0);
    EXPECT_FALSE(limit->expired());
    limit->within(seconds(0));
    run_until(io, [&] { return fired > 0; });
    EXPECT_TRUE(limit->expired());
}

TEST_F(a_deadline, moved_earlier_fires_earlier_and_once) {
    limit->within(hours(1));
    limit->within(seconds(0));
    io.run();
    EXPECT_EQ(fired, 1);
}

TEST_F(a_deadline, switched_off_does_not_fire) {
    limit->within(seconds(0));
    limit->off();
    io.run();
    EXPECT_EQ(fired, 0);
    EXPECT_FALSE(limit->expired());
}

TEST_F(a_deadline, fires_again_when_set_again) {
    limit->within(seconds(0));
    io.run();
    limit->within(seconds(0));
    EXPECT_FALSE(limit->expired());
    io.restart();
    io.run();
    EXPECT_EQ(fired, 2);
}

TEST_F(a_deadline, that_is_gone_does_not_fire) {
    limit->within(seconds(0));
    limit.reset();
    io.run();
    EXPECT_EQ(fired, 0);
}

} // namespace
} // namespace circ::net::test
