#include "server/net/exchange_meters.hpp"

#include "config/choices.hpp"

namespace circ::net {

using circulation::verdict;
using metrics::metric;

namespace {

enum class ending : std::size_t { done, repeated, refused, unavailable, door };
constexpr std::array<std::string_view, 5> ending_words{"done", "repeated", "refused", "unavailable", "door"};

/// In the order of login_result::outcome.
constexpr std::array<std::string_view, 5> login_words{"accepted", "refused", "too_many_tries", "unavailable",
                                                      "draining"};
static_assert(static_cast<std::size_t>(login_result::outcome::draining) + 1 == login_words.size());

/// What every profile may send; the others are those that a profile lists.
constexpr std::string_view always_allowed[] = {"93", "99"};

ending ending_of(const circulation::outcome& how) {
    if (how.result == verdict::unavailable) return ending::unavailable;
    if (how.result != verdict::done) return ending::refused;
    return how.repeated ? ending::repeated : ending::done;
}

std::size_t place_of(std::string_view code) {
    return static_cast<std::size_t>(code[0] - '0') * 10 + static_cast<std::size_t>(code[1] - '0');
}

} // namespace

exchange_meters::exchange_meters(metrics::registry& into, terminals which) : into_(&into), which_(which) {
    for (const auto code : always_allowed) (void)of(code);
    for (const auto code : config::choices<config::request_code>) (void)of(code);
    for (std::size_t i = 0; i < refusals_.size(); ++i) {
        const std::string_view name = circulation::reason_name(static_cast<circulation::reason_code>(i));
        refusals_[i] = into.counter(metric::refusals, {name});
    }
    for (std::size_t i = 0; i < logins_.size(); ++i) logins_[i] = into.counter(metric::logins, {login_words[i]});
}

void exchange_meters::handled(std::string_view code, const circulation::outcome& how, duration took,
                              std::string_view terminal) {
    message_series& series = of(code);
    series.counts[static_cast<std::size_t>(ending_of(how))].add();
    series.took.observe(took);
    if (how.result != verdict::done)
        for (const auto& each : how.reasons) refusals_[static_cast<std::size_t>(each.code)].add();
    if (which_ == terminals::by_login) count_terminal(terminal);
}

void exchange_meters::answered_at_door(std::string_view code) {
    of(code).counts[static_cast<std::size_t>(ending::door)].add();
}

void exchange_meters::login_answered(std::string_view code, bool accepted, duration took) {
    message_series& series = of(code);
    series.counts[static_cast<std::size_t>(accepted ? ending::done : ending::refused)].add();
    series.took.observe(took);
}

void exchange_meters::logged_in(login_result::outcome how) { logins_[static_cast<std::size_t>(how)].add(); }

exchange_meters::message_series& exchange_meters::of(std::string_view code) {
    auto& place = messages_[place_of(code)];
    if (!place) place = make(code);
    return *place;
}

exchange_meters::message_series exchange_meters::make(std::string_view code) {
    message_series made;
    for (std::size_t i = 0; i < made.counts.size(); ++i)
        made.counts[i] = into_->counter(metric::requests, {code, ending_words[i]});
    made.took = into_->histogram(metric::request_seconds, {code});
    return made;
}

void exchange_meters::count_terminal(std::string_view login) {
    if (login.empty()) return;
    auto found = terminals_.find(login);
    if (found == terminals_.end())
        found = terminals_.emplace(login, into_->counter(metric::terminal_requests, {login})).first;
    found->second.add();
}

} // namespace circ::net
