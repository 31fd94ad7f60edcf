#include "server/net/relay_backend.hpp"

#include "server/net/order_text.hpp"
#include "server/net/own_places.hpp"

#include <algorithm>
#include <vector>

namespace circ::net {

namespace asio = boost::asio;
using namespace circulation;
using storage::backend_order;
using storage::order_state;
using storage::store_error;

namespace {

constexpr std::chrono::seconds status_within{2}; ///< a device that asks how we are waits no longer

requester& who_asks(any_operation& what) {
    return std::visit([](auto& each) -> requester& { return each.by; }, what);
}

any_outcome unavailable(const any_operation& what) {
    return std::visit(
        [](const auto& each) -> any_outcome {
            outcome_of<std::decay_t<decltype(each)>> made;
            made.result = verdict::unavailable;
            made.reasons.push_back({.code = reason_code::backend_unavailable});
            return made;
        },
        what);
}

/// What makes a request the same as another: empty for one that cannot come again.
std::string key_of(const requester& by) {
    if (!by.terminal || by.once_only_text.empty()) return {};
    return std::to_string(by.terminal.value) + ' ' + by.once_only_text;
}

/// A payment without a number gets one that its repeats bear too: it is what the other side knows
/// it by.
void number_payment(any_operation& what) {
    auto* const payment = std::get_if<pay_fee>(&what);
    if (payment == nullptr || !payment->transaction_id.empty() || payment->reference) return;
    const instant at = payment->by.said.value_or(payment->by.received);
    payment->transaction_id =
        payment->by.terminal_login + '-' + std::to_string(at.time_since_epoch().count());
}

std::string_view name_of(relay::failure why) {
    switch (why) {
    case relay::failure::not_sent:
        return "not_sent";
    case relay::failure::no_answer:
        return "no_answer";
    case relay::failure::no_ncip:
        return "no_ncip";
    case relay::failure::refused_now:
        return "refused_now";
    case relay::failure::out_of_time:
        return "out_of_time";
    }
    return "";
}

std::string why_of(const relay::finished& end) {
    return std::string(end.why ? name_of(*end.why) : "refused");
}

void name_places(relay::finished& in, async_store& store, storage::institution_id of) {
    try {
        store.read([&](storage::reader& from) { name_own_places(in.outcome, from, of); });
    } catch (const store_error&) {
        // They keep their names: the answer matters more, and whoever writes next tells of the store.
    }
}

std::string reasons_of(const any_outcome& of) {
    std::string all;
    for (const auto& each : common(of).reasons)
        all.append(all.empty() ? "" : " ").append(reason_name(each.code));
    return all;
}

std::string reasons_of(const relay::finished& end) {
    std::string all = reasons_of(end.outcome);
    return all.empty() ? why_of(end) : all;
}

struct only_foreseen {};

bool may_take_from_others(const any_operation& what) {
    return std::holds_alternative<checkout>(what) || std::holds_alternative<renew>(what);
}

/// The PIN is for whoever performs it to prove.
void to_be_foreseen(any_operation& what) {
    std::visit(
        [](auto& each) {
            auto rules = *each.by.rules;
            rules.pin = pin_rule::none;
            rules.offline_ok = false;
            each.by.rules = std::make_shared<const device_rules>(std::move(rules));
            if constexpr (requires { each.pin; }) each.pin.reset();
        },
        what);
}

bool is_kept_for_others(const any_outcome& ours) {
    using enum reason_code;
    const auto& of = common(ours);
    return of.result == verdict::refused &&
           std::ranges::any_of(of.reasons, [](const reason& each) {
               return each.code == item_trapped_for_other || each.code == item_held_by_other ||
                      each.code == item_queued_for_other || each.code == renewal_queued;
           });
}

} // namespace

relay_backend::relay_backend(asio::any_io_executor on, relay_setup how, parts with)
    : on_(on), line_(std::move(on), std::move(how.line), with.log), how_(std::move(how.dialogues)),
      store_(&with.store), local_(&with.local), clock_(&with.clock), log_(&with.log),
      book_(with.store, with.clock, how_->backend.name),
      outbox_(with.store, with.local, with.clock, book_), turns_(on_) {}

void relay_backend::set(relay_setup how) {
    line_.set(std::move(how.line));
    how_ = std::move(how.dialogues);
    memory_.raise_all();
}

asio::awaitable<void> relay_backend::start() {
    line_.start();
    try {
        const int left = co_await book_.take_over();
        if (left > 0)
            log_->write(log::event::orders_in_doubt, {{"backend", name()}, {"count", left}});
    } catch (const store_error& away) {
        log_->write(log::event::order_not_kept,
                    {{"backend", name()}, {"cause", std::string_view(away.what())}});
    }
}

void relay_backend::close() {
    line_.close();
}

time_budget relay_backend::budget() const {
    return time_budget::of(how_->backend.budget);
}

asio::awaitable<any_outcome> relay_backend::perform(any_operation what) {
    if (auto* const status = std::get_if<service_status>(&what))
        co_return co_await perform_status(std::move(*status));
    if (!order_name(what).empty()) co_return co_await perform_change(std::move(what));
    talk of(std::move(what));
    relay::finished end = co_await converse(of, budget());
    co_return std::move(end.outcome);
}

/// What a device may do now: all that the other side offers, or what is accepted here while it is
/// away.
asio::awaitable<any_outcome> relay_backend::perform_status(service_status what) {
    any_operation ours = what;
    const any_outcome here = co_await local_->perform(std::move(ours));
    const bool up = co_await line_.examine(std::chrono::steady_clock::now() + status_within);
    talk of{any_operation(std::move(what))};
    relay::finished end = co_await converse(of, budget());
    auto* const told = std::get_if<service_outcome>(&end.outcome);
    const auto* const kept = std::get_if<service_outcome>(&here);
    if (told == nullptr || kept == nullptr) co_return std::move(end.outcome);
    const bool can_be_written = kept->result == verdict::done && kept->online;
    if (!up && can_be_written) outbox_.limit(*told, *how_);
    told->online = told->online && can_be_written && (up || outbox_.takes_anything(*how_));
    co_return std::move(end.outcome);
}

asio::awaitable<std::unique_ptr<turns::turn>> relay_backend::claim(const any_operation& what) {
    any_operation copy = what;
    return turns_.take(key_of(who_asks(copy)), budget().until);
}

asio::awaitable<any_outcome> relay_backend::perform_change(any_operation what) {
    const time_budget within = budget();
    number_payment(what);
    const auto mine = co_await turns_.take(key_of(who_asks(what)), within.until);
    if (!mine) co_return unavailable(what);
    talk of(std::move(what));
    of.is_kept = true;
    try {
        of.row = book_.find_repeat(of.what);
    } catch (const store_error& away) {
        // Unable to write down what it asks for, it must not ask.
        tell_store_failure(of, away);
        co_return unavailable(of.what);
    }
    if (of.row) {
        if (auto kept = kept_answer(*of.row)) co_return std::move(*kept);
        const bool open =
            of.row->state == order_state::ordering || of.row->state == order_state::in_doubt;
        if (open) of.from = relay::beginning::after_doubt;
    }
    co_return co_await order(of, within);
}

/// Where ours is the book of record, it alone knows for whom an item is kept: what our rules refuse
/// for the sake of others is not asked for there. They decide in a unit of work that is undone.
/// @return the refusal
asio::awaitable<std::optional<any_outcome>> relay_backend::ask_our_queue(any_operation what) {
    std::optional<any_outcome> refusal;
    if (book_of_record() == book_side::theirs || !may_take_from_others(what)) co_return refusal;
    bool knows = false;
    store_->read([&](storage::reader& here) { knows = is_known(here, what); });
    if (!knows) co_return refusal;
    to_be_foreseen(what);
    own_backend::along also = [&](storage::unit_of_work&, const any_outcome& ours) {
        if (is_kept_for_others(ours)) refusal = ours;
        throw only_foreseen{};
    };
    try {
        static_cast<void>(co_await local_->perform_with(std::move(what), std::move(also)));
    } catch (const only_foreseen&) {
        // that is how nothing of it stays
    }
    co_return refusal;
}

/// What was told before, of an order that is done or has been accepted here.
std::optional<any_outcome> relay_backend::kept_answer(const backend_order& of) const {
    if (of.state == order_state::ordering || of.state == order_state::in_doubt ||
        of.state == order_state::refused)
        return std::nullopt;
    return read_answer(of.operation, of.answer);
}

asio::awaitable<any_outcome> relay_backend::order(talk& of, time_budget within) {
    const auto how = how_; // a reload must not pull it away
    try {
        const bool is_new = of.from == relay::beginning::afresh;
        any_operation asked = of.what;
        std::optional<any_outcome> kept_for_others;
        if (is_new) kept_for_others = co_await ask_our_queue(std::move(asked));
        if (kept_for_others) co_return std::move(*kept_for_others);
        const bool overtakes = is_new && outbox_.has_waiting(of.what);
        if (overtakes && outbox_.takes(of.what, *how)) {
            outbox_door::accepted here = co_await outbox_.accept(of.what, of.row, *how);
            if (here.told) co_return std::move(*here.told);
        }
    } catch (const store_error& away) {
        tell_store_failure(of, away);
        co_return unavailable(of.what);
    }
    relay::finished end = co_await converse(of, within);
    try {
        if (outbox_.may_take(of.what, end, *how)) {
            outbox_door::accepted here = co_await outbox_.accept(of.what, of.row, *how);
            if (here.is_waiting)
                log_->write(log::event::outbox_accepted,
                            {{"backend", name()},
                             {"operation", order_name(of.what)},
                             {"terminal", who_asks(of.what).terminal_login}});
            if (here.told) co_return std::move(*here.told);
        }
        co_await settle(of, end);
    } catch (const store_error& away) {
        // What it did stands; its row says that it is being asked for, and so it is looked up when
        // it comes again.
        tell_store_failure(of, away);
    }
    co_return std::move(end.outcome);
}

asio::awaitable<any_outcome> relay_backend::look(any_operation what) {
    talk of(std::move(what));
    of.may = orders::none;
    of.is_aside = true;
    relay::finished end = co_await converse(of, budget());
    co_return std::move(end.outcome);
}

/// Nobody else's: what is asked beside the devices is to be what is there now.
relay_sessions::lent relay_backend::session_of(talk& of) {
    if (of.is_aside) return {std::make_shared<relay::session_cache>(), nullptr};
    return sessions_.of(who_asks(of.what));
}

asio::awaitable<relay::finished> relay_backend::converse(talk& of, time_budget within) {
    const relay_sessions::lent session = session_of(of);
    relay::circumstances with;
    with.settings = how_;
    with.memory = &memory_;
    with.session = session.get();
    with.now = clock_->now();
    with.from = of.from;
    relay::dialogue script(of.what, with);
    for (;;) {
        const relay::step& next = script.next();
        if (const auto* const end = std::get_if<relay::finished>(&next)) {
            tell_failure(of, *end);
            relay::finished told = *end;
            name_places(told, *store_, who_asks(of.what).institution);
            co_return told;
        }
        relay::call wanted = std::get<relay::call>(next);
        if (wanted.kind == relay::call_kind::order) {
            if (of.may == orders::none) {
                of.wanted_to_order = true;
                script.failed(relay::failure::refused_now);
                continue;
            }
            const bool may_go_on = co_await write_down(of);
            if (!may_go_on) {
                script.failed(relay::failure::refused_now);
                continue;
            }
        }
        relay_line::heard heard = co_await line_.ask(std::move(wanted), within);
        if (auto* const answer = std::get_if<protocol::ncip::message>(&heard))
            script.answered(std::move(*answer));
        else
            script.failed(std::get<relay::failure>(heard));
    }
}

/// @return whether its order may be asked for
asio::awaitable<bool> relay_backend::write_down(talk& of) {
    if (!of.is_kept || of.is_written) co_return true;
    try {
        std::optional<backend_order> before = of.row;
        of.row = co_await book_.begin(of.what, std::move(before));
        of.is_written = true;
    } catch (const store_error& away) {
        tell_store_failure(of, away);
    }
    co_return of.is_written;
}

asio::awaitable<void> relay_backend::settle(talk& of, relay::finished& end) {
    const auto result = common(end.outcome).result;
    if (end.conflict) { // a device has done it without us: staff has to know, also where nothing
                        // was ordered
        co_await write_down(of);
        if (!of.is_written) co_return;
        std::string why = reasons_of(end);
        log_->write(log::event::outbox_conflict,
                    {{"backend", name()}, {"operation", of.row->operation}, {"cause", why}});
        co_await book_.conflict(*of.row, std::move(why));
        co_return;
    }
    const bool was_open = of.row && of.from == relay::beginning::after_doubt;
    if (!of.is_written && !was_open) co_return; // nothing was asked for
    if (end.sure == relay::certainty::in_doubt) {
        std::string why = why_of(end);
        log_->write(log::event::orders_in_doubt,
                    {{"backend", name()}, {"operation", of.row->operation}, {"cause", why}});
        co_await book_.in_doubt(*of.row, std::move(why));
    } else if (result == verdict::done) {
        co_await end_done(*of.row, of.what, end.outcome, order_book::finding::as_told);
    } else if (of.is_written || result == verdict::refused) {
        co_await book_.refused(*of.row);
    } // else it could not be looked up either, and stays as open as it was
}

namespace {

relay_backend::posting posting_of(const relay::finished& end) {
    using posting = relay_backend::posting;
    if (end.sure == relay::certainty::in_doubt) return posting::open;
    switch (common(end.outcome).result) {
    case verdict::done:
        return posting::done;
    case verdict::refused:
        return posting::conflict;
    case verdict::unavailable:
        break;
    }
    return posting::away;
}

} // namespace

asio::awaitable<relay_backend::posted> relay_backend::post(any_operation what,
                                                           relay::beginning from) {
    talk of(std::move(what));
    of.from = from;
    relay::finished end = co_await converse(of, budget());
    posted made;
    made.how = posting_of(end);
    made.why = made.how == posting::conflict ? reasons_of(end) : why_of(end);
    made.with = std::move(end.outcome);
    co_return made;
}

asio::awaitable<relay_backend::posted> relay_backend::look_up(any_operation what) {
    talk of(std::move(what));
    of.from = relay::beginning::after_doubt;
    of.may = orders::none;
    relay::finished end = co_await converse(of, budget());
    posted made;
    made.how = of.wanted_to_order ? posting::refused : posting_of(end);
    if (made.how == posting::conflict) made.how = posting::refused;
    made.why = why_of(end);
    made.with = std::move(end.outcome);
    co_return made;
}

/// What our own store knows of is written into it in the transaction that ends the row. Where that
/// cannot be, the row stays as it is: the order is looked up, and ended the same way.
asio::awaitable<void> relay_backend::end_done(backend_order of,
                                              const any_operation& what,
                                              any_outcome& with,
                                              order_book::finding how) {
    const book_side book = book_of_record();
    auto ours_too = to_post_here(what, with, book);
    store_->read([&](storage::reader& here) {
        std::erase_if(ours_too, [&](const auto& each) { return !is_known(here, each); });
    });
    if (ours_too.empty()) {
        if (how == order_book::finding::as_told) co_await book_.done(std::move(of), with);
        if (how == order_book::finding::found_out) co_await book_.found_done(std::move(of), with);
        co_return;
    }
    any_outcome told = with;
    for (auto& each : ours_too) {
        const bool is_last = &each == &ours_too.back();
        own_backend::along also = [&](storage::unit_of_work& unit, const any_outcome& ours) {
            told = with;
            if (book == book_side::ours) take_over_route(told, ours);
            if (common(ours).result == verdict::refused)
                review_refused(unit, each, ours, clock_->now());
            if (is_last) book_.end(unit, of, told, how);
        };
        any_operation here = each;
        const any_outcome ours = co_await local_->perform_with(std::move(here), std::move(also));
        if (common(ours).result == verdict::unavailable)
            throw store_error(storage::store_failure::unavailable,
                              "it could not be posted into our own store");
        if (common(ours).result == verdict::refused) tell_not_posted(each, ours);
    }
    with = std::move(told);
}

asio::awaitable<void> relay_backend::end_found_done(backend_order of,
                                                    const any_operation& what,
                                                    any_outcome with) {
    co_await end_done(std::move(of), what, with, order_book::finding::found_out);
}

asio::awaitable<any_outcome> relay_backend::perform_here(any_operation what) {
    if (order_name(what).empty()) co_return co_await local_->perform(std::move(what));
    number_payment(what);
    const book_side book = book_of_record();
    if (book == book_side::theirs) {
        requester& by = who_asks(what);
        by.rules = without_the_book(*by.rules);
    }
    bool waits = false;
    own_backend::along also = [&](storage::unit_of_work& unit, const any_outcome& told) {
        if (common(told).repeated) return; // it waits already, or has been posted
        const auto later = to_post_there(what, told, book);
        for (const auto& each : later)
            book_.add_waiting(unit, each, told, std::nullopt);
        waits = !later.empty();
    };
    any_operation here = what;
    any_outcome told = co_await local_->perform_with(std::move(here), std::move(also));
    if (waits && on_waiting) on_waiting();
    co_return told;
}

void relay_backend::tell_failure(const talk& of, const relay::finished& end) const {
    if (common(end.outcome).result != verdict::unavailable || of.wanted_to_order || of.is_aside)
        return;
    const auto& by =
        std::visit([](const auto& each) -> const requester& { return each.by; }, of.what);
    log_->write(log::event::relay_failed,
                {{"backend", name()}, {"terminal", by.terminal_login}, {"cause", why_of(end)}});
}

void relay_backend::tell_not_posted(const any_operation& what, const any_outcome& refused) const {
    log_->write(log::event::not_posted_here,
                {{"backend", name()},
                 {"operation", order_name(what)},
                 {"cause", reasons_of(refused)}});
}

void relay_backend::tell_store_failure(const talk& of, const store_error& why) const {
    log_->write(log::event::order_not_kept,
                {{"backend", name()},
                 {"operation", order_name(of.what)},
                 {"cause", std::string_view(why.what())}});
}

} // namespace circ::net
