// What a library system would decide, by what it tells of reader and item.
#include "server/shadow/prediction.hpp"

#include "server/circulation/trail.hpp"
#include "tests/unit/shadow/two_sides.hpp"

#include <gmock/gmock.h>

namespace circ::shadow::test {
namespace {

using namespace circulation;
using code = reason_code;

struct prediction_case {
    std::string name;
    any_operation what;
    void (*change)(side& there);
    std::optional<verdict> result;
    std::optional<code> reason = {};
};

std::ostream& operator<<(std::ostream& to, const prediction_case& of) {
    return to << of.name;
}

void nothing(side&) {}
void lent_to_reader(side& of) {
    of.item->status = circulation_status::charged;
    of.reader->lists.loans.push_back(loan_of("i1", noon + 9 * day));
}
void lent_to_another(side& of) {
    of.item->status = circulation_status::charged;
}
void on_the_hold_shelf(side& of) {
    of.item->status = circulation_status::on_hold_shelf;
    of.item->shelf_until = noon + day;
}
void left_on_the_hold_shelf(side& of) {
    of.item->status = circulation_status::on_hold_shelf;
    of.item->shelf_until = noon - day;
}
void wanted_by_nobody(side& of) {
    of.item->queue_length = 0;
}

checkout lend(bool renewal_allowed = true) {
    checkout made;
    made.by.received = noon;
    made.card = "p1";
    made.item = "i1";
    made.renewal_allowed = renewal_allowed;
    return made;
}
renew longer(bool third_party = false) {
    renew made;
    made.card = "p1";
    made.what.item = "i1";
    made.third_party = third_party;
    return made;
}
template <class Operation>
Operation of_both() {
    Operation made;
    made.card = "p1";
    made.what.item = "i1";
    return made;
}
checkin back() {
    checkin made;
    made.by.received = noon;
    made.item = "i1";
    return made;
}
pay_fee pay(std::int64_t minor) {
    pay_fee made;
    made.card = "p1";
    made.amount = money{minor};
    return made;
}
checkout told() {
    auto made = lend();
    make_posted(made.by);
    return made;
}
/// By a device that may not do it without us.
template <class Operation>
Operation claimed(Operation made) {
    made.by.when = timing::already_happened;
    return made;
}

constexpr auto yes = verdict::done;
constexpr auto no = verdict::refused;
constexpr auto open = std::nullopt;

// clang-format off
const std::vector<prediction_case>& cases() {
    static const std::vector<prediction_case> all{
        {"lends_what_stands_on_its_shelf", lend(), &wanted_by_nobody, yes},
        {"does_not_lend_to_unknown_cards", lend(), [](side& t) { t.reader = patron_view{}; }, no, code::patron_unknown},
        {"does_not_lend_unknown_items", lend(), [](side& t) { t.item = item_view{}; }, no, code::item_unknown},
        {"does_not_lend_by_lost_cards", lend(), [](side& t) { t.reader->flags[4] = true; }, no, code::card_lost},
        {"does_not_lend_to_blocked_readers", lend(), [](side& t) { wanted_by_nobody(t); t.reader->flags[10] = true; }, no, code::patron_blocked},
        {"does_not_lend_what_somebody_has", lend(), &lent_to_another, no, code::item_on_loan_to_other},
        {"does_not_lend_again_without_renewing", lend(false), &lent_to_reader, no, code::item_already_yours},
        {"leaves_open_whether_it_renews_instead", lend(), &lent_to_reader, open},
        {"does_not_renew_for_who_may_not", lend(), [](side& t) { lent_to_reader(t); t.reader->flags[1] = true; }, no, code::patron_blocked},
        {"leaves_open_what_others_wait_for", lend(), &nothing, open},
        {"lends_what_this_reader_waits_for", lend(), [](side& t) { t.reader->lists.waiting_holds.push_back(hold_of("", "the two towers")); }, yes},
        {"does_not_lend_what_is_kept_for_another", lend(), [](side& t) { t.item->status = circulation_status::on_hold_shelf; }, no, code::item_trapped_for_other},
        {"leaves_open_what_is_left_on_the_hold_shelf", lend(), &left_on_the_hold_shelf, open},
        {"lends_what_is_kept_for_this_reader", lend(), [](side& t) { t.item->status = circulation_status::on_hold_shelf; t.reader->lists.ready_holds.push_back(hold_of("i1")); }, yes},
        {"leaves_open_what_is_lost", lend(), [](side& t) { t.item->status = circulation_status::lost; }, open},
        {"does_not_decide_what_has_happened", told(), &lent_to_another, open},
        {"decides_what_a_device_only_says_has_happened", claimed(lend()), &lent_to_another, no, code::item_on_loan_to_other},
        {"does_not_decide_a_return_that_has_happened", claimed(back()), &nothing, open},
        {"takes_back_whatever_comes", back(), &nothing, yes},
        {"does_not_take_back_what_it_does_not_know", back(), [](side& t) { t.item = item_view{}; }, no, code::item_unknown},
        {"renews_what_the_reader_has", longer(), [](side& t) { lent_to_reader(t); wanted_by_nobody(t); }, yes},
        {"does_not_renew_what_nobody_has", longer(), &nothing, no, code::not_on_loan},
        {"does_not_renew_what_another_has", longer(), &lent_to_another, no, code::not_on_loan_to_patron},
        {"leaves_open_renewals_by_somebody_else", longer(true), &lent_to_another, open},
        {"does_not_renew_for_blocked_readers", longer(), [](side& t) { lent_to_reader(t); t.reader->flags[1] = true; }, no, code::patron_blocked},
        {"leaves_open_renewals_of_what_others_wait_for", longer(), &lent_to_reader, open},
        {"leaves_open_renewals_of_what_is_called_back", longer(), [](side& t) { lent_to_reader(t); wanted_by_nobody(t); t.item->status = circulation_status::recalled; }, open},
        {"does_not_renew_all_for_blocked_readers", renew_all{.by = {}, .card = "p1", .pin = {}, .agreed = {}}, [](side& t) { t.reader->flags[1] = true; }, no, code::patron_blocked},
        {"leaves_open_what_of_all_is_renewed", renew_all{.by = {}, .card = "p1", .pin = {}, .agreed = {}}, &nothing, open},
        {"holds_what_somebody_has", of_both<place_hold>(), &lent_to_another, yes},
        {"leaves_open_holds_on_what_can_be_fetched", of_both<place_hold>(), &nothing, open},
        {"does_not_hold_for_blocked_readers", of_both<place_hold>(), [](side& t) { t.reader->flags[3] = true; }, no, code::patron_blocked},
        {"does_not_hold_twice", of_both<place_hold>(), [](side& t) { t.reader->lists.waiting_holds.push_back(hold_of("i1")); }, no, code::hold_duplicate},
        {"does_not_hold_what_the_reader_has", of_both<place_hold>(), &lent_to_reader, no, code::hold_has_loan},
        {"cancels_a_hold_that_is_there", of_both<cancel_hold>(), [](side& t) { t.reader->lists.waiting_holds.push_back(hold_of("i1")); }, yes},
        {"does_not_cancel_a_hold_that_is_not", of_both<cancel_hold>(), &nothing, no, code::hold_not_found},
        {"changes_a_hold_that_is_there", of_both<change_hold>(), [](side& t) { t.reader->lists.ready_holds.push_back(hold_of("i1")); }, yes},
        {"takes_what_is_owed", pay(250), &nothing, yes},
        {"leaves_open_what_becomes_of_more", pay(251), &nothing, open},
    };
    return all;
}
// clang-format on

class a_prediction : public testing::TestWithParam<prediction_case> {};

TEST_P(a_prediction, follows_from_what_is_told) {
    side there = a_side();
    GetParam().change(there);
    const auto made = predict(GetParam().what, there);
    EXPECT_EQ(made.result, GetParam().result);
    std::vector<code> reasons;
    if (GetParam().reason) reasons.push_back(*GetParam().reason);
    EXPECT_EQ(made.reasons, reasons);
    for (const auto each : reasons)
        EXPECT_TRUE(can_be_seen(each)) << reason_name(each);
    EXPECT_FALSE(made.due_at) << "nobody tells how long it would be lent";
}

INSTANTIATE_TEST_SUITE_P(of, a_prediction, testing::ValuesIn(cases()), [](const auto& row) {
    return row.param.name;
});

struct kept_case {
    std::string name;
    void (*change)(side& there);
    std::optional<bool> for_a_reader;
};

std::ostream& operator<<(std::ostream& to, const kept_case& of) {
    return to << of.name;
}

// clang-format off
const std::vector<kept_case>& kept_cases() {
    static const std::vector<kept_case> all{
        {"what_nobody_waits_for_is_kept_for_nobody", &wanted_by_nobody, false},
        {"what_stands_on_the_hold_shelf_is_kept", &on_the_hold_shelf, true},
        {"it_is_open_of_what_was_left_there", &left_on_the_hold_shelf, open},
        {"it_is_open_of_what_stands_there_without_a_queue", [](side& t) { on_the_hold_shelf(t); wanted_by_nobody(t); }, open},
        {"it_is_open_which_of_its_copies_somebody_waits_for", &nothing, open},
    };
    return all;
}
// clang-format on

class a_return : public testing::TestWithParam<kept_case> {};

TEST_P(a_return, is_kept_for_a_reader_as_far_as_is_told) {
    side there = a_side();
    GetParam().change(there);
    EXPECT_EQ(predict(back(), there).for_a_reader, GetParam().for_a_reader);
    EXPECT_EQ(look_up(back(), there).for_a_reader, GetParam().for_a_reader);
}

INSTANTIATE_TEST_SUITE_P(of, a_return, testing::ValuesIn(kept_cases()), [](const auto& row) { return row.param.name; });

TEST(our_decision, keeps_a_return_for_a_reader_and_not_for_its_lender) {
    const auto for_a_reader = [](alert_kind alert) {
        checkin_outcome back;
        back.result = verdict::done;
        back.alert = alert;
        return decided_by(back).for_a_reader;
    };
    EXPECT_EQ(for_a_reader(alert_kind::hold_here), true);
    EXPECT_EQ(for_a_reader(alert_kind::hold_elsewhere), true);
    for (const auto alert : {alert_kind::none, alert_kind::hold_interlibrary, alert_kind::transit, alert_kind::other})
        EXPECT_EQ(for_a_reader(alert), false) << static_cast<int>(alert);
}

struct done_case {
    std::string name;
    any_operation what;
    void (*before)(side&);
    void (*there)(side&);
    bool is_done;
};

std::ostream& operator<<(std::ostream& to, const done_case& of) {
    return to << of.name;
}

// clang-format off
const std::vector<done_case>& done_cases() {
    static const std::vector<done_case> all{
        {"lent_there_too", lend(), &nothing, &lent_to_reader, true},
        {"not_lent_there", lend(), &nothing, &nothing, false},
        {"lent_at_both_before", lend(), &lent_to_reader, &lent_to_reader, false},
        {"lent_there_to_another", lend(), &nothing, &lent_to_another, false},
        {"back_there_too", back(), &lent_to_another, &nothing, true},
        {"not_back_there", back(), &lent_to_another, &lent_to_another, false},
        {"renewed_there_too", longer(), &lent_to_reader, [](side& t) { lent_to_reader(t); t.reader->lists.loans.back().due_at += 21 * day; }, true},
        {"not_renewed_there", longer(), &lent_to_reader, &lent_to_reader, false},
        {"held_there_too", of_both<place_hold>(), &nothing, [](side& t) { t.reader->lists.waiting_holds.push_back(hold_of("i1")); }, true},
        {"cancelled_there_too", of_both<cancel_hold>(), [](side& b) { b.reader->lists.waiting_holds.push_back(hold_of("i1")); }, &nothing, true},
        {"paid_there_too", pay(100), &nothing, [](side& t) { t.reader->owed = {150}; }, true},
        {"not_paid_there", pay(100), &nothing, &nothing, false},
    };
    return all;
}
// clang-format on

class a_change : public testing::TestWithParam<done_case> {};

TEST_P(a_change, is_known_to_have_come_to_pass_there) {
    side before = a_side();
    side there = a_side();
    GetParam().before(before);
    GetParam().there(there);
    EXPECT_EQ(is_done_there(GetParam().what, before, there), GetParam().is_done);
}

INSTANTIATE_TEST_SUITE_P(that_was, a_change, testing::ValuesIn(done_cases()), [](const auto& row) {
    return row.param.name;
});

TEST(what_came_to_pass_there, tells_until_when_it_is_lent) {
    side there = a_side();
    lent_to_reader(there);
    EXPECT_EQ(look_up(lend(), there).due_at, noon + 9 * day);
    EXPECT_EQ(look_up(lend(), there).result, verdict::done);
}

TEST(questions, about_a_request_tell_no_pin_and_change_nothing) {
    auto what = lend();
    what.pin = secret(std::string("1234"));
    const auto all = questions_about(what);
    ASSERT_EQ(all.size(), 2U);
    for (const auto& each : all)
        EXPECT_TRUE(is_read(each));
    const auto& account = std::get<patron_account>(all[0]);
    EXPECT_EQ(account.card, "p1");
    EXPECT_FALSE(account.pin);
    EXPECT_EQ(account.by.rules->pin, pin_rule::none);
    EXPECT_EQ(std::get<item_details>(all[1]).item, "i1");
    EXPECT_EQ(questions_about(service_status{}).size(), 1U);
}

TEST(a_side_that_cannot_say, is_no_side) {
    side made;
    outcome away;
    away.result = verdict::unavailable;
    EXPECT_FALSE(take(made, patron_account{}, away));
    outcome unknown;
    unknown.result = verdict::refused;
    EXPECT_TRUE(take(made, patron_account{}, unknown));
    EXPECT_TRUE(take(made, item_details{}, unknown));
    ASSERT_TRUE(made.reader && made.item);
    EXPECT_FALSE(made.reader->known);
    EXPECT_EQ(made.item->barcode, "");
}

} // namespace
} // namespace circ::shadow::test
