#include "server/circulation/checkout.hpp"
#include "server/circulation/trail.hpp"

namespace circ::circulation {
namespace {

using namespace std::chrono;
using storage::hold_level;
using storage::hold_state;
using storage::item_state;

constexpr instant noon = sys_days{2026y / March / 2} + 12h;
constexpr local_date today = local_days{2026y / March / 2};
constexpr storage::patron_id reader{1};
constexpr storage::patron_id other{2};

struct given {
    checkout_facts facts;
    requester by;
    fee_agreement agreed;

    void rules(const std::function<void(device_rules&)>& change) {
        auto changed = std::make_shared<device_rules>(*by.rules);
        change(*changed);
        by.rules = std::move(changed);
    }
    void
    trapped_for(storage::patron_id who, hold_state state, std::optional<local_date> until = {}) {
        storage::hold hold;
        hold.id = {7};
        hold.patron = who;
        hold.state = state;
        hold.trapped_item = {5};
        hold.shelf_until = until;
        facts.item.trapping_hold = hold;
    }
    void on_loan(storage::loan_state state = storage::loan_state::open) {
        storage::loan loan;
        loan.id = {3};
        loan.patron = other;
        loan.state = state;
        facts.item.open_loan = loan;
    }
};

given usual() {
    given all;
    all.facts.patron.patron.id = reader;
    all.facts.item.item.id = {5};
    all.facts.item.item.item_type = "book";
    all.facts.by.for_loan = true;
    all.facts.by.loan_days = 28;
    all.facts.by.lend_while_queued = queued_lending::unless_on_pull_list;
    all.facts.here.time_zone = "UTC";
    all.facts.today = today;
    return all;
}

struct checkout_case {
    std::string name;
    std::function<void(given&)> change;
    std::string refusals;

    friend std::ostream& operator<<(std::ostream& out, const checkout_case& shown) {
        return out << shown.name;
    }
};

class checkout_decisions : public testing::TestWithParam<checkout_case> {};

TEST_P(checkout_decisions, refuse_for_all_their_reasons) {
    auto all = usual();
    GetParam().change(all);
    const auto made = decide_checkout(all.facts, all.agreed, all.by, std::nullopt, noon);
    EXPECT_EQ(reason_list(made.refusals), GetParam().refusals);
}

void item_is(given& all, item_state state) {
    all.facts.item.item.state = state;
}
void waiting(given& all, queued_lending rule, bool on_pull_list) {
    all.facts.waiting_others = 1;
    all.facts.by.lend_while_queued = rule;
    all.facts.on_pull_list = on_pull_list;
}
void costs(given& all, fee_agreement agreed) {
    all.facts.by.rental_fee = {150};
    all.agreed = agreed;
}

INSTANTIATE_TEST_SUITE_P(
    all,
    checkout_decisions,
    testing::Values(
        checkout_case{"plain", [](given&) {}, ""},
        checkout_case{
            "not_for_loan", [](given& all) { all.facts.by.for_loan = false; }, "item_not_for_loan"},
        checkout_case{"missing_is_here", [](given& all) { item_is(all, item_state::missing); }, ""},
        checkout_case{
            "on_order", [](given& all) { item_is(all, item_state::on_order); }, "item_on_order"},
        checkout_case{"in_process",
                      [](given& all) { item_is(all, item_state::in_process); },
                      "item_in_process"},
        checkout_case{
            "damaged", [](given& all) { item_is(all, item_state::damaged); }, "item_damaged"},
        checkout_case{
            "in_repair", [](given& all) { item_is(all, item_state::in_repair); }, "item_in_repair"},
        checkout_case{
            "withdrawn", [](given& all) { item_is(all, item_state::withdrawn); }, "item_withdrawn"},
        checkout_case{
            "in_transit", [](given& all) { all.facts.item.open_transit = storage::transit{}; }, ""},
        checkout_case{"type_refused_here",
                      [](given& all) {
                          all.rules([](auto& rules) {
                              rules.refused_item_types = {"dvd", "book"};
                          });
                      },
                      "item_type_refused"},
        checkout_case{
            "other_type_refused_here",
            [](given& all) { all.rules([](auto& rules) { rules.refused_item_types = {"dvd"}; }); },
            ""},
        checkout_case{
            "on_loan_to_other", [](given& all) { all.on_loan(); }, "item_on_loan_to_other"},
        checkout_case{"on_loan_to_other_returned_first",
                      [](given& all) {
                          all.on_loan();
                          all.facts.by.checkout_of_charged = charged_lending::return_first;
                      },
                      ""},
        checkout_case{"on_loan_to_other_since",
                      [](given& all) {
                          all.on_loan();
                          all.facts.item.open_loan->lent_at = storage::instant::max();
                          all.facts.by.checkout_of_charged = charged_lending::return_first;
                      },
                      "item_on_loan_to_other"},
        checkout_case{"lost_by_other",
                      [](given& all) {
                          all.on_loan(storage::loan_state::lost);
                          all.facts.by.checkout_of_charged = charged_lending::return_first;
                      },
                      "item_lost"},
        checkout_case{"on_the_shelf_for_other",
                      [](given& all) { all.trapped_for(other, hold_state::on_shelf, today); },
                      "item_trapped_for_other"},
        checkout_case{"on_the_way_to_other",
                      [](given& all) { all.trapped_for(other, hold_state::in_transit); },
                      "item_trapped_for_other"},
        checkout_case{
            "shelf_time_of_other_is_over",
            [](given& all) { all.trapped_for(other, hold_state::on_shelf, today - days{1}); },
            ""},
        checkout_case{"hold_of_other_cancelled_on_the_shelf",
                      [](given& all) { all.trapped_for(other, hold_state::cancelled); },
                      ""},
        checkout_case{"on_the_shelf_for_him",
                      [](given& all) { all.trapped_for(reader, hold_state::on_shelf, today); },
                      ""},
        checkout_case{"this_very_item_asked_for_by_other",
                      [](given& all) {
                          waiting(all, queued_lending::yes, false);
                          all.facts.item_level_other = true;
                      },
                      "item_held_by_other"},
        checkout_case{"queued_for_other_and_lent",
                      [](given& all) { waiting(all, queued_lending::yes, true); },
                      ""},
        checkout_case{"queued_for_other",
                      [](given& all) { waiting(all, queued_lending::no, false); },
                      "item_queued_for_other"},
        checkout_case{"on_the_pull_list",
                      [](given& all) { waiting(all, queued_lending::unless_on_pull_list, true); },
                      "item_queued_for_other"},
        checkout_case{"another_copy_is_pulled",
                      [](given& all) { waiting(all, queued_lending::unless_on_pull_list, false); },
                      ""},
        checkout_case{"own_hold_goes_before_the_queue",
                      [](given& all) {
                          waiting(all, queued_lending::no, true);
                          all.facts.own_hold = storage::hold{};
                      },
                      ""},
        checkout_case{"fee_not_agreed", [](given& all) { costs(all, {}); }, "fee_not_agreed"},
        checkout_case{"fee_agreed",
                      [](given& all) {
                          costs(all, {fee_agreement::kind::any, {}});
                      },
                      ""},
        checkout_case{"fee_agreed_exactly",
                      [](given& all) {
                          costs(all, {fee_agreement::kind::exactly, {150}});
                      },
                      ""},
        checkout_case{"other_fee_agreed",
                      [](given& all) {
                          costs(all, {fee_agreement::kind::exactly, {100}});
                      },
                      "fee_not_agreed"},
        checkout_case{"patron_and_item_and_fee",
                      [](given& all) {
                          all.facts.patron.blocks = {storage::block{}};
                          all.facts.by.for_loan = false;
                          costs(all, {});
                      },
                      "patron_blocked item_not_for_loan fee_not_agreed"}),
    [](const auto& row) { return row.param.name; });

TEST(checkout_plans, are_due_by_the_terms_or_as_the_device_gave) {
    auto all = usual();
    const auto due = [&](std::optional<instant> given) {
        return decide_checkout(all.facts, all.agreed, all.by, given, noon).plan.due;
    };
    EXPECT_EQ(due({}), instant{sys_days{2026y / March / 31} - 1s});
    EXPECT_EQ(due(noon + 5h), noon + 5h);
    all.facts.by.loan_hours = 3;
    EXPECT_EQ(due({}), noon + 3h);
    all.facts.by.loan_hours = 0;
    all.facts.by.fixed_due_date = local_days{2026y / July / 31};
    EXPECT_EQ(due({}), instant{sys_days{2026y / August / 1} - 1s});
    all.facts.by.fixed_due_date = today;
    EXPECT_EQ(due({}), instant{sys_days{2026y / March / 31} - 1s}) << "a fixed day that is over";
    all.facts.by.not_beyond_expiry = true;
    all.facts.patron.patron.expires_on = today + days{3};
    EXPECT_EQ(due({}), instant{sys_days{2026y / March / 6} - 1s});
}

} // namespace
} // namespace circ::circulation
