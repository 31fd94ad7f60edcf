// Who performs what devices ask for.
#include "config/relay_stage_reader.hpp"
#include "server/net/switching_backend.hpp"
#include "tests/unit/net/relayed.hpp"

namespace circ::net::test {
namespace {

using circulation::verdict;
using config::relay_stage;
using config::relayed_operation;
using testing::ElementsAre;
using testing::IsEmpty;

class a_switch : public a_relay {
protected:
    a_switch() { how.breaker_failures = 1; }
    void open_switch(std::vector<switching_rule> rules) {
        open();
        for (auto& each : rules)
            if (each.stage != relay_stage::local) each.to = &*relay;
        both.emplace(here.io.get_executor(), here.performer, *here.log);
        both->set_rules(std::move(rules));
    }
    static switching_rule rule(relay_stage stage) {
        switching_rule made;
        made.stage = stage;
        return made;
    }
    template <class Operation>
    circulation::outcome_of<Operation> ask(const Operation& what) {
        circulation::any_operation asked = what;
        return std::get<circulation::outcome_of<Operation>>(
            result_of(here.io, both->perform(std::move(asked))));
    }
    [[nodiscard]] std::size_t ours() const { return here.performer.asked_by.size(); }
    void take_away() {
        peer.go_away();
        peer.close_all();
        ask(lend("i3"));
        run_until(here.io, [&] { return !relay->line().is_up(); });
    }

    std::optional<switching_backend> both;
};

TEST_F(a_switch, performs_here_what_no_rule_speaks_of) {
    open_switch({});
    EXPECT_EQ(ask(lend("i1")).result, verdict::done);
    EXPECT_EQ(ours(), 1U);
    EXPECT_THAT(far.done, IsEmpty());
}

TEST_F(a_switch, goes_by_terminal_institution_and_operation_and_the_first_rule_that_fits) {
    switching_rule other_terminal = rule(relay_stage::relay);
    other_terminal.terminals = {"kiosk7"};
    switching_rule other_institution = rule(relay_stage::relay);
    other_institution.institutions = {storage::institution_id{1}};
    switching_rule no_returns = rule(relay_stage::local);
    no_returns.operations = {relayed_operation::checkin};
    switching_rule mine = rule(relay_stage::relay);
    mine.terminals = {"kiosk"};
    mine.institutions = {by.institution};
    open_switch({other_terminal, other_institution, no_returns, mine});
    EXPECT_EQ(ask(lend("i1")).result, verdict::done);
    EXPECT_THAT(far.done, ElementsAre("CheckOutItem i1 p1"));
    EXPECT_EQ(ours(), 0U);
    EXPECT_EQ(ask(give_back("i1")).result, verdict::done);
    EXPECT_EQ(ours(), 1U);
    EXPECT_EQ(far.done.size(), 1U);
    by.terminal_login = "kiosk2";
    EXPECT_EQ(ask(lend("i2")).result, verdict::done);
    EXPECT_EQ(ours(), 2U);
}

TEST_F(a_switch, leaves_an_institution_alone_that_a_rule_before_keeps_here) {
    switching_rule kept = rule(relay_stage::local);
    kept.institutions = {by.institution};
    open_switch({kept, rule(relay_stage::canary)});
    EXPECT_EQ(ask(lend("i1")).result, verdict::done);
    EXPECT_EQ(ours(), 1U);
    EXPECT_THAT(orders(storage::order_state::waiting), IsEmpty()) << "nobody else is told of it";
}

TEST_F(a_switch, follows_a_reload_with_the_next_request) {
    open_switch({rule(relay_stage::relay)});
    EXPECT_EQ(ask(lend("i1")).result, verdict::done);
    EXPECT_EQ(far.done.size(), 1U);
    both->set_rules({});
    EXPECT_EQ(ask(lend("i2")).result, verdict::done);
    EXPECT_EQ(far.done.size(), 1U);
    EXPECT_EQ(ours(), 1U);
}

TEST_F(a_switch, serves_a_canary_itself_while_the_other_side_is_away_and_says_so_once) {
    open_switch({rule(relay_stage::canary)});
    EXPECT_EQ(ask(lend("i1")).result, verdict::done);
    EXPECT_EQ(ours(), 0U);
    take_away();
    const auto before = ours();
    EXPECT_EQ(ask(lend("i2")).result, verdict::done);
    EXPECT_EQ(ask(give_back("i2")).result, verdict::done);
    EXPECT_EQ(ours(), before + 2);
    EXPECT_EQ(here.lines->of(log::event::canary_fell_back).size(), 1U);
    EXPECT_TRUE(ask(next(circulation::service_status{})).online);
    peer.come_back();
    run_until(here.io, [&] { return relay->line().is_up(); });
    deliver();
    const auto so_far = ours(); // we are asked for the status as well
    EXPECT_EQ(ask(lend("i2")).result, verdict::done);
    EXPECT_EQ(ours(), so_far);
    EXPECT_EQ(far.times("CheckOutItem i2"), 2U) << "what was done here, and the new one";
}

TEST_F(a_switch, posts_what_it_did_in_place_of_the_other_side_once_and_in_order) {
    open_switch({rule(relay_stage::canary)});
    take_away();
    const auto first = lend("i1");
    EXPECT_EQ(ask(first).result, verdict::done);
    EXPECT_EQ(ask(first).result, verdict::done); // the device asks again
    EXPECT_EQ(ask(give_back("i1")).result, verdict::done);
    peer.come_back();
    run_until(here.io, [&] { return relay->line().is_up(); });
    const auto before = ours();
    EXPECT_EQ(ask(lend("i1", "p2")).result, verdict::done);
    EXPECT_EQ(ours(), before + 1) << "the other side does not know yet that it came back";
    deliver();
    EXPECT_THAT(far.done,
                ElementsAre("CheckOutItem i1 p1", "CheckInItem i1", "CheckOutItem i1 p2"));
    deliver();
    EXPECT_EQ(far.done.size(), 3U);
    EXPECT_TRUE(ask(first).repeated) << "known by the row";
    EXPECT_EQ(ask(give_back("i1")).result, verdict::done);
    EXPECT_EQ(far.times("CheckInItem"), 2U);
}

TEST_F(a_switch, tells_a_relayed_device_that_it_is_off_line_while_the_other_side_is_away) {
    open_switch({rule(relay_stage::relay)});
    EXPECT_TRUE(ask(next(circulation::service_status{})).online);
    take_away();
    EXPECT_FALSE(ask(next(circulation::service_status{})).online);
    EXPECT_EQ(ask(lend("i1")).result, verdict::unavailable);
    by.terminal_login = "another"; // relayed too: the rule names none
    EXPECT_FALSE(ask(next(circulation::service_status{})).online);
}

TEST_F(a_switch, tells_what_is_left_where_only_some_is_relayed) {
    switching_rule returns = rule(relay_stage::relay);
    returns.operations = {relayed_operation::checkin};
    open_switch({returns});
    peer.go_away();
    peer.close_all();
    EXPECT_EQ(ask(give_back("i1")).result, verdict::unavailable);
    run_until(here.io, [&] { return !relay->line().is_up(); });
    const auto told = ask(next(circulation::service_status{}));
    EXPECT_TRUE(told.online);
    EXPECT_TRUE(told.may_checkout);
    EXPECT_FALSE(told.may_checkin);
}

TEST_F(a_switch, lets_nobody_wait_longer_for_an_item_than_the_time_of_a_request) {
    how.budget = ms(150);
    switching_rule one = rule(relay_stage::relay);
    one.terminals = {"kiosk2"};
    open_switch({one});
    here.performer.holds_back = true;
    bool is_over = false;
    circulation::any_operation first = lend("i1"); // at a device that is served here
    boost::asio::co_spawn(
        here.io,
        both->perform(std::move(first)),
        [&](std::exception_ptr, const circulation::any_outcome&) { is_over = true; });
    run_until(here.io, [&] { return ours() == 1; });
    for (const auto* const login : {"kiosk", "kiosk2"}) {
        by.terminal_login = login;
        EXPECT_EQ(ask(lend("i1", "p2")).result, verdict::unavailable) << login;
    }
    EXPECT_FALSE(is_over);
    EXPECT_THAT(far.heard, IsEmpty());
    here.performer.release();
    run_until(here.io, [&] { return is_over; });
}

TEST_F(a_switch, counts_the_wait_for_an_item_as_time_of_the_request) {
    how.call = ms(60);
    how.budget = ms(300);
    how.breaker_failures = 1000; // else nothing more would be asked after one silence
    switching_rule one = rule(relay_stage::relay);
    one.terminals = {"kiosk2"};
    one.mirrors = false;
    open_switch({one});
    peer.behaves = [](std::size_t) { return manner::is_silent; };
    here.performer.holds_back = true;
    circulation::any_operation first = lend("i1");
    int ended = 0;
    const auto count = [&](std::exception_ptr, const circulation::any_outcome&) { ++ended; };
    boost::asio::co_spawn(here.io, both->perform(std::move(first)), count);
    run_until(here.io, [&] { return ours() == 1; });
    by.terminal_login = "kiosk2";
    circulation::any_operation second = lend("i1", "p2");
    const auto came = std::chrono::steady_clock::now();
    boost::asio::co_spawn(here.io, both->perform(std::move(second)), count);
    const auto late = came + how.budget - how.call / 2;
    run_until(here.io, [&] { return std::chrono::steady_clock::now() > late; });
    here.performer.release();
    run_until(here.io, [&] { return ended == 2; });
    EXPECT_LE(peer.heard.size(), 1U) << "no time is left for more calls without an answer";
}

TEST(relayed_operations, have_each_their_word) {
    using namespace circulation;
    const std::pair<any_operation, std::string_view> all[] = {
        {patron_account{}, "patron_account"},
        {item_details{}, "item_details"},
        {circulation::checkout{}, "checkout"},
        {circulation::checkin{}, "checkin"},
        {undo_checkout{}, "undo_checkout"},
        {undo_checkin{}, "undo_checkin"},
        {circulation::renew{}, "renew"},
        {renew_all{}, "renew_all"},
        {place_hold{}, "place_hold"},
        {change_hold{}, "change_hold"},
        {cancel_hold{}, "cancel_hold"},
        {circulation::pay_fee{}, "pay_fee"},
        {block_patron{}, "block_patron"},
        {enable_patron{}, "enable_patron"},
        {update_item_properties{}, "update_item_properties"}};
    std::vector<std::string_view> said;
    for (const auto& [what, word] : all) {
        const auto as = relayed_as(what);
        ASSERT_TRUE(as) << word;
        EXPECT_EQ(config::choices<relayed_operation>[static_cast<std::size_t>(*as)], word);
        said.push_back(word);
    }
    EXPECT_EQ(said.size(), config::choices<relayed_operation>.size());
    EXPECT_FALSE(relayed_as(service_status{}));
    EXPECT_FALSE(relayed_as(end_patron_session{}));
    EXPECT_FALSE(relayed_as(accept_item{}));
}

} // namespace
} // namespace circ::net::test
