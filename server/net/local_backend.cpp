#include "server/net/local_backend.hpp"

#include "server/circulation/scene.hpp"
#include "server/circulation/trail.hpp"
#include "server/circulation/verifier.hpp"
#include "server/net/address_key.hpp"

#include <exception>
#include <type_traits>
#include <utility>
#include <variant>

namespace circ::net {

namespace asio = boost::asio;
using namespace circulation;
using storage::store_error;
using storage::store_failure;

local_backend::local_backend(async_store& store, pin_prover& pins, seen_items& seen, const clock& clock, log::logger& log)
    : store_(&store), pins_(&pins), seen_(&seen), clock_(&clock), log_(&log),
      wrong_at_terminal_(clock), wrong_from_address_(clock) {}

void local_backend::set_rules(std::shared_ptr<const policy> policy, pin_limits limits) {
    policy_ = std::move(policy);
    pin_limits_ = limits;
}

asio::awaitable<any_outcome> local_backend::perform(any_operation what) {
    return perform_with(std::move(what), {});
}

asio::awaitable<any_outcome> local_backend::perform_with(any_operation what, along also) {
    return std::visit(
        [&](auto& operation) { return run(std::move(operation), std::move(also)); }, what);
}

namespace {

/// Operations that carry a PIN name the card it belongs to.
template <class Operation>
concept with_pin = requires(const Operation& of) {
    of.card;
    of.pin;
};

/// Whether a refusal of it is written down too, since money has been taken.
template <class Operation>
constexpr bool keeps_refusals = std::is_same_v<Operation, pay_fee>;

/// Look-ups that are worth a hop through the queue, to be shared out: all but whether there is a store.
template <class Operation>
constexpr bool is_shared = !std::is_same_v<Operation, service_status>;

/// What is told where a card is not shown to whoever has not proved its PIN: nothing but that.
template <class Operation>
outcome_of<Operation> hidden_card(reason why) {
    auto result = refused_with<outcome_of<Operation>>({std::move(why)});
    result.patron = patron_view{};
    return result;
}

/// The answer when the world failed; nothing is known to have happened.
template <class Operation>
outcome_of<Operation> unavailable() {
    outcome_of<Operation> result;
    result.result = verdict::unavailable;
    result.reasons.push_back({.code = reason_code::backend_unavailable});
    if constexpr (std::is_same_v<outcome_of<Operation>, service_outcome>) result.online = false;
    return result;
}

/// More PINs wait to be proved than can be in good time; it has been told.
struct no_proof_now {};

log::event event_of(store_failure kind) {
    switch (kind) {
    case store_failure::in_doubt: return log::event::write_in_doubt;
    case store_failure::queue_full: return log::event::store_queue_full;
    default: return log::event::store_unavailable;
    }
}

} // namespace

template <class Operation>
asio::awaitable<any_outcome> local_backend::run(Operation what, along also) {
    const std::shared_ptr<const policy> policy = policy_; // a reload must not pull it away
    // Whoever asks for the status is told of changes as well, and finds out when they are made again.
    constexpr bool asks_for_status = std::is_same_v<Operation, service_status>;
    try {
        if (asks_for_status && changes_fail_) co_await store_->try_write();
        pin_state pin = pin_state::not_needed;
        if constexpr (with_pin<Operation>) pin = co_await pin_state_of(what.by, what.card, what.pin);
        surroundings with{.rules = *policy, .now = clock_->now(), .pin = pin, .digest = {}};
        if (changes_store<Operation> && !what.by.once_only_text.empty())
            with.digest = digest_of(what.by.once_only_text, store_->store().digest_key());
        std::optional<reason> hidden;
        if constexpr (with_pin<Operation>) hidden = unproved_card_refusal(pin, *what.by.rules);
        if (hidden) with.pin = pin_state::wrong;
        outcome_of<Operation> result;
        if (!hidden || keeps_refusals<Operation>) {
            if constexpr (changes_store<Operation>) {
                storage::store::work work = [&result, &what, &with, &also](storage::unit_of_work& unit) {
                    result = circulation::perform(unit, what, with);
                    if (also) also(unit, any_outcome{result});
                };
                co_await store_->write(std::move(work));
            } else {
                async_store::look_up work = [&result, &what, &with](storage::reader& from) {
                    result = circulation::perform(from, what, with);
                };
                if constexpr (is_shared<Operation>)
                    co_await store_->look(std::move(work));
                else
                    store_->read(work);
            }
            if (changes_store<Operation> || asks_for_status || !changes_fail_) tell_recovery();
        }
        if (hidden) result = hidden_card<Operation>(std::move(*hidden));
        result.pin = pin;
        if constexpr (std::is_same_v<Operation, item_details>)
            if (what.by.rules->seen_by_look_up && result.item) seen_->note(what.by, result.item->barcode);
        co_return any_outcome{std::move(result)};
    } catch (const no_proof_now&) {
        // says nothing about the store
    } catch (const store_error& failure) {
        changes_fail_ = changes_fail_ || changes_store<Operation>;
        tell_failure(failure, what.by);
    } catch (const std::exception& unforeseen) {
        log_->write(log::event::request_failed,
                    {{"terminal", what.by.terminal_login}, {"cause", std::string_view(unforeseen.what())}});
    }
    co_return any_outcome{unavailable<Operation>()};
}

asio::awaitable<pin_state> local_backend::pin_state_of(const requester& by, const std::string& card,
                                                       const std::optional<storage::secret>& pin) {
    if (by.rules->pin == pin_rule::none || is_posted(by)) co_return pin_state::not_needed;
    const bool counts_on = by.rules->pin != pin_rule::each_request; // what was proved before
    if (counts_on && by.pin_proved_before && (!pin || pin->empty())) co_return pin_state::right;
    if (!pin) co_return pin_state::not_given;
    if (pin->empty()) co_return pin_state::empty;

    const auto patron = patron_of(by, card);
    const bool has_pin = patron && !patron->pin_verifier.empty();
    const bool locked = has_pin && is_pin_locked(*patron, clock_->now());
    if (by.rules->hides_unknown_cards && (!has_pin || locked)) co_return co_await prove_nobodys(*pin, by);
    if (!has_pin) co_return pin_state::wrong;
    if (locked) co_return pin_state::locked;
    co_return co_await prove(*patron, *pin, by);
}

std::optional<storage::patron> local_backend::patron_of(const requester& by, const std::string& card) {
    std::optional<storage::patron> patron;
    store_->read([&](storage::reader& from) { patron = from.holder_of(by.institution, card); });
    return patron;
}

asio::awaitable<pin_state> local_backend::prove(const storage::patron& whose, const storage::secret& pin,
                                                const requester& by) {
    const storage::patron_id id = whose.id;
    const pin_limits limits = pin_limits_; // the writer's thread must not look at what a reload changes
    std::optional<storage::patron> now_is;
    if (pins_->remembers(pin, whose.pin_verifier, clock_->now())) {
        now_is = whose; // looked up in this very turn
    } else {
        if (tries_used_up(by)) co_return pin_state::locked;
        const bool right = co_await hash(pin, whose.pin_verifier, by);
        // Judged as if they had come one after the other: of many at once no more learn whether they were right.
        if (tries_used_up(by)) {
            pins_->forget(pin, whose.pin_verifier);
            co_return pin_state::locked;
        }
        if (right) store_->read([&](storage::reader& from) { now_is = from.find_patron(id); });
        // It may have been given another PIN while the old one was being proved.
        if (right && (!now_is || now_is->pin_verifier != whose.pin_verifier)) co_return pin_state::wrong;
    }
    if (now_is) {
        // Of many guesses at once, those behind the one that locked the card tell nothing.
        if (is_pin_locked(*now_is, clock_->now())) co_return pin_state::locked;
        if (now_is->pin_failures > 0 || now_is->pin_locked_until) {
            storage::store::work forget = [id](storage::unit_of_work& unit) { forget_wrong_pins(unit, id); };
            co_await store_->write(std::move(forget));
        }
        if (is_from_elsewhere(now_is->pin_verifier)) co_await replace_verifier(*now_is, pin);
        co_return pin_state::right;
    }
    count_wrong_try(by);
    wrong_pin made = wrong_pin::counted;
    storage::store::work count = [&made, id, limits, now = clock_->now()](storage::unit_of_work& unit) {
        made = count_wrong_pin(unit, id, limits, now);
    };
    co_await store_->write(std::move(count));
    log_->write(made == wrong_pin::locks ? log::event::card_locked : log::event::pin_wrong,
                {{"terminal", by.terminal_login}});
    // Another system's verifier costs less than ours, and so less than a card that nobody has.
    if (by.rules->hides_unknown_cards && is_from_elsewhere(whose.pin_verifier)) co_await hash_nobodys(pin, by);
    co_return made == wrong_pin::counted ? pin_state::wrong : pin_state::locked;
}

/// A verifier that another system made gives way to one of ours, now that its PIN is known. What comes
/// in the way of that is no reason to refuse the reader: the next right PIN tries again.
asio::awaitable<void> local_backend::replace_verifier(const storage::patron& whose, const storage::secret& pin) {
    storage::secret text = pin;
    try {
        auto made = co_await pins_->make_verifier(std::move(text));
        if (!made) co_return;
        storage::store::work replace = [id = whose.id, before = whose.pin_verifier, after = std::move(*made)](storage::unit_of_work& unit) {
            circulation::replace_verifier(unit, id, before, after);
        };
        co_await store_->write(std::move(replace));
    } catch (const std::exception&) {
        // it proves its PIN as it is
    }
}

/// The same work as for the wrong PIN of a card that there is.
asio::awaitable<pin_state> local_backend::prove_nobodys(const storage::secret& pin, const requester& by) {
    if (tries_used_up(by)) co_return pin_state::locked;
    co_await hash_nobodys(pin, by);
    if (tries_used_up(by)) co_return pin_state::locked;
    count_wrong_try(by);
    storage::store::work count = [&by, now = clock_->now()](storage::unit_of_work& unit) {
        count_pin_of_nobody(unit, by, now);
    };
    co_await store_->write(std::move(count));
    log_->write(log::event::pin_wrong, {{"terminal", by.terminal_login}});
    co_return pin_state::wrong;
}

asio::awaitable<void> local_backend::hash_nobodys(const storage::secret& pin, const requester& by) {
    std::string verifier(nobodys_verifier);
    co_await hash(pin, std::move(verifier), by);
}

asio::awaitable<bool> local_backend::hash(const storage::secret& pin, std::string verifier, const requester& by) {
    const auto proved = co_await pins_->prove(pin, std::move(verifier), clock_->now());
    if (!proved) {
        log_->write(log::event::hashing_queue_full, {{"terminal", by.terminal_login}});
        throw no_proof_now();
    }
    co_return *proved;
}

std::size_t local_backend::most_tries_at(const requester& by) const {
    return by.rules->pin_tries_minute.value_or(pin_limits_.per_terminal_minute);
}

std::size_t local_backend::most_tries_from(const requester& by) const {
    return by.rules->pin_tries_address_minute.value_or(pin_limits_.per_address_minute);
}

bool local_backend::tries_used_up(const requester& by) {
    return wrong_at_terminal_.used_up(by.terminal_login, most_tries_at(by)) ||
           wrong_from_address_.used_up(address_key(by.address), most_tries_from(by));
}

void local_backend::count_wrong_try(const requester& by) {
    if (wrong_at_terminal_.count(by.terminal_login, most_tries_at(by)))
        log_->write(log::event::pin_tries_exceeded,
                    {{"of", "terminal"}, {"terminal", by.terminal_login}, {"address", by.address}});
    if (wrong_from_address_.count(address_key(by.address), most_tries_from(by)))
        log_->write(log::event::pin_tries_exceeded,
                    {{"of", "address"}, {"terminal", by.terminal_login}, {"address", by.address}});
}

void local_backend::tell_failure(const store_error& what, const requester& by) {
    if (what.failure() != store_failure::queue_full) store_was_away_ = true;
    log_->write(event_of(what.failure()), {{"terminal", by.terminal_login}, {"cause", std::string_view(what.what())}});
}

void local_backend::tell_recovery() {
    changes_fail_ = false;
    if (std::exchange(store_was_away_, false)) log_->write(log::event::store_recovered);
}

} // namespace circ::net
