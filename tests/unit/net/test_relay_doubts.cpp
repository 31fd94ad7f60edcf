// What stays open for a while, or for longer than the daemon runs: renewals of which nobody says what
// became, and cards that are blocked here alone.
#include "server/net/order_text.hpp"
#include "tests/unit/net/relayed.hpp"

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
