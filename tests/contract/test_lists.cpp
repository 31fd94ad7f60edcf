// Facts of a decision, lists by page, the queue.

#include "tests/contract/contract.hpp"

namespace circ::test {
namespace {

using namespace storage;
using namespace std::chrono_literals;

class lists : public store_contract {
protected:
    /// Ids of a list, read in pages of `size`.
    template <class List, class Id>
    std::vector<std::int64_t> in_pages(List list, Id id, int size) {
        std::vector<std::int64_t> ids;
        for (int first = 0;; first += size) {
            const auto lines = store.ask([&](reader& in) { return list(in, page{first, size}); });
            for (const auto& line : lines)
                ids.push_back(id(line));
            if (static_cast<int>(lines.size()) < size) return ids;
        }
    }
};

TEST_P(lists, give_the_facts_of_an_item) {
    const auto find = [&] {
        return store.ask(
            [&](auto& in) { return in.item_by_barcode(library.institution.id, "i1"); });
    };
    auto facts = find();
    ASSERT_TRUE(facts);
    expect_same(facts->item, library.item);
    expect_same(facts->title, library.title);
    EXPECT_FALSE(facts->open_loan || facts->open_transit || facts->trapping_hold);
    EXPECT_FALSE(store.ask([&](auto& in) { return in.item_by_barcode(institution_id{7}, "i1"); }));
    EXPECT_FALSE(
        store.ask([&](auto& in) { return in.item_by_barcode(library.institution.id, "I1"); }));

    auto trapped = hold{};
    store.write([&](unit_of_work& in) {
        auto returned = library.new_loan(in);
        returned.state = loan_state::returned;
        returned.closed_at = test_time;
        in.add(returned);
        in.add(transit{.id = in.new_id<transit_id>(),
                       .item = library.item.id,
                       .from = library.main.id,
                       .to = library.east.id,
                       .sent_at = test_time,
                       .ended_at = test_time});
        trapped = library.new_hold(in);
        trapped.state = hold_state::in_transit;
        trapped.trapped_item = library.item.id;
        in.add(trapped);
        in.add(transit{.id = in.new_id<transit_id>(),
                       .item = library.item.id,
                       .from = library.main.id,
                       .to = library.east.id,
                       .hold = trapped.id,
                       .sent_at = test_time});
    });
    facts = find();
    EXPECT_FALSE(facts->open_loan);
    EXPECT_EQ(facts->open_transit.value().hold, trapped.id);
    expect_same(facts->trapping_hold.value(), trapped);

    auto filled = trapped;
    filled.state = hold_state::filled;
    filled.closed_at = test_time;
    loan lent;
    store.write([&](unit_of_work& in) {
        in.change(trapped, filled);
        in.add(lent = library.new_loan(in));
    });
    facts = store.ask([&](auto& in) { return in.item_with_facts(library.item.id); });
    EXPECT_FALSE(facts->trapping_hold) << "a filled hold traps nothing";
    expect_same(facts->open_loan.value(), lent);
}

TEST_P(lists, give_what_counts_against_a_patron) {
    const auto now = test_time + std::chrono::days{100};
    store.write([&](unit_of_work& in) {
        auto ward = library.patron;
        ward.guarantor = library.another_patron(in).id;
        in.change(ward);
        auto debt = library.new_fee(in, 700);
        debt.patron = ward.guarantor;
        in.add(debt);
        in.add(library.new_fee(in, 250));
        auto damage = library.new_fee(in, 900);
        damage.kind = fee_kind::damage;
        in.add(damage);
        in.add(block{.id = in.new_id<block_id>(), .patron = ward.id, .reason = "wet books"});
        const auto lend = [&](const char* barcode,
                              loan_state state,
                              instant due,
                              std::optional<instant> recalled) {
            auto lent = library.new_loan(in);
            lent.item = library.another_item(in, barcode).id;
            lent.state = state;
            lent.due_at = due;
            lent.recalled_at = recalled;
            in.add(lent);
        };
        lend("a", loan_state::open, now, {});
        lend("b", loan_state::open, now - 1us, {});
        lend("c", loan_state::open, now + 1h, now);
        lend("d", loan_state::lost, now - 1h, {});
        lend("e", loan_state::claimed_returned, now - 1h, {});
        lend("f", loan_state::claimed_returned, now - 1h, {});
        auto ready = library.new_hold(in);
        ready.state = hold_state::on_shelf;
        ready.trapped_item = library.item.id;
        in.add(ready);
    });
    const auto facts =
        store.ask([&](auto& in) { return in.patron_by_card(library.institution.id, "p1", now); })
            .value();
    EXPECT_EQ(facts.patron.id, library.patron.id);
    EXPECT_EQ(facts.card.value().number, "p1");
    ASSERT_EQ(facts.blocks.size(), 1U);
    EXPECT_EQ(facts.patron.open_loans, 6);
    EXPECT_EQ(facts.overdue_loans, 1) << "not at its very due time, not when lost or claimed";
    EXPECT_EQ(facts.lost_loans, 1);
    EXPECT_EQ(facts.claimed_loans, 2);
    EXPECT_EQ(facts.recalled_loans, 1);
    EXPECT_EQ(facts.ready_holds, 1);
    EXPECT_EQ(facts.overdue_owed, money{250});
    EXPECT_EQ(facts.patron.owed, money{1'150});
    EXPECT_EQ(facts.guarantor_owed, money{700});
    EXPECT_FALSE(store.ask([&](auto& in) { return in.patron_with_facts(library.patron.id, now); })
                     .value()
                     .card);

    auto erased = library.patron;
    erased.erased_at = now;
    store.write([&](unit_of_work& in) { in.change(erased); });
    EXPECT_FALSE(
        store.ask([&](auto& in) { return in.patron_by_card(library.institution.id, "p1", now); }));
    EXPECT_FALSE(store.ask([&](auto& in) { return in.patron_with_facts(library.patron.id, now); }));
}

TEST_P(lists, give_a_patron_with_all_cards) {
    patron other;
    card second;
    store.write([&](unit_of_work& in) {
        other = library.another_patron(in);
        second = library.card;
        second.id = in.new_id<card_id>();
        second.number = "p1-2";
        in.add(second);
    });
    const auto find = [&](patron_id id) {
        return store.ask([&](auto& in) { return in.find_patron_and_cards(id); });
    };
    const auto found = find(library.patron.id).value();
    expect_same(found.patron, library.patron);
    ASSERT_EQ(found.cards.size(), 2U);
    expect_same(found.cards[0], library.card);
    expect_same(found.cards[1], second);
    EXPECT_EQ(find(other.id).value().patron.id, other.id);
    EXPECT_TRUE(find(other.id).value().cards.empty());
    EXPECT_FALSE(find(patron_id{1}));
}

TEST_P(lists, page_loans_in_one_order_whatever_the_size) {
    const auto now = test_time + std::chrono::days{4};
    store.write([&](unit_of_work& in) {
        for (int i = 0; i < 12; ++i) {
            auto lent = library.new_loan(in);
            lent.item = library.another_item(in, "x" + std::to_string(i)).id;
            lent.due_at = test_time + std::chrono::days{(i * 5) % 6}; // pairs with one due date
            if (i % 3 == 0) lent.recalled_at = test_time;
            in.add(lent);
        }
    });
    const auto id = [](const loan_line& line) { return line.loan.id.value; };
    const auto all = [&](reader& in, page which) {
        return in.open_loans_of(library.patron.id, which);
    };
    const auto whole = in_pages(all, id, 100);
    ASSERT_EQ(whole.size(), 12U);
    EXPECT_EQ(in_pages(all, id, 1), whole);
    EXPECT_EQ(in_pages(all, id, 5), whole);
    const auto lines = store.ask([&](auto& in) { return in.open_loans_of(library.patron.id, {}); });
    EXPECT_TRUE(std::is_sorted(lines.begin(), lines.end(), [](const auto& a, const auto& b) {
        return std::pair{a.loan.due_at, a.loan.id} < std::pair{b.loan.due_at, b.loan.id};
    }));
    EXPECT_EQ(lines.front().barcode, "x0");
    EXPECT_EQ(lines.front().title, library.title.text);
    EXPECT_EQ(lines.front().title_key, library.title.id);
    EXPECT_EQ(lines.front().item_type, "book");
    EXPECT_EQ(
        store.ask([&](auto& in) { return in.overdue_loans_of(library.patron.id, now, {}); }).size(),
        8U);
    EXPECT_EQ(
        store.ask([&](auto& in) { return in.recalled_loans_of(library.patron.id, {}); }).size(),
        4U);
    EXPECT_EQ(store.ask([&](auto& in) { return in.open_loans_of_type(library.patron.id, "book", {}); }),
              12);
    EXPECT_EQ(store.ask([&](auto& in) { return in.open_loans_of_type(library.patron.id, "dvd", {}); }),
              0);
    EXPECT_EQ(store.ask([&](auto& in) {
                       return in.items_of(library.title.id, {0, 100});
                   })
                  .size(),
              13U);
}

TEST_P(lists, keep_the_queue_in_order_of_rank) {
    std::vector<hold> holds;
    store.write([&](unit_of_work& in) {
        for (const std::int64_t rank : {30, 10, 20, 10}) {
            auto placed = library.new_hold(in);
            placed.patron = library.another_patron(in).id;
            placed.rank = rank;
            in.add(placed);
            holds.push_back(placed);
        }
        auto shelved = holds[1];
        shelved.state = hold_state::on_shelf;
        shelved.trapped_item = library.item.id;
        in.change(holds[1], shelved);
        auto cancelled = holds[2];
        cancelled.state = hold_state::cancelled;
        cancelled.closed_at = test_time;
        in.change(holds[2], cancelled);
    });
    const auto ids = [&](const std::vector<hold>& of) {
        std::vector<hold_id> found;
        for (const auto& each : of)
            found.push_back(each.id);
        return found;
    };
    const auto queue = store.ask([&](auto& in) { return in.queue_of(library.title.id, {}); });
    EXPECT_THAT(ids(queue), testing::ElementsAre(holds[1].id, holds[3].id, holds[0].id));
    EXPECT_THAT(ids(store.ask([&](auto& in) { return in.queued_holds_of(library.title.id, {}); })),
                testing::ElementsAre(holds[3].id, holds[0].id));
    const auto today = local_date{std::chrono::days{20'514}};
    EXPECT_EQ(store.ask([&](auto& in) { return in.queue_position(holds[3], today); }), 2);
    EXPECT_EQ(
        store.ask([&](auto& in) { return in.open_hold_of(holds[0].patron, library.title.id); })
            .value()
            .id,
        holds[0].id);
    EXPECT_FALSE(
        store.ask([&](auto& in) { return in.open_hold_of(holds[2].patron, library.title.id); }));

    const auto ready = store.ask([&](auto& in) { return in.ready_holds_of(holds[1].patron, {}); });
    ASSERT_EQ(ready.size(), 1U);
    EXPECT_EQ(ready.front().barcode, "i1");
    EXPECT_EQ(ready.front().pickup, "MAIN");
    const auto waiting =
        store.ask([&](auto& in) { return in.waiting_holds_of(holds[0].patron, {}); });
    ASSERT_EQ(waiting.size(), 1U);
    EXPECT_EQ(waiting.front().barcode, "");
    EXPECT_EQ(waiting.front().title, library.title.text);
}

TEST_P(lists, page_open_fees_oldest_first) {
    store.write([&](unit_of_work& in) {
        for (const int minor : {300, 100, 200})
            in.add(library.new_fee(in, minor));
        auto named = library.new_fee(in, 50);
        named.item = library.item.id;
        in.add(named);
    });
    const auto amount = [](const fee_line& line) { return line.open.minor; };
    const auto all = [&](reader& in, page which) {
        return in.open_fees_of(library.patron.id, which);
    };
    EXPECT_THAT(in_pages(all, amount, 3), testing::ElementsAre(300, 100, 200, 50));
    const auto lines = store.ask([&](auto& in) {
        return in.open_fees_of(library.patron.id, {2, 2});
    });
    EXPECT_EQ(lines.front().barcode, "");
    EXPECT_EQ(lines.back().barcode, "i1");
    EXPECT_EQ(lines.back().title, library.title.text);
}

TEST_P(lists, give_fees_that_are_settled_too_the_newest_first) {
    store.write([&](unit_of_work& in) {
        for (const auto minor : {100, 200, 300}) {
            const auto charged = library.new_fee(in, minor);
            in.add(charged);
            if (minor != 300)
                in.add(fee_entry{.id = in.new_id<fee_entry_id>(),
                                 .fee = charged.id,
                                 .kind = fee_entry_kind::waive,
                                 .amount = money{100},
                                 .at = test_time});
        }
    });
    const auto amount = [](const fee_line& line) { return line.open.minor; };
    const auto all = [&](reader& in, page which) { return in.fees_of(library.patron.id, which); };
    EXPECT_THAT(in_pages(all, amount, 2), testing::ElementsAre(300, 100, 0));
}

TEST_P(lists, give_loans_and_cards_in_a_state_that_somebody_has_to_end) {
    loan_id gone;
    loan_id claimed;
    store.write([&](unit_of_work& in) {
        const auto lend =
            [&](const char* barcode, loan_state state, std::optional<instant> closed) {
                auto lent = library.new_loan(in);
                lent.item = library.another_item(in, barcode).id;
                lent.state = state;
                lent.closed_at = closed;
                in.add(lent);
                return lent.id;
            };
        static_cast<void>(lend("l1", loan_state::open, {}));
        gone = lend("l2", loan_state::lost, {});
        claimed = lend("l3", loan_state::claimed_returned, {});
        static_cast<void>(lend("l4", loan_state::paid_for, test_time));
        auto stolen = library.card;
        stolen.state = card_state::stolen;
        in.change(stolen);
    });
    const auto loans = [&](loan_state state) {
        return store.ask([&](auto& in) { return in.loans_in(library.institution.id, state, {}); });
    };
    ASSERT_EQ(loans(loan_state::lost).size(), 1U);
    EXPECT_EQ(loans(loan_state::lost).front().loan.id, gone);
    EXPECT_EQ(loans(loan_state::lost).front().barcode, "l2");
    ASSERT_EQ(loans(loan_state::claimed_returned).size(), 1U);
    EXPECT_EQ(loans(loan_state::claimed_returned).front().loan.id, claimed);
    const auto cards = [&](card_state state) {
        return store.ask([&](auto& in) { return in.cards_in(library.institution.id, state, {}).size(); });
    };
    EXPECT_EQ(cards(card_state::stolen), 1U);
    EXPECT_EQ(cards(card_state::lost), 0U);
}

TEST_P(lists, give_whom_wrong_pins_have_locked_the_latest_first) {
    using std::chrono::minutes;
    patron_id first;
    patron_id last;
    store.write([&](unit_of_work& in) {
        const auto lock = [&](std::optional<instant> until, std::optional<instant> erased = {}) {
            auto who = library.patron;
            who.id = in.new_id<patron_id>();
            who.pin_locked_until = until;
            who.erased_at = erased;
            in.add(who);
            return who.id;
        };
        first = lock(test_time + minutes{1});
        static_cast<void>(lock(test_time));
        last = lock(test_time + minutes{15});
        static_cast<void>(lock({}));
        static_cast<void>(lock(test_time + minutes{15}, test_time));
    });
    const auto id = [](const patron& each) { return each.id.value; };
    const auto after = [&](instant when) {
        return [&, when](reader& in, page which) { return in.patrons_locked(library.institution.id, when, which); };
    };
    EXPECT_THAT(in_pages(after(test_time), id, 1), testing::ElementsAre(last.value, first.value));
    EXPECT_EQ(in_pages(after(instant{}), id, 2).size(), 3U) << "whose lock is over, too";
    EXPECT_TRUE(store.ask([&](auto& in) { return in.patrons_locked({}, instant{}, {}).empty(); })) << "of another institution";
}

TEST_P(lists, find_payments_by_the_number_of_the_device) {
    store.write([&](unit_of_work& in) {
        const auto pay = [&](const char* bk, payment_state state, instant at) {
            in.add(payment{.id = in.new_id<payment_id>(),
                           .institution = library.institution.id,
                           .terminal = library.kiosk.id,
                           .bk = bk,
                           .amount = {1},
                           .at = at,
                           .state = state});
        };
        pay("1", payment_state::accepted, test_time - 1h);
        pay("1", payment_state::accepted, test_time);
        pay("1", payment_state::accepted, test_time + 1h);
        pay("1", payment_state::refused, test_time);
        pay("2", payment_state::refused, test_time);
        pay("", payment_state::accepted, test_time);
    });
    const auto found =
        store.ask([&](auto& in) { return in.payments_by_bk(library.kiosk.id, "1", test_time); });
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found.front().at, test_time + 1h);
    EXPECT_TRUE(
        store.ask([&](auto& in) { return in.payments_by_bk(library.kiosk.id, "", test_time); })
            .empty());
    EXPECT_EQ(store
                  .ask([&](auto& in) {
                      return in.refused_payments(library.institution.id, test_time, {});
                  })
                  .size(),
              2U);
}

TEST_P(lists, give_the_newest_events_first) {
    store.write([&](unit_of_work& in) {
        for (const char* kind : {"checkout", "renew", "checkin"})
            in.add(event{.id = in.new_id<event_id>(),
                         .institution = library.institution.id,
                         .at = test_time,
                         .kind = kind,
                         .patron = library.patron.id,
                         .item = library.item.id});
    });
    EXPECT_EQ(store.ask([&](auto& in) { return in.last_event_of(library.item.id); }).value().kind,
              "checkin");
    const auto two = store.ask([&](auto& in) { return in.events_of_item(library.item.id, 2); });
    ASSERT_EQ(two.size(), 2U);
    EXPECT_EQ(two.back().kind, "renew");
}

TEST_P(lists, find_the_last_move_behind_all_that_moves_nothing) {
    const auto add = [&](const std::string& kind, item_id what) {
        store.write([&](unit_of_work& in) {
            in.add(event{.id = in.new_id<event_id>(),
                         .institution = library.institution.id,
                         .at = test_time,
                         .kind = kind,
                         .patron = library.patron.id,
                         .item = what});
        });
    };
    const auto last = [&] { return store.ask([&](auto& in) { return in.last_move_of(library.item.id); }); };
    add("checkout", {});
    add("note", library.item.id);
    EXPECT_FALSE(last()) << "of no item, and no move";
    add("checkout", library.item.id);
    add("checkin", library.item.id);
    const auto moved = last();
    ASSERT_TRUE(moved);
    EXPECT_EQ(moved->kind, "checkin");
    for (int i = 0; i < 60; ++i)
        add("hold_placed", library.item.id);
    EXPECT_EQ(last().value().id, moved->id);
    add("loan_lost", library.item.id);
    EXPECT_EQ(last().value().kind, "loan_lost");
}

INSTANTIATE_TEST_SUITE_P(over, lists, testing::ValuesIn(engines()), engine_name);

TEST_P(lists, find_the_same_by_a_prefix_that_few_or_many_titles_have) {
    constexpr int many = 5'100; // more than are gathered
    store.write([&](unit_of_work& in) {
        for (int i = 0; i < many; ++i)
            static_cast<void>(library.another_title(
                in, (i % 2 == 0 ? "common" : "commune ") + std::to_string(i)));
    });
    const auto ids = [&](const char* prefix, page which) {
        std::vector<title_id> found;
        for (const auto& each : store.ask([&](auto& in) {
                 return in.search_titles(library.institution.id, {prefix}, which);
             }))
            found.push_back(each.id);
        return found;
    };
    const auto whole = ids("comm", {0, many + 1});
    EXPECT_EQ(whole.size(), static_cast<std::size_t>(many));
    EXPECT_TRUE(std::is_sorted(whole.begin(), whole.end()));
    EXPECT_THAT(ids("comm", {3, 2}), testing::ElementsAre(whole[3], whole[4]));
    EXPECT_THAT(ids("commun", {1, 1}), testing::ElementsAre(whole[3]));
    EXPECT_EQ(store
                  .ask([&](auto& in) {
                      return in.search_titles(library.institution.id, {"bach", "comm"}, {0, 9'000});
                  })
                  .size(),
              static_cast<std::size_t>(many));
}

} // namespace
} // namespace circ::test
