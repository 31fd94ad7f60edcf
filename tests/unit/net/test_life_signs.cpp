// When a device was heard of last is written down: seldom, and at once when something is the matter.
#include "server/net/life_signs.hpp"
#include "storage/terminal_signs.hpp"
#include "tests/unit/net/desk.hpp"
#include "tests/unit/net/store_over.hpp"

namespace circ::net::test {
namespace {

using namespace std::chrono_literals;
using storage::device_state;

/// Counts what it is given to write.
class counting_store final : public store_over {
public:
    using store_over::store_over;
    void submit(work what, completion on_done) noexcept override {
        ++units;
        storage::write_and_wait(real(), std::move(what));
        on_done(nullptr);
        end_turn();
    }
    int units = 0;
};

class a_day : public testing::Test {
protected:
    [[nodiscard]] storage::terminal_id terminal(const char* login) {
        storage::terminal_id id;
        library.store().read([&](storage::reader& from) { id = from.terminal_by_login(login).value().id; });
        library.store().end_turn();
        return id;
    }
    [[nodiscard]] std::optional<storage::terminal_sign> sign(const char* login) {
        const auto of = terminal(login);
        std::optional<storage::terminal_sign> known;
        library.store().read([&](storage::reader& from) {
            for (const auto& each : storage::terminal_signs(from))
                if (each.terminal == of) known = each;
        });
        library.store().end_turn();
        return known;
    }

    terminal_store library;
    counting_store counted{library.store()};
    boost::asio::io_context io;
    async_store storing{counted, io.get_executor()};
    set_clock clock;
    life_signs signs{storing, clock};
};

TEST_F(a_day, of_messages_is_written_once_in_some_minutes) {
    const auto kiosk = terminal("kiosk");
    for (int i = 0; i < 10; ++i, clock.at += 1min) signs.note(kiosk);
    EXPECT_EQ(counted.units, 2);
    EXPECT_EQ(sign("kiosk").value().heard_at, clock.at - 5min);
    EXPECT_FALSE(sign("kiosk")->says);
    EXPECT_FALSE(sign("open"));
}

TEST_F(a_day, goes_on_by_a_clock_that_was_set_back) {
    const auto kiosk = terminal("kiosk");
    signs.note(kiosk);
    clock.at -= 1h;
    signs.note(kiosk);
    EXPECT_EQ(sign("kiosk").value().heard_at, clock.at);
    clock.at += 1min;
    signs.note(kiosk);
    EXPECT_EQ(counted.units, 2);
}

TEST_F(a_day, of_one_device_is_not_that_of_another) {
    signs.note(terminal("kiosk"));
    clock.at += 1min;
    signs.note(terminal("open"));
    EXPECT_EQ(sign("open").value().heard_at, sign("kiosk").value().heard_at + 1min);
}

TEST_F(a_day, tells_at_once_that_something_is_the_matter_and_that_it_is_over) {
    const auto kiosk = terminal("kiosk");
    signs.note(kiosk, device_state::ready);
    clock.at += 1s;
    signs.note(kiosk, device_state::out_of_paper);
    EXPECT_EQ(sign("kiosk").value().says, device_state::out_of_paper);
    EXPECT_EQ(sign("kiosk")->said_at, clock.at);
    clock.at += 1s;
    signs.note(kiosk, device_state::out_of_paper);
    signs.note(kiosk);
    EXPECT_EQ(counted.units, 2);
    signs.note(kiosk, device_state::ready);
    EXPECT_EQ(sign("kiosk").value().says, device_state::ready);
    EXPECT_EQ(counted.units, 3);
}

TEST_F(a_day, after_a_start_goes_on_from_what_is_known) {
    signs.note(terminal("kiosk"), device_state::out_of_paper);
    life_signs anew(storing, clock);
    clock.at += 1h;
    anew.note(terminal("kiosk"));
    EXPECT_EQ(sign("kiosk").value().heard_at, clock.at);
    EXPECT_EQ(sign("kiosk")->says, device_state::out_of_paper);
    clock.at += 1h;
    anew.note(terminal("kiosk"), device_state::ready);
    EXPECT_EQ(sign("kiosk").value().says, device_state::ready);
}

TEST(a_session, leaves_a_sign_of_who_logged_in_and_of_what_it_said) {
    desk here;
    device_script device;
    device.sends = {"9910802.00\r", "9300CNkiosk|COs3cret-of-kiosk|CP|\r", "9910802.00\r"};
    here.serve(device);
    std::vector<storage::terminal_sign> all;
    here.storing.store().stop(); // all is written
    here.storing.read([&](storage::reader& from) { all = storage::terminal_signs(from); });
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all.front().says, device_state::out_of_paper);
    EXPECT_EQ(all.front().heard_at, here.clock.at);
}

} // namespace
} // namespace circ::net::test
