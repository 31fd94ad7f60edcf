// What hand readers ask for is written behind: in batches, without keeping anybody waiting.
#include "server/circulation/stocktaking.hpp"
#include "server/net/local_backend.hpp"
#include "server/net/seen_items.hpp"
#include "storage/store_error.hpp"
#include "tests/unit/net/desk.hpp"
#include "tests/unit/net/store_over.hpp"

namespace circ::net::test {
namespace {

using namespace std::chrono_literals;

/// A store that keeps what it is to do until it is told, or loses it.
class slow_store final : public store_over {
public:
    using store_over::store_over;

    void submit(work what, completion on_done) noexcept override {
        kept.emplace_back(std::move(what), std::move(on_done));
    }
    [[nodiscard]] std::size_t queued() const noexcept override { return kept.size(); }
    void stop() noexcept override {}

    void do_all() {
        for (auto& [what, on_done] : std::exchange(kept, {})) {
            storage::write_and_wait(real(), what);
            on_done(nullptr);
        }
        end_turn();
    }
    void lose_all() {
        const auto why = std::make_exception_ptr(storage::store_error(storage::store_failure::unavailable, "disk full"));
        for (auto& [what, on_done] : std::exchange(kept, {})) on_done(why);
    }

    std::vector<std::pair<work, completion>> kept;
};

class a_walk : public testing::Test {
protected:
    a_walk() {
        storage::write_and_wait(library.store(), [this](storage::unit_of_work& unit) {
            storage::title title;
            title.id = unit.new_id<storage::title_id>();
            title.institution = library.institution;
            title.text = "The Glass Orchard";
            unit.add(title);
            for (const char* barcode : {"1", "2"}) {
                storage::item item;
                item.id = unit.new_id<storage::item_id>();
                item.institution = library.institution;
                item.barcode = barcode;
                item.title = title.id;
                item.branch = item.place = library.main;
                unit.add(item);
            }
        });
        library.store().end_turn();
        wand.institution = library.institution;
        wand.branch = library.east;
        wand.terminal = library_terminal();
        auto rules = std::make_shared<circulation::device_rules>();
        rules->seen_by_look_up = true;
        wand.rules = rules;
        backend.set_rules(std::make_shared<const circulation::policy>(), {});
    }

    [[nodiscard]] storage::terminal_id library_terminal() {
        storage::terminal_id id;
        library.store().read([&](storage::reader& from) { id = from.terminal_by_login("open").value().id; });
        return id;
    }
    void ask_for(const std::string& barcode) {
        circulation::any_operation asked = circulation::item_details{.by = wand, .item = barcode};
        static_cast<void>(result_of(io, backend.perform(std::move(asked))));
    }
    [[nodiscard]] storage::item item(const std::string& barcode) {
        std::optional<storage::item> found;
        library.store().read(
            [&](storage::reader& from) { found = from.item_by_barcode(library.institution, barcode).value().item; });
        library.store().end_turn();
        return *found;
    }

    boost::asio::io_context io;
    terminal_store library;
    slow_store slow{library.store()};
    async_store storing{slow, io.get_executor()};
    hashing_pool pool{1, 1};
    pin_prover pins{pool, "", {}};
    set_clock clock;
    std::shared_ptr<log::captured_lines> lines = std::make_shared<log::captured_lines>();
    std::unique_ptr<log::logger> log = log::capturing_logger(lines);
    seen_items seen{storing, io.get_executor(), clock, *log, 3600s};
    local_backend backend{storing, pins, seen, clock, *log};
    circulation::requester wand;
};

TEST_F(a_walk, is_answered_before_anything_is_written) {
    ask_for("1");
    ask_for("2");
    EXPECT_EQ(slow.queued(), 0U);
    EXPECT_FALSE(item("1").seen_at);
}

TEST_F(a_walk, is_written_in_one_unit_when_its_time_has_come) {
    seen_items quick(storing, io.get_executor(), clock, *log, 0s);
    for (const char* barcode : {"1", "2", "1"}) quick.note(wand, barcode);
    EXPECT_EQ(slow.queued(), 0U);
    run_until(io, [&] { return slow.queued() > 0; });
    EXPECT_EQ(slow.queued(), 1U);
    slow.do_all();
    for (const char* barcode : {"1", "2"}) {
        EXPECT_EQ(item(barcode).seen_at, clock.at);
        EXPECT_EQ(item(barcode).place, library.east);
    }
}

TEST_F(a_walk, is_written_at_the_end_of_the_daemon_without_waiting) {
    ask_for("1");
    seen.flush();
    ASSERT_EQ(slow.queued(), 1U);
    slow.do_all();
    EXPECT_TRUE(item("1").seen_at);
    seen.flush();
    EXPECT_EQ(slow.queued(), 0U) << "nothing waits any more";
}

/// A timer that nobody needs any more would hold up the end of the daemon.
TEST_F(a_walk, keeps_no_loop_running_once_it_is_written) {
    seen.note(wand, "1");
    seen.flush();
    io.restart();
    io.run_for(1s);
    EXPECT_TRUE(io.stopped());
}

TEST_F(a_walk, is_written_when_enough_has_come_together) {
    for (std::size_t i = 0; i < seen_items::most_at_once; ++i) seen.note(wand, "x" + std::to_string(i));
    EXPECT_EQ(slow.queued(), 1U);
}

TEST_F(a_walk, is_no_walk_for_a_device_that_only_asks) {
    wand.rules = circulation::default_device_rules();
    ask_for("1");
    seen.flush();
    EXPECT_EQ(slow.queued(), 0U);
}

TEST_F(a_walk, sees_nothing_that_is_not_there) {
    ask_for("none");
    seen.flush();
    EXPECT_EQ(slow.queued(), 0U);
}

TEST_F(a_walk, is_a_scan_of_the_count_that_is_open_there) {
    std::optional<storage::stock_count> count;
    storage::write_and_wait(library.store(), [&](storage::unit_of_work& unit) {
        storage::stock_count scope;
        scope.name = "east";
        count = circulation::start_count(unit, std::move(scope), wand, clock.at);
    });
    library.store().end_turn();
    ask_for("1");
    seen.flush();
    slow.do_all();
    std::optional<storage::count_scan> found;
    library.store().read([&](storage::reader& from) { found = from.find_scan(count.value().id, "1"); });
    library.store().end_turn();
    ASSERT_TRUE(found);
    EXPECT_EQ(found->finding, storage::scan_finding::wrong_place) << "it is main's";
    EXPECT_EQ(found->at, clock.at);
}

TEST_F(a_walk, that_is_lost_is_told_in_the_log) {
    ask_for("1");
    seen.flush();
    slow.lose_all();
    log->flush();
    const auto told = lines->of(log::event::sightings_lost);
    ASSERT_EQ(told.size(), 1U);
    EXPECT_THAT(told[0], testing::HasSubstr("disk full"));
}

} // namespace
} // namespace circ::net::test
