#include "server/circulation/seeing.hpp"
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

} // namespace
} // namespace circ::test
