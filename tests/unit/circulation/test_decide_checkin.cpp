#include "server/circulation/checkin.hpp"
#include "server/circulation/trail.hpp"

namespace circ::circulation {
namespace {

using namespace std::chrono;
using storage::hold_state;
using storage::item_state;
using storage::loan_state;

constexpr local_date today = local_days{2026y / March / 2};
constexpr storage::branch_id here{1};
constexpr storage::branch_id away{2};
constexpr storage::branch_id third{3};
constexpr storage::hold_id kept_hold{7};
constexpr storage::hold_id next_hold{8};

struct given : checkin_facts {
    given() {
        checkin_facts::here = circulation::here;
        checkin_facts::today = circulation::today;
        item.item.id = {5};
        item.item.branch = circulation::here;
        item.item.place = circulation::here;
    }
    given& on_loan(loan_state state = loan_state::open) {
        item.open_loan = storage::loan{};
        item.open_loan->state = state;
        return *this;
    }
    given& of(storage::branch_id owner) {
        item.item.branch = owner;
        return *this;
    }
    given& is(item_state state) {
        item.item.state = state;
        return *this;
    }
    given& wanted_at(storage::branch_id pickup) {
        next = storage::hold{};
        next->id = next_hold;
        next->pickup = pickup;
        return *this;
    }
    given&
    kept(hold_state state, storage::branch_id pickup, local_date until = circulation::today) {
        item.trapping_hold = storage::hold{};
        item.trapping_hold->id = kept_hold;
        item.trapping_hold->pickup = pickup;
        item.trapping_hold->state = state;
        if (state == hold_state::on_shelf) item.trapping_hold->shelf_until = until;
        return *this;
    }
    given& sent(storage::branch_id to, storage::hold_id hold = {}) {
        item.open_transit = storage::transit{};
        item.open_transit->to = to;
        item.open_transit->hold = hold;
        return *this;
    }
    given& at_device(hold_handling handling) {
        holds = handling;
        return *this;
    }
    given& with(const std::function<void(checkin_facts&)>& change) {
        change(*this);
        return *this;
    }
};

/// What becomes of the item, in words: one string is easily read in a table.
std::string told(const checkin_decision& made) {
    constexpr std::array alerts{"-", "01", "02", "03", "04", "99"};
    constexpr std::array states{
        "usable", "on_order", "in_process", "missing", "damaged", "in_repair", "withdrawn"};
    const auto& plan = made.plan;
    std::string text = plan.accepted ? "ok " : "no ";
    text += alerts.at(static_cast<std::size_t>(plan.alert));
    if (plan.destination) text += " ct=" + std::to_string(plan.destination.value);
    if (plan.closes_loan) text += " closes";
    if (plan.clears_hold) text += " clears";
    if (plan.frees_hold) text += " frees";
    if (plan.ends_transit) text += " arrives";
    if (plan.send_to) text += " sends=" + std::to_string(plan.send_to.value);
    if (plan.for_hold) text += " hold=" + std::to_string(plan.for_hold->id.value);
    if (plan.to_shelf) text += " shelf";
    if (plan.only_told) text += " told";
    if (plan.accepted && plan.state != item_state::usable)
        text += std::string{" "} + states.at(static_cast<std::size_t>(plan.state));
    if (!made.refusals.empty()) text += " " + reason_list(made.refusals);
    if (!made.overruled.empty()) text += " overruled:" + reason_list(made.overruled);
    return text;
}

struct checkin_case {
    std::string name;
    checkin_facts facts;
    std::string told;

    friend std::ostream& operator<<(std::ostream& out, const checkin_case& shown) {
        return out << shown.name;
    }
};

class checkin_decisions : public testing::TestWithParam<checkin_case> {};

TEST_P(checkin_decisions, follow_the_table) {
    EXPECT_EQ(told(decide_checkin(GetParam().facts)), GetParam().told);
}

constexpr auto tell_only = hold_handling::tell_only;
constexpr auto refuse = hold_handling::refuse;

INSTANTIATE_TEST_SUITE_P(
    all,
    checkin_decisions,
    testing::Values(
        checkin_case{"belongs_here", given().on_loan(), "ok - closes"},
        checkin_case{"floats",
                     given().on_loan().of(away).with([](auto& f) { f.floats = true; }),
                     "ok - closes"},
        checkin_case{"belongs_elsewhere", given().on_loan().of(away), "ok 04 ct=2 closes sends=2"},
        checkin_case{
            "next_hold_here", given().on_loan().wanted_at(here), "ok 01 ct=1 closes hold=8 shelf"},
        checkin_case{"next_hold_here_of_a_foreign_item",
                     given().on_loan().of(away).wanted_at(here),
                     "ok 01 ct=1 closes hold=8 shelf"},
        checkin_case{"next_hold_elsewhere",
                     given().on_loan().wanted_at(away),
                     "ok 02 ct=2 closes sends=2 hold=8"},
        checkin_case{"arrived_without_hold", given().sent(here), "ok - arrives"},
        checkin_case{"arrived_for_a_hold",
                     given().sent(here, kept_hold).kept(hold_state::in_transit, here),
                     "ok 01 ct=1 arrives hold=7 shelf"},
        checkin_case{"arrived_and_the_hold_is_gone_for_the_next",
                     given().sent(here, kept_hold).wanted_at(here),
                     "ok 01 ct=1 arrives hold=8 shelf"},
        checkin_case{"arrived_and_the_hold_is_gone",
                     given().of(away).sent(here, kept_hold),
                     "ok 04 ct=2 arrives sends=2"},
        checkin_case{"on_its_way_home_elsewhere", given().of(away).sent(away), "ok 04 ct=2"},
        checkin_case{"on_its_way_to_a_hold_elsewhere",
                     given().sent(away, kept_hold).kept(hold_state::in_transit, away),
                     "ok 02 ct=2 hold=7 told"},
        checkin_case{"pickup_changed_on_the_way",
                     given().sent(away, kept_hold).kept(hold_state::in_transit, third),
                     "ok 02 ct=3 arrives sends=3 hold=7"},
        checkin_case{"pickup_changed_on_the_way_to_here",
                     given().sent(away, kept_hold).kept(hold_state::in_transit, here),
                     "ok 01 ct=1 arrives hold=7 shelf"},
        checkin_case{"pickup_changed_on_the_shelf",
                     given().kept(hold_state::on_shelf, away),
                     "ok 02 ct=2 sends=2 hold=7"},
        checkin_case{"on_its_way_home_and_wanted",
                     given().of(away).sent(away).wanted_at(here),
                     "ok 01 ct=1 arrives hold=8 shelf"},
        checkin_case{
            "on_the_shelf_here", given().kept(hold_state::on_shelf, here), "ok 01 ct=1 hold=7 told"},
        checkin_case{"shelf_time_over",
                     given().kept(hold_state::on_shelf, here, today - days{1}),
                     "ok - clears"},
        checkin_case{"shelf_time_over_and_next",
                     given().kept(hold_state::on_shelf, here, today - days{1}).wanted_at(away),
                     "ok 02 ct=2 clears sends=2 hold=8"},
        checkin_case{"cancelled_on_the_shelf_far_from_home",
                     given().of(away).kept(hold_state::cancelled, here),
                     "ok 04 ct=2 clears sends=2"},
        checkin_case{"lapsed_on_the_shelf_and_next",
                     given().kept(hold_state::lapsed, here).wanted_at(here),
                     "ok 01 ct=1 clears hold=8 shelf"},
        checkin_case{"not_on_loan", given(), "ok -"},
        checkin_case{"not_on_loan_at_a_strict_device",
                     given().with([](auto& f) { f.not_on_loan_ok = false; }),
                     "no - not_on_loan"},
        checkin_case{"not_on_loan_far_from_home", given().of(away), "ok 04 ct=2 sends=2"},
        checkin_case{"lost", given().on_loan(loan_state::lost), "ok 99 closes"},
        checkin_case{"lost_and_wanted",
                     given().on_loan(loan_state::lost).wanted_at(here),
                     "ok 01 ct=1 closes hold=8 shelf"},
        checkin_case{
            "claimed_returned", given().on_loan(loan_state::claimed_returned), "ok 99 closes"},
        checkin_case{"claimed_returned_far_from_home",
                     given().on_loan(loan_state::claimed_returned).of(away),
                     "ok 04 ct=2 closes sends=2"},
        checkin_case{"missing", given().is(item_state::missing), "ok 99"},
        checkin_case{"missing_and_wanted",
                     given().is(item_state::missing).wanted_at(here),
                     "ok 01 ct=1 hold=8 shelf"},
        checkin_case{
            "on_order", given().is(item_state::on_order).wanted_at(here), "ok 99 in_process"},
        checkin_case{"in_process", given().is(item_state::in_process), "ok 99 in_process"},
        checkin_case{"damaged_on_loan",
                     given().is(item_state::damaged).on_loan().wanted_at(here),
                     "ok 99 closes damaged"},
        checkin_case{"damaged", given().is(item_state::damaged), "no 99 item_damaged"},
        checkin_case{"in_repair", given().is(item_state::in_repair), "no 99 item_in_repair"},
        checkin_case{"withdrawn_on_loan",
                     given().is(item_state::withdrawn).on_loan().wanted_at(here),
                     "ok 99 closes withdrawn"},
        checkin_case{"withdrawn", given().is(item_state::withdrawn), "no 99 item_withdrawn"},
        checkin_case{"note",
                     given().on_loan().with([](auto& f) { f.item.item.note = "look"; }),
                     "ok 99 closes"},
        checkin_case{"parts_and_next",
                     given().on_loan().wanted_at(here).with([](auto& f) { f.item.item.parts = 2; }),
                     "ok 01 ct=1 closes hold=8 shelf"},
        checkin_case{"parts",
                     given().on_loan().with([](auto& f) { f.item.item.parts = 2; }),
                     "ok 99 closes"},
        checkin_case{"type_refused",
                     given().on_loan().with([](auto& f) { f.type_refused = true; }),
                     "no 99 item_type_refused"},
        checkin_case{"holds_refused",
                     given().on_loan().wanted_at(here).at_device(refuse),
                     "no 99 holds_not_here"},
        checkin_case{"kept_item_refused",
                     given().kept(hold_state::on_shelf, here).at_device(refuse),
                     "no 99 holds_not_here"},
        checkin_case{"nothing_to_refuse", given().on_loan().at_device(refuse), "ok - closes"},
        checkin_case{"type_refused_but_it_has_happened",
                     given().on_loan().with(
                         [](auto& f) {
                             f.type_refused = true;
                             f.has_happened = true;
                         }),
                     "ok 99 closes overruled:item_type_refused"},
        checkin_case{"holds_refused_but_it_has_happened",
                     given().on_loan().wanted_at(here).at_device(refuse).with([](auto& f) {
                         f.has_happened = true;
                     }),
                     "ok 01 ct=1 closes hold=8 shelf overruled:holds_not_here"},
        checkin_case{"next_hold_only_told",
                     given().on_loan().wanted_at(here).at_device(tell_only),
                     "ok 01 ct=1 closes hold=8 told"},
        checkin_case{"next_hold_elsewhere_only_told",
                     given().on_loan().wanted_at(away).at_device(tell_only),
                     "ok 02 ct=2 closes hold=8 told"},
        checkin_case{
            "arrival_only_told",
            given().sent(here, kept_hold).kept(hold_state::in_transit, here).at_device(tell_only),
            "ok 01 ct=1 hold=7 told"}),
    [](const auto& row) { return row.param.name; });

} // namespace
} // namespace circ::circulation
