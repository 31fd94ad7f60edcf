// The daemon's part of the day's work: when it looks, and what it says.

#include "config/default_policy.hpp"
#include "server/app/day_keeper.hpp"
#include "server/log/capture.hpp"
#include "storage/open_store.hpp"
#include "tests/unit/net/store_over.hpp"
#include "tests/unit/storage/scratch_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <string>

namespace circ::app {
namespace {

using namespace std::chrono_literals;

struct set_clock final : circulation::clock {
    storage::instant at = std::chrono::sys_days(std::chrono::year(2026) / 3 / 17) + 10h;
    [[nodiscard]] storage::instant now() const override { return at; }
};

class keeping_days : public testing::Test {
protected:
    keeping_days() {
        storage::write_and_wait(*store, [this](storage::unit_of_work& in) { fill(in); });
        adopt();
    }

    void fill(storage::unit_of_work& in) {
        const storage::institution library{.id = in.new_id<storage::institution_id>(), .code = "TOWN", .name = "Town",
                                           .currency = "EUR", .decimals = 2, .language = "en", .time_zone = "UTC"};
        in.add(library);
        const storage::branch main{.id = in.new_id<storage::branch_id>(), .institution = library.id, .code = "MAIN",
                                   .name = "Main", .address = {}, .time_zone = "UTC"};
        in.add(main);
        storage::patron who;
        who.id = in.new_id<storage::patron_id>();
        who.institution = library.id;
        who.branch = main.id;
        who.category = "adult";
        who.expires_on = storage::local_date{std::chrono::year(2026) / 3 / 20};
        in.add(who);
    }

    void adopt() { adopt(keeper); }
    void adopt(day_keeper& into) {
        into.set_rules(std::make_shared<const circulation::policy>(
                           circulation::policy::compile(config::default_policy()).rules),
                       settings);
    }

    std::size_t notices_in(storage::notice_state state) {
        std::size_t count = 0;
        store->read([&](storage::reader& from) { count = from.notices_in(from.institutions().front().id, state, {}, 10).size(); });
        store->end_turn();
        return count;
    }

    circ::test::scratch_folder folder;
    std::unique_ptr<storage::store> store =
        storage::open_store({.path = folder.file("library.sqlite"), .create = true});
    set_clock clock;
    config::settings settings;
    std::shared_ptr<log::captured_lines> lines = std::make_shared<log::captured_lines>();
    std::unique_ptr<log::logger> log = log::capturing_logger(lines);
    day_keeper keeper{*store, clock, *log};
};

using storage::notice_state;

TEST_F(keeping_days, does_the_work_at_its_hour_and_says_so_once) {
    keeper.look();
    EXPECT_EQ(notices_in(notice_state::waiting), 0U);
    clock.at += 17h + 30min; // 03:30
    keeper.look();
    EXPECT_EQ(notices_in(notice_state::waiting), 1U);
    keeper.look();
    log->flush();
    ASSERT_EQ(lines->of(log::event::day_work_done).size(), 1U);
    EXPECT_THAT(lines->of(log::event::day_work_done).front(), testing::HasSubstr("records=1"));
}

TEST_F(keeping_days, does_the_first_work_also_when_it_began_by_a_clock_ahead) {
    clock.at -= 24h;
    keeper.look();
    EXPECT_EQ(notices_in(notice_state::waiting), 0U);
    clock.at += 17h + 30min; // 03:30
    keeper.look();
    EXPECT_EQ(notices_in(notice_state::waiting), 1U);
}

TEST_F(keeping_days, leaves_the_work_to_a_timer_where_that_is_set) {
    settings.day.run_by = config::day_runner::timer;
    adopt();
    clock.at += 48h;
    keeper.look();
    EXPECT_EQ(notices_in(notice_state::waiting), 0U);
}

TEST_F(keeping_days, leaves_readers_to_a_library_system_that_keeps_the_book_of_record) {
    settings.ncip_backends.push_back({.name = "main"});
    settings.relays.push_back({.backend = "main"});
    adopt();
    clock.at += 24h;
    keeper.look();
    EXPECT_EQ(notices_in(notice_state::waiting), 0U);
    settings.relays.clear();
    adopt();
    clock.at += 24h;
    keeper.look();
    EXPECT_EQ(notices_in(notice_state::waiting), 1U);
}

TEST_F(keeping_days, hands_new_notices_over_at_once_and_failed_ones_the_next_day) {
    settings.notices.command = {"/bin/false"};
    adopt();
    clock.at += 24h;
    keeper.look();
    EXPECT_EQ(notices_in(notice_state::failed), 1U);
    log->flush();
    EXPECT_EQ(lines->of(log::event::notices_not_handed_over).size(), 1U);

    settings.notices.command = {"/bin/true"};
    adopt();
    keeper.look();
    EXPECT_EQ(notices_in(notice_state::failed), 1U);
    clock.at += 24h;
    keeper.look();
    EXPECT_EQ(notices_in(notice_state::handed_over), 1U);
}

TEST_F(keeping_days, does_nothing_after_it_was_asked_to_stop_and_ends_its_thread) {
    keeper.start();
    keeper.ask_to_stop();
    clock.at += 24h;
    keeper.look();
    EXPECT_EQ(notices_in(notice_state::waiting), 0U);
}

TEST_F(keeping_days, tells_when_the_store_is_away) {
    store->stop();
    clock.at += 24h;
    keeper.look();
    log->flush();
    EXPECT_EQ(lines->of(log::event::day_work_interrupted).size(), 1U);
}

class odd_store final : public net::test::store_over {
public:
    using store_over::store_over;
    void read(const std::function<void(storage::reader&)>& what) override {
        if (is_odd) throw std::logic_error("nobody foresaw this");
        store_over::read(what);
    }
    bool is_odd = true;
};

TEST_F(keeping_days, go_on_after_something_that_nobody_foresaw) {
    odd_store odd(*store);
    day_keeper over_it{odd, clock, *log};
    adopt(over_it);
    clock.at += 17h + 30min; // 03:30
    over_it.look();
    log->flush();
    EXPECT_THAT(lines->of(log::event::day_work_interrupted), testing::ElementsAre(testing::HasSubstr("nobody foresaw this")));
    odd.is_odd = false;
    over_it.look();
    EXPECT_EQ(notices_in(notice_state::waiting), 1U);
}

/// The signals, a bit for each, that a thread of this process holds back; nothing: there is none of the name.
std::optional<std::uint64_t> held_back_by(const std::string& thread) {
    for (const auto& each : std::filesystem::directory_iterator("/proc/self/task")) {
        std::ifstream status(each.path() / "status");
        std::string word;
        std::string name;
        while (status >> word) {
            if (word == "Name:") status >> name;
            if (word == "SigBlk:" && name == thread && status >> word) return std::stoull(word, nullptr, 16);
        }
    }
    return std::nullopt;
}

TEST_F(keeping_days, leave_the_signals_of_the_daemon_to_others) {
    keeper.start();
    const auto held = held_back_by("circ-day");
    ASSERT_TRUE(held);
    for (const int signal : {SIGHUP, SIGINT, SIGTERM}) EXPECT_TRUE(*held >> (signal - 1) & 1U) << signal;
    EXPECT_FALSE(held_back_by("app_test").value_or(0) >> (SIGHUP - 1) & 1U) << "only there";
}

} // namespace
} // namespace circ::app
