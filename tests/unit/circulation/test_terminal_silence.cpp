// For how many open days nothing was heard of a device, and what it said of itself.

#include "server/circulation/terminal_silence.hpp"
#include "storage/terminal_signs.hpp"
#include "tests/unit/circulation/library_test.hpp"

#include <algorithm>

namespace circ::test {
namespace {

using namespace circulation;
using namespace std::chrono_literals;
using std::chrono::days;
using storage::device_state;

class silence : public library_test {
protected:
    void hear(device_state says) {
        store.write([&](storage::unit_of_work& in) {
            storage::note(in, {.terminal = rows.kiosk.id, .heard_at = now, .says = says, .said_at = now});
        });
    }
    void hear() {
        store.write([&](storage::unit_of_work& in) {
            storage::note(in, {.terminal = rows.kiosk.id, .heard_at = now, .says = {}, .said_at = {}});
        });
    }
    [[nodiscard]] std::vector<heard_terminal> all() {
        return store.ask([&](storage::reader& from) {
            return heard_terminals(from, *load_library(from, rows.institution.id), now);
        });
    }
    [[nodiscard]] heard_terminal kiosk1() { return all().at(0); }
};

TEST_F(silence, counts_whole_days_alone) {
    hear();
    EXPECT_EQ(kiosk1().silent_days, 0);
    now += 24h; // yesterday it spoke
    EXPECT_EQ(kiosk1().silent_days, 0);
    now += 24h;
    EXPECT_EQ(kiosk1().silent_days, 1);
    hear();
    EXPECT_EQ(kiosk1().silent_days, 0);
}

TEST_F(silence, does_not_count_days_on_which_nobody_was_there) {
    hear(); // a Monday
    store.write([&](storage::unit_of_work& in) {
        for (int weekday = 1; weekday <= 5; ++weekday)
            in.add(storage::opening_hours{rows.main.id, weekday, 9h, 18h});
        const auto tuesday = date_in(now, rows.main.time_zone) + days{1};
        in.add(storage::closed_day{in.new_id<storage::closed_day_id>(), rows.main.id, tuesday, "a burst pipe"});
    });
    now += days{2};
    EXPECT_EQ(kiosk1().silent_days, 0) << "Wednesday";
    now += days{1};
    EXPECT_EQ(kiosk1().silent_days, 1) << "Thursday";
    now += days{4};
    EXPECT_EQ(kiosk1().silent_days, 3) << "Monday, after Wednesday to Friday";
}

TEST_F(silence, of_a_device_never_heard_of_counts_from_its_account) {
    now += days{3};
    const auto one = kiosk1();
    EXPECT_FALSE(one.sign);
    EXPECT_EQ(one.silent_days, 2);
}

TEST_F(silence, is_asked_of_accounts_that_are_let_in_alone) {
    auto shut = rows.kiosk;
    shut.enabled = false;
    store.write([&](storage::unit_of_work& in) { in.change(shut); });
    const auto left = all();
    ASSERT_EQ(left.size(), 2U);
    EXPECT_EQ(left.front().account.login, "kiosk2");
}

TEST_F(silence, keeps_what_a_device_last_said_of_itself) {
    hear(device_state::out_of_paper);
    now += 1h;
    hear(); // says nothing of it
    EXPECT_TRUE(kiosk1().out_of_paper);
    EXPECT_EQ(kiosk1().sign->heard_at, now);
    hear(device_state::ready);
    EXPECT_FALSE(kiosk1().out_of_paper);
}

TEST_F(silence, of_a_device_that_was_shut_down_is_told_until_it_is_heard_again) {
    hear(device_state::shutting_down);
    EXPECT_TRUE(kiosk1().shutting_down);
    now += 12h;
    EXPECT_TRUE(kiosk1().shutting_down);
    hear();
    EXPECT_FALSE(kiosk1().shutting_down);
}

} // namespace
} // namespace circ::test
