// Where two sides keep a book each: what one has done is in the other, once and in order.
#include "config/default_policy.hpp"
#include "server/net/local_backend.hpp"
#include "server/net/seen_items.hpp"
#include "server/net/switching_backend.hpp"
#include "tests/unit/net/relayed.hpp"

namespace circ::net::test {
namespace {

using circulation::alert_kind;
using circulation::verdict;
using config::relay_stage;
using storage::order_state;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// Readers p1 and p2 and items i1 and i2 stand in both books; i3 in the far one alone. The device
/// "kiosk" is served there, "open" here.
class two_books : public a_relay {
protected:
    two_books() {
        how.breaker_failures = 1;
        rules.set_rules(std::make_shared<const circulation::policy>(
                            circulation::policy::compile(config::default_policy()).rules),
                        {});
        storage::write_and_wait(here.library.store(),
                                [this](storage::unit_of_work& in) { fill(in); });
        ours = by;
        here.storing.read([&](storage::reader& from) {
            ours.terminal = from.terminal_by_login("open").value().id;
        });
        ours.terminal_login = "open";
    }
    void TearDown() override {
        both.reset();
        a_relay::TearDown();
    }

    void fill(storage::unit_of_work& in) {
        for (const auto* const each : {"i1", "i2"}) {
            storage::title title;
            title.id = in.new_id<storage::title_id>();
            title.institution = by.institution;
            title.control_number = std::string("c") + each;
            title.text = std::string("Title of ") + each;
            in.add(title);
            storage::item item;
            item.id = in.new_id<storage::item_id>();
            item.institution = by.institution;
            item.barcode = each;
            item.title = title.id;
            item.branch = item.place = by.branch;
            item.item_type = "book";
            in.add(item);
        }
        for (const auto* const each : {"p1", "p2"}) {
            storage::patron who;
            who.id = in.new_id<storage::patron_id>();
            who.institution = by.institution;
            who.family_name = each;
            who.category = "adult";
            who.branch = by.branch;
            who.expires_on = std::chrono::local_days(std::chrono::year(2030) / 1 / 1);
            in.add(who);
            storage::card card;
            card.id = in.new_id<storage::card_id>();
            card.institution = by.institution;
            card.number = each;
            card.patron = who.id;
            in.add(card);
        }
    }

    void open_both(book_side book, relay_stage stage = relay_stage::canary, bool mirrors = true) {
        box.reset();
        both.reset();
        relay.reset();
        relay_setup made = setup();
        auto dialogues = std::make_shared<relay::relay_settings>(*made.dialogues);
        dialogues->keeps_book = book == book_side::theirs;
        made.dialogues = std::move(dialogues);
        relay.emplace(here.io.get_executor(),
                      std::move(made),
                      relay_backend::parts{here.storing, rules, here.clock, *here.log});
        box.emplace(here.io.get_executor(), *relay, here.clock, *here.log, outbox::pace{});
        both.emplace(here.io.get_executor(), rules, *here.log);
        switching_rule rule;
        rule.stage = stage;
        rule.to = &*relay;
        rule.terminals = {"kiosk"};
        rule.mirrors = mirrors;
        both->set_rules({rule});
    }
    template <class Operation>
    circulation::outcome_of<Operation> ask(Operation what) {
        circulation::any_operation asked = std::move(what);
        return std::get<circulation::outcome_of<Operation>>(
            result_of(here.io, both->perform(std::move(asked))));
    }
    /// The same, at the device that is served here.
    template <class Operation>
    circulation::outcome_of<Operation> ask_here(Operation what) {
        const auto said = what.by.said;
        const auto text = what.by.once_only_text;
        what.by = ours;
        what.by.said = what.by.received = *said;
        what.by.once_only_text = text;
        return ask(std::move(what));
    }
    circulation::place_hold wait_for(const std::string& barcode, const std::string& card) {
        circulation::place_hold made;
        made.card = card;
        made.what.item = barcode;
        return next(made);
    }
    std::optional<storage::loan> loan_of(const std::string& barcode) {
        std::optional<storage::loan> found;
        here.storing.store().end_turn();
        here.storing.read([&](storage::reader& from) {
            found = from.item_by_barcode(by.institution, barcode).value().open_loan;
        });
        return found;
    }
    std::string borrower_of(const std::string& barcode) {
        std::string name = "nobody";
        const auto loan = loan_of(barcode);
        if (!loan) return name;
        here.storing.read(
            [&](storage::reader& from) { name = from.find_patron(loan->patron).value().family_name; });
        return name;
    }
    std::int64_t owed_by(const std::string& card) {
        std::int64_t owed = 0;
        here.storing.store().end_turn();
        here.storing.read([&](storage::reader& from) {
            owed = from.holder_of(by.institution, card).value().owed.minor;
        });
        return owed;
    }

    std::int64_t credit_of(const std::string& card) {
        std::int64_t credit = 0;
        here.storing.store().end_turn();
        here.storing.read([&](storage::reader& from) {
            credit = from.holder_of(by.institution, card).value().credit.minor;
        });
        return credit;
    }
    /// The amounts of those of the relayed device in our own store.
    std::vector<std::int64_t> payments_with(const std::string& bk) {
        std::vector<std::int64_t> amounts;
        here.storing.store().end_turn();
        here.storing.read([&](storage::reader& from) {
            for (const auto& each : from.payments_by_bk(by.terminal, bk, {}))
                amounts.push_back(each.amount.minor);
        });
        return amounts;
    }
    bool is_blocked(const std::string& card) {
        bool is = false;
        here.storing.store().end_turn();
        here.storing.read([&](storage::reader& from) {
            const auto whose = from.holder_of(by.institution, card).value().id;
            for (const auto& each : from.open_blocks_of(whose))
                is = is || each.kind == storage::block_kind::block;
        });
        return is;
    }
    [[nodiscard]] std::shared_ptr<const circulation::device_rules> rules_of_a_gate() const {
        auto made = *by.rules;
        made.block_patron = circulation::block_handling::block;
        made.may_enable_patron = true;
        return std::make_shared<const circulation::device_rules>(made);
    }

    seen_items seen{here.storing, here.io.get_executor(), here.clock, *here.log, std::chrono::seconds(5)};
    local_backend rules{here.storing, here.passwords, seen, here.clock, *here.log};
    circulation::requester ours;
    std::optional<switching_backend> both;
};

TEST_F(two_books, hold_what_was_lent_and_taken_back_there_with_its_dates) {
    open_both(book_side::ours);
    const auto asked = lend("i1");
    const auto lent = ask(asked);
    EXPECT_EQ(lent.result, verdict::done);
    EXPECT_THAT(far.done, ElementsAre("CheckOutItem i1 p1"));
    ASSERT_TRUE(loan_of("i1"));
    EXPECT_EQ(loan_of("i1")->due_at, *lent.due_at) << "the date the reader was told";
    const auto before = loan_of("i1")->id;
    EXPECT_TRUE(ask(asked).repeated);
    EXPECT_EQ(loan_of("i1")->id, before);
    EXPECT_EQ(ask(give_back("i1")).result, verdict::done);
    EXPECT_FALSE(loan_of("i1"));
    EXPECT_EQ(orders(order_state::done).size(), 2U);
    EXPECT_THAT(reviews(), IsEmpty());
}

TEST_F(two_books, say_nothing_of_what_only_the_other_side_has) {
    open_both(book_side::ours);
    EXPECT_EQ(ask(lend("i3")).result, verdict::done);
    EXPECT_EQ(orders(order_state::done).size(), 1U);
    EXPECT_THAT(reviews(), IsEmpty());
}

TEST_F(two_books, hold_there_what_was_done_here_while_it_is_up) {
    open_both(book_side::ours);
    EXPECT_EQ(ask_here(lend("i1")).result, verdict::done);
    EXPECT_THAT(far.done, IsEmpty());
    ASSERT_EQ(orders(order_state::waiting).size(), 1U);
    deliver();
    EXPECT_THAT(far.done, ElementsAre("CheckOutItem i1 p1"));
    EXPECT_THAT(peer.heard, Contains(HasSubstr("MandatedAction")));
    EXPECT_EQ(far.loans["i1"].due, loan_of("i1")->due_at);
    EXPECT_EQ(borrower_of("i1"), "p1") << "and is not posted back";
    deliver();
    EXPECT_EQ(far.done.size(), 1U);
}

TEST_F(two_books, are_not_overtaken_by_the_other_kiosk) {
    open_both(book_side::ours);
    EXPECT_EQ(ask_here(lend("i1")).result, verdict::done);
    EXPECT_EQ(ask(give_back("i1")).result, verdict::done) << "here, as its loan waits to be posted";
    EXPECT_EQ(ask(lend("i1", "p2")).result, verdict::done);
    deliver();
    EXPECT_THAT(far.done,
                ElementsAre("CheckOutItem i1 p1", "CheckInItem i1", "CheckOutItem i1 p2"));
    EXPECT_EQ(borrower_of("i1"), "p2");
    EXPECT_EQ(far.loans["i1"].card, "p2");
}

TEST_F(two_books, say_the_same_where_a_device_does_something_anew_in_the_same_words) {
    open_both(book_side::ours);
    EXPECT_EQ(ask_here(lend("i1")).result, verdict::done);
    const auto back = give_back("i1");
    EXPECT_FALSE(ask_here(back).repeated);
    EXPECT_TRUE(ask_here(back).repeated);
    EXPECT_EQ(ask_here(lend("i1", "p2")).result, verdict::done);
    EXPECT_FALSE(ask_here(back).repeated) << "somebody else's loan";
    deliver();
    EXPECT_THAT(far.done,
                ElementsAre("CheckOutItem i1 p1", "CheckInItem i1", "CheckOutItem i1 p2", "CheckInItem i1"));
    EXPECT_EQ(borrower_of("i1"), "nobody");
}

TEST_F(two_books, lend_an_item_once) {
    open_both(book_side::ours);
    EXPECT_EQ(ask(lend("i1")).result, verdict::done);
    EXPECT_EQ(ask_here(lend("i1", "p2")).result, verdict::refused);
    EXPECT_EQ(ask_here(lend("i2", "p2")).result, verdict::done);
    deliver();
    EXPECT_EQ(ask(lend("i2")).result, verdict::refused);
    EXPECT_EQ(borrower_of("i1"), "p1");
    EXPECT_EQ(borrower_of("i2"), "p2");
}

TEST_F(two_books, have_one_queue_which_is_that_of_the_book_of_record) {
    open_both(book_side::ours);
    EXPECT_EQ(ask(lend("i1")).result, verdict::done);
    EXPECT_EQ(ask(wait_for("i1", "p2")).result, verdict::done) << "at the device served there";
    EXPECT_THAT(far.heard, testing::Not(Contains("RequestItem"))) << "asked of the book of record";
    EXPECT_EQ(orders(order_state::waiting).size(), 1U) << "and told to the other";
    deliver();
    EXPECT_EQ(orders(order_state::conflict).size(), 1U) << "which has no holds";
    const auto back = ask(give_back("i1"));
    EXPECT_EQ(far.times("CheckInItem"), 1U);
    EXPECT_EQ(back.alert, alert_kind::hold_here) << "the far side does not know; ours is told";
    EXPECT_EQ(back.hold_card, "p2");
    const auto again = ask(lend("i1"));
    EXPECT_EQ(again.result, verdict::refused) << "the far side would lend it";
    EXPECT_EQ(far.times("CheckOutItem"), 1U);
    EXPECT_EQ(borrower_of("i1"), "nobody");
}

TEST_F(two_books, trap_no_hold_and_charge_nothing_where_theirs_is_the_book_of_record) {
    open_both(book_side::ours);
    EXPECT_EQ(ask(lend("i1")).result, verdict::done);
    EXPECT_EQ(ask(wait_for("i1", "p2")).result, verdict::done);
    open_both(book_side::theirs);
    storage::write_and_wait(here.library.store(), [&](storage::unit_of_work& in) {
        auto row = in.orders_in(order_state::waiting, {}, 1).at(0); // told by hand
        row.state = order_state::dropped;
        row.ended_at = here.clock.at;
        in.change(row);
    });
    here.clock.at += std::chrono::days(60);
    EXPECT_EQ(ask(give_back("i1")).alert, alert_kind::none) << "as the far side says";
    EXPECT_FALSE(loan_of("i1"));
    EXPECT_EQ(owed_by("p1"), 0);
    here.storing.read([&](storage::reader& from) {
        EXPECT_FALSE(from.item_by_barcode(by.institution, "i1").value().trapping_hold);
    });
}

TEST_F(two_books, charge_once_in_the_book_of_record) {
    open_both(book_side::ours);
    EXPECT_EQ(ask(lend("i1")).result, verdict::done);
    here.clock.at += std::chrono::days(60);
    EXPECT_EQ(ask(give_back("i1")).result, verdict::done);
    EXPECT_GT(owed_by("p1"), 0);
    const auto asked = pay("p1", owed_by("p1"));
    EXPECT_EQ(ask(asked).result, verdict::done);
    EXPECT_EQ(owed_by("p1"), 0);
    EXPECT_TRUE(ask(asked).repeated);
    deliver();
    ASSERT_EQ(far.payments.size(), 1U);
    EXPECT_EQ(far.payments.begin()->second, "p1");
    EXPECT_THAT(peer.heard, Contains(testing::AllOf(HasSubstr("CreateUserFiscalTransaction"), HasSubstr("MandatedAction"))));
    deliver();
    EXPECT_EQ(far.times("CreateUserFiscalTransaction"), 1U);
    EXPECT_THAT(reviews(), IsEmpty());
}

TEST_F(two_books, have_a_payment_once_at_both_sides_where_theirs_is_the_book_of_record) {
    open_both(book_side::theirs);
    auto asked = pay("p1", 250);
    asked.transaction_id = "77";
    asked.fee_identifier = "12345678"; // theirs, as the device was told
    EXPECT_EQ(ask(asked).result, verdict::done);
    EXPECT_TRUE(ask(asked).repeated);
    EXPECT_EQ(far.payments.size(), 1U);
    EXPECT_THAT(payments_with("77"), ElementsAre(250));
    EXPECT_EQ(owed_by("p1"), 0);
    EXPECT_EQ(credit_of("p1"), 0) << "it was charged there, and is owed to nobody";
    EXPECT_THAT(reviews(), IsEmpty());
    auto another = pay("p1", 250);
    another.transaction_id = "77"; // a device that counts from the beginning each day
    another.by.said = *another.by.said + std::chrono::days(1);
    EXPECT_EQ(ask(another).result, verdict::done);
}

TEST_F(two_books, have_a_payment_once_whose_answer_was_lost) {
    open_both(book_side::theirs);
    auto asked = pay("p1", 250);
    asked.transaction_id = "77";
    always("CreateUserFiscalTransaction", manner::resets_when_read);
    EXPECT_EQ(ask(asked).result, verdict::unavailable);
    EXPECT_THAT(payments_with("77"), IsEmpty());
    peer.treats = {};
    run_until(here.io, [&] { return relay->line().is_up(); });
    for (int i = 0; i < 3; ++i) {
        here.clock.at += std::chrono::minutes(5);
        deliver();
    }
    EXPECT_EQ(far.payments.size(), 1U);
    EXPECT_THAT(payments_with("77"), ElementsAre(250));
    EXPECT_EQ(credit_of("p1"), 0);
}

TEST_F(two_books, are_told_of_no_money_that_was_never_paid) {
    open_both(book_side::ours);
    auto rules_of_device = *ours.rules;
    rules_of_device.write_off_payment_type = 6;
    ours.rules = std::make_shared<const circulation::device_rules>(rules_of_device);
    EXPECT_EQ(ask(lend("i1")).result, verdict::done);
    here.clock.at += std::chrono::days(60);
    EXPECT_EQ(ask(give_back("i1")).result, verdict::done);
    auto asked = pay("p1", owed_by("p1"));
    asked.payment_type = 6;
    EXPECT_EQ(ask_here(asked).result, verdict::done);
    EXPECT_THAT(orders(order_state::waiting), IsEmpty());
}

TEST_F(two_books, are_told_of_no_money_where_the_other_side_has_no_service_for_it) {
    std::erase(how.services, config::ncip_service::create_user_fiscal_transaction);
    open_both(book_side::ours);
    EXPECT_EQ(ask(lend("i1")).result, verdict::done);
    here.clock.at += std::chrono::days(60);
    EXPECT_EQ(ask(give_back("i1")).result, verdict::done);
    EXPECT_EQ(ask(pay("p1", owed_by("p1"))).result, verdict::done);
    EXPECT_THAT(orders(order_state::waiting), IsEmpty());
}

TEST_F(two_books, have_a_blocked_card_at_both_sides_where_ours_is_the_book_of_record) {
    open_both(book_side::ours);
    ours.rules = rules_of_a_gate();
    circulation::block_patron block;
    block.card = "p1";
    EXPECT_EQ(ask_here(next(block)).result, verdict::done);
    EXPECT_TRUE(is_blocked("p1"));
    deliver();
    EXPECT_THAT(far.blocked, ElementsAre("p1"));
    EXPECT_EQ(ask_here(next(block)).repeated, true);
    EXPECT_THAT(orders(order_state::waiting), IsEmpty()) << "it stands there";
    circulation::enable_patron enable;
    enable.card = "p1";
    EXPECT_EQ(ask_here(next(enable)).result, verdict::done);
    deliver();
    EXPECT_FALSE(is_blocked("p1"));
    EXPECT_THAT(far.blocked, IsEmpty());
    EXPECT_THAT(orders(order_state::conflict), IsEmpty());
}

TEST_F(two_books, keep_to_themselves_what_is_only_noted) {
    open_both(book_side::ours);
    circulation::block_patron block;
    block.card = "p1";
    EXPECT_EQ(ask_here(next(block)).result, verdict::done);
    EXPECT_THAT(orders(order_state::waiting), IsEmpty());
}

TEST_F(two_books, have_a_blocked_card_at_both_sides_where_theirs_is_the_book_of_record) {
    open_both(book_side::theirs);
    by.rules = rules_of_a_gate();
    circulation::block_patron block;
    block.card = "p1";
    const auto asked = next(block);
    EXPECT_EQ(ask(asked).result, verdict::done);
    EXPECT_TRUE(is_blocked("p1"));
    EXPECT_TRUE(ask(asked).patron) << "said again, and answered with what the device shows";
    EXPECT_THAT(far.blocked, ElementsAre("p1"));
    circulation::enable_patron enable;
    enable.card = "p1";
    EXPECT_EQ(ask(next(enable)).result, verdict::done);
    EXPECT_FALSE(is_blocked("p1"));
    EXPECT_THAT(far.blocked, IsEmpty());
}

TEST_F(two_books, hold_what_turns_out_to_have_been_done_there) {
    open_both(book_side::ours);
    once("CheckOutItem", manner::is_silent); // it lends, and says nothing
    EXPECT_EQ(ask(lend("i1")).result, verdict::unavailable);
    EXPECT_EQ(orders(order_state::in_doubt).size(), 1U);
    EXPECT_EQ(borrower_of("i1"), "nobody");
    run_until(here.io, [&] { return relay->line().is_up(); });
    here.clock.at += std::chrono::minutes(5);
    deliver();
    EXPECT_EQ(far.loans["i1"].card, "p1");
    EXPECT_EQ(borrower_of("i1"), "p1");
    deliver();
    EXPECT_EQ(far.done.size(), 1U);
}

TEST_F(two_books, ask_for_nothing_more_where_our_own_rules_refuse_while_the_other_side_is_away) {
    how.outbox = {config::ncip_outbox_operation::checkout};
    storage::write_and_wait(here.library.store(), [&](storage::unit_of_work& unit) {
        auto who = unit.holder_of(by.institution, "p1").value();
        who.expires_on = std::chrono::local_days(std::chrono::year(2020) / 1 / 1);
        unit.change(who);
    });
    peer.go_away();
    open_both(book_side::ours);
    EXPECT_EQ(ask(lend("i1")).result, verdict::refused);
    EXPECT_THAT(orders(order_state::ordering), IsEmpty()) << "a row that nobody could end";
    EXPECT_EQ(orders(order_state::refused).size(), 1U);
    EXPECT_THAT(reviews(), IsEmpty());
}

TEST_F(two_books, need_a_side_that_takes_what_has_happened) {
    open_both(book_side::ours, relay_stage::canary, false);
    EXPECT_EQ(ask_here(lend("i1")).result, verdict::done);
    EXPECT_THAT(orders(order_state::waiting), IsEmpty());
}

} // namespace
} // namespace circ::net::test
