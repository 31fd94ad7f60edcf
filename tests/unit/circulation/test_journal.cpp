#include "server/circulation/journal.hpp"
#include "tests/unit/circulation/library_test.hpp"

namespace circ::test {
namespace {

using namespace std::chrono;
using namespace circulation;

/// Requests as a device sends them: the same date and bytes each time.
class journal : public library_test {
protected:
    loan_outcome send_11() {
        return perform(
            circulation::checkout{.by = saying(kiosk, said, "11"), .card = "p1", .item = "i1"});
    }
    checkin_outcome send_09() {
        return perform(circulation::checkin{.by = saying(kiosk, said, "09"), .item = "i1"});
    }
    loan_outcome send_29() {
        return perform(renew{
            .by = saying(kiosk, said, "29"), .card = "p1", .what = {.item = "i1", .title = {}}});
    }
    std::int64_t rows_of(std::string_view table) {
        for (const auto& [name, count] :
             store.ask([](storage::reader& in) { return in.row_counts(); })) {
            if (name == table) return count;
        }
        return -1;
    }

    instant said = now;
};

TEST_F(journal, answers_a_repeat_without_changing_anything) {
    const auto first = send_11();
    const auto before = all_rows();
    now += minutes{14};
    const auto again = send_11();
    EXPECT_TRUE(again.repeated);
    EXPECT_EQ(again.result, verdict::done);
    EXPECT_EQ(again.due_at, first.due_at);
    EXPECT_FALSE(again.renewed || again.already_his);
    EXPECT_EQ(all_rows(), before);
    EXPECT_EQ(rows_of("event"), 1);
}

TEST_F(journal, makes_two_loans_of_11_09_11_with_one_date) {
    ASSERT_EQ(send_11().result, verdict::done);
    const auto first = item("i1").open_loan->id;
    ASSERT_EQ(send_09().result, verdict::done);
    const auto second = send_11();
    EXPECT_FALSE(second.repeated);
    EXPECT_NE(item("i1").open_loan->id, first);
    EXPECT_EQ(rows_of("loan"), 2);
    const auto back = send_09();
    EXPECT_FALSE(back.repeated) << "the same bytes, but the item had gone out again";
    EXPECT_FALSE(item("i1").open_loan);
}

TEST_F(journal, answers_a_repeated_return_with_its_route_and_borrower) {
    ASSERT_EQ(checkout("p1", "i1").result, verdict::done);
    static_cast<void>(add_hold("p2", [&](auto& h) { h.pickup = rows.east.id; }));
    const auto first = send_09();
    const auto before = all_rows();
    const auto again = send_09();
    EXPECT_TRUE(again.repeated && again.resensitize);
    EXPECT_EQ(again.alert, alert_kind::hold_elsewhere);
    EXPECT_EQ(again.destination->code, first.destination->code);
    EXPECT_EQ(again.hold_card, "p2");
    EXPECT_EQ(again.borrower_card, "p1");
    EXPECT_EQ(all_rows(), before);
}

TEST_F(journal, lends_after_a_refusal_when_its_cause_is_gone) {
    store.write([&](storage::unit_of_work& in) { in.add(rows.new_fee(in, 1100)); });
    EXPECT_EQ(names_of(send_11().reasons), "fees_over_limit");
    ASSERT_EQ(perform(pay_fee{.by = kiosk, .card = "p1", .amount = money{1100}, .currency = "EUR"})
                  .result,
              verdict::done);
    EXPECT_EQ(send_11().result, verdict::done);
}

TEST_F(journal, renews_once_for_a_repeat_and_twice_for_two_requests) {
    static_cast<void>(checkout("p1", "i1"));
    now += days{20};
    said = now;
    const auto first = send_29();
    EXPECT_EQ(send_29().due_at, first.due_at);
    EXPECT_EQ(item("i1").open_loan->renewals, 1);
    now += days{28};
    said = now;
    EXPECT_FALSE(send_29().repeated);
    EXPECT_EQ(item("i1").open_loan->renewals, 2);
}

TEST_F(journal, tells_a_checkout_again_though_it_was_renewed_since) {
    ASSERT_EQ(send_11().result, verdict::done);
    change_loan("i1", [](storage::loan& l) { l.due_at += days{7}; });
    const auto again = send_11();
    EXPECT_TRUE(again.repeated);
    EXPECT_EQ(again.due_at, item("i1").open_loan->due_at) << "its views are read anew";
}

TEST_F(journal, never_takes_65_without_a_date_for_a_repeat) {
    static_cast<void>(checkout("p1", "i1"));
    now += days{20};
    auto by = kiosk;
    by.once_only_text = "65";
    EXPECT_EQ(perform(renew_all{.by = by, .card = "p1"}).renewed.size(), 1U);
    const auto second = perform(renew_all{.by = by, .card = "p1"});
    EXPECT_FALSE(second.repeated);
    EXPECT_EQ(second.unrenewed.at(0).why_not->code, reason_code::renewal_not_yet);
}

TEST_F(journal, answers_65_with_a_date_as_it_was) {
    static_cast<void>(checkout("p1", "i1"));
    now += days{20};
    const auto by = saying(kiosk, now, "65");
    ASSERT_EQ(perform(renew_all{.by = by, .card = "p1"}).renewed.size(), 1U);
    const auto before = all_rows();
    const auto again = perform(renew_all{.by = by, .card = "p1"});
    EXPECT_TRUE(again.repeated);
    ASSERT_EQ(again.renewed.size(), 1U);
    EXPECT_EQ(again.renewed[0].due_at, item("i1").open_loan->due_at);
    EXPECT_EQ(all_rows(), before);
}

TEST_F(journal, changes_nothing_for_an_off_line_file_sent_again_after_60_days) {
    auto by = saying(
        with_rules(kiosk, [](device_rules& set) { set.offline_ok = true; }), now - hours{1}, "11Y");
    by.when = timing::already_happened;
    const auto out = circulation::checkout{.by = by, .card = "p1", .item = "i1"};
    static_cast<void>(add_item("i2"));
    static_cast<void>(checkout("p2", "i2"));
    now += minutes{5};
    const auto in = circulation::checkin{.by = saying(by, now - minutes{1}, "09Y"), .item = "i2"};
    ASSERT_EQ(perform(out).result, verdict::done);
    ASSERT_EQ(perform(in).result, verdict::done);
    now += days{60};
    const auto before = all_rows();
    EXPECT_TRUE(perform(out).repeated);
    EXPECT_TRUE(perform(in).repeated);
    EXPECT_EQ(all_rows(), before);
    EXPECT_EQ(rows_of("loan"), 2);
}

TEST_F(journal, repeats_an_undo_as_done) {
    static_cast<void>(checkout("p1", "i1"));
    static_cast<void>(checkin("i1"));
    const auto asked = undo_checkin{.by = saying(kiosk, said, "11BI"), .card = "p1", .item = "i1"};
    ASSERT_EQ(perform(asked).result, verdict::done);
    const auto before = all_rows();
    const auto again = perform(asked);
    EXPECT_TRUE(again.repeated);
    EXPECT_EQ(all_rows(), before);
}

TEST_F(journal, does_anew_what_was_taken_back) {
    ASSERT_EQ(send_11().result, verdict::done);
    ASSERT_EQ(perform(undo_checkout{.by = kiosk, .item = "i1"}).result, verdict::done);
    EXPECT_FALSE(send_11().repeated);
    ASSERT_EQ(send_09().result, verdict::done);
    ASSERT_EQ(perform(undo_checkin{.by = kiosk, .card = "p1", .item = "i1"}).result, verdict::done);
    EXPECT_FALSE(send_09().repeated);
    EXPECT_FALSE(item("i1").open_loan);
}

TEST_F(journal, renews_anew_after_the_renewal_was_taken_back) {
    static_cast<void>(checkout("p1", "i1"));
    now += days{20};
    said = now;
    const auto first = send_29();
    ASSERT_EQ(perform(undo_checkout{.by = kiosk, .item = "i1"}).result, verdict::done);
    ASSERT_LT(item("i1").open_loan->due_at, first.due_at);
    const auto again = send_29();
    EXPECT_FALSE(again.repeated);
    EXPECT_EQ(again.due_at, first.due_at);
    EXPECT_EQ(item("i1").open_loan->renewals, 1);
}

struct known_case {
    const char* name;
    std::function<void(requester&, instant)> change;
    bool can_be_repeated;
};

TEST_F(journal, knows_again_only_what_has_a_digest_and_a_credible_date) {
    for (const auto& row : {
             known_case{"plain", [](requester&, instant) {}, true},
             known_case{"no date", [](requester&by, instant) { by.said.reset(); }, false},
             known_case{"a day before",
                        [](requester&by, instant today) { by.said = today - days{1}; },
                        true},
             known_case{"a constant date",
                        [](requester&by, instant today) { by.said = today - days{1} - seconds{1}; },
                        false},
             known_case{"ahead of us",
                        [](requester&by, instant today) { by.said = today + days{2}; },
                        false},
             known_case{"long ago but off-line",
                        [](requester&by, instant today) {
                            by.said = today - days{80};
                            by.when = timing::already_happened;
                        },
                        true},
             known_case{"from the tool", [](requester&by, instant) { by.terminal = {}; }, false},
         }) {
        auto by = saying(kiosk, now, "11");
        row.change(by, now);
        surroundings with{.rules = rules, .now = now};
        EXPECT_FALSE(can_be_repeated(by, with)) << "without a digest";
        with.digest[0] = 1;
        EXPECT_EQ(can_be_repeated(by, with), row.can_be_repeated) << row.name;
    }
}

TEST_F(journal, forgets_after_its_window_and_is_kept_apart_by_terminal) {
    ASSERT_EQ(send_11().result, verdict::done);
    const auto other = perform(circulation::checkout{
        .by = saying(at(second_kiosk), said, "11"), .card = "p1", .item = "i1"});
    EXPECT_FALSE(other.repeated);
    now += minutes{16};
    EXPECT_EQ(names_of(send_11().reasons), "renewal_not_yet") << "a new request";
}

} // namespace
} // namespace circ::test
