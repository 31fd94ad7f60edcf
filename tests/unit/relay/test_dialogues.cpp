// All cases of tests/data/relay: what is said, in which order, and what comes of it.
#include "tests/unit/relay/dialogue_case.hpp"

#include <set>

namespace circ::test {
namespace {

class every_dialogue : public testing::TestWithParam<dialogue_case> {};

TEST_P(every_dialogue, says_what_is_expected_and_ends_so) {
    const dialogue_case& of = GetParam();
    const auto settings = settings_of(of);
    relay::backend_memory memory;
    relay::session_cache session;
    auto now = noon();
    int number = 0;
    for (const act& each : of.acts) {
        SCOPED_TRACE(of.file + ".txt, case at line " + std::to_string(of.line) + ", act " +
                     std::to_string(++number));
        if (!each.wait.empty()) now += std::chrono::seconds(std::stoi(each.wait));
        const bool is_again = each.operation.has("after_doubt");
        relay::dialogue talk(
            operation_of(each, of, now),
            {.settings = settings,
             .memory = &memory,
             .session = &session,
             .now = now,
             .from = is_again ? relay::beginning::after_doubt : relay::beginning::afresh,
             .before = loans_before(each)});
        for (const exchange& said : each.exchanges) {
            const auto* call = std::get_if<relay::call>(&talk.next());
            ASSERT_NE(call, nullptr)
                << said.expected.first << " was expected; it ended with "
                << testing::PrintToString(facts_of(std::get<relay::finished>(talk.next())));
            EXPECT_EQ(difference(said.expected, *call), "");
            auto answer = reaction_of(said.answer, *call);
            if (const auto* why = std::get_if<relay::failure>(&answer))
                talk.failed(*why);
            else
                talk.answered(std::get<relay::ncip::message>(std::move(answer)));
        }
        const auto* end = std::get_if<relay::finished>(&talk.next());
        ASSERT_NE(end, nullptr) << "unexpected " << std::get<relay::call>(talk.next()).service;
        EXPECT_EQ(difference(each.outcome, *end), "");
        now += std::chrono::seconds(1);
    }
}

INSTANTIATE_TEST_SUITE_P(relay,
                         every_dialogue,
                         testing::ValuesIn(read_cases()),
                         [](const auto& one) { return name_for_test(one.param); });

TEST(relay_cases, have_names_of_their_own) {
    std::set<std::string> names;
    for (const auto& each : read_cases())
        EXPECT_TRUE(names.insert(name_for_test(each)).second) << each;
    EXPECT_GT(names.size(), 100U);
}

// ---- the same, failing at each step ----

/// The failure that stands in the place of all answers from a step on.
struct broken {
    std::size_t at = 0;
    relay::failure how{};
};

struct played {
    relay::finished end;
    std::multiset<std::string> orders; ///< services
    bool was_order = false;            ///< at the step where answers ended
};

/// One act; from the step on nobody answers.
played play(const act& what, relay::dialogue& talk, const broken& with) {
    played made;
    for (std::size_t step = 0; std::holds_alternative<relay::call>(talk.next()); ++step) {
        if (step > 60) throw std::runtime_error("it does not end");
        const auto& call = std::get<relay::call>(talk.next());
        const bool is_order = call.kind == relay::call_kind::order;
        if (is_order) made.orders.emplace(call.service);
        if (step == with.at) made.was_order = is_order;
        if (step >= with.at || step >= what.exchanges.size()) {
            talk.failed(with.how);
            continue;
        }
        auto answer = reaction_of(what.exchanges[step].answer, call);
        if (const auto* why = std::get_if<relay::failure>(&answer)) {
            talk.failed(*why);
            continue;
        }
        auto message = std::get<relay::ncip::message>(std::move(answer));
        if (is_order && !message.problems().empty())
            made.orders.erase(made.orders.find(std::string(call.service))); // it was surely not done
        talk.answered(std::move(message));
    }
    made.end = std::get<relay::finished>(talk.next());
    return made;
}

/// The last act of a case, those before it as they are written.
played play_broken(const dialogue_case& of, const broken& with) {
    const auto settings = settings_of(of);
    relay::backend_memory memory;
    relay::session_cache session;
    auto now = noon();
    played made;
    for (const act& each : of.acts) {
        if (!each.wait.empty()) now += std::chrono::seconds(std::stoi(each.wait));
        const bool is_again = each.operation.has("after_doubt");
        relay::dialogue talk(
            operation_of(each, of, now),
            {.settings = settings,
             .memory = &memory,
             .session = &session,
             .now = now,
             .from = is_again ? relay::beginning::after_doubt : relay::beginning::afresh,
             .before = loans_before(each)});
        const bool is_last = &each == &of.acts.back();
        made = play(each, talk, is_last ? with : broken{.at = 1000});
        now += std::chrono::seconds(1);
    }
    return made;
}

bool had_lost_one_before(const act& what, std::size_t at) {
    if (what.operation.has("after_doubt")) return true;
    for (std::size_t step = 0; step < at; ++step)
        if (what.exchanges[step].answer.first.starts_with("no_")) return true;
    return false;
}

/// What settings or the nature of the thing make of an order that nobody has confirmed.
bool may_end_unconfirmed(const dialogue_case& of) {
    const std::string& what = of.acts.back().operation.first;
    return what == "renew_all" || what == "block_patron" ||
           settings_of(of)->backend.accept_payment_on_journal;
}

constexpr relay::failure all_failures[] = {relay::failure::not_sent,
                                           relay::failure::no_answer,
                                           relay::failure::no_ncip,
                                           relay::failure::refused_now,
                                           relay::failure::out_of_time};

class every_broken_dialogue : public testing::TestWithParam<dialogue_case> {};

TEST_P(every_broken_dialogue,
       ends_says_nothing_twice_that_counts_twice_and_calls_nothing_done_that_is_not_told) {
    const dialogue_case& of = GetParam();
    const act& last = of.acts.back();
    for (const auto how : all_failures)
        for (std::size_t at = 0; at < last.exchanges.size(); ++at) {
            SCOPED_TRACE("from message " + std::to_string(at + 1) + " on, failure " +
                         std::to_string(static_cast<int>(how)));
            const played was = play_broken(of, {at, how});
            if (last.operation.first != "renew_all") {
                EXPECT_LE(was.orders.count("RenewItem"), 1U);
            }
            for (const auto* each : {"CheckOutItem", "CheckInItem", "RequestItem"})
                EXPECT_LE(was.orders.count(each), 2U) << each;
            if (!was.was_order || may_end_unconfirmed(of)) continue;
            const auto verdict = circulation::common(was.end.outcome).result;
            EXPECT_EQ(verdict, circulation::verdict::unavailable);
            const bool may_be_done =
                how == relay::failure::no_answer || how == relay::failure::no_ncip;
            if (may_be_done) {
                EXPECT_EQ(was.end.sure, relay::certainty::in_doubt);
            }
            if (!may_be_done && !had_lost_one_before(last, at)) {
                EXPECT_EQ(was.end.sure, relay::certainty::sure);
            }
        }
}

INSTANTIATE_TEST_SUITE_P(relay,
                         every_broken_dialogue,
                         testing::ValuesIn(read_cases()),
                         [](const auto& one) { return name_for_test(one.param); });

} // namespace
} // namespace circ::test
