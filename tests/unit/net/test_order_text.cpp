// What is kept of an operation that waits.
#include "server/net/order_text.hpp"

#include "server/circulation/trail.hpp"
#include "server/net/requests.hpp"

#include <gtest/gtest.h>

namespace circ::net::test {
namespace {

TEST(order_texts, hold_all_of_an_operation_but_its_secrets) {
    circulation::checkout what;
    what.by.terminal = storage::terminal_id{7};
    what.by.terminal_login = "kiosk \"1\"";
    what.by.institution = storage::institution_id{8};
    what.by.branch = storage::branch_id{9};
    what.by.said = storage::instant{std::chrono::hours(500'000)};
    make_posted(what.by);
    what.by.once_only_text = "11YN|";
    what.card = "29012000000010";
    what.item = "39012000000133";
    what.pin = storage::secret("4711");
    what.agreed = {.to = circulation::fee_agreement::kind::exactly, .amount = storage::money{250}};
    what.renewal_allowed = false;
    what.due_given = storage::instant{std::chrono::hours(500'100)};
    const auto text = order_text(what);
    EXPECT_EQ(text.find("4711"), std::string::npos);
    const auto again = read_order("checkout", text);
    ASSERT_TRUE(again);
    const auto& read = std::get<circulation::checkout>(*again);
    EXPECT_EQ(order_text(read), text);
    EXPECT_EQ(read.by.terminal_login, what.by.terminal_login);
    EXPECT_EQ(read.by.said, what.by.said);
    EXPECT_TRUE(is_posted(read.by)) << "without its device's rules";
    EXPECT_EQ(read.agreed.amount, what.agreed.amount);
    EXPECT_EQ(read.due_given, what.due_given);
    EXPECT_FALSE(read.renewal_allowed);
    EXPECT_FALSE(read.pin);
}

TEST(order_texts, hold_what_a_claim_to_have_happened_is_worth) {
    const auto kept = [](auto what) {
        what.by.when = circulation::timing::already_happened;
        const auto again = read_order(order_name(what), order_text(what));
        return who_asks(again.value()).when;
    };
    EXPECT_EQ(kept(circulation::checkout{}), circulation::timing::asked_now);
    EXPECT_EQ(kept(circulation::renew{}), circulation::timing::asked_now);
    EXPECT_EQ(kept(circulation::checkin{}), circulation::timing::already_happened) << "the book is here";
}

TEST(order_texts, hold_whose_loan_is_taken_back) {
    circulation::undo_checkout what;
    what.card = "29012000000010";
    const auto again = read_order("undo_checkout", order_text(what));
    ASSERT_TRUE(again);
    EXPECT_EQ(std::get<circulation::undo_checkout>(*again).card, what.card);
}

TEST(order_texts, hold_what_a_profile_says_of_money_beside_it) {
    circulation::pay_fee what;
    what.by.rules = std::make_shared<const circulation::device_rules>(
        circulation::device_rules{.payment_id_scope = circulation::id_scope::ever});
    make_posted(what.by);
    const auto again = read_order("pay_fee", order_text(what));
    ASSERT_TRUE(again);
    EXPECT_TRUE(is_posted(who_asks(*again)));
    EXPECT_EQ(who_asks(*again).rules->payment_id_scope, circulation::id_scope::ever);
}

TEST(order_texts, of_others_are_told_apart) {
    EXPECT_FALSE(read_order("checkout", "<xml/>"));
    EXPECT_FALSE(read_order("checkout", "[]"));
    EXPECT_FALSE(read_order("checkout", "{\"card\":7}"));
    EXPECT_FALSE(read_order("patron_account", "{}"));
    EXPECT_FALSE(read_answer("checkout", ""));
    EXPECT_TRUE(read_order("checkout", "{}"));
}

} // namespace
} // namespace circ::net::test
