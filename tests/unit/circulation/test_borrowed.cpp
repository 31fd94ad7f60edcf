// Items of other libraries: what speaks against their coming and going, and the story of one.
#include "server/circulation/borrowed.hpp"

#include "config/default_policy.hpp"
#include "server/circulation/lending.hpp"
#include "server/circulation/local_time.hpp"
#include "server/circulation/partner_desk.hpp"
#include "tests/unit/circulation/library_test.hpp"

namespace circ::test {
namespace {

using namespace std::chrono;
using namespace circulation;
using storage::hold_state;
using storage::loan_state;

struct arrival_case {
    std::string name;
    std::function<void(arrival_facts&, accept_item&)> given;
    std::string refused;

    friend std::ostream& operator<<(std::ostream& out, const arrival_case& row) { return out << row.name; }
};

class arrivals : public testing::TestWithParam<arrival_case> {};

TEST_P(arrivals, are_refused_for_all_that_speaks_against_them) {
    arrival_facts facts;
    facts.now = test_time;
    accept_item asked;
    asked.request = {"STATE", "r-17"};
    asked.about.text = "Fugues";
    GetParam().given(facts, asked);
    EXPECT_EQ(names_of(decide_arrival(facts, asked)), GetParam().refused);
}

INSTANTIATE_TEST_SUITE_P(
    all, arrivals,
    testing::Values(
        arrival_case{"nothing_against_it", [](auto&, auto&) {}, ""},
        arrival_case{"nobody_has_the_card", [](auto& f, auto&) { f.patron_known = false; }, "patron_unknown"},
        arrival_case{"no_number", [](auto&, auto& a) { a.request.value.clear(); }, "request_incomplete"},
        arrival_case{"no_title", [](auto&, auto& a) { a.about.text = " "; }, "request_incomplete"},
        arrival_case{"no_lender", [](auto&, auto& a) { a.request.agency.clear(); }, "request_incomplete"},
        arrival_case{"a_lender_apart", [](auto&, auto& a) { a.request.agency.clear(); a.lender = "CITY"; }, ""},
        arrival_case{"number_of_another_request", [](auto& f, auto&) { f.number_taken = true; }, "reference_taken"},
        arrival_case{"used_barcode", [](auto& f, auto&) { f.barcode_taken = true; }, "barcode_taken"},
        arrival_case{"not_lent_to_such_a_reader", [](auto& f, auto&) { f.may_have = false; }, "hold_impossible"},
        arrival_case{"unknown_pickup", [](auto& f, auto&) { f.pickup_known = false; }, "pickup_unknown"},
        arrival_case{"not_to_be_fetched_there", [](auto& f, auto&) { f.not_fetched_at.emplace(); }, "pickup_not_allowed"},
        arrival_case{"lent_where_nothing_is_fetched",
                     [](auto& f, auto& a) { f.not_fetched_at.emplace(); a.as = accepting::lend; }, ""},
        arrival_case{"wanted_back_already", [](auto& f, auto&) { f.wanted_back = test_time; }, "lender_wants_it"},
        arrival_case{"all_of_it_at_once",
                     [](auto& f, auto&) { f.patron_known = false; f.barcode_taken = true; },
                     "patron_unknown barcode_taken"}),
    [](const auto& row) { return row.param.name; });

struct departure_case {
    std::string name;
    std::function<void(storage::item_facts&)> given;
    int waiting;
    std::string refused;

    friend std::ostream& operator<<(std::ostream& out, const departure_case& row) { return out << row.name; }
};

class departures : public testing::TestWithParam<departure_case> {};

TEST_P(departures, are_refused_while_something_is_open) {
    storage::item_facts what;
    what.item.lender = "State Library";
    GetParam().given(what);
    EXPECT_EQ(names_of(decide_departure(what, GetParam().waiting)), GetParam().refused);
}

INSTANTIATE_TEST_SUITE_P(
    all, departures,
    testing::Values(
        departure_case{"free_to_go", [](auto&) {}, 0, ""},
        departure_case{"our_own", [](auto& w) { w.item.lender.clear(); }, 0, "item_not_borrowed"},
        departure_case{"on_loan", [](auto& w) { w.open_loan.emplace(); }, 0, "item_on_loan_to_other"},
        departure_case{"lost", [](auto& w) { w.open_loan.emplace().state = loan_state::lost; }, 0, "item_lost"},
        departure_case{"waits_for_its_reader",
                       [](auto& w) { w.trapping_hold.emplace().state = hold_state::on_shelf; }, 1,
                       "item_trapped_for_other"},
        departure_case{"reader_waits_for_it", [](auto&) {}, 1, "item_queued_for_other"},
        departure_case{"cancelled_on_the_shelf",
                       [](auto& w) { w.trapping_hold.emplace().state = hold_state::cancelled; }, 0, ""}),
    [](const auto& row) { return row.param.name; });

/// The State Library lends to the town, which sends back from EAST; the request came to the desk at MAIN.
class borrowing : public library_test {
protected:
    borrowing() {
        rules = policy::compile(config::default_policy(), 2, {.returns = {.interlibrary_desk = "EAST"}}).rules;
        EXPECT_EQ(perform(add_partner{.by = kiosk, .code = "STATE", .name = "State Library", .card = {}}).result,
                  verdict::done);
        asked.by = kiosk;
        asked.request = {"STATE", "r-17"};
        asked.card = "p1";
        asked.item = "s1";
        asked.about = {.text = "Fugues for organ", .author = "Bach, Johann", .isbn = {}, .year = 1890, .language = {}};
        asked.wanted_back = now + days{40};
    }

    outcome go_home(const std::string& barcode = "s1") {
        return perform(send_home{.by = kiosk, .item = barcode, .why = {}});
    }
    bool is_here(const std::string& barcode = "s1") {
        return store.ask([&](storage::reader& in) { return in.item_by_barcode(rows.institution.id, barcode); }).has_value();
    }
    std::vector<storage::notice> waiting() {
        return store.ask([](storage::reader& in) { return in.waiting_notices({}); });
    }
    local_days day_of(instant at) { return local_days{date_in(at, "Europe/Berlin").time_since_epoch()}; }

    accept_item asked;
};

TEST_F(borrowing, is_a_story_that_leaves_nothing_behind) {
    const auto before = store.ask([](storage::reader& in) { return in.row_counts(); });

    const auto accepted = perform(asked);
    ASSERT_EQ(accepted.result, verdict::done) << names_of(accepted.reasons);
    EXPECT_EQ(accepted.item.value().barcode, "s1");
    EXPECT_EQ(accepted.item->title, "Fugues for organ");
    EXPECT_EQ(accepted.item->lender, "State Library");
    EXPECT_EQ(accepted.item->status, circulation_status::on_hold_shelf);
    EXPECT_EQ(accepted.pickup, "MAIN");
    ASSERT_EQ(waiting().size(), 1U);
    EXPECT_EQ(waiting().front().kind, "hold_ready");
    EXPECT_EQ(waiting().front().patron, patron("p1").id);

    EXPECT_EQ(names_of(checkout("p2", "s1").reasons), "item_trapped_for_other");
    const auto lent = checkout("p1", "s1");
    ASSERT_EQ(lent.result, verdict::done) << names_of(lent.reasons);
    EXPECT_LT(*lent.due_at, now + days{40});
    now += days{25};
    const auto renewed = perform(renew{.by = kiosk, .card = "p1", .what = {.item = "s1", .title = {}}});
    ASSERT_EQ(renewed.result, verdict::done) << names_of(renewed.reasons);
    EXPECT_EQ(day_of(*renewed.due_at), day_of(test_time + days{40})) << "no later than its lender says";
    now += days{10};
    const auto beyond = perform(renew{.by = kiosk, .card = "p1", .what = {.item = "s1", .title = {}}});
    EXPECT_EQ(names_of(beyond.reasons), "lender_wants_it");
    EXPECT_EQ(names_of(go_home().reasons), "item_on_loan_to_other");

    const auto back = checkin("s1");
    EXPECT_EQ(back.alert, alert_kind::hold_interlibrary);
    EXPECT_EQ(back.destination.value().code, "EAST");
    EXPECT_EQ(perform(circulation::checkin{.by = at(east_kiosk), .item = "s1", .returned = {}}).alert, alert_kind::hold_interlibrary);

    EXPECT_EQ(go_home().result, verdict::done);
    EXPECT_FALSE(is_here());
    const auto after = store.ask([](storage::reader& in) { return in.row_counts(); });
    const std::set<std::string> kept{"event", "counter", "node", "external_reference"};
    for (std::size_t i = 0; i < before.size(); ++i)
        EXPECT_TRUE(after[i] == before[i] || kept.contains(before[i].first)) << before[i].first;
    EXPECT_EQ(patron("p1").open_loans, 0);
}

TEST_F(borrowing, is_accepted_once) {
    const auto first = perform(asked);
    const auto before = all_rows_and_traces();
    const auto second = perform(asked);
    EXPECT_EQ(second.result, verdict::done);
    EXPECT_TRUE(second.repeated);
    EXPECT_EQ(second.item.value().barcode, first.item.value().barcode);
    EXPECT_EQ(second.pickup, first.pickup);
    EXPECT_EQ(all_rows_and_traces(), before);
}

TEST_F(borrowing, refuses_a_used_barcode_and_leaves_nothing) {
    asked.item = "i1";
    const auto before = all_rows_and_traces();
    EXPECT_EQ(names_of(perform(asked).reasons), "barcode_taken");
    EXPECT_EQ(all_rows_and_traces(), before);
}

TEST_F(borrowing, refuses_a_number_that_stands_for_another_item) {
    static_cast<void>(perform(asked));
    asked.item = "s2";
    EXPECT_EQ(names_of(perform(asked).reasons), "reference_taken");
    asked.item = "s1";
    EXPECT_EQ(perform(cancel_hold{.by = kiosk, .card = {}, .what = {}, .which = {.id = {}, .request = asked.request}}).result,
              verdict::done);
    EXPECT_EQ(go_home().result, verdict::done);
    EXPECT_EQ(names_of(perform(asked).reasons), "reference_taken") << "it has been here, and gone";
}

TEST_F(borrowing, gives_a_number_to_what_bears_none) {
    asked.item.clear();
    const auto made = perform(asked);
    ASSERT_EQ(made.result, verdict::done);
    EXPECT_TRUE(made.item.value().barcode.starts_with("ILL"));
    EXPECT_TRUE(is_here(made.item->barcode));
    EXPECT_TRUE(perform(asked).repeated);
}

TEST_F(borrowing, travels_to_where_its_reader_fetches_it) {
    asked.pickup = "EAST";
    const auto made = perform(asked);
    EXPECT_EQ(made.item.value().status, circulation_status::in_transit);
    EXPECT_EQ(made.item->destination.value().code, "EAST");
    EXPECT_TRUE(waiting().empty());
    static_cast<void>(perform(circulation::checkin{.by = at(east_kiosk), .item = "s1", .returned = {}}));
    EXPECT_EQ(waiting().size(), 1U) << "told once it is there";
}

TEST_F(borrowing, arrives_at_the_interlibrary_desk_when_nobody_says_where) {
    asked.by.branch = {};
    asked.by.terminal = {};
    asked.pickup = "MAIN";
    const auto made = perform(asked);
    EXPECT_EQ(made.item.value().current.code, "EAST");
    EXPECT_EQ(made.item->destination.value().code, "MAIN");
}

TEST_F(borrowing, lends_at_once_where_that_is_asked) {
    asked.as = accepting::lend;
    asked.renewable = false;
    const auto made = perform(asked);
    ASSERT_EQ(made.result, verdict::done) << names_of(made.reasons);
    EXPECT_TRUE(made.due_at);
    EXPECT_EQ(item("s1").open_loan.value().patron, patron("p1").id);
    EXPECT_TRUE(waiting().empty());
    now += days{20};
    EXPECT_EQ(names_of(perform(renew{.by = kiosk, .card = "p1", .what = {.item = "s1", .title = {}}}).reasons),
              "renewal_not_allowed");
}

TEST_F(borrowing, leaves_nothing_of_what_it_may_not_lend) {
    asked.as = accepting::lend;
    add_patron("old", [](auto& who) { who.expires_on = storage::local_date{days{20'000}}; });
    asked.card = "old";
    const auto before = all_rows();
    EXPECT_EQ(names_of(perform(asked).reasons), "patron_expired");
    EXPECT_EQ(all_rows(), before);
}

TEST_F(borrowing, is_not_lent_once_its_lender_wants_it) {
    asked.wanted_back = now + days{3};
    static_cast<void>(perform(asked));
    now += days{4};
    EXPECT_EQ(names_of(checkout("p1", "s1").reasons), "lender_wants_it");
    EXPECT_EQ(names_of(go_home().reasons), "item_trapped_for_other");
    EXPECT_EQ(perform(cancel_hold{.by = kiosk, .card = "p1", .what = {.item = "s1", .title = {}}}).result, verdict::done);
    EXPECT_EQ(go_home().result, verdict::done);
}

TEST_F(borrowing, goes_home_when_its_reader_did_not_come) {
    static_cast<void>(perform(asked));
    now += days{30};
    EXPECT_EQ(checkin("s1").alert, alert_kind::hold_interlibrary);
    EXPECT_EQ(go_home().result, verdict::done);
    EXPECT_EQ(patron("p1").open_holds, 0);
}

TEST_F(borrowing, leaves_fees_with_the_name_of_what_they_were_for) {
    asked.wanted_back = now + days{5};
    static_cast<void>(perform(asked));
    static_cast<void>(checkout("p1", "s1"));
    now += days{20};
    static_cast<void>(checkin("s1"));
    const auto owed = patron("p1").owed;
    EXPECT_GT(owed.minor, 0);
    EXPECT_EQ(go_home().result, verdict::done);
    EXPECT_EQ(patron("p1").owed, owed);
    const auto who = patron("p1").id;
    const auto fees = store.ask([&](storage::reader& in) { return in.open_fees_of(who, {}); });
    ASSERT_EQ(fees.size(), 1U);
    EXPECT_EQ(fees.front().title, "Fugues for organ");
    EXPECT_EQ(fees.front().barcode, "");
}

/// One of several copies, of a title that the catalogue keeps: who waits for that can have another.
TEST_F(borrowing, sends_a_copy_home_that_others_can_do_without) {
    add_item("s2", [](auto& i) { i.lender = "State Library"; });
    const auto any = add_hold("p2");
    EXPECT_EQ(go_home("s2").result, verdict::done);
    EXPECT_EQ(hold(any.id).state, hold_state::queued);
    EXPECT_TRUE(is_here("i1"));
    EXPECT_TRUE(store.ask([&](storage::reader& in) { return in.title_by_control_number(rows.institution.id, "c1"); }));
    change_item("i1", [](auto& i) { i.lender = "State Library"; });
    EXPECT_EQ(names_of(go_home("i1").reasons), "item_queued_for_other") << "the last copy";
}

TEST_F(borrowing, sends_nothing_home_that_is_our_own) {
    EXPECT_EQ(names_of(go_home("i1").reasons), "item_not_borrowed");
    EXPECT_EQ(names_of(go_home("nothing").reasons), "item_unknown");
}

/// A loan of what is our own is due as before.
TEST(lenders_dates, shorten_what_is_borrowed_alone) {
    storage::item what;
    const instant due = test_time + days{28};
    EXPECT_EQ(due_for_lender(due, what), due);
    what.wanted_back = test_time + days{40};
    EXPECT_EQ(due_for_lender(due, what), due);
    what.wanted_back = test_time + days{7};
    EXPECT_EQ(due_for_lender(due, what), test_time + days{7});
}

} // namespace
} // namespace circ::test
