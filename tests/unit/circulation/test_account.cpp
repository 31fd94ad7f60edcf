#include "server/circulation/account.hpp"
#include "tests/unit/circulation/library_test.hpp"

namespace circ::circulation {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using storage::unit_of_work;
using test::checked_library;
using test::names_of;
using test::with_rules;

account_parts all_lists_from(int first, std::optional<int> last) {
    return {.lists = {list_kind::ready_holds, list_kind::overdue_loans, list_kind::loans, list_kind::fees,
                      list_kind::recalled_loans, list_kind::waiting_holds},
            .first = first,
            .last = last};
}

/// As 64 carries them: Y or blank.
std::string letters(const patron_flags& flags) {
    std::string text;
    for (const bool one : flags) text += one ? 'Y' : ' ';
    return text;
}

std::vector<int> numbers(const patron_view& of) {
    std::vector<int> all;
    for (const auto& count : of.counts) all.push_back(count.value_or(-1));
    return all;
}

void add_fee(checked_library& f, std::int64_t minor, storage::fee_kind kind = storage::fee_kind::overdue) {
    f.store.write([&](unit_of_work& in) {
        auto fee = f.rows.new_fee(in, minor);
        fee.kind = kind;
        in.add(fee);
    });
}

void set_card(checked_library& f, storage::card_state state) {
    f.store.write([&](unit_of_work& in) {
        auto card = f.rows.card;
        card.state = state;
        in.change(card);
    });
}

void set_expiry(checked_library& f, days from_today) {
    f.store.write([&](unit_of_work& in) {
        auto patron = f.rows.patron;
        patron.expires_on = local_date{std::chrono::floor<days>(f.now).time_since_epoch() + from_today};
        in.change(patron);
    });
}

/// Items x1 to xN of c1 lent to p1, due in four weeks.
void lend(checked_library& f, int how_many) {
    for (int i = 1; i <= how_many; ++i) {
        const auto barcode = "x" + std::to_string(i);
        f.add_item(barcode);
        ASSERT_EQ(f.checkout("p1", barcode).result, verdict::done) << barcode;
    }
}

outcome ask(checked_library& f, account_parts parts = {}, pin_state pin = pin_state::right) {
    return f.perform(patron_account{.by = f.kiosk, .card = "p1", .parts = std::move(parts)}, pin);
}

// --- the fourteen flags

struct flag_case {
    std::string name;
    std::function<void(checked_library&)> given;
    std::string flags;
    std::string notices;

    friend std::ostream& operator<<(std::ostream& out, const flag_case& shown) { return out << shown.name; }
};

class flags_of_a_patron : public testing::TestWithParam<flag_case> {};

TEST_P(flags_of_a_patron, say_what_would_be_refused_and_why) {
    checked_library f;
    GetParam().given(f);
    const auto made = ask(f);
    EXPECT_EQ(made.result, verdict::done);
    EXPECT_EQ(letters(made.patron->flags), GetParam().flags);
    EXPECT_EQ(names_of(made.notices), GetParam().notices);
}

void block(checked_library& f, storage::block_kind kind) {
    f.store.write([&](unit_of_work& in) {
        in.add(storage::block{.id = in.new_id<storage::block_id>(), .patron = f.rows.patron.id, .kind = kind,
                              .reason = "by hand", .placed_at = f.now});
    });
}

void change_loans(checked_library& f, int how_many, const std::function<void(storage::loan&)>& change) {
    lend(f, how_many);
    for (int i = 1; i <= how_many; ++i) f.change_loan("x" + std::to_string(i), change);
}

void owed_by_guarantor(checked_library& f) {
    const auto guarantor = f.patron("p2");
    f.store.write([&](unit_of_work& in) {
        auto patron = f.rows.patron;
        patron.guarantor = guarantor.id;
        in.change(patron);
        auto fee = f.rows.new_fee(in, 1001);
        fee.patron = guarantor.id;
        in.add(fee);
    });
}

/// Two loans so late that they have cost 6.00 each.
void owes_a_running_fee(checked_library& f) {
    change_loans(f, 2, [&](auto& loan) {
        loan.due_at = f.now - days{200};
        loan.terms.overdue_cap = money{600};
    });
}

void hold_another(checked_library& f) {
    storage::title_id id;
    f.store.write([&](unit_of_work& in) { id = f.rows.another_title(in, "Another").id; });
    f.add_hold("p1", [&](auto& hold) { hold.title = id; });
}

const std::vector<flag_case> flag_cases{
        flag_case{"good", [](auto&) {}, "              ", ""},
        flag_case{"blocked", [](auto& f) { block(f, storage::block_kind::block); }, "YY Y          ", "patron_blocked"},
        flag_case{"noted", [](auto& f) { block(f, storage::block_kind::note); }, "              ", ""},
        flag_case{"expired", [](auto& f) { set_expiry(f, days{-1}); }, "YY Y          ", "patron_expired"},
        flag_case{"expires_today", [](auto& f) { set_expiry(f, days{0}); }, "              ", "card_expires_soon"},
        flag_case{"expires_in_30_days", [](auto& f) { set_expiry(f, days{30}); }, "              ", ""},
        flag_case{"lost", [](auto& f) { set_card(f, storage::card_state::lost); }, "YY YY         ", "card_lost"},
        flag_case{"lost_where_there_are_recalls",
                  [](auto& f) {
                      f.rules = test::policy_with({{"recalls", {}, {{"recall", true, {}}}, {}}});
                      set_card(f, storage::card_state::lost);
                  },
                  "YYYYY         ", "card_lost"},
        flag_case{"stolen", [](auto& f) { set_card(f, storage::card_state::stolen); }, "YY YY         ", "card_lost"},
        flag_case{"replaced", [](auto& f) { set_card(f, storage::card_state::replaced); }, "YY YY         ", "card_replaced"},
        flag_case{"retained", [](auto& f) { set_card(f, storage::card_state::retained); }, "              ", ""},
        flag_case{"lost_card_of_a_debtor",
                  [](auto& f) {
                      add_fee(f, 5000);
                      set_card(f, storage::card_state::lost);
                  },
                  "YY YY         ", "card_lost"},
        flag_case{"owes_the_limit", [](auto& f) { add_fee(f, 1000); }, "              ", ""},
        flag_case{"owes_fines", [](auto& f) { add_fee(f, 1001); }, "YY Y      Y   ", "fees_over_limit"},
        flag_case{"owes_fees", [](auto& f) { add_fee(f, 1001, storage::fee_kind::damage); }, "YY Y       Y  ",
                  "fees_over_limit"},
        flag_case{"owes_both",
                  [](auto& f) {
                      add_fee(f, 600);
                      add_fee(f, 600, storage::fee_kind::damage);
                  },
                  "YY Y      YY  ", "fees_over_limit"},
        flag_case{"guarantor_owes", owed_by_guarantor, "YY Y          ", "guarantor_owes"},
        flag_case{"at_the_loan_limit", [](auto& f) { lend(f, 20); }, "Y    Y        ", "too_many_loans"},
        flag_case{"below_the_loan_limit", [](auto& f) { lend(f, 19); }, "              ", ""},
        flag_case{"overdues", [](auto& f) { change_loans(f, 6, [&](auto& loan) { loan.due_at = f.now - 1h; }); },
                  "YY Y  Y       ", "too_many_overdues"},
        flag_case{"claims",
                  [](auto& f) {
                      change_loans(f, 4, [](auto& loan) { loan.state = storage::loan_state::claimed_returned; });
                  },
                  "YY Y    Y     ", "too_many_claims"},
        flag_case{"lost_items", [](auto& f) { change_loans(f, 3, [](auto& loan) { loan.state = storage::loan_state::lost; }); },
                  "YY Y     Y   Y", "too_many_lost"},
        flag_case{"recall_past",
                  [](auto& f) {
                      change_loans(f, 1, [&](auto& loan) {
                          loan.recalled_at = f.now - days{10};
                          loan.recall_due_at = f.now - 1h;
                      });
                  },
                  "            Y ", ""},
        flag_case{"recall_to_come",
                  [](auto& f) {
                      change_loans(f, 1, [&](auto& loan) {
                          loan.recalled_at = f.now - days{10};
                          loan.recall_due_at = f.now + 1h;
                      });
                  },
                  "              ", ""},
        flag_case{"guarantor_has_credit",
                  [](auto& f) {
                      owed_by_guarantor(f);
                      f.store.write([&](unit_of_work& in) {
                          in.add(storage::payment{.id = in.new_id<storage::payment_id>(),
                                                  .institution = f.rows.institution.id,
                                                  .patron = f.patron("p2").id,
                                                  .terminal = f.rows.kiosk.id,
                                                  .amount = money{1},
                                                  .at = f.now,
                                                  .credited = money{1}});
                      });
                  },
                  "              ", ""},
        flag_case{"running_fee", owes_a_running_fee, "YY Y      Y   ", "fees_over_limit"},
        flag_case{"running_fee_that_does_not_count",
                  [](auto& f) {
                      f.rules = test::policy_with({{"calm", {}, {{"running_counts", false, {}}}, {}}});
                      owes_a_running_fee(f);
                  },
                  "              ", ""},
        flag_case{"at_the_hold_limit",
                  [](auto& f) {
                      for (int i = 1; i <= 10; ++i) hold_another(f);
                  },
                  "   Y          ", ""},
        flag_case{"below_the_hold_limit",
                  [](auto& f) {
                      for (int i = 1; i <= 9; ++i) hold_another(f);
                  },
                  "              ", ""},
        flag_case{"at_the_limit_of_a_type",
                  [](auto& f) {
                      f.rules = test::policy_with({{"few", {.item_type = {"book"}}, {{"max_loans_of_type", std::int64_t{3}, {}}}, {}}});
                      lend(f, 3);
                  },
                  "              ", ""},
        flag_case{"no_limits",
                  [](auto& f) {
                      f.rules = test::policy_with({{"free", {.patron_category = {"adult"}}, {{"max_loans", std::string{"none"}, {}}, {"max_fees", std::string{"none"}, {}}}, {}}});
                      add_fee(f, 500000);
                  },
                  "              ", ""}};

INSTANTIATE_TEST_SUITE_P(all, flags_of_a_patron, testing::ValuesIn(flag_cases),
                         [](const auto& row) { return row.param.name; });

// Each of the fourteen has a row that sets it, but 2 (recalls are off) and 7 (renewals are counted per loan); and each reason of the patron has a row that tells it.
TEST(flags, have_a_row_each) {
    std::string set(14, ' ');
    std::string told;
    for (const auto& row : flag_cases) {
        for (std::size_t i = 0; i < set.size(); ++i)
            if (row.flags[i] == 'Y' && (i == 4 || row.flags[4] == ' ')) set[i] = 'Y';
        told += row.notices + ' ';
    }
    EXPECT_EQ(set, "YY YYYY YYYYYY");
    for (const auto* reason : {"patron_expired", "patron_blocked", "card_lost", "card_replaced", "too_many_loans",
                               "too_many_overdues", "fees_over_limit", "too_many_claims", "too_many_lost", "guarantor_owes"})
        EXPECT_THAT(told, testing::HasSubstr(reason));
}

// --- who may see what

struct detail_case {
    std::string name;
    pin_state pin;
    device_rules::details without_pin;
    bool shown;
    std::string notices;

    friend std::ostream& operator<<(std::ostream& out, const detail_case& row) { return out << row.name; }
};

class details_of_a_patron : public testing::TestWithParam<detail_case> {};

TEST_P(details_of_a_patron, are_shown_by_pin_and_profile) {
    const auto& row = GetParam();
    checked_library f;
    add_fee(f, 300);
    const auto by = with_rules(f.kiosk, [&](auto& rules) { rules.details_without_pin = row.without_pin; });
    const auto made = f.perform(patron_account{.by = by, .card = "p1", .parts = all_lists_from(1, {})}, row.pin);
    EXPECT_TRUE(made.patron->known);
    EXPECT_EQ(!made.patron->name.empty(), row.shown);
    EXPECT_EQ(made.patron->owed, (money{row.shown ? 300 : 0}));
    EXPECT_EQ(numbers(*made.patron), (std::vector<int>{0, 0, 0, row.shown ? 1 : 0, 0, 0}));
    EXPECT_EQ(made.patron->lists.fees.size(), row.shown ? 1U : 0U);
    EXPECT_EQ(names_of(made.notices), row.notices);
}

using details = device_rules::details;

INSTANTIATE_TEST_SUITE_P(all, details_of_a_patron,
                         testing::Values(detail_case{"right", pin_state::right, details::minimal, true, ""},
                                         detail_case{"not_needed", pin_state::not_needed, details::minimal, true, ""},
                                         detail_case{"wrong", pin_state::wrong, details::if_none_given, false, "pin_wrong"},
                                         detail_case{"locked", pin_state::locked, details::if_none_given, false, "pin_locked"},
                                         detail_case{"wrong_but_full", pin_state::wrong, details::full, true, ""},
                                         detail_case{"absent", pin_state::not_given, details::if_none_given, true, ""},
                                         detail_case{"empty", pin_state::empty, details::if_none_given, true, ""},
                                         detail_case{"absent_minimal", pin_state::not_given, details::minimal, false, ""},
                                         detail_case{"empty_minimal", pin_state::empty, details::minimal, false, ""}),
                         [](const auto& row) { return row.param.name; });

TEST(account, of_an_unknown_card_is_refused_and_known_to_nobody) {
    checked_library f;
    const auto made = f.perform(patron_account{.by = f.kiosk, .card = "nobody"});
    EXPECT_EQ(made.result, verdict::refused);
    EXPECT_EQ(names_of(made.reasons), "patron_unknown");
    ASSERT_TRUE(made.patron);
    EXPECT_FALSE(made.patron->known);
}

TEST(account, of_a_card_that_is_not_good_says_nothing_personal) {
    for (const auto state : {storage::card_state::lost, storage::card_state::stolen, storage::card_state::replaced}) {
        checked_library f;
        lend(f, 1);
        add_fee(f, 250);
        set_card(f, state);
        const auto made = ask(f, all_lists_from(1, {}));
        EXPECT_TRUE(made.patron->known);
        EXPECT_TRUE(made.patron->name.empty());
        EXPECT_FALSE(made.patron->expires_on);
        EXPECT_EQ(made.patron->owed, money{});
        EXPECT_TRUE(made.patron->lists.loans.empty());
        EXPECT_EQ(numbers(*made.patron), std::vector<int>(6, 0));
    }
}

TEST(account, of_an_erased_patron_is_unknown) {
    checked_library f;
    f.store.write([&](unit_of_work& in) {
        auto patron = f.rows.patron;
        patron.erased_at = f.now;
        in.change(patron);
    });
    EXPECT_EQ(names_of(ask(f).reasons), "patron_unknown");
    EXPECT_EQ(names_of(f.checkout("p1", "i1").reasons), "patron_unknown");
}

/// p1: two overdue loans past their grace and one that is not late, two assessed fees, on the shelf a
/// hold and one whose time is over, a waiting hold and one that has expired.
class busy_account : public testing::Test {
protected:
    busy_account() {
        lend(f, 3);
        f.change_loan("x1", [&](auto& loan) { loan.due_at = f.now - days{9}; });
        f.change_loan("x2", [&](auto& loan) { loan.due_at = f.now - days{5}; });
        add_fee(f, 100);
        add_fee(f, 250, storage::fee_kind::damage);
        using storage::hold_state;
        add_hold("Ready", hold_state::on_shelf, [&](auto& h) { h.shelf_until = today; });
        add_hold("Too late", hold_state::on_shelf, [&](auto& h) { h.shelf_until = today - days{1}; });
        add_hold("Waiting", hold_state::queued, [&](auto& h) { h.expires_on = today; });
        add_hold("Expired", hold_state::queued, [&](auto& h) { h.expires_on = today - days{1}; });
        add_hold("Coming", hold_state::in_transit, {});
    }

    void add_hold(const std::string& title, storage::hold_state state, const std::function<void(storage::hold&)>& change) {
        storage::title_id id;
        f.store.write([&](unit_of_work& in) { id = f.rows.another_title(in, title).id; });
        const auto kept = f.add_item("for " + title, [&](auto& item) { item.title = id; }).id;
        const auto hold = f.add_hold("p1", [&](storage::hold& made) {
            made.title = id;
            made.state = state;
            if (storage::is_trapping(state)) made.trapped_item = kept;
            if (change) change(made);
        });
        if (state != storage::hold_state::in_transit) return;
        f.store.write([&](unit_of_work& in) {
            in.add(storage::transit{.id = in.new_id<storage::transit_id>(), .item = kept, .from = f.rows.east.id,
                                    .to = hold.pickup, .hold = hold.id, .sent_at = f.now});
        });
    }

    checked_library f;
    local_date today{std::chrono::floor<days>(f.now).time_since_epoch()};
};

std::string titles(const std::vector<hold_entry>& of) {
    std::string all;
    for (const auto& each : of) all += each.title + ";";
    return all;
}

std::string amounts(const std::vector<fee_entry_view>& of) {
    std::string all;
    for (const auto& each : of) all += std::to_string(each.open.minor) + (each.running ? "r " : " ");
    return all;
}

TEST_F(busy_account, counts_what_stands_now_whether_or_not_the_night_has_run) {
    const auto made = ask(f, all_lists_from(1, {}));
    EXPECT_EQ(numbers(*made.patron), (std::vector<int>{1, 2, 3, 4, 0, 2}));
    EXPECT_EQ(titles(made.patron->lists.ready_holds), "Ready;");
    EXPECT_EQ(titles(made.patron->lists.waiting_holds), "Waiting;Coming;");
    EXPECT_EQ(names_of(made.notices), "holds_ready");
    EXPECT_EQ(made.notices.front().number, 1);
}

TEST_F(busy_account, owes_assessed_and_running_fees) {
    // 8 and 4 days late after a day of grace, 0.25 a day.
    EXPECT_EQ(ask(f).patron->owed, money{100 + 250 + 200 + 100});
}

TEST_F(busy_account, lists_only_what_is_asked_for) {
    const auto made = ask(f, {.lists = {list_kind::overdue_loans}});
    EXPECT_EQ(made.patron->lists.overdue_loans.size(), 2U);
    EXPECT_EQ(made.patron->lists.overdue_loans.front().barcode, "x1");
    EXPECT_TRUE(made.patron->lists.loans.empty());
    EXPECT_TRUE(made.patron->lists.fees.empty());
}

struct window_case {
    std::string name;
    int first;
    std::optional<int> last;
    std::string fees;
    std::size_t loans;

    friend std::ostream& operator<<(std::ostream& out, const window_case& row) { return out << row.name; }
};

class windows : public busy_account, public testing::WithParamInterface<window_case> {};

TEST_P(windows, cut_lists_and_leave_the_counts) {
    const auto& row = GetParam();
    const auto made = ask(f, all_lists_from(row.first, row.last));
    EXPECT_EQ(amounts(made.patron->lists.fees), row.fees);
    EXPECT_EQ(made.patron->lists.loans.size(), row.loans);
    EXPECT_EQ(numbers(*made.patron), (std::vector<int>{1, 2, 3, 4, 0, 2}));
}

INSTANTIATE_TEST_SUITE_P(all, windows,
                         testing::Values(window_case{"whole", 1, {}, "100 250 200r 100r ", 3},
                                         window_case{"first", 1, 1, "100 ", 1},
                                         window_case{"across", 2, 3, "250 200r ", 2},
                                         window_case{"running_only", 3, 4, "200r 100r ", 1},
                                         window_case{"last", 4, 10, "100r ", 0},
                                         window_case{"beyond", 5, 10, "", 0},
                                         window_case{"from_zero", 0, 2, "100 250 ", 2},
                                         window_case{"backwards", 3, 2, "", 0}),
                         [](const auto& row) { return row.param.name; });

/// Whatever a device asks for, one request does not read without end.
TEST(account, lists_a_thousand_entries_at_most) {
    checked_library f;
    f.store.write([&](unit_of_work& in) {
        for (int i = 0; i <= 1000; ++i) in.add(f.rows.new_fee(in, 10));
    });
    EXPECT_EQ(ask(f, all_lists_from(1, {})).patron->lists.fees.size(), 1000U);
    EXPECT_EQ(ask(f, all_lists_from(1, 5000)).patron->lists.fees.size(), 1000U);
    EXPECT_EQ(ask(f, all_lists_from(1001, 5000)).patron->lists.fees.size(), 1U);
}

TEST(account, tells_messages_for_the_reader_alone_while_they_last) {
    checked_library f;
    f.store.write([&](unit_of_work& in) {
        const auto add = [&](const char* text, storage::audience to, std::optional<instant> until) {
            in.add(storage::message{.id = in.new_id<storage::message_id>(), .patron = f.rows.patron.id, .shown_to = to,
                                    .text = text, .until = until, .created_at = f.now});
        };
        add("found your scarf", storage::audience::reader, f.now + 1h);
        add("over", storage::audience::reader, f.now - 1h);
        add("be careful", storage::audience::staff, {});
    });
    const auto made = ask(f);
    EXPECT_EQ(made.patron->messages, std::vector<std::string>{"found your scarf"});
    EXPECT_EQ(names_of(made.notices), "patron_message");
}

TEST(account, has_the_limits_of_the_policy) {
    checked_library f;
    const auto view = *ask(f).patron;
    EXPECT_EQ(view.hold_limit, 10);
    EXPECT_EQ(view.overdue_limit, 5);
    EXPECT_EQ(view.loan_limit, 20);
    EXPECT_EQ(view.fee_limit, money{1000});
}

TEST(account, shows_credit_as_nothing_owed) {
    checked_library f;
    f.store.write([&](unit_of_work& in) {
        in.add(storage::payment{.id = in.new_id<storage::payment_id>(), .institution = f.rows.institution.id,
                                .patron = f.rows.patron.id, .amount = {500}, .at = f.now, .credited = {500}});
    });
    EXPECT_EQ(ask(f).patron->owed, money{});
}

TEST(session, ends_politely_for_anybody) {
    checked_library f;
    const auto made = f.perform(end_patron_session{.by = f.kiosk, .card = "nobody"});
    EXPECT_EQ(made.result, verdict::done);
    EXPECT_EQ(names_of(made.notices), "goodbye");
}

TEST(service, tells_what_the_device_may) {
    checked_library f;
    const auto made = f.perform(service_status{.by = with_rules(f.kiosk, [](auto& rules) {
                                                   rules.block_patron = block_handling::ignore;
                                               })});
    EXPECT_TRUE(made.online && made.may_checkin && made.may_checkout && made.may_renew);
    EXPECT_FALSE(made.may_block);
}

} // namespace
} // namespace circ::circulation
