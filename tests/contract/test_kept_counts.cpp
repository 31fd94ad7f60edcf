// What is kept beside the records follows from the verbs, and the schema refuses what must not be.

#include "tests/contract/contract.hpp"

#include "storage/check.hpp"

namespace circ::test {
namespace {

using namespace storage;
using namespace std::chrono_literals;

class kept_counts : public store_contract {
protected:
    void TearDown() override {
        std::vector<std::string> broken;
        for (const auto& each : store.ask([](reader& in) { return check(in); }))
            broken.push_back(each.name);
        EXPECT_THAT(broken, testing::IsEmpty());
    }

    int title_holds() {
        return store.ask([&](auto& in) { return in.find_title(library.title.id); })
            .value()
            .open_holds;
    }

    fee added_fee(std::int64_t minor) {
        fee made;
        store.write([&](unit_of_work& in) { in.add(made = library.new_fee(in, minor)); });
        return made;
    }

    void answer(const fee& what, fee_entry_kind how, std::int64_t minor, payment_id by = {}) {
        store.write([&](unit_of_work& in) {
            in.add(fee_entry{.id = in.new_id<fee_entry_id>(),
                             .fee = what.id,
                             .kind = how,
                             .amount = {minor},
                             .payment = by,
                             .at = test_time});
        });
    }

    payment_id pay(std::int64_t minor, std::int64_t credited) {
        payment_id id;
        store.write([&](unit_of_work& in) {
            id = in.new_id<payment_id>();
            in.add(payment{.id = id,
                           .institution = library.institution.id,
                           .patron = library.patron.id,
                           .amount = {minor},
                           .at = test_time,
                           .credited = {credited}});
        });
        return id;
    }

    struct owing {
        int fees;
        std::int64_t owed;
        std::int64_t credit;
        bool operator==(const owing&) const = default;
    };
    owing now() {
        const auto who = stored_patron();
        return {who.open_fees, who.owed.minor, who.credit.minor};
    }
};

TEST_P(kept_counts, count_open_loans) {
    loan lent;
    store.write([&](unit_of_work& in) { in.add(lent = library.new_loan(in)); });
    EXPECT_EQ(stored_patron().open_loans, 1);
    auto lost = lent;
    lost.state = loan_state::lost;
    store.write([&](unit_of_work& in) { in.change(lent, lost); });
    EXPECT_EQ(stored_patron().open_loans, 1) << "a lost item is still out";
    auto returned = lost;
    returned.state = loan_state::returned;
    returned.closed_at = test_time;
    store.write([&](unit_of_work& in) { in.change(lost, returned); });
    EXPECT_EQ(stored_patron().open_loans, 0);
    store.write([&](unit_of_work& in) { in.change(returned, lent); });
    EXPECT_EQ(stored_patron().open_loans, 1) << "an undone return";
    auto cut = returned;
    cut.patron = {};
    store.write([&](unit_of_work& in) { in.change(lent, cut); });
    EXPECT_EQ(stored_patron().open_loans, 0) << "closed and cut in one";
    store.write([&](unit_of_work& in) { in.remove(cut); });
    EXPECT_EQ(stored_patron().open_loans, 0);
    store.write([&](unit_of_work& in) { in.add(lent); });
    store.write([&](unit_of_work& in) { in.remove(lent); });
    EXPECT_EQ(stored_patron().open_loans, 0) << "an undone checkout";
}

TEST_P(kept_counts, count_open_holds_of_patron_and_title) {
    hold placed;
    store.write([&](unit_of_work& in) { in.add(placed = library.new_hold(in)); });
    EXPECT_EQ(stored_patron().open_holds, 1);
    EXPECT_EQ(title_holds(), 1);
    auto cancelled = placed;
    cancelled.state = hold_state::cancelled;
    cancelled.closed_at = test_time;
    store.write([&](unit_of_work& in) { in.change(placed, cancelled); });
    EXPECT_EQ(stored_patron().open_holds, 0);
    EXPECT_EQ(title_holds(), 0);
    store.write([&](unit_of_work& in) { in.change(cancelled, placed); });
    EXPECT_EQ(title_holds(), 1);
}

TEST_P(kept_counts, follow_a_fee_through_its_life) {
    const auto charged = added_fee(1'000);
    EXPECT_EQ(now(), (owing{1, 1'000, 0}));
    answer(charged, fee_entry_kind::payment, 400, pay(400, 0));
    EXPECT_EQ(now(), (owing{1, 600, 0}));
    answer(charged, fee_entry_kind::waive, 600);
    EXPECT_EQ(now(), (owing{0, 0, 0}));
    EXPECT_FALSE(store.ask([&](auto& in) { return in.find_open_fee(charged.id); }));
    // Found again: what was paid becomes credit, and what that opened is cancelled.
    answer(charged, fee_entry_kind::refund, 400);
    EXPECT_EQ(now(), (owing{1, 400, 400}));
    answer(charged, fee_entry_kind::cancel, 400);
    EXPECT_EQ(now(), (owing{0, 0, 400}));
    // Credit pays another fee, the rest is paid out.
    answer(added_fee(150), fee_entry_kind::payment, 150);
    EXPECT_EQ(now(), (owing{0, 0, 250}));
    pay(-250, -250);
    EXPECT_EQ(now(), (owing{0, 0, 0}));
    pay(500, 300);
    EXPECT_EQ(now(), (owing{0, 0, 300}));
}

TEST_P(kept_counts, forget_a_removed_fee) {
    const auto charged = added_fee(1'000);
    answer(charged, fee_entry_kind::waive, 300);
    store.write([&](unit_of_work& in) { in.remove(charged); });
    EXPECT_EQ(now(), (owing{0, 0, 0}));
    EXPECT_FALSE(store.ask([&](auto& in) { return in.find_fee(charged.id); }));
    EXPECT_TRUE(store.ask([&](auto& in) { return in.entries_of(charged.id); }).empty());
}

TEST_P(kept_counts, are_left_alone_by_changes_of_their_record) {
    added_fee(70);
    auto stale = library.patron;
    stale.open_fees = 9;
    stale.owed = {9};
    auto title = library.title;
    title.open_holds = 9;
    store.write([&](unit_of_work& in) {
        in.change(stale);
        in.change(title);
    });
    EXPECT_EQ(now(), (owing{1, 70, 0}));
    EXPECT_EQ(title_holds(), 0);
}

TEST_P(kept_counts, follow_a_refused_payment_that_is_booked) {
    const payment refused{.id = payment_id{77},
                          .institution = library.institution.id,
                          .amount = {400},
                          .at = test_time,
                          .state = payment_state::refused};
    store.write([&](unit_of_work& in) { in.add(refused); });
    EXPECT_EQ(stored_patron().credit, money{});
    auto booked = refused;
    booked.state = payment_state::accepted;
    booked.patron = library.patron.id;
    booked.credited = {100};
    store.write([&](unit_of_work& in) { in.change(refused, booked); });
    EXPECT_EQ(stored_patron().credit, money{100});
}

TEST_P(kept_counts, hold_a_notice_once_per_cause) {
    const auto tell = [&](std::string cause) {
        store.write([&](unit_of_work& in) {
            in.add(notice{.id = in.new_id<notice_id>(),
                          .patron = library.patron.id,
                          .kind = "bill",
                          .cause = std::move(cause),
                          .created_at = test_time});
        });
    };
    tell("fee 1");
    tell("fee 1");
    tell("fee 2");
    EXPECT_EQ(store.ask([](auto& in) { return in.waiting_notices({}); }).size(), 2U);
    store.write([](unit_of_work& in) { in.remove_notices("bill", "fee 1"); });
    EXPECT_EQ(store.ask([](auto& in) { return in.waiting_notices({}); }).size(), 1U);
}

TEST_P(kept_counts, add_up_the_counters_of_a_day) {
    const counter_key key{.day = local_date{std::chrono::days{20'000}},
                          .branch = library.main.id,
                          .item_type = "book",
                          .kind = "checkout"};
    store.write([&](unit_of_work& in) {
        in.count(key);
        in.count(key, 4);
    });
    const auto stored = store.link().prepare("SELECT amount FROM counter");
    ASSERT_TRUE(stored->step());
    EXPECT_EQ(stored->integer(0), 5);
    EXPECT_FALSE(stored->step());
}

TEST_P(kept_counts, expire_no_more_of_the_journal_than_asked) {
    for (int i = 0; i < 5; ++i)
        store.write([&](unit_of_work& in) {
            in.add(journal_entry{.id = in.new_id<journal_id>(),
                                 .operation = "checkin",
                                 .at = test_time,
                                 .keep_until = test_time + std::chrono::minutes{i}});
        });
    const auto expire = [&](instant when, int most) {
        int gone = 0;
        store.write([&](unit_of_work& in) { gone = in.expire_journal(when, most); });
        return gone;
    };
    EXPECT_EQ(expire(test_time + 3min, 2), 2);
    EXPECT_EQ(expire(test_time + 3min, 9), 1);
    EXPECT_EQ(expire(test_time + 3min, 9), 0);
}

INSTANTIATE_TEST_SUITE_P(over, kept_counts, testing::ValuesIn(engines()), engine_name);

// What the schema refuses, a row each.
struct refusal {
    const char* name;
    void (*unit)(unit_of_work&, const small_library&);

    friend std::ostream& operator<<(std::ostream& out, const refusal& shown) {
        return out << shown.name;
    }
};

const std::vector<refusal>& refusals() {
    static const std::vector<refusal> all{
        {"second_open_loan_of_an_item",
         [](unit_of_work& in, const small_library& of) {
             in.add(of.new_loan(in));
             in.add(of.new_loan(in));
         }},
        {"closed_loan_in_an_open_state",
         [](unit_of_work& in, const small_library& of) {
             auto loan = of.new_loan(in);
             loan.closed_at = test_time;
             in.add(loan);
         }},
        {"open_loan_of_nobody",
         [](unit_of_work& in, const small_library& of) {
             auto loan = of.new_loan(in);
             loan.patron = {};
             in.add(loan);
         }},
        {"loan_of_a_missing_item",
         [](unit_of_work& in, const small_library& of) {
             auto loan = of.new_loan(in);
             loan.item = item_id{12345};
             in.add(loan);
         }},
        {"second_open_hold_on_the_same",
         [](unit_of_work& in, const small_library& of) {
             in.add(of.new_hold(in));
             in.add(of.new_hold(in));
         }},
        {"second_hold_trapping_an_item",
         [](unit_of_work& in, const small_library& of) {
             auto hold = of.new_hold(in);
             hold.state = hold_state::on_shelf;
             hold.trapped_item = of.item.id;
             in.add(hold);
             hold.id = in.new_id<hold_id>();
             hold.patron = of.another_patron(in).id;
             in.add(hold);
         }},
        {"hold_on_the_shelf_without_item",
         [](unit_of_work& in, const small_library& of) {
             auto hold = of.new_hold(in);
             hold.state = hold_state::on_shelf;
             in.add(hold);
         }},
        {"item_level_hold_without_item",
         [](unit_of_work& in, const small_library& of) {
             auto hold = of.new_hold(in);
             hold.level = hold_level::item;
             in.add(hold);
         }},
        {"second_open_transit_of_an_item",
         [](unit_of_work& in, const small_library& of) {
             for (int i = 0; i < 2; ++i)
                 in.add(transit{.id = in.new_id<transit_id>(),
                                .item = of.item.id,
                                .from = of.main.id,
                                .to = of.east.id,
                                .sent_at = test_time});
         }},
        {"known_barcode",
         [](unit_of_work& in, const small_library& of) {
             static_cast<void>(of.another_item(in, "i1"));
         }},
        {"known_card_number",
         [](unit_of_work& in, const small_library& of) {
             auto card = of.card;
             card.id = in.new_id<card_id>();
             in.add(card);
         }},
        {"known_control_number",
         [](unit_of_work& in, const small_library& of) {
             auto title = of.title;
             title.id = in.new_id<title_id>();
             in.add(title);
         }},
        {"fee_of_nothing",
         [](unit_of_work& in, const small_library& of) { in.add(of.new_fee(in, 0)); }},
        {"more_paid_than_open",
         [](unit_of_work& in, const small_library& of) {
             const auto fee = of.new_fee(in, 100);
             in.add(fee);
             in.add(fee_entry{.id = in.new_id<fee_entry_id>(),
                              .fee = fee.id,
                              .kind = fee_entry_kind::waive,
                              .amount = {101}});
         }},
        {"credit_spent_that_is_not_there",
         [](unit_of_work& in, const small_library& of) {
             const auto fee = of.new_fee(in, 100);
             in.add(fee);
             in.add(fee_entry{.id = in.new_id<fee_entry_id>(), .fee = fee.id, .amount = {100}});
         }},
        {"removal_of_a_loan_with_a_fee",
         [](unit_of_work& in, const small_library& of) {
             const auto loan = of.new_loan(in);
             in.add(loan);
             auto fee = of.new_fee(in, 100);
             fee.loan = loan.id;
             in.add(fee);
             in.remove(loan);
         }},
        {"change_of_a_record_that_is_not_there",
         [](unit_of_work& in, const small_library& of) {
             auto item = of.item;
             item.id = in.new_id<item_id>();
             in.change(item);
         }},
    };
    return all;
}

class refused_by_schema : public testing::TestWithParam<std::tuple<engine, refusal>> {};

TEST_P(refused_by_schema, and_undone_whole) {
    fresh_store store{std::get<0>(GetParam())};
    const auto library = add_small_library(store);
    const auto before = store.ask([](auto& in) { return in.row_counts(); });
    try {
        store.write([&](unit_of_work& in) { std::get<1>(GetParam()).unit(in, library); });
        FAIL() << "was not refused";
    } catch (const store_error& failed) {
        EXPECT_EQ(failed.failure(), store_failure::corrupt) << failed.what();
    }
    EXPECT_EQ(store.ask([](auto& in) { return in.row_counts(); }), before);
}

INSTANTIATE_TEST_SUITE_P(over,
                         refused_by_schema,
                         testing::Combine(testing::ValuesIn(engines()),
                                          testing::ValuesIn(refusals())),
                         [](const auto& of) {
                             return std::get<0>(of.param).name + "_" + std::get<1>(of.param).name;
                         });

} // namespace
} // namespace circ::test
