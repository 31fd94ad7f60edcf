#include "server/net/relay_line.hpp"

#include "protocol/ncip/parse.hpp"
#include "protocol/ncip/serialize.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <exception>
#include <utility>

namespace circ::net {

namespace asio = boost::asio;
namespace ncip = protocol::ncip;
using relay::failure;

namespace {

constexpr auto as_value = asio::as_tuple(asio::use_awaitable);

failure failure_of(exchange_end how) {
    switch (how) {
    case exchange_end::refused_here:
        return failure::refused_now;
    case exchange_end::out_of_time:
        return failure::out_of_time;
    case exchange_end::not_sent:
        return failure::not_sent;
    case exchange_end::unreadable:
        return failure::no_ncip;
    case exchange_end::no_answer:
    case exchange_end::answered:
        break;
    }
    return failure::no_answer;
}

std::string_view name_of(failure why) {
    switch (why) {
    case failure::not_sent:
        return "it cannot be reached";
    case failure::no_answer:
        return "it does not answer";
    case failure::no_ncip:
        return "what it answers is no NCIP";
    case failure::refused_now:
        return "too many requests wait";
    case failure::out_of_time:
        return "no connection became free";
    }
    return "";
}

bool may_be_sent_again(relay::call_kind what, failure after) {
    if (after == failure::not_sent) return true;
    return what == relay::call_kind::look_up &&
           (after == failure::no_answer || after == failure::no_ncip);
}

} // namespace

relay_line::relay_line(asio::any_io_executor on, line_settings how, log::logger& log)
    : on_(on), how_(std::move(how)), log_(&log), pool_(on, how_.target, how_.pool),
      breaker_(how_.breaker_failures), pause_(std::move(on)) {}

void relay_line::set(line_settings how) {
    how_ = std::move(how);
    pool_.set(how_.target, how_.pool);
    breaker_.set_failures(how_.breaker_failures);
    if (breaker_.is_open()) pause_.cancel(); // it may be another place now: look at once
}

asio::awaitable<relay_line::heard> relay_line::ask(relay::call what, time_budget within) {
    const auto now = std::chrono::steady_clock::now();
    if (now >= within.until) co_return heard(failure::out_of_time);
    heard result = co_await ask_once(what.message, std::min(within.until, now + how_.call));
    const auto* const failed = std::get_if<failure>(&result);
    if (failed == nullptr || !may_be_sent_again(what.kind, *failed) || !within.has_half_left() ||
        !is_up())
        co_return result;
    ++figures_.again;
    const auto later = std::chrono::steady_clock::now();
    heard second = co_await ask_once(what.message, std::min(within.until, later + how_.call));
    co_return second;
}

asio::awaitable<relay_line::heard> relay_line::ask_once(const ncip::message& what,
                                                        time_limit until) {
    if (breaker_.is_open() || closed_) {
        ++figures_.calls[static_cast<std::size_t>(exchange_end::refused_here)];
        co_return heard(failure::refused_now);
    }
    std::string document = ncip::serialize(what, how_.dialect);
    const auto began = std::chrono::steady_clock::now();
    exchange came = co_await pool_.ask(std::move(document), until);
    if (came.how == exchange_end::answered && on_answer)
        on_answer(std::chrono::duration_cast<std::chrono::microseconds>(
            std::chrono::steady_clock::now() - began));
    co_return judged(std::move(came));
}

relay_line::heard relay_line::judged(exchange what) {
    ++figures_.calls[static_cast<std::size_t>(what.how)];
    if (what.how == exchange_end::refused_here || what.how == exchange_end::out_of_time)
        return failure_of(what.how); // it was not asked
    if (what.how != exchange_end::answered) {
        note(false, what.why);
        return failure_of(what.how);
    }
    auto read = ncip::parse(what.body, how_.dialect);
    if (auto* const message = std::get_if<ncip::message>(&read)) {
        note(true, {});
        return std::move(*message);
    }
    ++figures_.no_ncip;
    note(false, "HTTP " + std::to_string(what.status) + " without an NCIP message");
    return failure::no_ncip;
}

void relay_line::note(bool was_heard, const std::string& why) {
    if (was_heard) last_heard_ = std::chrono::steady_clock::now();
    switch (was_heard ? breaker_.heard() : breaker_.failed()) {
    case circuit_breaker::change::none:
        return;
    case circuit_breaker::change::opened:
        log_->write(log::event::backend_away, {{"backend", how_.name}, {"cause", why}});
        start();
        return;
    case circuit_breaker::change::closed:
        log_->write(log::event::backend_back, {{"backend", how_.name}});
        return;
    }
}

void relay_line::start() {
    if (closed_ || std::exchange(asking_, true)) return;
    asio::co_spawn(on_, keep_asking(), asio::detached);
}

/// One question at a time, so that the others need not find out; ends as soon as it has been heard.
asio::awaitable<void> relay_line::keep_asking() {
    while (!closed_) {
        const auto asked = how_.target;
        auto why = failure::refused_now;
        try {
            std::string document = ncip::serialize(how_.question, how_.dialect);
            exchange came = co_await pool_.ask(std::move(document),
                                               std::chrono::steady_clock::now() + how_.call);
            const heard said = judged(std::move(came));
            const auto* const failed = std::get_if<failure>(&said);
            if (failed == nullptr) break;
            why = *failed;
        } catch (const std::exception& ours) { // nobody else asks: it is asked again like any other
            log_->write(log::event::request_failed,
                        {{"backend", how_.name}, {"cause", std::string_view(ours.what())}});
        }
        if (closed_) break;
        if (how_.target != asked) continue; // a reload: it may be another place now
        if (why != failure::out_of_time && why != failure::refused_now &&
            breaker_.trip() == circuit_breaker::change::opened)
            log_->write(log::event::backend_away,
                        {{"backend", how_.name}, {"cause", name_of(why)}});
        pause_.expires_after(how_.breaker);
        co_await pause_.async_wait(as_value);
    }
    asking_ = false;
}

asio::awaitable<bool> relay_line::examine(time_limit until) {
    const auto now = std::chrono::steady_clock::now();
    const bool heard_lately = last_heard_ && now - *last_heard_ < how_.breaker;
    if (!is_up() || heard_lately) co_return is_up();
    const heard said = co_await ask_once(how_.question, std::min(until, now + how_.call));
    // One failure does not open the breaker, but whoever asks now is told how it is now.
    const auto* const failed = std::get_if<failure>(&said);
    co_return failed == nullptr || *failed == failure::out_of_time ||
        (*failed == failure::refused_now && is_up());
}

void relay_line::close() {
    closed_ = true;
    pause_.cancel();
    pool_.cut();
}

} // namespace circ::net
