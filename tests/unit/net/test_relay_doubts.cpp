// What stays open for a while, or for longer than the daemon runs: renewals of which nobody says what
// became, and cards that are blocked here alone.
#include "server/net/order_text.hpp"
#include "storage/store_error.hpp"
#include "tests/unit/net/relayed.hpp"
#include "tests/unit/net/store_over.hpp"

#include <new>

namespace circ::net::test {
namespace {

using circulation::verdict;
using storage::order_state;
using testing::ElementsAre;
using testing::IsEmpty;

class a_doubt : public a_relay {
protected:
    circulation::renew renewal(const std::string& barcode) {
        circulation::renew made;
        made.card = "p1";
        made.what.item = barcode;
        return next(made);
    }
    /// Nothing is heard of this service, nor of anything after it.
    void lose_from(const std::string& service, manner how_lost) {
        peer.treats = [tag = '<' + service + '>', how_lost, begun = false](
                          const std::string& document) mutable -> std::optional<manner> {
            const bool is_it = document.find(tag) != std::string::npos;
            begun = begun || is_it;
            if (is_it) return how_lost;
            return begun ? std::optional(manner::resets_before_reading) : std::nullopt;
        };
    }
    circulation::block_patron block(const std::string& card) {
        circulation::block_patron made;
        made.card = card;
        made.reason = "left in the machine";
        made = next(made);
        auto rules = *made.by.rules;
        rules.block_patron = circulation::block_handling::block;
        rules.may_enable_patron = true;
        made.by.rules = std::make_shared<const circulation::device_rules>(rules);
        return made;
    }
    circulation::enable_patron enable(const std::string& card) {
        circulation::enable_patron made;
        made.card = card;
        made.by = block(card).by;
        return made;
    }
    void begin_again() {
        open();
        finish(here.io, relay->start());
    }
};

TEST_F(a_doubt, about_a_renewal_ends_by_itself_when_it_was_done) {
    open();
    EXPECT_EQ(perform(lend("i1")).result, verdict::done);
    lose_from("RenewItem", manner::resets_when_read); // it renews, and says nothing
    const auto asked = renewal("i1");
    EXPECT_EQ(perform(asked).result, verdict::unavailable);
    ASSERT_EQ(orders(order_state::in_doubt).size(), 1U);
    peer.treats = {};
    begin_again(); // a daemon after this one knows it too
    deliver();
    EXPECT_THAT(orders(order_state::in_doubt), IsEmpty());
    EXPECT_EQ(far.times("RenewItem"), 1U);
    const auto again = perform(asked);
    EXPECT_TRUE(again.repeated);
    EXPECT_EQ(again.due_at, far.loans["i1"].due);
    EXPECT_EQ(far.times("RenewItem"), 1U);
}

TEST_F(a_doubt, about_a_renewal_ends_by_itself_when_it_was_not_done) {
    open();
    EXPECT_EQ(perform(lend("i1")).result, verdict::done);
    lose_from("RenewItem", manner::is_silent);
    far.refuses_all = true;
    EXPECT_EQ(perform(renewal("i1")).result, verdict::unavailable);
    far.refuses_all = false;
    peer.treats = {};
    deliver();
    EXPECT_THAT(orders(order_state::in_doubt), IsEmpty());
    EXPECT_EQ(orders(order_state::refused).size(), 1U);
    EXPECT_THAT(reviews(), IsEmpty()) << "nothing is left for staff";
    EXPECT_EQ(far.times("RenewItem"), 0U) << "it is only looked up";
}

TEST_F(a_doubt, about_a_renewal_that_was_accepted_here_ends_without_a_second_one) {
    how.outbox = {config::ncip_outbox_operation::renew};
    // It goes by its own dates: later, and sooner, than the reader was told here.
    for (const int days_left : {10, -5}) {
        far.loans["i1"] = {.card = "p1", .renewals = 0, .due = here.clock.at};
        far.loans["i1"].due += std::chrono::days(days_left);
        peer.go_away();
        peer.close_all();
        open();
        EXPECT_EQ(perform(renewal("i1")).result, verdict::done);
        peer.come_back();
        lose_from("RenewItem", manner::resets_when_read);
        deliver();
        EXPECT_EQ(orders(order_state::waiting).size(), 1U);
        peer.treats = {};
        here.clock.at += std::chrono::hours(1);
        deliver();
        EXPECT_THAT(orders(order_state::waiting), IsEmpty());
        EXPECT_EQ(far.loans["i1"].renewals, 1);
    }
}

TEST_F(a_doubt, about_all_renewals_ends_by_itself) {
    open();
    EXPECT_EQ(perform(lend("i1")).result, verdict::done);
    EXPECT_EQ(perform(lend("i2")).result, verdict::done);
    lose_from("RenewItem", manner::resets_when_read);
    circulation::renew_all all;
    all.card = "p1";
    perform(next(all));
    ASSERT_EQ(orders(order_state::in_doubt).size(), 1U);
    peer.treats = {};
    deliver();
    EXPECT_THAT(orders(order_state::in_doubt), IsEmpty());
    EXPECT_EQ(far.times("RenewItem"), 2U) << "each was said once";
}

/// Of a device whose numbers of payments are good for so long.
struct numbered {
    const char* name;
    circulation::id_scope scope;
    const char* bk;
    const char* known_as; ///< begins so
};
class doubts_about_money : public a_doubt, public testing::WithParamInterface<numbered> {};

TEST_P(doubts_about_money, book_it_once_under_the_number_that_it_had) {
    open();
    auto asked = pay("p1", 250);
    asked.transaction_id = GetParam().bk;
    auto rules = *asked.by.rules;
    rules.payment_id_scope = GetParam().scope;
    asked.by.rules = std::make_shared<const circulation::device_rules>(rules);
    lose_from("CreateUserFiscalTransaction", manner::resets_when_read);
    EXPECT_EQ(perform(asked).result, verdict::unavailable);
    asked.by.received += std::chrono::seconds(20); // it tries again, and says the same
    EXPECT_EQ(perform(asked).result, verdict::unavailable);
    peer.treats = {};
    begin_again();
    here.clock.at += std::chrono::minutes(5);
    deliver();
    EXPECT_THAT(orders(order_state::in_doubt), IsEmpty());
    ASSERT_EQ(far.payments.size(), 1U);
    EXPECT_THAT(far.payments.begin()->first, testing::StartsWith(GetParam().known_as));
    EXPECT_TRUE(perform(asked).repeated);
    EXPECT_EQ(far.payments.size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(scopes,
                         doubts_about_money,
                         testing::Values(numbered{"ever", circulation::id_scope::ever, "7", "kiosk-7"},
                                         numbered{"day", circulation::id_scope::day, "7", "kiosk-7-"},
                                         numbered{"none", circulation::id_scope::none, "7", "kiosk-"},
                                         numbered{"unnumbered", circulation::id_scope::ever, "", "kiosk-"}),
                         [](const auto& each) { return std::string(each.param.name); });

TEST_F(a_doubt, is_none_about_two_payments_of_a_device_whose_clock_stands_still) {
    open();
    auto first = pay("p1", 250);
    first.by.said = storage::instant{};
    auto second = pay("p1", 100);
    second.by.said = storage::instant{};
    EXPECT_EQ(perform(first).result, verdict::done);
    EXPECT_EQ(perform(second).result, verdict::done);
    EXPECT_EQ(far.payments.size(), 2U);
}

TEST_F(a_doubt, stays_one_when_the_same_is_accepted_here) {
    open();
    for (const bool is_known_to_the_door : {true, false}) {
        circulation::any_operation asked = pay("p1", 250);
        const auto first = std::get<circulation::pay_fee>(asked);
        auto row = result_of(here.io, relay->book().begin(asked, std::nullopt, {}));
        finish(here.io, relay->book().in_doubt(row, "its answer was lost"));
        row = orders(order_state::in_doubt).at(0);

        auto same = first;
        same.by.received += std::chrono::seconds(20);
        same.transaction_id = "a number of its own";
        const circulation::any_operation again = same;
        const circulation::any_outcome told = circulation::payment_outcome{};
        const auto before = is_known_to_the_door ? std::optional(row) : std::nullopt;
        storage::write_and_wait(here.library.store(), [&](storage::unit_of_work& unit) {
            relay->book().add_waiting(unit, again, told, before);
        });
        EXPECT_THAT(orders(order_state::in_doubt), IsEmpty());
        const auto waiting = orders(order_state::waiting);
        ASSERT_EQ(waiting.size(), 1U);
        EXPECT_EQ(waiting[0].id, row.id);
        EXPECT_EQ(waiting[0].tries, 1) << "it may have been done: it is looked for first";
        const auto kept = read_order(waiting[0].operation, waiting[0].what).value();
        EXPECT_EQ(std::get<circulation::pay_fee>(kept).transaction_id, first.transaction_id);
        EXPECT_EQ(std::get<circulation::pay_fee>(kept).by.received, first.by.received);
        deliver();
        const auto number = first.by.received.time_since_epoch().count();
        EXPECT_TRUE(far.payments.contains("kiosk-" + std::to_string(number)));
        EXPECT_THAT(orders(order_state::waiting), IsEmpty());
    }
    EXPECT_EQ(far.payments.size(), 2U);
}

TEST_F(a_doubt, about_what_another_system_was_asked_for_stays_there_when_the_same_is_accepted_here) {
    open();
    const circulation::any_operation asked = lend("i1");
    order_book another(here.storing, here.clock, "another");
    const auto row = result_of(here.io, another.begin(asked, std::nullopt, {}));
    finish(here.io, another.in_doubt(row, "its answer was lost"));
    const circulation::any_outcome told = circulation::loan_outcome{};
    storage::write_and_wait(here.library.store(), [&](storage::unit_of_work& unit) {
        relay->book().add_waiting(unit, asked, told, std::nullopt);
    });
    const auto left = orders(order_state::in_doubt);
    ASSERT_EQ(left.size(), 1U);
    EXPECT_EQ(left[0].backend, "another");
    const auto waiting = orders(order_state::waiting);
    ASSERT_EQ(waiting.size(), 1U);
    EXPECT_EQ(waiting[0].backend, "main");
    EXPECT_EQ(waiting[0].tries, 0);
}

TEST_F(a_doubt, about_a_block_is_none_at_our_devices_and_ends_there_when_the_system_is_back) {
    how.breaker_failures = 1;
    open();
    peer.go_away();
    peer.close_all();
    EXPECT_EQ(perform(block("p1")).result, verdict::done) << "blocked here";
    begin_again();
    EXPECT_EQ(perform(lend("i1")).reasons.at(0).code, circulation::reason_code::patron_blocked)
        << "also by a daemon after this one";
    peer.come_back();
    run_until(here.io, [&] { return relay->line().is_up(); });
    here.clock.at += std::chrono::minutes(5);
    deliver();
    EXPECT_THAT(far.blocked, ElementsAre("p1"));
    EXPECT_THAT(orders(order_state::in_doubt), IsEmpty());
    EXPECT_THAT(reviews(), IsEmpty());
    EXPECT_THAT(relay->book().kept_blocks(), IsEmpty()) << "it stands there";
}

TEST_F(a_doubt, about_a_block_ends_when_the_card_is_enabled) {
    how.breaker_failures = 1;
    for (const bool stands_there : {false, true}) { // else nothing has to be ordered for it
        peer.go_away();
        peer.close_all();
        open();
        EXPECT_EQ(perform(block("p1")).result, verdict::done);
        EXPECT_EQ(perform(block("p2")).result, verdict::done);
        ASSERT_EQ(orders(order_state::in_doubt).size(), 2U);
        peer.come_back();
        run_until(here.io, [&] { return relay->line().is_up(); });
        if (stands_there) far.blocked.insert("p1");
        EXPECT_EQ(perform(enable("p1")).result, verdict::done);
        EXPECT_EQ(orders(order_state::in_doubt).size(), 1U) << "of the other card";
        here.clock.at += std::chrono::minutes(5);
        deliver();
        EXPECT_THAT(far.blocked, ElementsAre("p2"));
        EXPECT_THAT(reviews(), IsEmpty());
        EXPECT_EQ(perform(lend(stands_there ? "i1" : "i2")).result, verdict::done);
        far.blocked.clear();
    }
}

TEST_F(a_doubt, about_a_loan_outlasts_a_block_of_the_card) {
    open();
    lose_from("CheckOutItem", manner::resets_when_read); // it lends, and says nothing
    const auto asked = lend("i1");
    EXPECT_EQ(perform(asked).result, verdict::unavailable);
    EXPECT_EQ(perform(block("p1")).result, verdict::done) << "blocked here";
    peer.treats = {};
    EXPECT_EQ(perform(asked).reasons.at(0).code, circulation::reason_code::patron_blocked);
    EXPECT_EQ(orders(order_state::in_doubt).size(), 2U) << "that says nothing of what was done";
    for (int i = 0; i < 2; ++i) {
        deliver();
        EXPECT_THAT(orders(order_state::refused), IsEmpty());
        here.clock.at += std::chrono::minutes(5);
    }
    EXPECT_THAT(orders(order_state::in_doubt), IsEmpty());
    EXPECT_THAT(far.done, testing::Contains("CheckOutItem i1 p1").Times(1));
    EXPECT_THAT(far.blocked, ElementsAre("p1")) << "asked for until it was answered";
    EXPECT_TRUE(perform(asked).repeated);
}

TEST_F(a_doubt, is_none_about_a_block_for_which_the_other_side_has_no_place) {
    std::erase(how.services, config::ncip_service::update_user);
    open();
    EXPECT_EQ(perform(block("p1")).result, verdict::done);
    begin_again();
    EXPECT_EQ(perform(lend("i1")).result, verdict::refused);
    EXPECT_EQ(perform(enable("p1")).result, verdict::done);
    begin_again();
    EXPECT_EQ(perform(lend("i1")).result, verdict::done) << "lifted for good";
}

TEST_F(a_doubt, about_what_failed_here_when_it_had_been_asked_for_ends_by_itself) {
    open();
    relay->line().on_answer = [this](std::chrono::microseconds) {
        if (far.heard.back() == "CheckOutItem") throw std::bad_alloc();
    };
    EXPECT_THROW(perform(lend("i1")), std::bad_alloc);
    relay->line().on_answer = {};
    deliver();
    EXPECT_THAT(orders(order_state::ordering), IsEmpty());
    EXPECT_EQ(orders(order_state::done).size(), 1U);
    EXPECT_THAT(far.done, ElementsAre("CheckOutItem i1 p1"));
}

/// Takes so many changes, and then none.
class full_store final : public store_over {
public:
    using store_over::store_over;

    void submit(work what, completion on_done) noexcept override {
        if (changes_left && (*changes_left)-- <= 0)
            return on_done(std::make_exception_ptr(
                storage::store_error(storage::store_failure::unavailable, "the disk is full")));
        store_over::submit(std::move(what), std::move(on_done));
    }
    std::optional<int> changes_left; ///< nothing: any number
};

class an_end_that_is_not_written : public a_doubt {
protected:
    void open_over_it() {
        relay.emplace(here.io.get_executor(),
                      setup(),
                      relay_backend::parts{storing, here.performer, here.clock, *here.log});
        box.emplace(here.io.get_executor(), *relay, here.clock, *here.log, outbox::pace{});
    }

    full_store store{here.library.store()};
    async_store storing{store, here.io.get_executor()};
};

TEST_F(an_end_that_is_not_written, is_written_when_the_store_takes_changes_again) {
    open_over_it();
    store.changes_left = 1; // that it is asked for
    const auto asked = lend("i1");
    EXPECT_EQ(perform(asked).result, verdict::done);
    ASSERT_EQ(orders(order_state::ordering).size(), 1U);
    deliver();
    EXPECT_EQ(orders(order_state::ordering).size(), 1U) << "it takes none yet";
    store.changes_left.reset();
    deliver();
    EXPECT_THAT(orders(order_state::ordering), IsEmpty());
    EXPECT_EQ(orders(order_state::done).size(), 1U);
    EXPECT_THAT(reviews(), IsEmpty()) << "the device was told so";
    EXPECT_TRUE(perform(asked).repeated);
    EXPECT_THAT(far.done, ElementsAre("CheckOutItem i1 p1"));
}

TEST_F(an_end_that_is_not_written, is_written_before_anything_else_is_asked_for) {
    open_over_it();
    store.changes_left = 1;
    lose_from("CheckOutItem", manner::resets_when_read);
    EXPECT_EQ(perform(lend("i1")).result, verdict::unavailable);
    peer.treats = {};
    ASSERT_EQ(orders(order_state::ordering).size(), 1U);
    EXPECT_EQ(perform(give_back("i2")).result, verdict::unavailable) << "it takes none yet";
    store.changes_left.reset();
    EXPECT_EQ(perform(lend("i2")).result, verdict::done);
    EXPECT_THAT(orders(order_state::ordering), IsEmpty());
    EXPECT_EQ(orders(order_state::in_doubt).size(), 1U);
    deliver();
    EXPECT_THAT(orders(order_state::in_doubt), IsEmpty());
    EXPECT_THAT(far.done, ElementsAre("CheckOutItem i1 p1", "CheckOutItem i2 p1"));
}

TEST_F(an_end_that_is_not_written, by_an_earlier_daemon_is_taken_over_when_it_can_be) {
    open_over_it();
    circulation::any_operation asked = lend("i1");
    static_cast<void>(result_of(here.io, relay->book().begin(asked, std::nullopt, {})));
    store.changes_left = 0; // and so the daemon is started anew
    open_over_it();
    finish(here.io, relay->start());
    ASSERT_EQ(orders(order_state::ordering).size(), 1U);
    EXPECT_EQ(perform(lend("i2")).result, verdict::unavailable) << "it could not be written down";
    store.changes_left.reset();
    deliver();
    EXPECT_THAT(orders(order_state::ordering), IsEmpty());
    EXPECT_EQ(orders(order_state::refused).size(), 1U) << "looked up, and not done";
    EXPECT_EQ(perform(lend("i2")).result, verdict::done);
}

TEST(order_texts, hold_how_the_loans_stood) {
    circulation::renew what;
    what.card = "p1";
    const std::vector<relay::loan_before> before{
        {.card = "p1", .barcode = "i1", .due_at = storage::instant(std::chrono::hours(5))}};
    const auto text = order_text(what, before);
    EXPECT_EQ(read_loans_before(text), before);
    EXPECT_EQ(std::get<circulation::renew>(read_order("renew", text).value()).card, "p1");
    EXPECT_THAT(read_loans_before(order_text(what)), IsEmpty());
    EXPECT_THAT(read_loans_before("none of ours"), IsEmpty());
}

} // namespace
} // namespace circ::net::test
