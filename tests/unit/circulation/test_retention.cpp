// What is over forgets whom it was about, and not a day too early.

#include "server/circulation/day/kinds.hpp"
#include "tests/unit/circulation/day_library.hpp"

namespace circ::test {
namespace {

using namespace circulation;
using std::chrono::days;
using storage::loan_state;

struct keeping_case {
    std::string name;
    std::function<void(storage::loan&, terms&)> change;
    bool has_open_fee = false;
    bool needed = false;

    friend std::ostream& operator<<(std::ostream& out, const keeping_case& row) {
        return out << row.name;
    }
};

class a_closed_loan : public testing::TestWithParam<keeping_case> {};

TEST_P(a_closed_loan, keeps_its_borrower_as_long_as_that_is_needed) {
    const auto now = test_time;
    storage::loan loan;
    loan.state = loan_state::returned;
    loan.closed_at = loan.return_seen_at = now - days{91};
    terms by;
    GetParam().change(loan, by);
    EXPECT_EQ(day::still_needs_borrower(loan, GetParam().has_open_fee, by, {}, now), GetParam().needed);
}

INSTANTIATE_TEST_SUITE_P(
    rules, a_closed_loan,
    testing::Values(
        keeping_case{"no_longer", [](auto&, auto&) {}},
        keeping_case{"with_a_fee_open", [](auto&, auto&) {}, true, true},
        keeping_case{"returned_yesterday", [](auto& loan, auto&) { loan.closed_at = loan.return_seen_at = test_time - days{1}; },
                     false, true},
        keeping_case{"dated_back_but_seen_yesterday", [](auto& loan, auto&) { loan.return_seen_at = test_time - days{1}; },
                     false, true},
        keeping_case{"still_open",
                     [](auto& loan, auto&) {
                         loan.closed_at.reset();
                         loan.state = loan_state::open;
                     },
                     false, true},
        keeping_case{"paid_for_and_could_be_found_and_refunded",
                     [](auto& loan, auto& by) {
                         loan.state = loan_state::paid_for;
                         loan.lost_at = test_time - days{100};
                         by.refund_days = 120;
                     },
                     false, true},
        keeping_case{"paid_for_long_ago",
                     [](auto& loan, auto& by) {
                         loan.state = loan_state::paid_for;
                         loan.lost_at = test_time - days{100};
                         by.refund_days = 90;
                     }}),
    [](const auto& of) { return of.param.name; });

class retention : public testing::Test, public day_library {};

TEST_F(retention, cuts_the_loan_from_its_borrower_in_every_row) {
    EXPECT_EQ(perform(place_hold{.by = kiosk, .card = "p1", .what = {.item = "i1"}}).result, verdict::done);
    EXPECT_EQ(checkout("p1", "i1").result, verdict::done);
    const auto lent = item("i1").open_loan.value();
    now += days{40}; // overdue: a notice and a fee
    do_day();
    EXPECT_EQ(checkin("i1").result, verdict::done);
    const auto fees = store.ask([&](storage::reader& in) { return in.fees_of_loan(lent.id); });
    ASSERT_EQ(fees.size(), 1U);
    now += days{91};
    EXPECT_EQ(do_day(), "forget_holds:1"); // the fee is open: the borrower stays

    EXPECT_EQ(perform(pay_fee{.by = kiosk, .card = "p1", .amount = fees.front().amount, .currency = "EUR"}).result,
              verdict::done);
    EXPECT_EQ(do_day(), "forget_borrowers:1");
    const auto cut = store.ask([&](storage::reader& in) { return in.find_loan(lent.id); }).value();
    EXPECT_FALSE(cut.patron);
    EXPECT_FALSE(cut.filled_hold);
    const auto fee = store.ask([&](storage::reader& in) { return in.find_fee(fees.front().id); }).value();
    EXPECT_EQ(fee.patron, patron("p1").id); // the account stays whole
    EXPECT_FALSE(fee.loan);
    EXPECT_FALSE(fee.item);
    for (const auto& each : store.ask([&](storage::reader& in) { return in.events_of_patron(patron("p1").id, 100); }))
        EXPECT_FALSE(each.item) << each.kind; // no event says of the patron what was read
    EXPECT_EQ(notice_kinds(), "");
}

TEST_F(retention, keeps_a_hold_whose_item_has_not_been_cleared) {
    add_hold("p1", [&](storage::hold& hold) {
        hold.state = storage::hold_state::cancelled;
        hold.closed_at = now;
        hold.trapped_item = rows.item.id;
    });
    now += days{200};
    EXPECT_EQ(do_day(), "");
}

} // namespace
} // namespace circ::test
