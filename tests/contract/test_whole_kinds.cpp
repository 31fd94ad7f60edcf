// Whole kinds of record in pages, whoever's and however they stand; how holds ended; days that were counted.

#include "tests/contract/contract.hpp"

#include "storage/record_reader.hpp"

#include <string>
#include <utility>
#include <vector>

namespace circ::test {
namespace {

using namespace storage;

class whole_kinds : public store_contract {
protected:
    /// Three of each kind, one after the other, with what they are about.
    void fill() {
        store.write([&](unit_of_work& in) {
            const stock_count counted{.id = in.new_id<count_id>(),
                                      .institution = library.institution.id,
                                      .name = "whole",
                                      .branch = library.main.id,
                                      .frozen_at = test_time};
            in.add(counted);
            for (int i = 0; i < 3; ++i) add_one_of_each(in, counted.id, std::to_string(i));
        });
    }

    /// Ids of a kind, read in pages of so many; `list` gives those after an id.
    template <class Id, class List>
    std::vector<Id> in_pages(List list, int most) {
        std::vector<Id> ids;
        for (Id last;;) {
            const auto some = store.ask([&](reader& in) {
                record_reader from(in);
                return list(from, last, most);
            });
            EXPECT_LE(some.size(), static_cast<std::size_t>(most));
            if (some.empty()) return ids;
            for (const auto& each : some)
                ids.push_back(each.id);
            last = ids.back();
        }
    }

    template <class Id, class List>
    void expect_pages(const std::vector<Id>& made, List list) {
        for (const int most : {1, 2, 100}) EXPECT_EQ(in_pages<Id>(list, most), made) << most;
    }

    std::vector<hold_id> holds;
    std::vector<transit_id> transits;
    std::vector<fee_id> fees;
    std::vector<fee_entry_id> entries;
    std::vector<block_id> blocks;
    std::vector<notice_id> notices;
    std::vector<review_id> reviews;
    std::vector<event_id> events;
    std::vector<scan_id> scans;

private:
    /// The first of some kinds is over.
    void add_one_of_each(unit_of_work& in, count_id counted, const std::string& name) {
        const bool is_over = name == "0";
        auto wanted = library.new_hold(in);
        wanted.patron = library.another_patron(in).id;
        if (is_over) {
            wanted.state = hold_state::lapsed;
            wanted.closed_at = test_time;
        }
        in.add(wanted);
        holds.push_back(wanted.id);
        transits.push_back(in.new_id<transit_id>());
        in.add(transit{.id = transits.back(),
                       .item = library.another_item(in, "t" + name).id,
                       .from = library.main.id,
                       .to = library.east.id,
                       .hold = {},
                       .sent_at = test_time,
                       .ended_at = is_over ? std::optional(test_time) : std::nullopt});
        const auto owed = library.new_fee(in, 150);
        in.add(owed);
        fees.push_back(owed.id);
        entries.push_back(in.new_id<fee_entry_id>());
        in.add(fee_entry{.id = entries.back(),
                         .fee = owed.id,
                         .kind = fee_entry_kind::waive,
                         .amount = {is_over ? 150 : 50},
                         .at = test_time});
        blocks.push_back(in.new_id<block_id>());
        in.add(block{.id = blocks.back(),
                     .patron = library.patron.id,
                     .reason = name,
                     .placed_at = test_time,
                     .lifted_at = is_over ? std::optional(test_time) : std::nullopt});
        notices.push_back(in.new_id<notice_id>());
        in.add(notice{.id = notices.back(), .patron = library.patron.id, .kind = "hold_ready", .cause = name});
        reviews.push_back(in.new_id<review_id>());
        in.add(review_entry{.id = reviews.back(),
                            .institution = library.institution.id,
                            .kind = "unknown_item",
                            .at = test_time,
                            .resolved_at = is_over ? std::optional(test_time) : std::nullopt});
        events.push_back(in.new_id<event_id>());
        in.add(event{.id = events.back(), .institution = library.institution.id, .at = test_time, .kind = "seen"});
        scans.push_back(in.new_id<scan_id>());
        in.add(count_scan{.id = scans.back(), .count = counted, .barcode = name, .at = test_time});
    }
};

TEST_P(whole_kinds, are_read_in_pages_in_the_order_they_were_made) {
    fill();
    expect_pages(holds, [](auto& from, hold_id after, int most) { return from.holds_after(after, most); });
    expect_pages(transits, [](auto& from, transit_id after, int most) { return from.transits_after(after, most); });
    expect_pages(fees, [](auto& from, fee_id after, int most) { return from.fees_after(after, most); });
    expect_pages(entries, [](auto& from, fee_entry_id after, int most) { return from.fee_entries_after(after, most); });
    expect_pages(blocks, [](auto& from, block_id after, int most) { return from.blocks_after(after, most); });
    expect_pages(notices, [](auto& from, notice_id after, int most) { return from.notices_after(after, most); });
    expect_pages(reviews, [](auto& from, review_id after, int most) { return from.reviews_after(after, most); });
    expect_pages(events, [](auto& from, event_id after, int most) { return from.events_after(after, most); });
    expect_pages(scans, [](auto& from, scan_id after, int most) { return from.scans_after(after, most); });
}

TEST_P(whole_kinds, name_the_count_of_a_scan) {
    fill();
    const auto found = store.ask([](reader& in) {
        record_reader from(in);
        return from.stock_count_of(from.scans_after({}, 1).at(0).count);
    });
    ASSERT_TRUE(found);
    EXPECT_EQ(found->name, "whole");
    EXPECT_FALSE(store.ask([](reader& in) { return record_reader(in).stock_count_of(count_id{7}); }));
}

TEST_P(whole_kinds, say_how_a_hold_ended_as_long_as_its_event_names_its_reader) {
    hold closed;
    event_id told;
    store.write([&](unit_of_work& in) {
        closed = library.new_hold(in);
        closed.state = hold_state::cancelled;
        closed.closed_at = test_time;
        in.add(closed);
        const auto happen = [&](std::string kind, hold_id of) {
            event made{.id = in.new_id<event_id>(), .institution = library.institution.id, .at = test_time};
            made.kind = std::move(kind);
            made.patron = library.patron.id;
            made.hold = of;
            made.reason = "no longer wanted";
            in.add(made);
            return made.id;
        };
        happen("hold_placed", closed.id);
        told = happen("hold_cancelled", closed.id);
        happen("hold_cleared", closed.id);
        happen("hold_cancelled", in.new_id<hold_id>()); // another one of theirs
    });
    const auto end = [&] {
        return store.ask([&](reader& in) { return record_reader(in).end_of(closed); });
    };
    ASSERT_TRUE(end());
    EXPECT_EQ(end()->id, told);
    EXPECT_EQ(end()->reason, "no longer wanted");
    store.write([](unit_of_work& in) {
        static_cast<void>(in.forget_in_events(test_time + std::chrono::days{1}, 100));
    });
    EXPECT_FALSE(end());
}

TEST_P(whole_kinds, give_what_was_counted_a_day_at_a_time) {
    const auto day = [](int n) { return local_date{std::chrono::days{20'000 + n}}; };
    store.write([&](unit_of_work& in) {
        const auto count = [&](int n, branch_id at, const char* type, std::int64_t by) {
            in.count({.day = day(n), .branch = at, .item_type = type, .collection = "c", .patron_category = "adult",
                      .age_band = "25-64", .kind = "checkout"},
                     by);
        };
        count(9, library.main.id, "book", 2);
        count(1, library.main.id, "dvd", 3);
        count(1, library.main.id, "book", 4);
        count(1, library.east.id, "book", 5);
    });
    const auto after = [&](local_date last) {
        return store.ask([&](reader& in) { return record_reader(in).counters_after(last); });
    };
    const auto first = after(local_date::min());
    ASSERT_EQ(first.size(), 3U);
    EXPECT_EQ(first[0].key.day, day(1));
    EXPECT_EQ(first[0].key.branch, library.main.id);
    EXPECT_EQ(first[0].key.item_type, "book");
    EXPECT_EQ(first[0].key.collection, "c");
    EXPECT_EQ(first[0].key.patron_category, "adult");
    EXPECT_EQ(first[0].key.age_band, "25-64");
    EXPECT_EQ(first[0].key.kind, "checkout");
    EXPECT_EQ(first[0].amount, 4);
    EXPECT_EQ(first[1].key.item_type, "dvd");
    EXPECT_EQ(first[2].key.branch, library.east.id);
    const auto second = after(day(1));
    ASSERT_EQ(second.size(), 1U) << "whatever lies between";
    EXPECT_EQ(second[0].key.day, day(9));
    EXPECT_TRUE(after(day(9)).empty());
}

INSTANTIATE_TEST_SUITE_P(over, whole_kinds, testing::ValuesIn(engines()), engine_name);

} // namespace
} // namespace circ::test
