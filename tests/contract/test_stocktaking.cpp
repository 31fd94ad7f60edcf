// Counts of what stands on the shelves: their rows, and what is expected.

#include "tests/contract/contract.hpp"

#include <map>

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

TEST_P(stocktaking, misses_nothing_that_was_moved_edited_or_put_back_since) {
    const auto scope = added_count();
    std::map<std::string, item> copies;
    const auto happened = [&](unit_of_work& in, const char* barcode, const char* kind, instant at) {
        event one;
        one.id = in.new_id<event_id>();
        one.institution = library.institution.id;
        one.at = at;
        one.kind = kind;
        one.item = copies.at(barcode).id;
        in.add(one);
    };
    store.write([&](unit_of_work& in) {
        for (const char* barcode : {"before", "edited", "noticed", "put back"})
            copies.emplace(barcode, copy(in, barcode));
        happened(in, "before", "item_changed", frozen - 1min);
        happened(in, "edited", "item_changed", frozen + 1min);
        happened(in, "put back", "item_state", frozen + 1min);
        happened(in, "noticed", "notice_given", frozen + 1min);
    });
    const auto first = library.item.barcode;
    EXPECT_THAT(shelved(scope, true), testing::ElementsAre(first, "before", "noticed"));
    const auto is_changed = [&](const char* barcode) {
        return store.ask([&](reader& in) { return in.is_changed_since(copies.at(barcode), frozen); });
    };
    EXPECT_FALSE(is_changed("before"));
    EXPECT_TRUE(is_changed("edited"));
    EXPECT_TRUE(is_changed("put back"));
    EXPECT_FALSE(is_changed("noticed"));
}

TEST_P(stocktaking, misses_nothing_that_a_file_has_brought_or_changed_since) {
    const auto scope = added_count();
    item told;
    item left;
    store.write([&](unit_of_work& in) {
        told = copy(in, "told");
        left = copy(in, "left");
        const auto add_run = [&](std::int64_t number, instant begun, instant ended) {
            import_run run;
            run.id = in.new_id<import_run_id>();
            run.institution = library.institution.id;
            run.number = number;
            run.kind = "items";
            run.begun_at = begun;
            run.ended_at = ended;
            run.state = import_state::done;
            in.add(run);
            return run.id;
        };
        const auto mark = [&](import_run_id run, item_id of) {
            in.add(import_mark{
                .run = run, .kind = imported_kind::item, .record = of.value, .after = 5, .before = {}});
        };
        mark(add_run(1, frozen - 2h, frozen - 1h), left.id);
        mark(add_run(2, frozen - 1min, frozen + 1min), told.id);
    });
    EXPECT_THAT(shelved(scope, true), testing::ElementsAre(library.item.barcode, "left"));
    EXPECT_TRUE(store.ask([&](reader& in) { return in.is_changed_since(told, frozen); }));
    EXPECT_FALSE(store.ask([&](reader& in) { return in.is_changed_since(left, frozen); }));
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
