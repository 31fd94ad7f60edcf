// Counts of what stands on the shelves: their rows, and what is expected.

#include "tests/contract/contract.hpp"

namespace circ::test {
namespace {

using namespace storage;
using namespace std::chrono_literals;

class stocktaking : public store_contract {
protected:
    static constexpr instant frozen = test_time + 1h;

    stock_count added_count() {
        stock_count made;
        store.write([&](unit_of_work& in) {
            made = {.id = in.new_id<count_id>(),
                    .institution = library.institution.id,
                    .name = "fiction",
                    .branch = library.main.id,
                    .frozen_at = frozen,
                    .started_by = "anna"};
            in.add(made);
        });
        return made;
    }

    item copy(unit_of_work& in, const std::string& barcode, const std::function<void(item&)>& change = {}) {
        auto made = library.another_item(in, barcode);
        if (change) {
            change(made);
            in.change(made);
        }
        return made;
    }

    std::vector<std::string> shelved(const stock_count& scope, bool unseen, int most = 100) {
        std::vector<std::string> barcodes;
        for (item_id after{};;) {
            const auto some = store.ask([&](reader& in) { return in.shelved_items(scope, unseen, after, most); });
            for (const auto& each : some) barcodes.push_back(each.item.barcode);
            if (static_cast<int>(some.size()) < most) return barcodes;
            after = some.back().item.id;
        }
    }
};

TEST_P(stocktaking, keeps_counts_and_scans) {
    auto made = added_count();
    const auto stored = [&] { return store.ask([&](reader& in) { return in.find_stock_count(made.institution, "fiction"); }).value(); };
    expect_same(stored(), made);
    made.location = "Fiction";
    made.collection = "new";
    made.item_type = "book";
    made.first_call_number = "800";
    made.last_call_number = "899";
    made.ended_at = frozen + 1h;
    made.ended_by = "bert";
    store.write([&](unit_of_work& in) { in.change(made); });
    expect_same(stored(), made);
    EXPECT_EQ(store.ask([&](reader& in) { return in.stock_counts(made.institution, {}); }).size(), 1U);
    EXPECT_FALSE(store.ask([&](reader& in) { return in.find_stock_count(made.institution, "other"); }));
    const auto open = [&] { return store.ask([&](reader& in) { return in.open_stock_counts(made.institution, made.branch); }); };
    EXPECT_TRUE(open().empty()) << "it has ended";
    made.ended_at.reset();
    store.write([&](unit_of_work& in) { in.change(made); });
    ASSERT_EQ(open().size(), 1U);
    expect_same(open()[0], made);
    EXPECT_TRUE(store.ask([&](reader& in) { return in.open_stock_counts(made.institution, library.east.id); }).empty());

    count_scan one;
    store.write([&](unit_of_work& in) {
        one = {.id = in.new_id<scan_id>(), .count = made.id, .barcode = "b1", .finding = scan_finding::unknown, .at = frozen};
        in.add(one);
    });
    expect_same(store.ask([&](reader& in) { return in.find_scan(made.id, "b1"); }).value(), one);
    one.item = library.item.id;
    one.finding = scan_finding::wrong_place;
    one.out_of_order = true;
    one.times = 3;
    one.by = "anna";
    store.write([&](unit_of_work& in) { in.change(one); });
    expect_same(store.ask([&](reader& in) { return in.scans_of(made.id, scan_finding::wrong_place, {}, 10); }).at(0), one);
    expect_same(store.ask([&](reader& in) { return in.scans_out_of_order(made.id, {}, 10); }).at(0), one);
    EXPECT_TRUE(store.ask([&](reader& in) { return in.scans_of(made.id, scan_finding::wrong_place, one.id, 10); }).empty());
    EXPECT_THAT(store.ask([&](reader& in) { return in.scan_counts(made.id); }), testing::ElementsAre(0, 1, 0, 0, 0, 0, 0, 0));
}

TEST_P(stocktaking, knows_a_barcode_once_per_count) {
    const auto made = added_count();
    const auto add = [&](unit_of_work& in) {
        in.add(count_scan{.id = in.new_id<scan_id>(), .count = made.id, .barcode = "b1", .at = frozen});
    };
    store.write(add);
    EXPECT_THROW(store.write(add), store_error);
}

TEST_P(stocktaking, expects_what_should_stand_on_its_shelf) {
    const auto scope = added_count();
    store.write([&](unit_of_work& in) {
        copy(in, "here");
        copy(in, "seen", [&](item& i) { i.seen_at = frozen + 1min; });
        copy(in, "seen before", [&](item& i) { i.seen_at = frozen - 1min; });
        copy(in, "elsewhere", [&](item& i) { i.branch = library.east.id; });
        copy(in, "withdrawn", [](item& i) { i.state = item_state::withdrawn; });
        copy(in, "borrowed", [](item& i) { i.lender = "State Library"; });
        const auto later = [&] {
            auto made = library.another_item(in, "template");
            made.id = in.new_id<item_id>();
            made.barcode = "new";
            made.created_at = frozen + 1min;
            return made;
        }();
        in.add(later);
        auto lent = library.new_loan(in);
        lent.item = copy(in, "lent").id;
        in.add(lent);
        in.add(transit{.id = in.new_id<transit_id>(), .item = copy(in, "under way").id, .from = library.main.id, .to = library.east.id, .sent_at = test_time});
        auto kept = library.new_hold(in);
        kept.state = hold_state::on_shelf;
        kept.trapped_item = copy(in, "kept").id;
        in.add(kept);
    });
    const auto first = library.item.barcode;
    EXPECT_THAT(shelved(scope, true), testing::ElementsAre(first, "here", "seen before", "template"));
    EXPECT_THAT(shelved(scope, false), testing::ElementsAre(first, "here", "seen", "seen before", "template"));
    EXPECT_EQ(shelved(scope, false, 2), shelved(scope, false)) << "in strides";
}

TEST_P(stocktaking, keeps_to_its_scope) {
    auto scope = added_count();
    store.write([&](unit_of_work& in) {
        copy(in, "a", [](item& i) { i.location = "Fiction"; });
        copy(in, "b", [](item& i) { i.collection = "local"; });
        copy(in, "c", [](item& i) { i.item_type = "map"; });
    });
    scope.location = "Fiction";
    EXPECT_THAT(shelved(scope, true), testing::ElementsAre("a"));
    scope.location.clear();
    scope.collection = "local";
    EXPECT_THAT(shelved(scope, true), testing::ElementsAre("b"));
    scope.collection.clear();
    scope.item_type = "map";
    EXPECT_THAT(shelved(scope, true), testing::ElementsAre("c"));
}

INSTANTIATE_TEST_SUITE_P(over, stocktaking, testing::ValuesIn(engines()), engine_name);

} // namespace
} // namespace circ::test
