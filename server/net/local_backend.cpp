#include "server/net/local_backend.hpp"

#include "server/circulation/verifier.hpp"

#include <type_traits>
#include <utility>
#include <variant>

namespace circ::net {

namespace asio = boost::asio;
using namespace circulation;
using storage::store_error;
using storage::store_failure;

local_backend::local_backend(async_store& store, pin_prover& pins, seen_items& seen, const clock& clock, log::logger& log)
    : store_(&store), pins_(&pins), seen_(&seen), clock_(&clock), log_(&log) {}

void local_backend::set_rules(std::shared_ptr<const policy> policy, pin_limits limits) {
    policy_ = std::move(policy);
    pin_limits_ = limits;
}

asio::awaitable<any_outcome> local_backend::perform(any_operation what) {
    return std::visit([this](auto& operation) { return run(std::move(operation)); }, what);
}

namespace {

/// Operations that carry a PIN name the card it belongs to.
template <class Operation>
concept with_pin = requires(const Operation& of) {
    of.card;
    of.pin;
};

/// The answer when the world failed; nothing is known to have happened.
template <class Operation>
outcome_of<Operation> unavailable() {
    outcome_of<Operation> result;
    result.result = verdict::unavailable;
    result.reasons.push_back({.code = reason_code::backend_unavailable});
    if constexpr (std::is_same_v<outcome_of<Operation>, service_outcome>) result.online = false;
    return result;
}

} // namespace

template <class Operation>
asio::awaitable<any_outcome> local_backend::run(Operation what) {
    const std::shared_ptr<const policy> policy = policy_; // a reload must not pull it away
    try {
        pin_state pin = pin_state::not_needed;
        if constexpr (with_pin<Operation>) pin = co_await pin_state_of(what.by, what.card, what.pin);
        surroundings with{.rules = *policy, .now = clock_->now(), .pin = pin, .digest = {}};
        if (!what.by.once_only_text.empty())
            with.digest = digest_of(what.by.once_only_text, store_->store().digest_key());
        outcome_of<Operation> result = co_await attempt(what, with);
        result.pin = pin;
        tell_recovery();
        if constexpr (std::is_same_v<Operation, item_details>)
            if (what.by.rules->seen_by_look_up && result.item) seen_->note(what.by, result.item->barcode);
        co_return any_outcome{std::move(result)};
    } catch (const store_error& failure) {
        tell_failure(failure, what.by);
    }
    co_return any_outcome{unavailable<Operation>()};
}

template <class Operation>
asio::awaitable<outcome_of<Operation>> local_backend::attempt(const Operation& what, surroundings with) {
    outcome_of<Operation> result;
    if constexpr (changes_store<Operation>) {
        storage::store::work work = [&result, &what, &with](storage::unit_of_work& unit) {
            result = circulation::perform(unit, what, with);
        };
        co_await store_->write(std::move(work));
    } else {
        store_->read([&](storage::reader& from) { result = circulation::perform(from, what, with); });
    }
    co_return result;
}

asio::awaitable<pin_state> local_backend::pin_state_of(const requester& by, const std::string& card,
                                                       const std::optional<storage::secret>& pin) {
    if (by.rules->pin == pin_rule::none || by.when == timing::already_happened)
        co_return pin_state::not_needed;
    const bool counts_on = by.rules->pin != pin_rule::each_request; // what was proved before
    if (counts_on && by.pin_proved_before && (!pin || pin->empty())) co_return pin_state::right;
    if (!pin) co_return pin_state::not_given;
    if (pin->empty()) co_return pin_state::empty;

    std::optional<storage::patron> patron;
    store_->read([&](storage::reader& from) {
        if (const auto found = from.find_card(by.institution, card)) patron = from.find_patron(found->patron);
    });
    if (!patron || patron->pin_verifier.empty()) co_return pin_state::wrong;
    if (patron->pin_locked_until && *patron->pin_locked_until > clock_->now())
        co_return pin_state::locked;
    co_return co_await prove(*patron, *pin, by);
}

asio::awaitable<pin_state> local_backend::prove(const storage::patron& whose, const storage::secret& pin,
                                                const requester& by) {
    const storage::patron_id id = whose.id;
    const auto proved = co_await pins_->prove(pin, whose.pin_verifier, clock_->now());
    if (!proved) {
        log_->write(log::event::hashing_queue_full, {{"terminal", by.terminal_login}});
        throw store_error(store_failure::unavailable, "too many PINs are waiting to be proved");
    }
    if (*proved) {
        if (whose.pin_failures > 0 || whose.pin_locked_until) {
            storage::store::work forget = [id](storage::unit_of_work& unit) { forget_wrong_pins(unit, id); };
            co_await store_->write(std::move(forget));
        }
        co_return pin_state::right;
    }
    bool locked = false;
    storage::store::work count = [&locked, id, this](storage::unit_of_work& unit) {
        locked = count_wrong_pin(unit, id, pin_limits_, clock_->now());
    };
    co_await store_->write(std::move(count));
    log_->write(locked ? log::event::card_locked : log::event::pin_wrong,
                {{"terminal", by.terminal_login}});
    co_return locked ? pin_state::locked : pin_state::wrong;
}

void local_backend::tell_failure(const store_error& what, const requester& by) {
    store_was_away_ = true;
    const auto told = what.failure() == store_failure::in_doubt ? log::event::write_in_doubt
                                                                : log::event::store_unavailable;
    log_->write(told, {{"terminal", by.terminal_login}, {"cause", std::string_view(what.what())}});
}

void local_backend::tell_recovery() {
    if (std::exchange(store_was_away_, false)) log_->write(log::event::store_recovered);
}

} // namespace circ::net
