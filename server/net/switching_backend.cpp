#include "server/net/switching_backend.hpp"

#include "server/net/order_text.hpp"
#include "server/net/requests.hpp"
#include "storage/store_error.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <type_traits>
#include <utility>

namespace circ::net {

namespace asio = boost::asio;
using namespace circulation;
using config::relay_stage;
using config::relayed_operation;

namespace {

template <class Operation>
constexpr std::optional<relayed_operation> relayed() {
    using enum relayed_operation;
    if constexpr (std::is_same_v<Operation, circulation::patron_account>)
        return relayed_operation::patron_account;
    if constexpr (std::is_same_v<Operation, circulation::item_details>)
        return relayed_operation::item_details;
    if constexpr (std::is_same_v<Operation, circulation::checkout>)
        return relayed_operation::checkout;
    if constexpr (std::is_same_v<Operation, circulation::checkin>)
        return relayed_operation::checkin;
    if constexpr (std::is_same_v<Operation, circulation::undo_checkout>)
        return relayed_operation::undo_checkout;
    if constexpr (std::is_same_v<Operation, circulation::undo_checkin>)
        return relayed_operation::undo_checkin;
    if constexpr (std::is_same_v<Operation, circulation::renew>) return relayed_operation::renew;
    if constexpr (std::is_same_v<Operation, circulation::renew_all>)
        return relayed_operation::renew_all;
    if constexpr (std::is_same_v<Operation, circulation::place_hold>)
        return relayed_operation::place_hold;
    if constexpr (std::is_same_v<Operation, circulation::change_hold>)
        return relayed_operation::change_hold;
    if constexpr (std::is_same_v<Operation, circulation::cancel_hold>)
        return relayed_operation::cancel_hold;
    if constexpr (std::is_same_v<Operation, circulation::pay_fee>)
        return relayed_operation::pay_fee;
    if constexpr (std::is_same_v<Operation, circulation::block_patron>)
        return relayed_operation::block_patron;
    if constexpr (std::is_same_v<Operation, circulation::enable_patron>)
        return relayed_operation::enable_patron;
    if constexpr (std::is_same_v<Operation, circulation::update_item_properties>)
        return relayed_operation::update_item_properties;
    return std::nullopt;
}

template <class T>
bool lets_through(const std::vector<T>& named, const T& one) {
    return named.empty() || std::ranges::find(named, one) != named.end();
}

bool fits(const switching_rule& rule, const requester& by) {
    return lets_through(rule.institutions, by.institution) &&
           lets_through(rule.terminals, by.terminal_login);
}

bool is_performed_there(relay_stage stage) {
    return stage == relay_stage::canary || stage == relay_stage::relay;
}

bool changes(const any_operation& what) {
    return std::visit([]<class Operation>(const Operation&) { return changes_store<Operation>; },
                      what);
}

/// The item that a change is about; empty: none.
std::string item_changed_by(const any_operation& what) {
    return changes(what) && !order_name(what).empty() ? subject_of(what).item : std::string();
}

/// What the device may still do, as far as 98 can say it.
struct told_flag {
    relayed_operation what;
    bool service_outcome::*flag;
};
constexpr std::array told_flags{
    told_flag{relayed_operation::checkout, &service_outcome::may_checkout},
    told_flag{relayed_operation::checkin, &service_outcome::may_checkin},
    told_flag{relayed_operation::renew, &service_outcome::may_renew},
    told_flag{relayed_operation::block_patron, &service_outcome::may_block}};

} // namespace

std::optional<relayed_operation> relayed_as(const any_operation& what) {
    return std::visit([](const auto& each) { return relayed<std::decay_t<decltype(each)>>(); },
                      what);
}

switching_backend::switching_backend(asio::any_io_executor on, backend& local, log::logger& log)
    : local_(&local), log_(&log), items_(std::move(on)) {}

void switching_backend::set_rules(std::vector<switching_rule> rules) {
    rules_ = std::move(rules);
    fallen_back_.clear();
}

const switching_rule* switching_backend::rule_for(const requester& by,
                                                  std::optional<relayed_operation> what) const {
    if (!what) return nullptr;
    const auto found = std::ranges::find_if(rules_, [&](const switching_rule& each) {
        return fits(each, by) && lets_through(each.operations, *what);
    });
    return found == rules_.end() || found->stage == relay_stage::local ? nullptr : &*found;
}

asio::awaitable<any_outcome> switching_backend::perform(any_operation what) {
    if (rules_.empty()) return local_->perform(std::move(what));
    return perform_by_rules(std::move(what));
}

asio::awaitable<any_outcome> switching_backend::perform_by_rules(any_operation what) {
    if (auto* const status = std::get_if<service_status>(&what))
        co_return co_await perform_status(std::move(*status));
    if (auto* const end = std::get_if<end_patron_session>(&what))
        co_return co_await end_session(std::move(*end));
    const auto came = std::chrono::steady_clock::now();
    const auto* const shared = sharing_rule(who_asks(what), relayed_as(what));
    if (shared == nullptr) co_return co_await perform_in_turn(std::move(what), came);
    // An item is lent and taken back in the same order at both sides; who waits for it waits within
    // the time of the request.
    std::string item = item_changed_by(what);
    const auto mine = co_await items_.take(std::move(item), shared->to->budget(came).until);
    if (!mine) co_return unavailable(what);
    co_return co_await perform_in_turn(std::move(what), came);
}

asio::awaitable<any_outcome> switching_backend::perform_in_turn(any_operation what,
                                                                time_limit came) {
    const auto* const shared = sharing_rule(who_asks(what), relayed_as(what));
    const auto* const rule = rule_by_book(what);
    // A reload must not pull them away.
    std::optional<switching_rule> partner;
    if (shared != nullptr) partner = *shared;
    const switching_rule* const with = partner ? &*partner : nullptr;
    if (rule == nullptr) co_return co_await perform_here(with, std::move(what));
    const switching_rule as_it_is = *rule;
    if (answers_here(as_it_is.stage))
        co_return co_await perform_beside(as_it_is, with, std::move(what));
    co_return co_await perform_by(as_it_is, std::move(what), came);
}

/// By our own rules; what the other side would have answered is looked at afterwards, and nobody
/// waits for it. What a change meets is gone when it is done, so that it is looked at before.
asio::awaitable<any_outcome> switching_backend::perform_beside(const switching_rule& rule,
                                                               const switching_rule* shared,
                                                               any_operation what) {
    const bool reads = shadow::is_read(what);
    const bool is_wanted = reads || rule.stage == relay_stage::shadow_decide;
    if (!is_wanted || !rule.beside->takes(what, rule.within))
        co_return co_await perform_here(shared, std::move(what));
    shadow_keeper::errand later;
    if (!reads) later.before = co_await rule.beside->look_here(what);
    later.what = what;
    later.told = co_await perform_here(shared, std::move(what));
    any_outcome told = later.told;
    rule.beside->leave(std::move(later));
    co_return told;
}

/// The status is of no operation: the first rule that compares for this device says with whom.
const switching_rule* switching_backend::comparing_rule_for(const requester& by) const {
    const auto found = std::ranges::find_if(rules_, [&](const switching_rule& each) {
        return each.beside != nullptr && fits(each, by);
    });
    return found == rules_.end() ? nullptr : &*found;
}

/// By whom an institution shares this kind of operation with us, whichever device asks. A rule that
/// takes the institution as a whole is the last that is about it.
const switching_rule*
switching_backend::sharing_rule(const requester& by, std::optional<relayed_operation> what) const {
    if (!what) return nullptr;
    const auto found = std::ranges::find_if(rules_, [&](const switching_rule& each) {
        if (!lets_through(each.institutions, by.institution)) return false;
        const bool takes_whole = each.terminals.empty() && each.operations.empty();
        return takes_whole ||
               (is_performed_there(each.stage) && lets_through(each.operations, *what));
    });
    return found == rules_.end() || answers_here(found->stage) ? nullptr : &*found;
}

/// What decides, where both sides keep a book: the one of record answers for accounts. A rule that
/// names what it is about goes before that.
const switching_rule* switching_backend::rule_by_book(const any_operation& what) const {
    const requester& by = who_asks(what);
    const auto as = relayed_as(what);
    const auto* const rule = rule_for(by, as);
    if (!as || !is_about_account(what)) return rule;
    const auto named = std::ranges::find_if(rules_, [&](const switching_rule& each) {
        return fits(each, by) && lets_through(each.operations, *as);
    });
    if (named != rules_.end() && !named->operations.empty()) return rule;
    const auto* const shared = sharing_rule(by, as);
    if (shared == nullptr) return rule;
    return shared->to->book_of_record() == book_side::theirs ? shared : nullptr;
}

asio::awaitable<any_outcome> switching_backend::perform_here(const switching_rule* shared,
                                                             any_operation what) {
    const bool is_posted = shared != nullptr && shared->mirrors && changes(what);
    if (is_posted) co_return co_await shared->to->perform_here(std::move(what));
    co_return co_await local_->perform(std::move(what));
}

/// Also as long as something we have done for this reader or item has not been posted: the other
/// side would decide without knowing of it.
bool switching_backend::is_to_fall_back(const switching_rule& rule,
                                        const any_operation& what) const {
    if (rule.stage != relay_stage::canary || !rule.mirrors) return false;
    if (!rule.to->line().is_up()) return true;
    try {
        return rule.to->has_waiting(what);
    } catch (const storage::store_error&) {
        return false; // our own side cannot do anything then
    }
}

asio::awaitable<any_outcome>
switching_backend::perform_by(const switching_rule& rule, any_operation what, time_limit came) {
    if (is_to_fall_back(rule, what)) {
        const bool is_away = !rule.to->line().is_up(); // else it only has to be told first
        if (is_away && !std::exchange(fallen_back_[rule.to], true))
            log_->write(
                log::event::canary_fell_back,
                {{"backend", rule.to->name()}, {"terminal", who_asks(what).terminal_login}});
        co_return co_await perform_here(&rule, std::move(what));
    }
    if (rule.to->line().is_up()) fallen_back_.erase(rule.to);
    co_return co_await rule.to->perform(std::move(what), came);
}

/// Each flag is told by whoever performs what it is about; on line is who can do anything at all.
asio::awaitable<any_outcome> switching_backend::perform_status(service_status what) {
    const requester by = what.by;
    if (const auto* const rule = comparing_rule_for(by); rule != nullptr && relays_of(by).empty()) {
        const switching_rule as_it_is = *rule;
        any_operation asked = std::move(what);
        co_return co_await perform_beside(as_it_is, nullptr, std::move(asked));
    }
    any_operation ours = what;
    any_outcome here = co_await local_->perform(std::move(ours));
    auto* const told = std::get_if<service_outcome>(&here);
    const auto asked = relays_of(by);
    if (told == nullptr || asked.empty()) co_return here;
    bool all_relayed_are_away = true;
    for (auto* const each : asked) {
        any_operation theirs = what;
        const any_outcome there = co_await each->perform(std::move(theirs));
        const auto* const said = std::get_if<service_outcome>(&there);
        const bool online = said != nullptr && said->result == verdict::done && said->online;
        all_relayed_are_away = all_relayed_are_away && !online;
        for (const auto& flag : told_flags) {
            const auto* const rule = rule_for(by, flag.what);
            if (rule == nullptr || rule->to != each) continue;
            const bool by_us = answers_here(rule->stage) ||
                               (rule->stage == relay_stage::canary && !online);
            if (!by_us) told->*flag.flag = told->*flag.flag && online && said->*flag.flag;
        }
    }
    // A device is on line as long as the one who lends can be asked; where that is a canary, we
    // are.
    const auto* const lending = rule_for(by, relayed_operation::checkout);
    const bool by_the_other = lending != nullptr && lending->stage == relay_stage::relay;
    if (by_the_other && all_relayed_are_away) told->online = false;
    co_return here;
}

asio::awaitable<any_outcome> switching_backend::end_session(end_patron_session what) {
    for (auto* const each : relays_of(what.by)) {
        any_operation theirs = what;
        static_cast<void>(co_await each->perform(std::move(theirs)));
    }
    any_operation ours = std::move(what);
    co_return co_await local_->perform(std::move(ours));
}

std::vector<relay_backend*> switching_backend::relays_of(const requester& by) const {
    std::vector<relay_backend*> all;
    for (const auto& each : rules_)
        if (!answers_here(each.stage) && fits(each, by) &&
            std::ranges::find(all, each.to) == all.end())
            all.push_back(each.to);
    return all;
}

} // namespace circ::net
