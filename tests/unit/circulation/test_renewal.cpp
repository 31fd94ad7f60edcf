#include "server/circulation/renew.hpp"
#include "server/circulation/trail.hpp"
#include "tests/unit/circulation/library_test.hpp"

namespace circ::test {
namespace {

using namespace std::chrono;
using namespace circulation;

constexpr instant noon = sys_days{2026y / March / 2} + 12h;

struct renewal_case {
    std::string name;
    std::function<void(renewal_facts&)> change;
    std::string refusals;

    friend std::ostream& operator<<(std::ostream& out, const renewal_case& shown) {
        return out << shown.name;
    }
};

renewal_facts usual() {
    renewal_facts facts;
    facts.today = local_days{2026y / March / 2};
    facts.item.open_loan = storage::loan{};
    facts.item.open_loan->due_at = noon + days{2};
    facts.item.open_loan->terms.max_renewals = 2;
    facts.by.loan_days = 28;
    return facts;
}

class renewal_decisions : public testing::TestWithParam<renewal_case> {};

TEST_P(renewal_decisions, refuse_for_all_their_reasons) {
    auto facts = usual();
    GetParam().change(facts);
    const auto made = decide_renewal(facts, {}, {}, std::nullopt, noon);
    EXPECT_EQ(reason_list(made.refusals), GetParam().refusals);
    EXPECT_EQ(made.plan.has_value(), GetParam().refusals.empty());
}

using facts = renewal_facts;

INSTANTIATE_TEST_SUITE_P(
    all,
    renewal_decisions,
    testing::Values(
        renewal_case{"plain", [](facts&) {}, ""},
        renewal_case{"last_one", [](facts& f) { f.item.open_loan->renewals = 1; }, ""},
        renewal_case{"limit", [](facts& f) { f.item.open_loan->renewals = 2; }, "renewal_limit"},
        renewal_case{"never",
                     [](facts& f) { f.item.open_loan->terms.max_renewals = 0; },
                     "renewal_not_allowed"},
        renewal_case{
            "not_yet", [](facts& f) { f.by.renew_not_before_days = 1; }, "renewal_not_yet"},
        renewal_case{"just_now", [](facts& f) { f.by.renew_not_before_days = 2; }, ""},
        renewal_case{"from_the_morning_of_its_day",
                     [](facts& f) {
                         f.item.open_loan->due_at = sys_days{2026y / March / 5} - 1s;
                         f.by.renew_not_before_days = 2;
                     },
                     ""},
        renewal_case{"by_the_hour_from_its_hour",
                     [](facts& f) {
                         f.item.open_loan->due_at = noon + days{2} + 1h;
                         f.item.open_loan->terms.hourly = true;
                         f.by.renew_not_before_days = 2;
                     },
                     "renewal_not_yet"},
        renewal_case{
            "recalled", [](facts& f) { f.item.open_loan->recalled_at = noon; }, "renewal_recalled"},
        renewal_case{"queued", [](facts& f) { f.wanted_by_other = true; }, "renewal_queued"},
        renewal_case{"queued_is_fine",
                     [](facts& f) {
                         f.wanted_by_other = true;
                         f.by.renew_while_queued = true;
                     },
                     ""},
        renewal_case{"overdue",
                     [](facts& f) { f.item.open_loan->due_at = noon - hours{1}; },
                     "renewal_while_overdue"},
        renewal_case{"overdue_is_fine",
                     [](facts& f) {
                         f.item.open_loan->due_at = noon - hours{1};
                         f.by.renew_while_overdue = true;
                     },
                     ""},
        renewal_case{"lost",
                     [](facts& f) { f.item.open_loan->state = storage::loan_state::lost; },
                     "item_lost"},
        renewal_case{"no_gain",
                     [](facts& f) { f.by.loan_days = 1, f.by.renew_from = renew_base::now; },
                     "renewal_no_gain"},
        renewal_case{"card_ends_before_the_loan_is_due",
                     [](facts& f) {
                         f.by.not_beyond_expiry = true;
                         f.patron.patron.expires_on = local_days{2026y / March / 3};
                     },
                     "renewal_no_gain"},
        renewal_case{"card_ends_before_the_loan_is_due_which_is_fine",
                     [](facts& f) { f.patron.patron.expires_on = local_days{2026y / March / 3}; },
                     ""},
        renewal_case{"fee_not_agreed", [](facts& f) { f.by.renewal_fee = {50}; }, "fee_not_agreed"},
        renewal_case{"blocked_and_limit",
                     [](facts& f) {
                         f.patron.blocks = {storage::block{}};
                         f.item.open_loan->renewals = 2;
                     },
                     "patron_blocked renewal_limit"}),
    [](const auto& row) { return row.param.name; });

TEST(renewal_plans, begin_where_policy_says) {
    auto from_due = usual();
    EXPECT_EQ(decide_renewal(from_due, {}, {}, {}, noon).plan->after.due_at,
              sys_days{2026y / April / 2} - 1s);
    from_due.by.renew_from = renew_base::now;
    EXPECT_EQ(decide_renewal(from_due, {}, {}, {}, noon).plan->after.due_at,
              sys_days{2026y / March / 31} - 1s);
    auto overdue = usual();
    overdue.item.open_loan->due_at = noon - days{9};
    overdue.by.renew_while_overdue = true;
    EXPECT_EQ(decide_renewal(overdue, {}, {}, {}, noon).plan->after.due_at,
              sys_days{2026y / March / 31} - 1s)
        << "from now, else it might be overdue at once";
}

class renewing : public library_test {
protected:
    void SetUp() override {
        EXPECT_EQ(checkout("p1", "i1").result, verdict::done);
        now += days{20};
    }
    loan_outcome renewed(const circulation::renew& asked) { return perform(asked); }
};

TEST_F(renewing, moves_the_due_date_and_keeps_the_one_before) {
    const auto before = item("i1").open_loan.value();
    const auto made = renewed({.by = kiosk, .card = "p1", .what = {.item = "i1", .title = {}}});
    ASSERT_EQ(made.result, verdict::done) << names_of(made.reasons);
    EXPECT_TRUE(made.renewed);
    const auto after = item("i1").open_loan.value();
    EXPECT_EQ(after.renewals, 1);
    EXPECT_EQ(after.due_before_renewal, before.due_at);
    EXPECT_EQ(after.due_at, end_of_day(local_days{2026y / April / 27}, "Europe/Berlin"));
}

TEST_F(renewing, assesses_the_fee_of_an_overdue_loan) {
    now = item("i1").open_loan->due_at + days{3};
    const auto made = renewed({.by = kiosk, .card = "p1", .what = {.item = "i1", .title = {}}});
    ASSERT_EQ(made.result, verdict::done) << names_of(made.reasons);
    EXPECT_EQ(names_of(made.notices), "fee_charged");
    EXPECT_EQ(patron("p1").owed, money{50});
}

struct renewal_request {
    const char* name;
    std::function<loan_outcome(library_fixture&, const requester&)> send;

    friend std::ostream& operator<<(std::ostream& out, const renewal_request& row) { return out << row.name; }
};

class renewal_fees : public renewing, public testing::WithParamInterface<renewal_request> {
protected:
    renewal_fees() {
        rules = policy_with({{"dear", {}, {{"renewal_fee", std::string{"2.00"}, {}}}, {}}});
    }
};

TEST_P(renewal_fees, are_told_with_their_number_once_they_are_charged) {
    const auto by = saying(kiosk, now, "renew");
    const auto made = GetParam().send(*this, by);
    ASSERT_EQ(made.result, verdict::done) << names_of(made.reasons);
    ASSERT_TRUE(made.fee);
    EXPECT_EQ(made.fee->amount, money{200});
    EXPECT_FALSE(made.fee->fee_identifier.empty());
    const auto again = GetParam().send(*this, by);
    EXPECT_TRUE(again.repeated);
    ASSERT_TRUE(again.fee);
    EXPECT_EQ(again.fee->fee_identifier, made.fee->fee_identifier);
    EXPECT_EQ(patron("p1").owed, money{200});
}

TEST_P(renewal_fees, are_not_told_where_another_book_charges_them) {
    const auto made =
        GetParam().send(*this, with_rules(kiosk, [](device_rules& set) { set.assesses_fees = false; }));
    ASSERT_EQ(made.result, verdict::done) << names_of(made.reasons);
    EXPECT_FALSE(made.fee);
    EXPECT_EQ(patron("p1").owed, money{});
}

INSTANTIATE_TEST_SUITE_P(
    all,
    renewal_fees,
    testing::Values(
        renewal_request{"by_renewal",
                        [](library_fixture& lib, const requester& by) {
                            return lib.perform(circulation::renew{.by = by,
                                                                  .card = "p1",
                                                                  .what = {.item = "i1", .title = {}},
                                                                  .agreed = {fee_agreement::kind::any, {}}});
                        }},
        renewal_request{"by_checkout",
                        [](library_fixture& lib, const requester& by) {
                            return lib.perform(circulation::checkout{.by = by,
                                                                     .card = "p1",
                                                                     .item = "i1",
                                                                     .agreed = {fee_agreement::kind::any, {}}});
                        }}),
    [](const auto& row) { return row.param.name; });

TEST_F(renewing, finds_the_one_copy_of_a_title) {
    EXPECT_TRUE(renewed({.by = kiosk, .card = "p1", .what = {.item = {}, .title = "c1"}}).renewed);
    static_cast<void>(add_item("i2"));
    static_cast<void>(checkout("p1", "i2"));
    const auto two = renewed({.by = kiosk, .card = "p1", .what = {.item = {}, .title = "c1"}});
    EXPECT_EQ(names_of(two.reasons), "several_copies_on_loan");
    EXPECT_EQ(
        names_of(renewed({.by = kiosk, .card = "p1", .what = {.item = {}, .title = "c9"}}).reasons),
        "title_unknown");
    EXPECT_EQ(
        names_of(renewed({.by = kiosk, .card = "p2", .what = {.item = {}, .title = "c1"}}).reasons),
        "not_on_loan_to_patron");
}

TEST_F(renewing, for_another_only_by_the_flag) {
    circulation::renew asked{.by = kiosk, .card = "p2", .what = {.item = "i1", .title = {}}};
    EXPECT_EQ(names_of(renewed(asked).reasons), "not_on_loan_to_patron");
    asked.third_party = true;
    EXPECT_EQ(renewed(asked).result, verdict::done);
}

TEST_F(renewing, is_hindered_by_holds_of_others_alone) {
    const circulation::renew asked{.by = kiosk, .card = "p1", .what = {.item = "i1", .title = {}}};
    ASSERT_EQ(checkin("i1").result, verdict::done);
    ASSERT_EQ(
        perform(place_hold{.by = kiosk, .card = "p1", .what = {.item = {}, .title = "c1"}}).result,
        verdict::done);
    ASSERT_EQ(perform(undo_checkin{.by = kiosk, .card = "p1", .item = "i1"}).result, verdict::done);
    EXPECT_EQ(names_of(renewed(asked).reasons), "");
    static_cast<void>(add_hold("p2"));
    EXPECT_EQ(names_of(renewed(asked).reasons), "renewal_not_yet renewal_queued");
}

TEST_F(renewing, refuses_what_is_not_there) {
    static_cast<void>(add_item("i2"));
    EXPECT_EQ(
        names_of(renewed({.by = kiosk, .card = "p1", .what = {.item = "i2", .title = {}}}).reasons),
        "not_on_loan");
    EXPECT_EQ(
        names_of(renewed({.by = kiosk, .card = "p1", .what = {.item = "i9", .title = {}}}).reasons),
        "item_unknown");
    EXPECT_EQ(
        names_of(renewed({.by = kiosk, .card = "p9", .what = {.item = "i1", .title = {}}}).reasons),
        "patron_unknown");
}

TEST_F(renewing, off_line_is_recorded_whatever_it_violates) {
    change_loan("i1", [](storage::loan& l) { l.renewals = 2; });
    auto by = with_rules(kiosk, [](device_rules& set) { set.offline_ok = true; });
    by.when = timing::already_happened;
    by.said = now - hours{1};
    const auto due = now + days{30};
    const auto made =
        renewed({.by = by, .card = "p1", .what = {.item = "i1", .title = {}}, .due_given = due});
    ASSERT_EQ(made.result, verdict::done);
    EXPECT_EQ(item("i1").open_loan->due_at, due);
    EXPECT_EQ(reviews().at(0).reasons, "renewal_limit");
}

TEST_F(renewing, off_line_of_what_is_not_on_loan_is_left_to_staff) {
    static_cast<void>(add_item("i2"));
    auto by = with_rules(kiosk, [](device_rules& set) { set.offline_ok = true; });
    by.when = timing::already_happened;
    by.said = now - hours{1};
    EXPECT_EQ(
        names_of(renewed({.by = by, .card = "p1", .what = {.item = "i2", .title = {}}}).reasons),
        "not_on_loan");
    EXPECT_EQ(reviews().at(0).kind, "could_not_post");
    EXPECT_EQ(reviews().at(0).barcode, "i2");
}

TEST_F(renewing, all_renews_what_it_can_and_says_why_not_of_the_rest) {
    static_cast<void>(add_item("i2"));
    static_cast<void>(checkout("p1", "i2"));
    const auto made = perform(renew_all{.by = kiosk, .card = "p1"});
    EXPECT_EQ(made.result, verdict::done);
    ASSERT_EQ(made.renewed.size(), 1U);
    EXPECT_EQ(made.renewed[0].barcode, "i1");
    EXPECT_EQ(made.renewed[0].due_at, item("i1").open_loan->due_at);
    ASSERT_EQ(made.unrenewed.size(), 1U);
    EXPECT_EQ(made.unrenewed[0].barcode, "i2");
    EXPECT_EQ(made.unrenewed[0].due_at, item("i2").open_loan->due_at);
    EXPECT_EQ(made.unrenewed[0].why_not->code, reason_code::renewal_not_yet);
    EXPECT_EQ(made.notices.at(0).number, 1);
    EXPECT_EQ(made.notices.at(0).limit, 1);
}

TEST_F(renewing, all_ends_where_its_own_fees_pass_the_limit) {
    rules = policy_with({{"dear",
                          {},
                          {{"renewal_fee", std::string{"2.00"}, {}},
                           {"max_fees", std::string{"3.00"}, {}},
                           {"renew_not_before_days", std::string{"none"}, {}}},
                          {}}});
    for (const char* each : {"i2", "i3"}) {
        static_cast<void>(add_item(each));
        EXPECT_EQ(checkout("p1", each).result, verdict::done);
    }
    const auto made =
        perform(renew_all{.by = kiosk, .card = "p1", .agreed = {fee_agreement::kind::any, {}}});
    EXPECT_EQ(made.renewed.size(), 2U);
    ASSERT_EQ(made.unrenewed.size(), 1U);
    EXPECT_EQ(made.unrenewed[0].why_not->code, reason_code::fees_over_limit) << "as one by one";
    EXPECT_EQ(patron("p1").owed, money{400});
}

TEST_F(renewing, all_refuses_a_wrong_pin_at_once) {
    const auto made = perform(renew_all{.by = kiosk, .card = "p1"}, pin_state::wrong);
    EXPECT_EQ(made.result, verdict::refused);
    EXPECT_EQ(names_of(made.reasons), "pin_wrong");
    EXPECT_EQ(item("i1").open_loan->renewals, 0);
}

} // namespace
} // namespace circ::test
