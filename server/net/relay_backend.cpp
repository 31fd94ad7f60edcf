#include "server/net/relay_backend.hpp"

#include "server/net/order_text.hpp"
#include "server/net/own_places.hpp"
#include "server/net/requests.hpp"

namespace circ::net {

namespace asio = boost::asio;
using namespace circulation;
using storage::backend_order;
using storage::order_state;
using storage::store_error;

namespace {

constexpr std::chrono::seconds status_within{2}; ///< a device that asks how we are waits no longer

/// What makes a request the same as another: empty for one that cannot come again.
std::string key_of(const requester& by) {
    if (!by.terminal || by.once_only_text.empty()) return {};
    return std::to_string(by.terminal.value) + ' ' + by.once_only_text;
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

std::string reasons_or_why(const relay::finished& end) {
    std::string all = reasons_of(end.outcome);
    return all.empty() ? why_of(end) : all;
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
    is_taking_over_ = true;
    static_cast<void>(co_await end_unwritten(budget().until));
}

/// Nothing is asked for before it is through: until then all that is being asked for is of a daemon
/// before this one.
asio::awaitable<void> relay_backend::take_over() {
    for (auto& each : book_.kept_blocks())
        memory_.put_back(each.card,
                         {.reason = std::move(each.reason),
                          .since = each.since,
                          .card_retained = each.card_retained});
    const int left = co_await book_.take_over();
    is_taking_over_ = false;
    if (left > 0) log_->write(log::event::orders_in_doubt, {{"backend", name()}, {"count", left}});
}

void relay_backend::close() {
    line_.close();
}

time_budget relay_backend::budget(time_limit began) const {
    return time_budget::of(how_->backend.budget, began);
}

asio::awaitable<any_outcome> relay_backend::perform(any_operation what) {
    return perform(std::move(what), std::chrono::steady_clock::now());
}

asio::awaitable<any_outcome> relay_backend::perform(any_operation what, time_limit came) {
    const time_budget within = budget(came);
    if (auto* const status = std::get_if<service_status>(&what))
        co_return co_await perform_status(std::move(*status));
    if (!order_name(what).empty()) co_return co_await perform_change(std::move(what), within);
    talk of(std::move(what));
    relay::finished end = co_await converse(of, within);
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

asio::awaitable<any_outcome> relay_backend::perform_change(any_operation what, time_budget within) {
    number_payment(what);
    const auto mine = co_await turns_.take(key_of(who_asks(what)), within.until);
    if (!mine) co_return unavailable(what);
    talk of(std::move(what));
    of.is_kept = true;
    const bool is_written = co_await end_unwritten(within.until);
    if (!is_written) co_return unavailable(of.what);
    try {
        of.row = book_.find_repeat(of.what);
    } catch (const store_error& away) {
        // Unable to write down what it asks for, it must not ask.
        tell_store_failure(of, away);
        co_return unavailable(of.what);
    }
    auto kept = co_await answer_of_repeat(of, within);
    if (kept) co_return std::move(*kept);
    try {
        co_return co_await order(of, within);
    } catch (...) { // something of ours; what became of an order that was sent is looked up
        relay::finished lost{.outcome = unavailable(of.what),
                             .sure = relay::certainty::in_doubt,
                             .why = relay::failure::no_answer};
        if (of.is_written) unwritten_.push_back({of, std::move(lost)});
        throw;
    }
}

asio::awaitable<any_outcome> relay_backend::order(talk& of, time_budget within) {
    const auto how = how_; // a reload must not pull it away
    try {
        const bool is_new = of.from == relay::beginning::afresh;
        any_operation asked = of.what;
        std::optional<any_outcome> kept_for_others;
        if (is_new) kept_for_others = co_await ask_our_queue(std::move(asked));
        if (kept_for_others) co_return std::move(*kept_for_others);
        if (is_new && outbox_.has_waiting(of.what)) {
            auto told = co_await wait_its_turn(of, *how, within);
            if (told) co_return std::move(*told);
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
            const bool was_refused_here = here.told && !here.is_waiting;
            if (was_refused_here && of.is_written) co_await book_.refused(*of.row);
            if (here.told) co_return std::move(*here.told);
        }
        co_await settle(of, end);
    } catch (const store_error& away) {
        // What it did stands; its row says that it is being asked for until the store takes changes
        // again, or a daemon after this one looks it up.
        tell_store_failure(of, away);
        if (of.is_written) unwritten_.push_back({of, end});
    }
    co_return std::move(end.outcome);
}

asio::awaitable<bool> relay_backend::end_unwritten(time_limit until) {
    if (!is_taking_over_ && unwritten_.empty()) co_return true;
    const auto mine = co_await turns_.take("unwritten", until);
    if (!mine) co_return false;
    try {
        if (is_taking_over_) co_await take_over();
    } catch (const store_error& away) {
        log_->write(log::event::order_not_kept,
                    {{"backend", name()}, {"cause", std::string_view(away.what())}});
        co_return false;
    }
    while (!unwritten_.empty()) {
        unwritten_end& first = unwritten_.front();
        bool is_written = co_await write_end(first);
        try {
            // All others wait for it: where the store takes changes but this one, it is in doubt.
            if (!is_written) {
                co_await store_->try_write();
                is_written = co_await write_end(first);
            }
            if (!is_written) {
                std::string why = "what became of it could not be written down";
                co_await book_.in_doubt(*first.of.row, std::move(why));
            }
        } catch (const store_error&) {
            co_return false; // told already
        }
        unwritten_.pop_front();
    }
    co_return true;
}

/// @return whether the store has taken it
asio::awaitable<bool> relay_backend::write_end(unwritten_end& what) {
    try {
        const auto row = book_.find(what.of.row->id);
        const bool is_open = row && row->state == order_state::ordering;
        if (is_open) co_await settle(what.of, what.end);
        co_return true;
    } catch (const store_error& away) {
        tell_store_failure(what.of, away);
    }
    co_return false;
}

/// Nothing overtakes an earlier change of the same reader or item: it waits behind them, or has them
/// posted first. A card in the machine's hands is blocked all the same.
/// @return what it comes to, unless it may be asked for now
asio::awaitable<std::optional<any_outcome>>
relay_backend::wait_its_turn(talk& of, const relay::relay_settings& how, time_budget within) {
    std::optional<any_outcome> told;
    if (outbox_.takes(of.what, how)) {
        outbox_door::accepted here = co_await outbox_.accept(of.what, of.row, how);
        told = std::move(here.told);
    }
    if (told) co_return told;
    bool is_first = false;
    if (post_first) is_first = co_await post_first(subject_of(of.what), within);
    if (!is_first && !std::holds_alternative<block_patron>(of.what)) told = unavailable(of.what);
    co_return told;
}

asio::awaitable<any_outcome> relay_backend::look(any_operation what) {
    co_return co_await ask_aside(std::move(what), budget());
}

asio::awaitable<any_outcome> relay_backend::ask_aside(any_operation what, time_budget within) {
    talk of(std::move(what));
    of.may = orders::none;
    of.is_aside = true;
    relay::finished end = co_await converse(of, within);
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
    with.before = of.before;
    relay::dialogue script(of.what, with);
    for (;;) {
        const relay::step& next = script.next();
        if (const auto* const end = std::get_if<relay::finished>(&next)) {
            tell_failure(of, *end);
            relay::finished told = *end;
            co_await write_blocks(of);
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
            of.stood = wanted.before;
            const bool may_go_on = co_await write_down(of, wanted.before);
            if (!may_go_on) {
                script.failed(relay::failure::refused_now);
                continue;
            }
        }
        relay_line::heard heard = co_await line_.ask(std::move(wanted), within);
        const auto* const failed = std::get_if<relay::failure>(&heard);
        if (failed == nullptr || relay::may_have_happened(*failed))
            of.was_asked = true;
        else
            of.found_nobody = true;
        if (failed != nullptr)
            script.failed(*failed);
        else
            script.answered(std::get<protocol::ncip::message>(std::move(heard)));
    }
}

/// @return whether its order may be asked for
asio::awaitable<bool> relay_backend::write_down(talk& of, std::vector<relay::loan_before> loans) {
    if (!of.is_kept || of.is_written) co_return true;
    try {
        std::optional<backend_order> before = of.row;
        of.row = co_await book_.begin(of.what, std::move(before), std::move(loans));
        of.is_written = true;
    } catch (const store_error& away) {
        tell_store_failure(of, away);
    }
    co_return of.is_written;
}

/// Blocks that stand here alone are durable before the device hears of them.
asio::awaitable<void> relay_backend::write_blocks(const talk& of) {
    auto changed = memory_.take_block_changes();
    if (changed.empty()) co_return;
    try {
        co_await book_.write_blocks(changed);
    } catch (const store_error& away) {
        tell_store_failure(of, away);
        memory_.return_block_changes(std::move(changed)); // with the next one
    }
}

asio::awaitable<void> relay_backend::settle(talk& of, relay::finished& end) {
    const auto result = common(end.outcome).result;
    if (end.conflict) { // a device has done it without us: staff has to know, also where nothing
                        // was ordered
        std::vector<relay::loan_before> unknown;
        co_await write_down(of, std::move(unknown));
        if (!of.is_written) co_return;
        std::string why = reasons_or_why(end);
        log_->write(log::event::outbox_conflict,
                    {{"backend", name()}, {"operation", of.row->operation}, {"cause", why}});
        co_await book_.conflict(*of.row, std::move(why));
        co_return;
    }
    const bool was_open = of.row && of.from == relay::beginning::after_doubt;
    if (!of.is_written && !was_open) { // nothing was asked for
        const auto* const good = std::get_if<enable_patron>(&of.what);
        if (good != nullptr && result == verdict::done) co_await book_.enabled(good->card);
        co_return;
    }
    if (end.sure == relay::certainty::in_doubt) {
        std::string why = why_of(end);
        log_->write(log::event::orders_in_doubt,
                    {{"backend", name()}, {"operation", of.row->operation}, {"cause", why}});
        co_await book_.in_doubt(*of.row, std::move(why));
    } else if (result == verdict::done) {
        any_outcome as = end.outcome;
        end.outcome =
            co_await end_done(*of.row, of.what, std::move(as), order_book::finding::as_told);
    } else if (of.is_written || (result == verdict::refused && of.was_asked)) {
        co_await book_.refused(*of.row);
    } // else nobody has said what became of it, and it stays as open as it was
}

relay_backend::posting relay_backend::posting_of(const talk& of, const relay::finished& end) {
    const auto result = common(end.outcome).result;
    const bool is_sure = end.sure == relay::certainty::sure;
    if (is_sure && result == verdict::done) return posting::done;
    if (is_sure && result == verdict::refused) return posting::conflict;
    // Where there was nothing to ask, trying again soon would only keep all others waiting.
    if (!of.was_asked) return of.found_nobody ? posting::away : posting::open;
    const bool was_unheard = end.why && relay::may_have_happened(*end.why);
    return is_sure && !was_unheard ? posting::later : posting::open;
}

asio::awaitable<relay_backend::posted> relay_backend::post(any_operation what,
                                                           relay::beginning from,
                                                           std::vector<relay::loan_before> before,
                                                           time_budget within) {
    talk of(std::move(what));
    of.from = from;
    of.before = std::move(before);
    relay::finished end = co_await converse(of, within);
    posted made;
    made.how = posting_of(of, end);
    const bool has_said_why = made.how == posting::conflict || made.how == posting::later;
    made.why = has_said_why ? reasons_or_why(end) : why_of(end);
    made.before = std::move(of.stood);
    made.with = std::move(end.outcome);
    co_return made;
}

asio::awaitable<relay_backend::posted>
relay_backend::look_up(any_operation what, std::vector<relay::loan_before> before) {
    talk of(std::move(what));
    of.before = std::move(before);
    of.from = relay::beginning::after_doubt;
    of.may = orders::none;
    relay::finished end = co_await converse(of, budget());
    posted made;
    made.how = of.wanted_to_order ? posting::refused : posting_of(of, end);
    made.why = why_of(end);
    if (made.how == posting::conflict && !of.was_asked) { // a card that has been blocked here since
        made.how = posting::open;
        made.why = reasons_or_why(end);
    }
    if (made.how == posting::conflict) made.how = posting::refused;
    made.with = std::move(end.outcome);
    co_return made;
}

void relay_backend::tell_failure(const talk& of, const relay::finished& end) const {
    if (common(end.outcome).result != verdict::unavailable || of.wanted_to_order || of.is_aside)
        return;
    const auto& by =
        std::visit([](const auto& each) -> const requester& { return each.by; }, of.what);
    log_->write(log::event::relay_failed,
                {{"backend", name()}, {"terminal", by.terminal_login}, {"cause", why_of(end)}});
}

void relay_backend::tell_store_failure(const talk& of, const store_error& why) const {
    log_->write(log::event::order_not_kept,
                {{"backend", name()},
                 {"operation", order_name(of.what)},
                 {"cause", std::string_view(why.what())}});
}

} // namespace circ::net
