#include "server/net/outbox.hpp"

#include "server/net/order_text.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <exception>
#include <utility>

namespace circ::net {

namespace asio = boost::asio;
using namespace circulation;
using storage::backend_order;
using storage::order_state;
using posting = relay_backend::posting;

namespace {

constexpr auto as_value = asio::as_tuple(asio::use_awaitable);
constexpr std::chrono::hours tidy_every{1};

bool is_time(const backend_order& of, storage::instant now) {
    return of.next_try && *of.next_try <= now;
}

} // namespace

outbox::outbox(asio::any_io_executor on,
               relay_backend& to,
               const circulation::clock& clock,
               log::logger& log,
               pace how)
    : to_(&to), clock_(&clock), log_(&log), how_(how), pause_(on), rows_(std::move(on)) {}

void outbox::close() {
    closed_ = true;
    pause_.cancel();
}

void outbox::wake() {
    has_more_ = true;
    pause_.cancel();
}

asio::awaitable<void> outbox::run() {
    while (!closed_) {
        has_more_ = false;
        co_await deliver_once();
        if (closed_) break;
        if (has_more_) continue;
        pause_.expires_after(how_.look);
        co_await pause_.async_wait(as_value);
    }
}

asio::awaitable<void> outbox::deliver_once() {
    try {
        const bool is_written = co_await to_->end_unwritten(to_->budget().until);
        if (!is_written) co_return;
        const auto now = clock_->now();
        if (now - tidied_ >= tidy_every) {
            co_await to_->book().tidy_up();
            tidied_ = now;
        }
        const progress how = co_await do_all(&order_book::next_in_doubt, &outbox::find_out);
        if (how == progress::away) co_return;
        static_cast<void>(co_await do_all(&order_book::next_to_deliver, &outbox::deliver));
    } catch (const storage::store_error& away) {
        log_->write(log::event::order_not_kept,
                    {{"backend", to_->name()}, {"cause", std::string_view(away.what())}});
    } catch (const std::exception& ours) { // the next look begins anew
        log_->write(log::event::request_failed,
                    {{"backend", to_->name()}, {"cause", std::string_view(ours.what())}});
    }
}

/// In the order in which they were made; what could not be done is not seen again in this look.
asio::awaitable<outbox::progress> outbox::do_all(next_of which, errand each) {
    for (storage::order_id seen; !closed_ && to_->line().is_up();) {
        auto next = (to_->book().*which)(seen);
        if (!next) co_return progress::go_on;
        seen = next->id;
        const progress how = co_await do_one(std::move(*next), each);
        if (how == progress::away) break;
    }
    co_return progress::away;
}

/// What fails with one alone - an error of ours, a record that cannot be written - is tried again
/// like what gets no answer, and holds up no others.
/// @throws storage::store_error when the store takes nothing
asio::awaitable<outbox::progress> outbox::do_one(backend_order what, errand each) {
    const storage::order_id which = what.id;
    const order_state was = what.state;
    const int tries = what.tries + 1;
    std::string why;
    try {
        co_return co_await (this->*each)(std::move(what));
    } catch (const std::exception& failed) {
        why = failed.what();
    }
    auto as_it_is = to_->book().find(which);
    if (!as_it_is || as_it_is->state != was) co_return progress::held_up; // somebody else's work
    as_it_is->tries = std::max(as_it_is->tries, tries);
    co_await put_off(std::move(*as_it_is), std::move(why));
    co_return progress::held_up;
}

asio::awaitable<bool> outbox::deliver_first(storage::order_subject about,
                                            time_budget within,
                                            storage::order_id before) {
    while (const auto next = to_->book().first_undelivered(about, {}, before)) {
        const bool is_hopeless = next->state == order_state::stuck || !to_->line().is_up();
        if (closed_ || is_hopeless || !within.has_half_left()) co_return false;
        storage::order_subject same{.card = next->card, .item = next->barcode};
        const bool is_its_turn = co_await deliver_first(std::move(same), within, next->id);
        if (!is_its_turn) co_return false;
        const progress how = co_await deliver_within(*next, within);
        if (how != progress::go_on) co_return false;
    }
    co_return true;
}

asio::awaitable<outbox::progress> outbox::deliver(backend_order what) {
    co_return co_await deliver_within(std::move(what), to_->budget());
}

asio::awaitable<outbox::progress> outbox::deliver_within(backend_order what, time_budget within) {
    const auto mine = co_await rows_.take(std::to_string(what.id.value), within.until);
    const auto as_it_is = to_->book().find(what.id);
    if (!mine || !as_it_is) co_return progress::held_up;
    if (as_it_is->state != order_state::waiting) co_return progress::go_on; // somebody else's work
    if (!is_time(*as_it_is, clock_->now())) co_return progress::held_up;
    what = *as_it_is;
    auto order = read_order(what.operation, what.what);
    if (!order) {
        std::string why = "it cannot be read";
        tell(log::event::outbox_stuck, what, why);
        co_await to_->book().put_off(std::move(what), std::move(why), std::nullopt);
        co_return progress::held_up;
    }
    const auto from = what.tries > 0 ? relay::beginning::after_doubt : relay::beginning::afresh;
    ++what.tries;
    std::string last_error = what.last_error;
    const auto at = what.next_try;
    co_await to_->book().put_off(
        what, std::move(last_error), at); // durable: this try may have reached them
    const any_operation asked = *order;
    auto before = read_loans_before(what.what);
    relay_backend::posted made =
        co_await to_->post(std::move(*order), from, std::move(before), within);
    switch (made.how) {
    case posting::done:
    case posting::refused:
        tell(log::event::outbox_delivered, what, {});
        co_await to_->book().done(std::move(what), *made.with);
        co_return progress::go_on;
    case posting::conflict:
        tell(log::event::outbox_conflict, what, made.why);
        co_await to_->book().conflict(std::move(what), std::move(made.why));
        co_return progress::go_on;
    case posting::away:
    case posting::later:
        co_return co_await wait_for_them(std::move(what), std::move(made));
    case posting::open:
        break;
    }
    if (!made.before.empty()) what.what = order_text(asked, made.before);
    co_await put_off(std::move(what), std::move(made.why));
    co_return progress::held_up;
}

/// Nothing has happened, so that was no try.
asio::awaitable<outbox::progress> outbox::wait_for_them(backend_order what,
                                                        relay_backend::posted made) {
    --what.tries;
    const bool is_away = made.how == posting::away;
    const auto at = clock_->now() + (is_away ? how_.look : how_.first_pause);
    co_await to_->book().put_off(std::move(what), std::move(made.why), at);
    co_return is_away ? progress::away : progress::held_up;
}

asio::awaitable<void> outbox::put_off(backend_order what, std::string why) {
    if (what.tries >= how_.most_tries) {
        std::string told = why;
        co_await to_->book().put_off(what, std::move(told), std::nullopt);
        tell(log::event::outbox_stuck, what, why);
        co_return;
    }
    const auto at = clock_->now() + how_.first_pause * what.tries;
    co_await to_->book().put_off(std::move(what), std::move(why), at);
}

namespace {

/// Money that was taken is to be booked, whatever the device was told, and a card is blocked as often
/// as it is said. All else is only looked up, since the device was told that it was not done.
bool is_said_again(const any_operation& what) {
    return std::holds_alternative<pay_fee>(what) || std::holds_alternative<block_patron>(what) ||
           std::holds_alternative<enable_patron>(what);
}

} // namespace

asio::awaitable<outbox::progress> outbox::find_out(backend_order what) {
    auto order = read_order(what.operation, what.what);
    if (!order) {
        std::string why = "it cannot be read";
        co_await to_->book().put_off(std::move(what), std::move(why), std::nullopt);
        co_return progress::go_on;
    }
    // The device may just be asking again: whoever comes second sees what the first has made of it.
    const auto mine = co_await to_->claim(*order);
    const auto as_it_is = to_->book().find(what.id);
    if (!mine || !as_it_is || as_it_is->state != order_state::in_doubt) co_return progress::go_on;
    what = *as_it_is;
    const any_operation asked = *order;
    const bool says_again = is_said_again(asked);
    const auto found =
        says_again ? order_book::finding::as_told : order_book::finding::found_out;
    auto before = read_loans_before(what.what);
    ++what.tries;
    relay_backend::posted made;
    if (says_again)
        made = co_await to_->post(
            std::move(*order), relay::beginning::after_doubt, std::move(before), to_->budget());
    else
        made = co_await to_->look_up(std::move(*order), std::move(before));
    switch (made.how) {
    case posting::done:
        tell(log::event::order_found_out, what, "done");
        co_await to_->end_in_both(std::move(what), asked, std::move(*made.with), found);
        co_return progress::go_on;
    case posting::refused:
        tell(log::event::order_found_out, what, "not done");
        co_await to_->book().refused(std::move(what));
        co_return progress::go_on;
    case posting::conflict:
        tell(log::event::outbox_conflict, what, made.why);
        co_await to_->book().conflict(std::move(what), std::move(made.why));
        co_return progress::go_on;
    case posting::away:
    case posting::later:
        co_return co_await wait_for_them(std::move(what), std::move(made));
    case posting::open:
        break;
    }
    co_await put_off(std::move(what), std::move(made.why));
    co_return progress::held_up;
}

void outbox::tell(log::event what, const backend_order& of, const std::string& why) const {
    log_->write(what,
                {{"backend", of.backend},
                 {"operation", of.operation},
                 {"order", of.id.value},
                 {"cause", why}});
}

} // namespace circ::net
