// Our answers beside those of a library system that is only looked at.
#include "config/relay_stage_reader.hpp"
#include "server/net/switching_backend.hpp"
#include "storage/shadow_book.hpp"
#include "tests/unit/net/relayed.hpp"

#include <set>

namespace circ::net::test {
namespace {

using namespace circulation;
using config::relay_stage;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// Our own side: knows the reader p1 and the items of the other side, and lends for four weeks.
class own_library final : public backend {
public:
    explicit own_library(const set_clock& clock) : clock_(&clock) {}

    boost::asio::awaitable<any_outcome> perform(any_operation what) override {
        co_return std::visit([this](const auto& each) { return any_outcome(answer(each)); }, what);
    }

    std::map<std::string, instant> loans; ///< by barcode, all of p1
    std::map<std::string, std::string> titles{
        {"i1", "The Two Towers"}, {"i2", "Dune"}, {"i3", "Emma"}};
    std::vector<std::string> lent;
    bool refuses = false;
    bool repeats = false; ///< it has lent that before
    bool is_away = false;

private:
    template <class Operation>
    outcome_of<Operation> answer(const Operation&) {
        return {};
    }
    outcome answer(const patron_account& what) {
        outcome made;
        made.patron.emplace();
        if (what.card != "p1") {
            made.result = verdict::refused;
            return made;
        }
        made.patron->known = true;
        made.patron->name = "Reader p1";
        made.patron->counts = {0, 0, static_cast<int>(loans.size()), 0, std::nullopt, 0};
        for (const auto& [barcode, due] : loans) {
            loan_entry one;
            one.barcode = barcode;
            one.due_at = due;
            made.patron->lists.loans.push_back(one);
        }
        return made;
    }
    outcome answer(const item_details& what) {
        outcome made;
        const auto title = titles.find(what.item);
        if (title == titles.end()) {
            made.result = verdict::refused;
            return made;
        }
        made.item.emplace();
        made.item->barcode = what.item;
        made.item->title = title->second;
        const auto loan = loans.find(what.item);
        made.item->status =
            loan == loans.end() ? circulation_status::available : circulation_status::charged;
        if (loan != loans.end()) made.item->due_at = loan->second;
        return made;
    }
    loan_outcome answer(const checkout& what) {
        loan_outcome made;
        made.repeated = repeats;
        if (repeats) return made;
        if (is_away) {
            made.result = verdict::unavailable;
            return made;
        }
        if (refuses) {
            made.result = verdict::refused;
            made.reasons.push_back({.code = reason_code::too_many_loans});
            return made;
        }
        lent.push_back(what.item);
        made.due_at = clock_->now() + std::chrono::days(28);
        loans[what.item] = *made.due_at;
        return made;
    }

    const set_clock* clock_;
};

class beside_another : public a_relay {
protected:
    void begin(relay_stage stage, shadow_keeper::limits within = {}) {
        open();
        keeper.emplace(here.io.get_executor(),
                       *relay,
                       shadow_keeper::parts{here.storing, ours, here.clock, *here.log});
        both.emplace(here.io.get_executor(), ours, *here.log);
        switching_rule rule;
        rule.stage = stage;
        rule.to = &*relay;
        rule.beside = &*keeper;
        rule.within = within;
        both->set_rules({rule});
        has_ended = false;
        boost::asio::co_spawn(
            here.io, keeper->run(), [this](const std::exception_ptr&) { has_ended = true; });
    }
    void TearDown() override {
        if (keeper) keeper->close();
        a_relay::TearDown();
        run_until(here.io, [this] { return has_ended; });
    }

    template <class Operation>
    outcome_of<Operation> ask(const Operation& what) {
        any_operation asked = what;
        return std::get<outcome_of<Operation>>(
            result_of(here.io, both->perform(std::move(asked))));
    }
    void settle() {
        run_until(here.io, [&] { return keeper->is_idle(); });
    }
    patron_account account(const std::string& card = "p1") {
        patron_account made;
        made.card = card;
        return next(made);
    }
    item_details details(const std::string& barcode) {
        item_details made;
        made.item = barcode;
        return next(made);
    }
    storage::shadow_tally counted() {
        storage::shadow_tally all;
        here.storing.store().end_turn();
        here.storing.read([&](storage::reader& from) {
            for (const auto& each : storage::shadow_reader(from).sums(by.institution, storage::local_date{}))
                all += each.counted;
        });
        return all;
    }
    std::vector<storage::shadow_line> lines() {
        std::vector<storage::shadow_line> all;
        here.storing.store().end_turn();
        here.storing.read([&](storage::reader& from) {
            all = storage::shadow_reader(from).lines(by.institution, storage::local_date{});
        });
        return all;
    }
    /// The reader p1, in our own store.
    void add_reader() {
        storage::write_and_wait(here.library.store(), [this](storage::unit_of_work& in) {
            storage::patron who;
            who.id = reader = in.new_id<storage::patron_id>();
            who.institution = by.institution;
            who.branch = by.branch;
            who.category = "adult";
            who.family_name = "Reader";
            in.add(who);
            storage::card card;
            card.id = in.new_id<storage::card_id>();
            card.institution = by.institution;
            card.patron = reader;
            card.number = "p1";
            in.add(card);
        });
    }
    void add_event() {
        storage::write_and_wait(here.library.store(), [this](storage::unit_of_work& in) {
            storage::event made;
            made.id = in.new_id<storage::event_id>();
            made.institution = by.institution;
            made.at = here.clock.at;
            made.kind = "checkout";
            made.patron = reader;
            in.add(made);
        });
    }
    /// Lent there by somebody who keeps both in step.
    void lend_there(const std::string& barcode, std::chrono::days until) {
        far.loans[barcode] = {.card = "p1", .renewals = 0, .due = here.clock.at + until};
    }

    own_library ours{here.clock};
    storage::patron_id reader;
    std::optional<shadow_keeper> keeper;
    std::optional<switching_backend> both;
    bool has_ended = true; ///< what the keeper does by itself
};

TEST_F(beside_another, our_answer_is_given_before_anything_is_asked_there) {
    begin(relay_stage::shadow_decide);
    run_until(here.io, [&] { return relay->line().is_up(); });
    EXPECT_EQ(ask(lend("i1")).result, verdict::done);
    EXPECT_THAT(far.heard, IsEmpty());
    EXPECT_FALSE(keeper->is_idle());
    settle();
    EXPECT_THAT(far.heard, ElementsAre("LookupUser", "LookupItem"));
    EXPECT_EQ(counted(), storage::shadow_tally{.same = 1});
    EXPECT_THAT(lines(), IsEmpty());
}

TEST_F(beside_another, what_is_silent_there_delays_nobody) {
    begin(relay_stage::shadow_read);
    always("LookupUser", manner::is_silent);
    EXPECT_EQ(ask(account()).result, verdict::done);
    EXPECT_EQ(keeper->figures().unanswered, 0U) << "it is still waited for";
    settle();
    EXPECT_EQ(keeper->figures().unanswered, 1U);
}

TEST_F(beside_another, changes_are_not_compared_in_the_stage_that_reads) {
    begin(relay_stage::shadow_read);
    ask(lend("i1"));
    settle();
    EXPECT_THAT(far.heard, IsEmpty());
    ask(account());
    ask(details("i2"));
    settle();
    EXPECT_THAT(far.heard, ElementsAre("LookupUser", "LookupItem"));
}

/// Every operation that a rule can name, about a reader and an item.
template <class Operation>
any_operation some() {
    Operation made;
    if constexpr (requires { made.card = ""; }) made.card = "p1";
    if constexpr (requires { made.item = ""; }) made.item = "i1";
    if constexpr (requires { made.what.item = ""; }) made.what.item = "i1";
    if constexpr (requires { made.amount = money{1}; }) made.amount = money{1};
    return made;
}

TEST_F(beside_another, nothing_is_ever_ordered_there) {
    const std::vector<any_operation> all{some<patron_account>(),
                                         some<item_details>(),
                                         some<checkout>(),
                                         some<checkin>(),
                                         some<undo_checkout>(),
                                         some<undo_checkin>(),
                                         some<renew>(),
                                         some<renew_all>(),
                                         some<place_hold>(),
                                         some<change_hold>(),
                                         some<cancel_hold>(),
                                         some<pay_fee>(),
                                         some<block_patron>(),
                                         some<enable_patron>(),
                                         some<update_item_properties>(),
                                         any_operation(service_status{}),
                                         any_operation(end_patron_session{})};
    std::set<std::optional<config::relayed_operation>> named;
    for (const auto& each : all)
        named.insert(relayed_as(each));
    ASSERT_EQ(named.size(), config::choices<config::relayed_operation>.size() + 1)
        << "an operation is missing here";
    begin(relay_stage::shadow_decide, {.per_second = 1000, .queue = 1000});
    lend_there("i1", std::chrono::days(28));
    for (const bool is_told : {false, true})
        for (const auto& each : all) {
            any_operation asked = each;
            std::visit(
                [&](auto& of) {
                    of = next(of);
                    if (is_told) of.by.when = timing::already_happened;
                },
                asked);
            static_cast<void>(result_of(here.io, both->perform(std::move(asked))));
            settle();
        }
    EXPECT_THAT(far.heard, testing::Not(IsEmpty()));
    EXPECT_THAT(far.heard,
                Each(testing::AnyOf(
                    std::string("LookupUser"), std::string("LookupItem"), std::string("LookupAgency"))));
    EXPECT_THAT(far.done, IsEmpty());
    EXPECT_THAT(orders(storage::order_state::ordering), IsEmpty());
    EXPECT_THAT(orders(storage::order_state::waiting), IsEmpty());
    EXPECT_EQ(keeper->figures().unanswered, 0U);
}

TEST_F(beside_another, a_shorter_loan_there_is_a_rule_once_it_is_lent_there_too) {
    begin(relay_stage::shadow_decide);
    lend_there("i1", std::chrono::days(21));
    ask(lend("i1"));
    settle();
    ASSERT_EQ(lines().size(), 1U);
    EXPECT_EQ(lines()[0].kind.operation, "checkout");
    EXPECT_EQ(lines()[0].kind.field, "due");
    EXPECT_EQ(lines()[0].kind.cause, storage::shadow_cause::rule);
    EXPECT_EQ(lines()[0].kind.ours, "in 28 days");
    EXPECT_EQ(lines()[0].kind.theirs, "in 21 days");
}

TEST_F(beside_another, a_refusal_here_of_what_is_lent_there_is_a_rule) {
    begin(relay_stage::shadow_decide);
    ours.refuses = true;
    lend_there("i1", std::chrono::days(28));
    ask(lend("i1"));
    settle();
    ASSERT_EQ(lines().size(), 1U);
    EXPECT_EQ(lines()[0].kind.field, "result");
    EXPECT_EQ(lines()[0].kind.cause, storage::shadow_cause::rule);
    EXPECT_EQ(lines()[0].kind.ours, "refused: too many loans");
    EXPECT_EQ(lines()[0].kind.theirs, "done");
    EXPECT_EQ(counted().decided_otherwise, 1);
    EXPECT_THAT(here.told(log::event::shadow_difference), HasSubstr("rule"));
}

TEST_F(beside_another, what_differs_is_told_without_card_or_name) {
    far.titles["i2"] = "Heretics of Dune";
    begin(relay_stage::shadow_decide);
    ask(details("i2"));
    settle();
    ASSERT_EQ(lines().size(), 1U);
    EXPECT_EQ(lines()[0].kind.field, "title");
    EXPECT_EQ(lines()[0].kind.cause, storage::shadow_cause::form);
    EXPECT_EQ(lines()[0].example, "item …2: dune and heretics of dune");
}

TEST_F(beside_another, a_part_is_compared_and_the_rest_counted_as_skipped) {
    begin(relay_stage::shadow_read, {.sample = 25});
    for (int i = 0; i < 8; ++i)
        ask(account());
    ask(details("i1")); // each operation has its own share
    settle();
    EXPECT_EQ(keeper->figures().same + keeper->figures().tolerable, 2U);
    EXPECT_EQ(keeper->figures().skipped, 7U);
    ask(account()); // what was skipped is written with the next that is compared
    ask(account());
    ask(account());
    ask(account());
    settle();
    EXPECT_EQ(counted().skipped, 10);
    EXPECT_EQ(counted().compared(), 3);
}

TEST_F(beside_another, what_there_is_nothing_to_compare_of_counts_as_skipped) {
    begin(relay_stage::shadow_decide);
    run_until(here.io, [&] { return relay->line().is_up(); });
    ours.repeats = true;
    ask(lend("i2"));
    ours.repeats = false;
    ours.is_away = true;
    ask(lend("i2"));
    settle();
    EXPECT_THAT(far.heard, IsEmpty());
    EXPECT_EQ(keeper->figures().skipped, 2U);
    ours.is_away = false;
    ask(lend("i1"));
    settle();
    EXPECT_EQ(counted(), (storage::shadow_tally{.same = 1, .skipped = 2})) << "written with the next that is compared";
}

TEST_F(beside_another, no_more_are_compared_in_a_second_than_the_cap_lets) {
    begin(relay_stage::shadow_read, {.per_second = 2, .queue = 100});
    const auto now = here.clock.at;
    for (int i = 0; i < 5; ++i) {
        const auto what = account();
        here.clock.at = now;
        ask(what);
    }
    settle();
    EXPECT_EQ(keeper->figures().skipped, 3U);
    EXPECT_EQ(counted().compared(), 2);
}

TEST_F(beside_another, no_more_wait_than_there_is_room_for) {
    begin(relay_stage::shadow_read, {.per_second = 100, .queue = 2});
    run_until(here.io, [&] { return relay->line().is_up(); });
    always("LookupUser", manner::is_silent);
    for (int i = 0; i < 5; ++i)
        ask(account());
    EXPECT_GE(keeper->figures().skipped, 2U) << "one is under way, and two wait";
    settle();
}

TEST_F(beside_another, what_we_alone_have_changed_explains_other_facts) {
    begin(relay_stage::shadow_read);
    add_reader();
    ask(account());
    settle();
    EXPECT_EQ(counted().different, 0);
    ours.loans["i1"] = here.clock.at + std::chrono::days(28);
    ask(account());
    settle();
    EXPECT_EQ(counted().different, 1) << "nothing has happened here that explains it";
    add_event();
    ask(account());
    settle();
    EXPECT_EQ(counted().different, 1);
}

TEST_F(beside_another, nothing_is_asked_while_it_is_away) {
    how.breaker_failures = 1;
    begin(relay_stage::shadow_read);
    peer.go_away();
    peer.close_all();
    ask(account());
    settle();
    EXPECT_FALSE(relay->line().is_up());
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(ask(account()).result, verdict::done);
    EXPECT_EQ(keeper->figures().unanswered, 4U);
    EXPECT_TRUE(keeper->is_idle());
}

TEST_F(beside_another, the_status_is_our_own_and_is_compared) {
    begin(relay_stage::shadow_read);
    service_status status;
    EXPECT_TRUE(ask(next(status)).online);
    settle();
    EXPECT_EQ(counted().compared(), 1);
}

} // namespace
} // namespace circ::net::test
