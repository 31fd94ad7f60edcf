#include "server/circulation/seeing.hpp"
#include "server/circulation/stocktaking.hpp"
#include "tests/unit/circulation/library_test.hpp"

namespace circ::test {
namespace {

using namespace circulation;
using std::chrono::minutes;

class seeing : public library_test {
protected:
    void see_all(const std::vector<sighting>& all) {
        store.write([&](storage::unit_of_work& in) { see(in, all, now); }, now);
    }
    [[nodiscard]] std::int64_t events() {
        for (const auto& [table, count] : store.ask([](storage::reader& in) { return in.row_counts(); }))
            if (table == "event") return count;
        return 0;
    }
    [[nodiscard]] sighting at_east(const std::string& barcode, storage::instant when) const {
        return {.by = at(east_kiosk), .item = barcode, .at = when};
    }
};

TEST_F(seeing, says_where_and_when) {
    see_all({at_east("i1", now)});
    EXPECT_EQ(item("i1").item.seen_at, now);
    EXPECT_EQ(item("i1").item.place, rows.east.id);
}

TEST_F(seeing, changes_nothing_that_was_seen_later_by_another_way) {
    static_cast<void>(checkin("i1"));
    see_all({at_east("i1", now - minutes{1})});
    EXPECT_EQ(item("i1").item.seen_at, now);
    EXPECT_EQ(item("i1").item.place, rows.main.id);
}

TEST_F(seeing, passes_over_what_is_not_there) {
    see_all({at_east("none", now), at_east("i1", now)});
    EXPECT_EQ(item("i1").item.seen_at, now);
}

TEST_F(seeing, leaves_one_event_for_a_terminal_and_is_no_move_of_the_item) {
    static_cast<void>(add_item("i2"));
    ASSERT_EQ(checkout("p1", "i1").result, verdict::done);
    now += minutes{5};
    const auto before = events();
    see_all({at_east("i1", now), at_east("i2", now)});
    EXPECT_EQ(events(), before + 1);
    EXPECT_EQ(perform(undo_checkout{.by = kiosk, .item = "i1"}).result, verdict::done)
        << "its checkout is still the last thing that happened to it";
}

/// 19 says that the item is here, and so does 09; asking alone (17) does not.
TEST_F(seeing, is_done_at_once_by_who_writes_on_it_or_takes_it_back) {
    static_cast<void>(perform(item_details{.by = at(east_kiosk), .item = "i1"}));
    EXPECT_FALSE(item("i1").item.seen_at);
    static_cast<void>(perform(
        update_item_properties{.by = at(east_kiosk), .item = "i1", .properties = "tag 7"}));
    EXPECT_EQ(item("i1").item.place, rows.east.id);
    EXPECT_EQ(item("i1").item.seen_at, now);
    now += minutes{5};
    static_cast<void>(checkin("i1"));
    EXPECT_EQ(item("i1").item.place, rows.main.id);
    EXPECT_EQ(item("i1").item.seen_at, now);
}

/// A hand reader knows of no count: what it has in hand is a scan of those that are open where it is.
class wand_in_a_count : public seeing {
protected:
    wand_in_a_count() {
        wand = with_rules(at(east_kiosk), [](device_rules& of) { of.seen_by_look_up = true; });
    }
    storage::stock_count start(const std::string& name, const std::string& location = {}) {
        std::optional<storage::stock_count> made;
        store.write(
            [&](storage::unit_of_work& in) {
                storage::stock_count scope;
                scope.name = name;
                scope.location = location;
                made = start_count(in, std::move(scope), wand, now);
            },
            now);
        return made.value();
    }
    [[nodiscard]] std::optional<storage::count_scan> scan_of(const storage::stock_count& in, const std::string& barcode) {
        return store.ask([&](storage::reader& from) { return from.find_scan(in.id, barcode); });
    }
    [[nodiscard]] sighting sees(const std::string& barcode) const { return {.by = wand, .item = barcode, .at = now}; }

    requester wand;
};

TEST_F(wand_in_a_count, is_judged_as_a_scan_of_the_count_is) {
    static_cast<void>(add_item("i2"));
    const auto count = start("east");
    now += minutes{1};
    see_all({sees("i1"), sees("i1")});
    const auto found = scan_of(count, "i1");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->finding, storage::scan_finding::wrong_place) << "it belongs to main";
    EXPECT_EQ(found->by, wand.terminal_login);
    EXPECT_EQ(found->at, now);
    EXPECT_FALSE(scan_of(count, "i2"));
}

TEST_F(wand_in_a_count, finds_what_was_missing) {
    change_item("i1", [](storage::item& of) { of.state = storage::item_state::missing; });
    const auto count = start("east");
    now += minutes{1};
    see_all({sees("i1")});
    EXPECT_EQ(scan_of(count, "i1").value().finding, storage::scan_finding::was_missing);
}

TEST_F(wand_in_a_count, scans_by_writing_on_the_item_as_well) {
    const auto count = start("east");
    now += minutes{1};
    static_cast<void>(perform(update_item_properties{.by = at(east_kiosk), .item = "i1", .properties = "tag 7"}));
    EXPECT_FALSE(scan_of(count, "i1")) << "no hand reader";
    static_cast<void>(perform(update_item_properties{.by = wand, .item = "i1", .properties = "tag 8"}));
    EXPECT_TRUE(scan_of(count, "i1"));
}

TEST_F(wand_in_a_count, counts_where_the_item_belongs_when_several_are_open) {
    change_item("i1", [this](storage::item& of) {
        of.branch = rows.east.id;
        of.location = "attic";
    });
    const auto attic = start("attic", "attic");
    const auto cellar = start("cellar", "cellar");
    now += minutes{1};
    see_all({sees("i1")});
    EXPECT_EQ(scan_of(attic, "i1").value().finding, storage::scan_finding::expected);
    EXPECT_FALSE(scan_of(cellar, "i1"));
}

TEST_F(wand_in_a_count, knows_no_count_that_began_later_or_has_ended) {
    auto ended = start("ended");
    ended.ended_at = now;
    store.write([&](storage::unit_of_work& in) { in.change(ended); }, now);
    const auto seen = sees("i1");
    now += minutes{1};
    const auto later = start("later");
    see_all({seen});
    EXPECT_FALSE(scan_of(ended, "i1"));
    EXPECT_FALSE(scan_of(later, "i1"));
}

} // namespace
} // namespace circ::test
