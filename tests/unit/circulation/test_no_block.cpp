// no block = Y: the device has done it already and only tells. Circulation §2, its row, half-sentence
// by half-sentence. test_lending.cpp and test_renewal.cpp have what is special to them.

#include "server/circulation/local_time.hpp"
#include "server/circulation/review_desk.hpp"
#include "tests/unit/circulation/library_test.hpp"

namespace circ::test {
namespace {

using namespace std::chrono;
using namespace circulation;

class no_block : public library_test {
protected:
    /// A device of which 98 says that it may work off-line, or one of which it does not.
    requester device(bool offline_ok, instant said) {
        auto by = with_rules(kiosk, [&](device_rules& set) { set.offline_ok = offline_ok; });
        by.when = timing::already_happened;
        by.said = said;
        return by;
    }
    circulation::checkout lending(bool offline_ok, std::optional<instant> due = {}, const std::string& card = "p1",
                                  const std::string& barcode = "i1") {
        return {.by = device(offline_ok, now - hours{1}), .card = card, .item = barcode, .pin = {}, .agreed = {},
                .due_given = due};
    }
    circulation::renew renewing(bool offline_ok, std::optional<instant> due = {}) {
        return {.by = device(offline_ok, now - hours{1}), .card = "p1", .what = {.item = "i1", .title = {}}, .pin = {},
                .agreed = {}, .due_given = due};
    }
    circulation::checkin returning(bool offline_ok, const std::string& barcode = "i1") {
        return {.by = device(offline_ok, now - hours{1}), .item = barcode, .returned = {}};
    }
    int counted() {
        const auto found = store.link().prepare("SELECT COALESCE(SUM(amount), 0) FROM counter WHERE kind = 'no_block_ignored'");
        static_cast<void>(found->step());
        return static_cast<int>(found->integer(0));
    }
    storage::loan loan() { return item("i1").open_loan.value(); }
};

TEST_F(no_block, lends_at_the_time_the_device_says) {
    const auto made = perform(lending(true));
    ASSERT_EQ(made.result, verdict::done);
    EXPECT_FALSE(made.for_review);
    EXPECT_EQ(loan().lent_at, now - hours{1});
    EXPECT_EQ(counted(), 0);
}

TEST_F(no_block, of_the_future_happens_now) {
    auto asked = lending(true);
    asked.by.said = now + hours{5};
    ASSERT_EQ(perform(asked).result, verdict::done);
    EXPECT_EQ(loan().lent_at, now);
}

TEST_F(no_block, takes_the_due_date_of_the_device) {
    ASSERT_EQ(perform(lending(true, now + days{3})).result, verdict::done);
    EXPECT_EQ(loan().due_at, now + days{3});
}

TEST_F(no_block, from_another_device_is_judged_as_if_it_were_asked) {
    change_item("i1", [](auto& item) { item.state = storage::item_state::damaged; });
    const auto made = perform(lending(false, now + days{3}));
    EXPECT_EQ(names_of(made.reasons), "item_damaged");
    EXPECT_TRUE(reviews().empty());
    EXPECT_EQ(counted(), 1);
}

TEST_F(no_block, from_another_device_has_no_due_date_and_no_time_of_its_own) {
    ASSERT_EQ(perform(lending(false, now + days{300})).result, verdict::done);
    EXPECT_EQ(loan().due_at, end_of_day(local_days{2026y / March / 30}, "Europe/Berlin"));
    EXPECT_EQ(loan().lent_at, now);
    EXPECT_EQ(counted(), 1);
}

TEST_F(no_block, renews_whatever_it_violates_and_leaves_that_to_staff) {
    ASSERT_EQ(checkout("p1", "i1").result, verdict::done);
    now += days{1}; // and so too early for the policy
    const auto made = perform(renewing(true, now + days{60}));
    ASSERT_EQ(made.result, verdict::done);
    EXPECT_TRUE(made.for_review);
    EXPECT_EQ(loan().due_at, now + days{60});
    ASSERT_EQ(reviews().size(), 1U);
    EXPECT_EQ(reviews()[0].kind, "posted_against_rules");
    EXPECT_EQ(reviews()[0].reasons, "renewal_not_yet");
}

TEST_F(no_block, never_makes_a_renewed_loan_due_earlier) {
    ASSERT_EQ(checkout("p1", "i1").result, verdict::done);
    const auto due = loan().due_at;
    now += days{1};
    ASSERT_EQ(perform(renewing(true, now + days{2})).result, verdict::done);
    EXPECT_EQ(loan().due_at, due);
}

TEST_F(no_block, of_a_renewal_from_another_device_is_judged_and_counted) {
    ASSERT_EQ(checkout("p1", "i1").result, verdict::done);
    now += days{1};
    EXPECT_EQ(names_of(perform(renewing(false, now + days{60})).reasons), "renewal_not_yet");
    EXPECT_EQ(counted(), 1);
    now += days{20};
    ASSERT_EQ(perform(renewing(false, now + days{300})).result, verdict::done);
    EXPECT_EQ(loan().due_at, end_of_day(local_days{2026y / April / 27}, "Europe/Berlin"));
}

struct taken_case {
    std::string name;
    bool offline_ok;
    std::function<void(device_rules&)> rules;
    std::string overruled;
};

TEST_F(no_block, takes_a_return_from_any_device_because_the_book_is_here) {
    const auto refuses_books = [](device_rules& set) { set.refused_item_types = {"book"}; };
    const auto only_loans = [](device_rules& set) { set.checkin_not_on_loan_ok = false; };
    for (const auto& row : {taken_case{"announced_type", true, refuses_books, "item_type_refused"},
                            taken_case{"unannounced_type", false, refuses_books, "item_type_refused"},
                            taken_case{"announced_not_on_loan", true, only_loans, "not_on_loan"},
                            taken_case{"unannounced_not_on_loan", false, only_loans, "not_on_loan"}}) {
        static_cast<void>(add_item(row.name));
        auto asked = returning(row.offline_ok, row.name);
        asked.by = with_rules(asked.by, row.rules);
        const auto made = perform(asked);
        EXPECT_EQ(made.result, verdict::done) << row.name;
        EXPECT_TRUE(made.resensitize) << row.name;
        EXPECT_TRUE(made.for_review) << row.name;
        EXPECT_EQ(reviews().back().reasons, row.overruled) << row.name;
        EXPECT_EQ(reviews().back().item, item(row.name).item.id) << row.name;
    }
    EXPECT_EQ(counted(), 0) << "a return is no claim";
}

TEST_F(no_block, of_what_nobody_knows_is_left_to_staff_whole) {
    ASSERT_EQ(perform(lending(true, now + days{3}, "nobody", "nothing")).result, verdict::refused);
    auto row = reviews().back();
    EXPECT_EQ(row.kind, "could_not_post");
    EXPECT_EQ(row.request, "checkout");
    EXPECT_EQ(row.card + " " + row.barcode, "nobody nothing");
    EXPECT_EQ(row.reasons, "patron_unknown item_unknown");
    EXPECT_EQ(row.said_at, now - hours{1});
    EXPECT_EQ(row.due_at, now + days{3});
    EXPECT_EQ(row.terminal, rows.kiosk.id);

    ASSERT_EQ(perform(returning(true, "nothing")).result, verdict::refused);
    row = reviews().back();
    EXPECT_EQ(row.kind + " " + row.request + " " + row.barcode, "could_not_post checkin nothing");
    EXPECT_EQ(row.said_at, now - hours{1});

    ASSERT_EQ(perform(renewing(true, now + days{9})).result, verdict::refused);
    row = reviews().back();
    EXPECT_EQ(row.kind + " " + row.request + " " + row.card + " " + row.barcode, "could_not_post renew p1 i1");
    EXPECT_EQ(row.reasons, "not_on_loan");
    EXPECT_EQ(row.due_at, now + days{9});
}

TEST_F(no_block, renewal_by_its_title_keeps_it_and_can_be_posted_by_it) {
    auto asked = renewing(true, now + days{40});
    asked.what = {.item = {}, .title = "c1"};
    ASSERT_EQ(names_of(perform(asked).reasons), "not_on_loan_to_patron");
    const auto row = reviews().back();
    EXPECT_EQ(row.barcode + row.control_number, "c1");
    ASSERT_EQ(checkout("p1", "i1").result, verdict::done);
    const auto made = perform(post_review{.by = kiosk, .entry = row.id, .why = "its loan was told later"});
    EXPECT_EQ(made.result, verdict::done) << names_of(made.reasons);
    EXPECT_EQ(item("i1").open_loan.value().due_at, now + days{40});
}

} // namespace
} // namespace circ::test
