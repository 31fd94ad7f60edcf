// What other systems change of items and patrons, and what speaks against it.
#include "server/circulation/desk_items.hpp"
#include "server/circulation/patron_changes.hpp"
#include "server/circulation/partner_desk.hpp"
#include "tests/unit/circulation/library_test.hpp"

namespace circ::test {
namespace {

using namespace std::chrono;
using namespace circulation;
using storage::hold_level;
using storage::hold_state;
using storage::item_state;
using storage::loan_state;

class changing_items : public library_test {
protected:
    changing_items() { kiosk = saying(kiosk, now, "this request"); }

    create_item copy(const std::string& barcode) {
        return {.by = kiosk, .item = barcode, .title = "c1", .about = {}, .data = {}};
    }
    bool is_here(const std::string& barcode) {
        return store.ask([&](storage::reader& in) { return in.item_by_barcode(rows.institution.id, barcode); }).has_value();
    }
};

TEST_F(changing_items, adds_a_copy_to_a_title) {
    auto asked = copy("n1");
    asked.data = {.branch = "EAST", .location = "Cellar", .call_number = "M 1", .price = money{1250}};
    const auto made = perform(asked);
    ASSERT_EQ(made.result, verdict::done) << names_of(made.reasons);
    EXPECT_EQ(made.item.value().title, "The art of fugue");
    EXPECT_EQ(made.item->home.code, "EAST");
    EXPECT_EQ(made.item->location, "Cellar");
    EXPECT_EQ(item("n1").item.price, money{1250});
    EXPECT_EQ(item("n1").item.item_type, "book");
}

TEST_F(changing_items, makes_a_title_where_there_is_none) {
    auto asked = copy("");
    asked.title = "c9";
    asked.about = {.text = "Partitas", .author = "Bach, Johann", .isbn = "0-19-852663-6, 080442957X", .language = {}};
    const auto made = perform(asked);
    ASSERT_EQ(made.result, verdict::done) << names_of(made.reasons);
    EXPECT_EQ(made.item.value().control_number, "c9");
    EXPECT_EQ(made.item->isbn, "9780198526636") << "others are told the first";
    EXPECT_FALSE(made.item->barcode.empty());
    EXPECT_EQ(checkout("p1", made.item->barcode).result, verdict::done);
}

TEST_F(changing_items, adds_once_and_refuses_a_used_barcode) {
    static_cast<void>(perform(copy("n1")));
    EXPECT_TRUE(perform(copy("n1")).repeated);
    kiosk = saying(kiosk, now, "another request");
    EXPECT_EQ(names_of(perform(copy("n1")).reasons), "barcode_taken");
}

TEST_F(changing_items, refuses_what_it_cannot_place) {
    auto asked = copy("n1");
    asked.title = "c9";
    EXPECT_EQ(names_of(perform(asked).reasons), "title_unknown");
    asked.title.clear();
    asked.data.branch = "HARBOUR";
    EXPECT_EQ(names_of(perform(asked).reasons), "request_incomplete branch_unknown");
    asked = copy("n1");
    asked.by.branch = {};
    EXPECT_EQ(names_of(perform(asked).reasons), "request_incomplete");
    asked = copy("n1");
    asked.data.price = money{-1};
    EXPECT_EQ(names_of(perform(asked).reasons), "amount_unreadable");
    EXPECT_FALSE(is_here("n1"));
}

TEST_F(changing_items, writes_what_is_said_and_leaves_the_rest) {
    change_item("i1", [](auto& i) { i.location = "Hall"; });
    const auto made = perform(update_item{.by = kiosk, .item = "i1", .data = {.note = "spine loose", .parts = 2}, .state = item_state::damaged, .why = {}});
    ASSERT_EQ(made.result, verdict::done) << names_of(made.reasons);
    const auto is = item("i1").item;
    EXPECT_EQ(is.note, "spine loose");
    EXPECT_EQ(is.parts, 2);
    EXPECT_EQ(is.location, "Hall");
    EXPECT_EQ(is.state, item_state::damaged);
    EXPECT_EQ(made.item.value().status, circulation_status::other);
    EXPECT_EQ(names_of(perform(update_item{.by = kiosk, .item = "nothing", .data = {}, .state = {}, .why = {}}).reasons), "item_unknown");
}

TEST_F(changing_items, says_nothing_missing_that_is_on_loan) {
    static_cast<void>(checkout("p1", "i1"));
    const auto before = all_rows();
    EXPECT_EQ(names_of(perform(update_item{.by = kiosk, .item = "i1", .data = {.note = "x"}, .state = item_state::missing, .why = {}}).reasons),
              "item_on_loan_to_other");
    EXPECT_EQ(all_rows(), before) << "and nothing else of the request is done";
}

struct withdrawal_case {
    std::string name;
    std::function<void(storage::item_facts&, std::vector<storage::hold>&)> given;
    std::string refused;

    friend std::ostream& operator<<(std::ostream& out, const withdrawal_case& row) { return out << row.name; }
};

class withdrawals : public testing::TestWithParam<withdrawal_case> {};

TEST_P(withdrawals, are_refused_while_somebody_counts_on_the_item) {
    storage::item_facts what;
    what.item.id = {1};
    std::vector<storage::hold> queue(1);
    GetParam().given(what, queue);
    EXPECT_EQ(names_of(decide_withdrawal(what, queue, storage::local_date{days{20'000}})), GetParam().refused);
}

INSTANTIATE_TEST_SUITE_P(
    all, withdrawals,
    testing::Values(
        withdrawal_case{"nobody_but_the_queue_of_its_title", [](auto&, auto&) {}, ""},
        withdrawal_case{"on_loan", [](auto& w, auto&) { w.open_loan.emplace(); }, "item_on_loan_to_other"},
        withdrawal_case{"kept_for_a_reader",
                        [](auto& w, auto&) { w.trapping_hold.emplace().state = hold_state::on_shelf; }, "item_trapped_for_other"},
        withdrawal_case{"kept_too_long",
                        [](auto& w, auto&) {
                            w.trapping_hold.emplace().state = hold_state::on_shelf;
                            w.trapping_hold->shelf_until = storage::local_date{days{19'999}};
                        },
                        ""},
        withdrawal_case{"held_itself",
                        [](auto& w, auto& q) { q.front().level = hold_level::item; q.front().item = w.item.id; },
                        "item_held_by_other"},
        withdrawal_case{"another_copy_is_held",
                        [](auto&, auto& q) { q.front().level = hold_level::item; q.front().item = {2}; }, ""}),
    [](const auto& row) { return row.param.name; });

TEST_F(changing_items, withdraws_what_is_deleted) {
    EXPECT_EQ(perform(delete_item{.by = kiosk, .item = "i1", .why = "worn out"}).result, verdict::done);
    EXPECT_EQ(item("i1").item.state, item_state::withdrawn);
    EXPECT_EQ(names_of(perform(delete_item{.by = kiosk, .item = "nothing", .why = {}}).reasons), "item_unknown");
    change_item("i1", [](auto& i) { i.lender = "State Library"; });
    EXPECT_EQ(perform(delete_item{.by = kiosk, .item = "i1", .why = {}}).result, verdict::done);
    EXPECT_FALSE(is_here("i1")) << "what another library lent goes home";
}

struct report_case {
    std::string name;
    item_report what;
    bool on_loan;
    std::string card;
    std::string refused;
    std::optional<loan_state> then{};

    friend std::ostream& operator<<(std::ostream& out, const report_case& row) { return out << row.name; }
};

class reports : public testing::TestWithParam<report_case> {};

TEST_P(reports, end_in_what_the_desk_would_say) {
    checked_library lib;
    if (GetParam().on_loan) static_cast<void>(lib.checkout("p1", "i1"));
    lib.kiosk = saying(lib.kiosk, lib.now, "report");
    const report_item asked{.by = lib.kiosk, .item = "i1", .card = GetParam().card, .what = GetParam().what, .why = {}};
    const auto made = lib.perform(asked);
    EXPECT_EQ(names_of(made.reasons), GetParam().refused);
    if (GetParam().then) {
        EXPECT_EQ(lib.item("i1").open_loan.value().state, *GetParam().then);
        EXPECT_TRUE(lib.perform(asked).repeated);
    }
}

INSTANTIATE_TEST_SUITE_P(
    all, reports,
    testing::Values(
        report_case{"claimed_returned", item_report::claimed_returned, true, "p1", "", loan_state::claimed_returned},
        report_case{"never_borrowed", item_report::never_borrowed, true, "", "", loan_state::claimed_returned},
        report_case{"lost", item_report::lost, true, "p1", "", loan_state::lost},
        report_case{"missing", item_report::missing, false, "", ""},
        report_case{"missing_though_on_loan", item_report::missing, true, "", "item_on_loan_to_other"},
        report_case{"lost_though_not_on_loan", item_report::lost, false, "", "not_on_loan"},
        report_case{"of_another_reader", item_report::lost, true, "p2", "not_on_loan_to_patron"},
        report_case{"of_nobody", item_report::lost, true, "nobody", "patron_unknown"}),
    [](const auto& row) { return row.param.name; });

TEST_F(changing_items, takes_a_report_anew_once_what_it_said_is_over) {
    const report_item asked{
        .by = saying(kiosk, now, "report"), .item = "i1", .card = {}, .what = item_report::missing, .why = {}};
    ASSERT_EQ(perform(asked).result, verdict::done);
    EXPECT_TRUE(perform(asked).repeated);
    static_cast<void>(checkin("i1"));
    ASSERT_EQ(item("i1").item.state, item_state::usable);
    EXPECT_FALSE(perform(asked).repeated);
    EXPECT_EQ(item("i1").item.state, item_state::missing);
}

TEST_F(changing_items, calls_a_loan_back_once) {
    rules = policy_with({{.name = "test", .set = {{"recall", true, {}}, {"recall_guaranteed_days", std::int64_t{0}, {}}}}});
    static_cast<void>(checkout("p1", "i1"));
    const auto due = item("i1").open_loan.value().due_at;
    const recall_item asked{.by = kiosk, .item = "i1", .wanted = now + days{10}, .why = {}};
    const auto made = perform(asked);
    ASSERT_EQ(made.result, verdict::done) << names_of(made.reasons);
    EXPECT_EQ(made.borrower_card, "p1");
    EXPECT_LT(*made.due_at, due);
    EXPECT_GE(*made.due_at, now + days{10}) << "not needed before";
    EXPECT_TRUE(perform(asked).repeated);
    kiosk = saying(kiosk, now, "another request");
    EXPECT_EQ(names_of(perform(recall_item{.by = kiosk, .item = "i1", .wanted = {}, .why = {}}).reasons), "recall_already");
    EXPECT_EQ(perform(cancel_recall{.by = kiosk, .item = "i1", .why = {}}).due_at, due);
    static_cast<void>(checkin("i1"));
    EXPECT_EQ(names_of(perform(recall_item{.by = kiosk, .item = "i1", .wanted = {}, .why = {}}).reasons), "not_on_loan");
}

class changing_patrons : public library_test {
protected:
    changing_patrons() { kiosk = saying(kiosk, now, "this request"); }

    create_patron newcomer(const std::string& card) {
        return {.by = kiosk, .card = card, .data = {.family_name = "Noor", .given_name = "Ada", .category = "adult"}, .blocks = {}};
    }
    std::string deletion(const std::string& card = "p1") {
        return names_of(perform(delete_patron{.by = kiosk, .card = card, .why = {}}).reasons);
    }
};

TEST_F(changing_patrons, adds_one_who_can_borrow) {
    const auto made = perform(newcomer("n1"));
    ASSERT_EQ(made.result, verdict::done) << names_of(made.reasons);
    EXPECT_EQ(made.patron.value().name, "Ada Noor");
    EXPECT_EQ(patron("n1").branch, rows.main.id);
    EXPECT_TRUE(perform(newcomer("n1")).repeated);
    EXPECT_EQ(checkout("n1", "i1").result, verdict::done);
    kiosk = saying(kiosk, now, "another request");
    EXPECT_EQ(names_of(perform(newcomer("n1")).reasons), "card_number_taken");
}

TEST_F(changing_patrons, refuses_one_with_all_that_is_missing) {
    create_patron nobody{.by = kiosk, .card = {}, .data = {}, .blocks = {}};
    EXPECT_EQ(names_of(perform(nobody).reasons), "request_incomplete request_incomplete request_incomplete");
    auto asked = newcomer("n1");
    asked.data.branch = "HARBOUR";
    EXPECT_EQ(names_of(perform(asked).reasons), "branch_unknown");
    asked = newcomer("n1");
    asked.by.branch = {};
    EXPECT_EQ(names_of(perform(asked).reasons), "request_incomplete");
}

TEST_F(changing_patrons, writes_what_is_said_and_leaves_the_rest) {
    const auto made = perform(update_patron{.by = kiosk, .card = "p1",
                                            .data = {.branch = "EAST", .address = "Market 2", .email = ""},
                                            .place = {}, .lift = {}, .why = {}});
    ASSERT_EQ(made.result, verdict::done) << names_of(made.reasons);
    EXPECT_EQ(patron("p1").address, "Market 2");
    EXPECT_EQ(patron("p1").branch, rows.east.id);
    EXPECT_EQ(patron("p1").family_name, "Reader");
    EXPECT_EQ(names_of(perform(update_patron{.by = kiosk, .card = "p1", .data = {.family_name = "", .category = ""}, .place = {}, .lift = {}, .why = {}}).reasons),
              "request_incomplete request_incomplete");
    EXPECT_EQ(names_of(perform(update_patron{.by = kiosk, .card = "nobody", .data = {}, .place = {}, .lift = {}, .why = {}}).reasons), "patron_unknown");
}

TEST_F(changing_patrons, takes_away_an_address_only_while_it_is_the_one_that_is_kept) {
    const auto change = [&](const patron_data& gone, const patron_data& said = {}) {
        return names_of(
            perform(update_patron{.by = kiosk, .card = "p1", .data = said, .gone = {gone}, .place = {}, .lift = {}, .why = {}}).reasons);
    };
    ASSERT_EQ(change({}, {.address = "Market 2\nTown", .email = "new@example.org", .phone = "555 0100"}), "");
    const auto before = all_rows();
    EXPECT_EQ(change({.email = "old@example.org"}), "address_not_kept");
    EXPECT_EQ(change({.email = "old@example.org"}, {.email = "other@example.org"}), "address_not_kept")
        << "somebody has changed it meanwhile";
    EXPECT_EQ(all_rows(), before);
    EXPECT_EQ(change({.address = "Market 2, Town"}), "");
    EXPECT_EQ(patron("p1").address, "");
    EXPECT_EQ(patron("p1").phone, "555 0100");
    EXPECT_EQ(change({.address = "Market 2, Town"}), "") << "it has gone";
    for (int i = 0; i < 2; ++i)
        EXPECT_EQ(change({.email = "New@example.org"}, {.email = "newer@example.org"}), "") << "the second time it has been done";
    EXPECT_EQ(patron("p1").email, "newer@example.org");
}

TEST_F(changing_patrons, blocks_and_lifts_by_the_same_word) {
    const update_patron block{.by = kiosk, .card = "p1", .data = {}, .place = {"Block Check Out"}, .lift = {}, .why = {}};
    static_cast<void>(perform(block));
    static_cast<void>(perform(block));
    EXPECT_EQ(store.ask([&](storage::reader& in) { return in.open_blocks_of(patron("p1").id); }).size(), 1U);
    EXPECT_EQ(names_of(checkout("p1", "i1").reasons), "patron_blocked");
    const update_patron lifted{.by = kiosk, .card = "p1", .data = {}, .place = {}, .lift = {"Block Check Out", "never placed"}, .why = {}};
    EXPECT_EQ(perform(lifted).result, verdict::done);
    EXPECT_EQ(checkout("p1", "i1").result, verdict::done);
}

struct erasure_case {
    std::string name;
    std::function<void(departing_patron&)> given;
    std::string refused;

    friend std::ostream& operator<<(std::ostream& out, const erasure_case& row) { return out << row.name; }
};

class erasures : public testing::TestWithParam<erasure_case> {};

TEST_P(erasures, are_refused_saying_all_that_is_open) {
    departing_patron facts;
    GetParam().given(facts);
    EXPECT_EQ(names_of(decide_erasure(facts)), GetParam().refused);
}

INSTANTIATE_TEST_SUITE_P(
    all, erasures,
    testing::Values(
        erasure_case{"nothing_is_open", [](auto&) {}, ""},
        erasure_case{"loans", [](auto& f) { f.patron.open_loans = 1; }, "patron_has_loans"},
        erasure_case{"holds", [](auto& f) { f.holds = 1; }, "patron_has_holds"},
        erasure_case{"holds_that_are_over", [](auto& f) { f.patron.open_holds = 1; }, ""},
        erasure_case{"fees", [](auto& f) { f.patron.owed = {1}; }, "patron_has_fees"},
        erasure_case{"credit", [](auto& f) { f.patron.credit = {1}; }, "patron_has_credit"},
        erasure_case{"stands_for_a_library", [](auto& f) { f.stands_for_partner = true; }, "patron_is_partner"},
        erasure_case{"all_at_once",
                     [](auto& f) { f.patron.open_loans = 2; f.holds = 1; f.patron.owed = {5}; },
                     "patron_has_loans patron_has_holds patron_has_fees"}),
    [](const auto& row) { return row.param.name; });

TEST_F(changing_patrons, forgets_whom_it_deletes) {
    static_cast<void>(checkout("p1", "i1"));
    EXPECT_EQ(deletion(), "patron_has_loans");
    static_cast<void>(checkin("i1"));
    const auto held = add_hold("p1", [&](auto& h) { h.expires_on = storage::local_date{days{20'000}}; });
    static_cast<void>(perform(update_patron{.by = kiosk, .card = "p1", .data = {.email = "p@example.org"}, .place = {"a block"}, .lift = {}, .why = {}}));
    const auto who = patron("p1").id;
    EXPECT_EQ(deletion(), "");
    EXPECT_EQ(hold(held.id).state, hold_state::lapsed);
    EXPECT_EQ(deletion(), "patron_unknown");
    const auto left = store.ask([&](storage::reader& in) { return in.find_patron(who); }).value();
    EXPECT_EQ(left.family_name + left.given_name + left.email + left.address, "");
    EXPECT_EQ(left.category, "adult");
    EXPECT_EQ(names_of(checkout("p1", "i1").reasons), "patron_unknown");
}

TEST_F(changing_patrons, deletes_nobody_a_library_borrows_by) {
    static_cast<void>(perform(add_partner{.by = kiosk, .code = "CITY", .name = "City Library", .card = "p1"}));
    EXPECT_EQ(deletion(), "patron_is_partner");
}

} // namespace
} // namespace circ::test
