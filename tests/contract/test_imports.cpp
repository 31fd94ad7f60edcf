// What is kept of imports: runs, marks, records as text, and who is still named by what.

#include "tests/contract/contract.hpp"

#include "storage/row_text.hpp"
#include "storage/taking_back.hpp"
#include "storage/titles.hpp"

namespace circ::test {
namespace {

using namespace storage;

class imports : public store_contract {
protected:
    import_run added_run(std::int64_t number) {
        import_run run;
        store.write([&](unit_of_work& in) {
            run.id = in.new_id<import_run_id>();
            run.institution = library.institution.id;
            run.number = number;
            run.kind = "marc";
            run.file = "/srv/books.mrc";
            run.options = "--items\nkoha952\n";
            run.digest = -17;
            run.by = "anna";
            run.begun_at = test_time;
            in.add(run);
        });
        return run;
    }
    bool is_named(auto id) {
        return store.ask([&](reader& in) { return in.is_named(id); });
    }
};

TEST_P(imports, keep_runs_and_list_the_newest_first) {
    auto first = added_run(1);
    static_cast<void>(added_run(2));
    first.state = import_state::done;
    first.ended_at = test_time;
    first.position = 100;
    first.added = 7;
    first.updated = 6;
    first.unchanged = 5;
    first.rejected = 4;
    store.write([&](unit_of_work& in) { in.change(first); });
    const auto all =
        store.ask([&](reader& in) { return in.import_runs(library.institution.id, {}); });
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all.front().number, 2);
    expect_same(
        store.ask([&](reader& in) { return in.find_import(library.institution.id, 1); }).value(),
        first);
    EXPECT_FALSE(store.ask([&](reader& in) { return in.find_import(library.institution.id, 3); }));
}

TEST_P(imports, walk_through_marks_from_the_greatest_and_keep_what_was_before_at_first) {
    const auto run = added_run(1);
    store.write([&](unit_of_work& in) {
        for (const std::int64_t record : {1, 2, 3})
            in.add(import_mark{.run = run.id,
                               .kind = imported_kind::item,
                               .record = record,
                               .after = 5,
                               .before = "b"});
        in.add(import_mark{.run = run.id,
                           .kind = imported_kind::item,
                           .record = 2,
                           .after = 6,
                           .before = "later"});
        in.add(import_mark{
            .run = run.id, .kind = imported_kind::title, .record = 9, .after = 5, .before = {}});
    });
    const auto page =
        store.ask([&](reader& in) { return in.import_marks(run.id, imported_kind::item, 3, 10); });
    ASSERT_EQ(page.size(), 2U);
    EXPECT_EQ(page[0].record, 2);
    EXPECT_EQ(page[0].after, 6);
    EXPECT_EQ(page[0].before, "b");
    store.write([&](unit_of_work& in) { in.remove(page[0]); });
    EXPECT_EQ(
        store.ask([&](reader& in) { return in.import_marks(run.id, imported_kind::item, 3, 10); })
            .size(),
        1U);
}

TEST_P(imports, tell_what_was_done_to_a_record_the_newest_first) {
    const auto first = added_run(1);
    const auto second = added_run(2);
    store.write([&](unit_of_work& in) {
        for (const auto& each : {first, second})
            in.add(import_mark{.run = each.id,
                               .kind = imported_kind::patron,
                               .record = 7,
                               .after = each.number,
                               .before = "b"});
        in.add(import_mark{
            .run = second.id, .kind = imported_kind::item, .record = 7, .after = 9, .before = {}});
    });
    const auto marks_of = [&](int most, const char* option = "--items") {
        return store.ask([&](reader& in) {
            std::vector<std::int64_t> all;
            for (const auto& each :
                 in.import_marks_of(library.institution.id, option, imported_kind::patron, 7, most))
                all.push_back(each.after);
            return all;
        });
    };
    EXPECT_EQ(marks_of(9), (std::vector<std::int64_t>{2, 1}));
    EXPECT_EQ(marks_of(1), (std::vector<std::int64_t>{2}));
    EXPECT_TRUE(marks_of(9, "--sync").empty());
}

TEST_P(imports, keep_what_did_not_go_in_in_the_order_of_the_file) {
    const auto run = added_run(1);
    EXPECT_EQ(store.ask([&](reader& in) { return in.last_import_reject(run.id); }), 0);
    const import_reject first{.run = run.id,
                              .number = 1,
                              .place = 5,
                              .field = "card",
                              .value = "999",
                              .sentence = "nobody has this card"};
    auto second = first;
    second.number = 2;
    store.write([&](unit_of_work& in) {
        in.add(second);
        in.add(first);
    });
    const auto all = store.ask([&](reader& in) { return in.import_rejects(run.id); });
    ASSERT_EQ(all.size(), 2U);
    expect_same(all.front(), first);
    EXPECT_EQ(store.ask([&](reader& in) { return in.last_import_reject(run.id); }), 2);
    store.write([&](unit_of_work& in) { EXPECT_EQ(in.remove_rejects(run.id), 2); });
    EXPECT_TRUE(store.ask([&](reader& in) { return in.import_rejects(run.id); }).empty());
}

TEST_P(imports, give_a_record_back_from_its_text) {
    auto item = library.item;
    item.note = "a:b;n5:\xC3\xBC";
    item.price = money{-5};
    item.wanted_back = test_time;
    expect_same(record_of<storage::item>(row_text(item)), item);
    item.price.reset();
    expect_same(record_of<storage::item>(row_text(item)), item);
    expect_same(record_of<patron>(row_text(library.patron)), library.patron);
    auto title = library.title;
    title.marc = "the record";
    EXPECT_EQ(record_of<storage::title>(row_text(title)).marc, "the record");
    auto counted = library.patron;
    counted.open_loans = 3;
    EXPECT_EQ(row_text(counted), row_text(library.patron)) << "counts follow from other records";
    for (const char* text : {"i", "t9:short", "x", "t-1:", "i5"})
        EXPECT_THROW(static_cast<void>(record_of<storage::item>(text)), store_error) << text;
}

TEST_P(imports, name_titles_without_a_number_by_their_first_copy) {
    title unnumbered;
    title alone;
    auto copy = library.item;
    store.write([&](unit_of_work& in) {
        unnumbered = library.another_title(in, "Unnumbered");
        alone = library.another_title(in, "Alone");
        for (const char* barcode : {"x2", "x1"}) {
            copy.id = in.new_id<item_id>();
            copy.barcode = barcode;
            copy.title = unnumbered.id;
            in.add(copy);
        }
    });
    const auto number_of = [&](title_id id) { return store.ask([&](reader& in) { return title_reader(in).known_number_of(id); }); };
    const std::string by_id = "title-" + std::to_string(alone.id.value);
    EXPECT_EQ(number_of(library.title.id), library.title.control_number);
    EXPECT_EQ(number_of(unnumbered.id), "item-x1");
    EXPECT_EQ(number_of(alone.id), by_id);
    EXPECT_EQ(number_of(title_id{1}), "");
    const auto after = [&](const char* number, int most) {
        return store.ask([&](reader& in) {
            std::vector<std::string> numbers;
            for (const auto& each : title_reader(in).unnumbered_titles_after(library.institution.id, number, most))
                numbers.push_back(each.control_number);
            return numbers;
        });
    };
    EXPECT_EQ(after("", 9), (std::vector<std::string>{"item-x1", by_id}));
    EXPECT_EQ(after("", 1), (std::vector<std::string>{"item-x1"}));
    EXPECT_EQ(after("item-x1", 9), (std::vector<std::string>{by_id}));
}

TEST_P(imports, know_who_is_named_by_what) {
    EXPECT_FALSE(is_named(library.item.id));
    EXPECT_FALSE(is_named(library.patron.id));
    EXPECT_TRUE(is_named(library.title.id)) << "by its item";
    loan lent;
    store.write([&](unit_of_work& in) { in.add(lent = library.new_loan(in)); });
    EXPECT_TRUE(is_named(library.item.id));
    EXPECT_TRUE(is_named(library.patron.id));
    EXPECT_FALSE(is_named(lent.id));
    store.write([&](unit_of_work& in) {
        auto owed = library.new_fee(in, 150);
        owed.loan = lent.id;
        in.add(owed);
    });
    EXPECT_TRUE(is_named(lent.id));
    patron ward;
    store.write([&](unit_of_work& in) {
        ward = library.another_patron(in);
        auto other = library.another_patron(in);
        other.guarantor = ward.id;
        in.change(other);
    });
    EXPECT_TRUE(is_named(ward.id)) << "by whom they answer for";
}

TEST_P(imports, know_a_loan_that_an_event_names_with_its_reader) {
    loan lent;
    loan other;
    store.write([&](unit_of_work& in) {
        in.add(lent = library.new_loan(in));
        other = library.new_loan(in);
        other.state = loan_state::returned;
        other.closed_at = test_time;
        in.add(other);
        in.add(event{.id = in.new_id<event_id>(),
                     .institution = library.institution.id,
                     .at = test_time,
                     .kind = "renew",
                     .patron = library.patron.id,
                     .item = lent.item,
                     .loan = lent.id});
    });
    EXPECT_TRUE(is_named(lent.id));
    EXPECT_FALSE(is_named(other.id)) << "that is about another loan of the item";
}

TEST_P(imports, take_a_hold_out_with_its_transits) {
    hold placed;
    transit sent;
    store.write([&](unit_of_work& in) {
        placed = library.new_hold(in);
        placed.state = hold_state::in_transit;
        placed.trapped_item = library.item.id;
        in.add(placed);
        sent = {.id = in.new_id<transit_id>(),
                .item = library.item.id,
                .from = library.main.id,
                .to = library.east.id,
                .hold = placed.id,
                .sent_at = test_time};
        in.add(sent);
    });
    EXPECT_FALSE(is_named(placed.id)) << "by its own transit alone";
    EXPECT_TRUE(is_named(library.item.id));
    store.write([&](unit_of_work& in) { taking_back(in).remove_transits_of(placed.id); });
    EXPECT_FALSE(store.ask([&](reader& in) { return in.find_transit(sent.id); }));
}

TEST_P(imports, know_whether_something_has_happened_to_a_loan_or_a_hold) {
    loan lent;
    hold placed;
    event of_item;
    store.write([&](unit_of_work& in) {
        in.add(lent = library.new_loan(in));
        in.add(placed = library.new_hold(in));
        of_item.id = in.new_id<event_id>();
        of_item.institution = library.institution.id;
        of_item.at = test_time;
        of_item.kind = "item_changed";
        of_item.item = lent.item;
        in.add(of_item);
    });
    const auto has_event = [&](const auto& one) {
        return store.ask([&](reader& in) { return in.has_event(one); });
    };
    EXPECT_FALSE(has_event(lent));
    EXPECT_FALSE(has_event(placed));
    store.write([&](unit_of_work& in) {
        event claimed = of_item;
        claimed.id = in.new_id<event_id>();
        claimed.loan = lent.id;
        in.add(claimed);
        event changed = of_item;
        changed.id = in.new_id<event_id>();
        changed.item = {};
        changed.patron = placed.patron;
        changed.hold = placed.id;
        in.add(changed);
        event later = of_item;
        later.id = in.new_id<event_id>();
        in.add(later);
    });
    EXPECT_TRUE(has_event(lent)) << "whatever has happened to the item since";
    EXPECT_TRUE(has_event(placed));
}

TEST_P(imports, know_who_is_named_by_what_is_over) {
    loan lent;
    hold placed;
    patron waiting;
    store.write([&](unit_of_work& in) {
        in.add(lent = library.new_loan(in));
        waiting = library.another_patron(in);
        placed = library.new_hold(in);
        placed.patron = waiting.id;
        in.add(placed);
    });
    store.write([&](unit_of_work& in) { // as a last file ends them: without an event
        loan returned = lent;
        returned.state = loan_state::returned;
        returned.closed_at = test_time + std::chrono::days{1};
        in.change(lent, returned);
        hold cancelled = placed;
        cancelled.state = hold_state::cancelled;
        cancelled.closed_at = returned.closed_at;
        in.change(placed, cancelled);
    });
    EXPECT_TRUE(is_named(library.patron.id));
    EXPECT_TRUE(is_named(waiting.id));
}

TEST_P(imports, take_a_patron_out_with_their_cards) {
    patron made;
    store.write([&](unit_of_work& in) {
        made = library.another_patron(in);
        in.add(card{.id = in.new_id<card_id>(),
                    .institution = made.institution,
                    .number = "c9",
                    .patron = made.id,
                    .since = test_time});
    });
    store.write([&](unit_of_work& in) { in.remove(made); });
    EXPECT_FALSE(store.ask([&](reader& in) { return in.find_patron(made.id); }));
    EXPECT_FALSE(store.ask([&](reader& in) { return in.find_card(made.institution, "c9"); }));
}

TEST_P(imports, walk_through_everything_by_the_numbers_that_people_know) {
    store.write([&](unit_of_work& in) {
        for (const char* barcode : {"a1", "z1"})
            static_cast<void>(library.another_item(in, barcode));
    });
    std::vector<std::string> barcodes;
    for (const auto& each :
         store.ask([&](reader& in) { return in.items_after(library.institution.id, "a1", 10); }))
        barcodes.push_back(each.barcode);
    EXPECT_EQ(barcodes, (std::vector<std::string>{"i1", "z1"}));
    EXPECT_EQ(store.ask([&](reader& in) { return in.titles_after(library.institution.id, "", 10); })
                  .size(),
              1U);
    EXPECT_EQ(store.ask([&](reader& in) { return in.cards_after(library.institution.id, "", 10); })
                  .size(),
              1U);
    const auto category = library.patron.category;
    EXPECT_EQ(store
                  .ask([&](reader& in) {
                      return in.patrons_in(library.institution.id, category, {}, 10);
                  })
                  .size(),
              1U);
    EXPECT_TRUE(store
                    .ask([&](reader& in) {
                        return in.patrons_in(
                            library.institution.id, category, library.patron.id, 10);
                    })
                    .empty());
}

TEST_P(imports, sum_up_what_stands_open) {
    store.write([&](unit_of_work& in) {
        in.add(library.new_loan(in));
        in.add(library.new_hold(in));
        in.add(library.new_fee(in, 150));
        in.add(library.new_fee(in, 50));
    });
    std::map<open_business, std::pair<std::int64_t, std::int64_t>> all;
    for (const auto& each :
         store.ask([&](reader& in) { return in.balance_of(library.institution.id); }))
        all[each.of] = {each.number, each.amount.minor};
    EXPECT_EQ(all[open_business::loans].first, 1);
    EXPECT_EQ(all[open_business::holds].first, 1);
    EXPECT_EQ(all[open_business::fees], (std::pair<std::int64_t, std::int64_t>{2, 200}));
    EXPECT_FALSE(all.contains(open_business::credits));
}

INSTANTIATE_TEST_SUITE_P(over, imports, testing::ValuesIn(engines()), engine_name);

} // namespace
} // namespace circ::test
