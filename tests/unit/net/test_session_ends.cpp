// The server stops: what is in flight is answered, nothing new is begun.
#include "tests/unit/net/desk.hpp"

namespace circ::net::test {
namespace {

const std::string log_in = "9300CNopen|CO|CP|\r";
const std::string end_session = "3520260317    143255AORIV|AA1|\r";
const std::string item_question = "1720260317    143005AORIV|AB2|\r";
const std::string session_ended = "36Y20260317    142530AORIV|AA1|\r";

class stopping : public testing::Test {
protected:
    stopping() { device.stays = true; }

    void begin(std::deque<std::string> sends) {
        device.sends = std::move(sends);
        here.begin(device);
    }
    void run_until_asked() {
        run_until(here.io, [&] { return !here.performer.asked_by.empty(); });
    }
    void run_until_ended() {
        run_until(here.io, [&] { return here.ended > 0; });
    }

    desk here;
    device_script device;
    int emptied = 0;
};

TEST_F(stopping, answers_the_request_in_flight_and_begins_no_other) {
    here.performer.holds_back = true;
    begin({log_in, end_session + item_question});
    run_until_asked();
    here.sessions.finish_all([this] { ++emptied; });
    here.io.restart();
    here.io.poll();
    EXPECT_EQ(here.ended, 0U);
    EXPECT_EQ(emptied, 0);

    here.performer.release();
    run_until_ended();
    EXPECT_THAT(device.received, testing::ElementsAre("941\r", session_ended));
    EXPECT_EQ(here.performer.asked_by.size(), 1U);
    EXPECT_EQ(emptied, 1);
    EXPECT_TRUE(device.told_the_end && device.closed);
    EXPECT_THAT(here.told(log::event::session_ended), testing::HasSubstr("the server stops"));
}

TEST_F(stopping, ends_a_session_that_waits_for_its_device) {
    begin({log_in});
    run_until(here.io, [&] { return !device.received.empty(); });
    here.io.restart();
    here.io.poll();
    here.sessions.finish_all([this] { ++emptied; });
    run_until_ended();
    EXPECT_THAT(device.received, testing::ElementsAre("941\r"));
    EXPECT_EQ(emptied, 1);
}

TEST_F(stopping, ends_a_message_that_was_only_begun) {
    begin({log_in, "3520260317"});
    run_until(here.io, [&] { return device.sends.empty(); });
    here.io.restart();
    here.io.poll();
    here.sessions.finish_all([this] { ++emptied; });
    run_until_ended();
    EXPECT_EQ(here.performer.asked_by.size(), 0U);
    EXPECT_EQ(emptied, 1);
}

TEST_F(stopping, at_once_leaves_the_request_in_flight_unanswered) {
    here.performer.holds_back = true;
    begin({log_in, end_session});
    run_until_asked();
    here.sessions.end_all();
    EXPECT_TRUE(device.closed);
    here.performer.release();
    run_until_ended();
    EXPECT_THAT(device.received, testing::ElementsAre("941\r"));
    EXPECT_EQ(here.sessions.size(), 0U);
}

TEST_F(stopping, at_once_ends_a_device_that_does_not_read) {
    device.takes_answers = false;
    begin({log_in});
    run_until(here.io, [&] { return device.steps == 2; });
    here.sessions.end_all();
    run_until_ended();
    EXPECT_EQ(here.sessions.size(), 0U);
}

TEST_F(stopping, at_once_waits_for_whoever_is_writing) {
    device.takes_at_once = 1000;
    device.while_answering = [this] {
        here.sessions.end_all();
        EXPECT_FALSE(device.closed) << "its descriptor could be another one's by now";
    };
    begin({log_in});
    run_until_ended();
    EXPECT_THAT(device.received, testing::ElementsAre("941\r"));
    EXPECT_TRUE(device.closed);
}

TEST_F(stopping, writes_what_a_device_did_not_take_at_once) {
    device.takes_at_once = 2;
    begin({log_in});
    run_until(here.io, [&] { return device.received.size() == 2; });
    EXPECT_THAT(device.received, testing::ElementsAre("94", "1\r"));
    here.sessions.finish_all([this] { ++emptied; });
    run_until_ended();
}

} // namespace
} // namespace circ::net::test
