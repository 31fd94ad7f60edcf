// What leaves the catalogue is named by nothing any more, and takes nothing along that stays.

#include "tests/contract/contract.hpp"

#include "storage/check.hpp"

namespace circ::test {
namespace {

using namespace storage;
using std::chrono::days;

/// An item that has been lent, returned late, held and sent about, all of which is over.
class leaving : public store_contract {
protected:
    leaving() {
        store.write([&](unit_of_work& in) {
            title = library.another_title(in, "Fugues for organ");
            item = library.item;
            item.id = in.new_id<item_id>();
            item.barcode = "s1";
            item.title = title.id;
            in.add(item);
            hold closed = library.new_hold(in);
            closed.title = title.id;
            closed.level = hold_level::item;
            closed.item = item.id;
            closed.state = hold_state::lapsed;
            closed.trapped_item = item.id;
            closed.closed_at = test_time;
            in.add(closed);
            loan returned = library.new_loan(in);
            returned.item = item.id;
            returned.state = loan_state::returned;
            returned.closed_at = test_time;
            returned.filled_hold = closed.id;
            in.add(returned);
            owed = library.new_fee(in, 150);
            owed.item = item.id;
            owed.loan = returned.id;
            in.add(owed);
            in.add(transit{.id = in.new_id<transit_id>(), .item = item.id, .from = library.main.id,
                           .to = library.east.id, .hold = closed.id, .sent_at = test_time, .ended_at = test_time});
            in.add(notice{.id = in.new_id<notice_id>(), .patron = library.patron.id, .kind = "hold_ready",
                          .cause = "hold 1", .item = item.id, .hold = closed.id});
            in.add(notice{.id = in.new_id<notice_id>(), .patron = library.patron.id, .kind = "overdue_1",
                          .cause = "loan 1", .loan = returned.id});
            in.add(review_entry{.id = in.new_id<review_id>(), .institution = library.institution.id,
                                .kind = "undo_refused", .item = item.id, .at = test_time});
            in.add(event{.id = in.new_id<event_id>(), .institution = library.institution.id, .at = test_time,
                         .kind = "checkin", .item = item.id});
            in.add(journal_entry{.id = in.new_id<journal_id>(), .operation = "checkin", .at = test_time, .item = item.id});
        });
    }

    std::int64_t count(const std::string& table) {
        for (const auto& [name, rows] : store.ask([](reader& in) { return in.row_counts(); }))
            if (name == table) return rows;
        return -1;
    }

    storage::title title;
    storage::item item;
    fee owed;
};

TEST_P(leaving, takes_along_what_is_over_and_leaves_the_rest) {
    store.write([&](unit_of_work& in) {
        in.remove(item);
        in.remove(title);
    });
    EXPECT_FALSE(store.ask([&](reader& in) { return in.find_item(item.id); }));
    EXPECT_FALSE(store.ask([&](reader& in) { return in.find_title(title.id); }));
    EXPECT_TRUE(store.ask([&](reader& in) {
        return in.search_titles(library.institution.id, {"fugues"}, {});
    }).empty());
    for (const auto* table : {"loan", "hold", "transit", "notice"}) EXPECT_EQ(count(table), 0) << table;
    for (const auto* table : {"fee", "open_fee", "review_entry", "event", "journal"}) EXPECT_EQ(count(table), 1) << table;
    const auto fees = store.ask([&](reader& in) { return in.fees_of(library.patron.id, {}); });
    EXPECT_EQ(fees.at(0).title, "Fugues for organ");
    EXPECT_EQ(fees.at(0).open, owed.amount);
    EXPECT_TRUE(store.ask([](reader& in) { return check(in); }).empty());
}

TEST_P(leaving, is_refused_while_it_is_on_loan) {
    loan open;
    store.write([&](unit_of_work& in) {
        open = library.new_loan(in);
        open.item = item.id;
        in.add(open);
    });
    EXPECT_EQ(failure_of([&](unit_of_work& in) { in.remove(item); }), store_failure::corrupt);
    EXPECT_TRUE(store.ask([&](reader& in) { return in.find_loan(open.id); }));
}

TEST_P(leaving, keeps_the_numbers_of_requests_until_they_are_old) {
    hold open;
    const auto known = [&](std::string value, item_id what, hold_id held, reference_kind kind = reference_kind::request) {
        store.write([&](unit_of_work& in) {
            in.add(external_reference{.id = in.new_id<reference_id>(), .institution = library.institution.id, .kind = kind,
                                      .named = {"STATE", value}, .item = what, .hold = held, .at = test_time});
        });
    };
    store.write([&](unit_of_work& in) { in.add(open = library.new_hold(in)); });
    known("waits", {}, open.id);
    known("is here", item.id, {});
    known("is over", {}, hold_id{17});
    known("was paid", {}, {}, reference_kind::transaction);
    const auto remove = [&](instant before) {
        int removed = 0;
        store.write([&](unit_of_work& in) { removed = in.remove_spent_references(before, 10); });
        return removed;
    };
    EXPECT_EQ(remove(test_time), 0);
    EXPECT_EQ(remove(test_time + days{1}), 1);
    EXPECT_FALSE(store.ask([&](reader& in) {
        return in.find_reference(library.institution.id, reference_kind::request, {"STATE", "is over"});
    }));
    EXPECT_EQ(count("external_reference"), 3);
}

INSTANTIATE_TEST_SUITE_P(over, leaving, testing::ValuesIn(engines()), engine_name);

} // namespace
} // namespace circ::test
