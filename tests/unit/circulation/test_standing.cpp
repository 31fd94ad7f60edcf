#include "server/circulation/standing.hpp"
#include "server/circulation/trail.hpp"

namespace circ::circulation {
namespace {

using namespace std::chrono;
using storage::patron_facts;

constexpr local_date today = local_days{2026y / March / 2};

terms usual() {
    terms by;
    by.for_loan = true;
    by.max_loans = 20;
    by.max_loans_of_type = 8;
    by.max_overdues = 5;
    by.max_fees = money{1000};
    by.max_lost = 2;
    by.max_claims = 3;
    by.max_holds = 10;
    by.guarantor_debts = true;
    by.minimum_age = 16;
    return by;
}

struct standing_case {
    std::string name;
    std::function<void(patron_facts&, terms&, standing_question&)> given;
    std::string checkout;
    std::string renewal;
    std::string hold;

    friend std::ostream& operator<<(std::ostream& out, const standing_case& shown) {
        return out << shown.name;
    }
};

class standings : public testing::TestWithParam<standing_case> {};

TEST_P(standings, refuse_for_all_their_reasons) {
    const auto& row = GetParam();
    for (const auto& [what, expected] : {std::pair{purpose::checkout, row.checkout},
                                         std::pair{purpose::renewal, row.renewal},
                                         std::pair{purpose::hold, row.hold}}) {
        patron_facts who;
        who.patron.birth_date = local_days{1980y / May / 5};
        who.card = storage::card{};
        auto by = usual();
        standing_question asked{.what = what, .today = today, .item_type = "dvd"};
        row.given(who, by, asked);
        EXPECT_EQ(reason_list(standing(who, by, asked)), expected) << static_cast<int>(what);
    }
}

using facts = patron_facts;
using question = standing_question;

INSTANTIATE_TEST_SUITE_P(
    all,
    standings,
    testing::Values(
        standing_case{"good", [](facts&, terms&, question&) {}, "", "", ""},
        standing_case{"blocked",
                      [](facts& who, terms&, question&) { who.blocks = {storage::block{}}; },
                      "patron_blocked",
                      "patron_blocked",
                      "patron_blocked"},
        standing_case{"noted_only",
                      [](facts& who, terms&, question&) {
                          who.blocks = {storage::block{.kind = storage::block_kind::note}};
                      },
                      "",
                      "",
                      ""},
        standing_case{
            "expired_yesterday",
            [](facts& who, terms&, question&) { who.patron.expires_on = today - days{1}; },
            "patron_expired",
            "patron_expired",
            "patron_expired"},
        standing_case{"good_until_today",
                      [](facts& who, terms&, question&) { who.patron.expires_on = today; },
                      "",
                      "",
                      ""},
        standing_case{
            "lost_card",
            [](facts& who, terms&, question&) { who.card->state = storage::card_state::lost; },
            "card_lost",
            "card_lost",
            "card_lost"},
        standing_case{
            "replaced_card",
            [](facts& who, terms&, question&) { who.card->state = storage::card_state::replaced; },
            "card_replaced",
            "card_replaced",
            "card_replaced"},
        standing_case{
            "retained_card",
            [](facts& who, terms&, question&) { who.card->state = storage::card_state::retained; },
            "",
            "",
            ""},
        standing_case{"last_loan",
                      [](facts& who, terms&, question&) { who.patron.open_loans = 19; },
                      "",
                      "",
                      ""},
        standing_case{"too_many_loans",
                      [](facts& who, terms&, question&) { who.patron.open_loans = 20; },
                      "too_many_loans",
                      "",
                      ""},
        standing_case{"no_limit_of_loans",
                      [](facts& who, terms& by, question&) {
                          who.patron.open_loans = 2000;
                          by.max_loans.reset();
                      },
                      "",
                      "",
                      ""},
        standing_case{"too_many_of_the_type",
                      [](facts&, terms&, question& asked) { asked.loans_of_type = 8; },
                      "too_many_loans_of_type",
                      "",
                      ""},
        standing_case{"overdues_at_the_limit",
                      [](facts& who, terms&, question&) { who.overdue_loans = 5; },
                      "",
                      "",
                      ""},
        standing_case{"too_many_overdues",
                      [](facts& who, terms&, question&) { who.overdue_loans = 6; },
                      "too_many_overdues",
                      "too_many_overdues",
                      "too_many_overdues"},
        standing_case{"fees_at_the_limit",
                      [](facts& who, terms&, question&) { who.patron.owed = {1000}; },
                      "",
                      "",
                      ""},
        standing_case{"fees_over_the_limit",
                      [](facts& who, terms&, question&) { who.patron.owed = {1001}; },
                      "fees_over_limit",
                      "fees_over_limit",
                      "fees_over_limit"},
        standing_case{"running_fees_count",
                      [](facts& who, terms&, question& asked) {
                          who.patron.owed = {900};
                          asked.running = {101};
                      },
                      "fees_over_limit",
                      "fees_over_limit",
                      "fees_over_limit"},
        standing_case{"running_fees_do_not_count",
                      [](facts& who, terms& by, question& asked) {
                          who.patron.owed = {900};
                          asked.running = {101};
                          by.running_counts = false;
                      },
                      "",
                      "",
                      ""},
        standing_case{"credit_counts_against_fees",
                      [](facts& who, terms&, question&) {
                          who.patron.owed = {1200};
                          who.patron.credit = {200};
                      },
                      "",
                      "",
                      ""},
        standing_case{"too_many_claims",
                      [](facts& who, terms&, question&) { who.claimed_loans = 4; },
                      "too_many_claims",
                      "too_many_claims",
                      "too_many_claims"},
        standing_case{"too_many_lost",
                      [](facts& who, terms&, question&) { who.lost_loans = 3; },
                      "too_many_lost",
                      "too_many_lost",
                      "too_many_lost"},
        standing_case{"guarantor_owes",
                      [](facts& who, terms&, question&) { who.guarantor_owed = {1001}; },
                      "guarantor_owes",
                      "guarantor_owes",
                      "guarantor_owes"},
        standing_case{"guarantor_may_owe",
                      [](facts& who, terms& by, question&) {
                          who.guarantor_owed = {1001};
                          by.guarantor_debts = false;
                      },
                      "",
                      "",
                      ""},
        standing_case{"too_many_holds",
                      [](facts& who, terms&, question&) { who.patron.open_holds = 10; },
                      "",
                      "",
                      "hold_limit"},
        standing_case{"sixteen_tomorrow",
                      [](facts& who, terms&, question&) {
                          who.patron.birth_date = local_days{2010y / March / 3};
                      },
                      "too_young",
                      "",
                      "too_young"},
        standing_case{"sixteen_today",
                      [](facts& who, terms&, question&) {
                          who.patron.birth_date = local_days{2010y / March / 2};
                      },
                      "",
                      "",
                      ""},
        standing_case{"age_unknown",
                      [](facts& who, terms&, question&) { who.patron.birth_date.reset(); },
                      "",
                      "",
                      ""},
        standing_case{"age_of_something_unrestricted",
                      [](facts& who, terms&, question& asked) {
                          who.patron.birth_date = today;
                          asked.item_type.clear();
                      },
                      "",
                      "",
                      ""},
        standing_case{"renewal_while_blocked",
                      [](facts& who, terms& by, question&) {
                          who.blocks = {storage::block{}};
                          who.patron.owed = {5000};
                          by.renew_while_blocked = true;
                      },
                      "patron_blocked fees_over_limit",
                      "",
                      "patron_blocked fees_over_limit"},
        standing_case{"all_reasons_at_once",
                      [](facts& who, terms&, question&) {
                          who.patron.expires_on = today - days{1};
                          who.blocks = {storage::block{}};
                          who.patron.open_loans = 20;
                          who.lost_loans = 3;
                      },
                      "patron_expired patron_blocked too_many_lost too_many_loans",
                      "patron_expired patron_blocked too_many_lost",
                      "patron_expired patron_blocked too_many_lost"}),
    [](const auto& row) { return row.param.name; });

TEST(standing_reasons, carry_what_their_sentence_needs) {
    patron_facts who;
    who.overdue_loans = 7;
    who.patron.owed = {2050};
    const auto found = standing(who, usual(), {.what = purpose::hold, .today = today});
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].number, 7);
    EXPECT_EQ(found[0].limit, 5);
    EXPECT_EQ(found[1].amount, money{2050});
    EXPECT_EQ(found[1].limit_amount, money{1000});
}

struct pin_case {
    pin_rule rule;
    pin_state pin;
    bool proved_before;
    std::string refusal;
    bool empty_is_fine = false;
};

TEST(pins, are_asked_for_as_the_device_says) {
    constexpr auto none = pin_rule::none, if_present = pin_rule::if_present,
                   session = pin_rule::in_session, each = pin_rule::each_request;
    for (const auto& row : {
             pin_case{none, pin_state::wrong, false, ""},
             pin_case{if_present, pin_state::not_given, false, ""},
             pin_case{if_present, pin_state::empty, false, ""},
             pin_case{if_present, pin_state::right, false, ""},
             pin_case{if_present, pin_state::wrong, true, "pin_wrong"},
             pin_case{if_present, pin_state::locked, true, "pin_locked"},
             pin_case{if_present, pin_state::not_needed, false, ""},
             pin_case{session, pin_state::not_given, true, ""},
             pin_case{session, pin_state::not_given, false, "pin_missing"},
             pin_case{session, pin_state::empty, false, "pin_missing"},
             pin_case{session, pin_state::empty, false, "", true},
             pin_case{session, pin_state::wrong, true, "pin_wrong"},
             pin_case{each, pin_state::not_given, true, "pin_missing"},
             pin_case{each, pin_state::right, false, ""},
         }) {
        device_rules rules;
        rules.pin = row.rule;
        rules.empty_pin_is_fine = row.empty_is_fine;
        const auto why = pin_refusal(row.pin, rules, row.proved_before, std::nullopt);
        EXPECT_EQ(why ? reason_name(why->code) : std::string{}, row.refusal)
            << static_cast<int>(row.rule) << " " << static_cast<int>(row.pin);
    }
}

} // namespace
} // namespace circ::circulation
