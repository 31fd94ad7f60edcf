#include "server/net/arrival.hpp"

#include "server/net/announced_stream.hpp"
#include "server/net/deadline.hpp"
#include "server/net/ncip_session.hpp"
#include "server/net/tls_stream.hpp"

#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace circ::net {

namespace asio = boost::asio;
namespace sip2 = protocol::sip2;

namespace {

/// How long a peer that is turned away with an answer may take to close.
constexpr std::chrono::seconds farewell{2};

class arrival final : public stoppable {
public:
    arrival(std::unique_ptr<byte_stream> line, std::shared_ptr<const listener_in_use> how, objection objects,
            session_parts& parts, session_list& list, refusals_told& told, asio::any_io_executor on)
        : line_(std::move(line)), in_(std::move(how)), objects_(std::move(objects)), parts_(&parts), list_(&list), told_(&told),
          deadline_(std::move(on), [this] { line_->close(); }), began_(parts.clock->now()), hop_(line_->peer()) {}

    asio::awaitable<bool> admit();
    [[nodiscard]] std::unique_ptr<byte_stream> take() { return std::move(line_); }

    void finish_request_and_end() noexcept override { end_now(); }
    void end_now() noexcept override {
        stopped_ = true;
        line_->close();
    }

private:
    asio::awaitable<bool> hear_balancer();
    asio::awaitable<bool> encrypt();
    asio::awaitable<void> answer_and_close(log::event why);
    void wait_in_list() {
        place_.emplace(*list_, *this, line_->peer());
        deadline_.within(time_left());
    }
    /// One span for all that comes before the session: what the balancer took is not given to the handshake again.
    [[nodiscard]] deadline::duration time_left() const {
        const std::chrono::microseconds most = parts_->settings()->limits.login;
        return std::clamp(most - (parts_->clock->now() - began_), std::chrono::microseconds::zero(), most);
    }
    void wait_no_more() {
        deadline_.off();
        place_.reset();
    }
    bool turn_away(log::event why, std::string_view in_words = {});
    [[nodiscard]] std::string last_answer() const;

    std::unique_ptr<byte_stream> line_;
    std::shared_ptr<const listener_in_use> in_;
    objection objects_;
    session_parts* parts_;
    session_list* list_;
    refusals_told* told_;
    deadline deadline_;
    storage::instant began_;
    std::string hop_; ///< who is at the other end of the wire: the device or its balancer
    std::optional<session_list::place> place_; ///< while it waits
    bool stopped_ = false;
};

asio::awaitable<bool> arrival::admit() {
    if (config::is_in(in_->how.proxy_from, hop_)) {
        const bool announced = co_await hear_balancer();
        if (!announced) co_return false;
    }
    if (const log::event* objection = objects_(line_->peer())) co_return turn_away(*objection);
    if (config::is_encrypted(in_->how.kind)) co_return co_await encrypt();
    // What lies behind a balancer is the balancer's to protect: the wire that we see counts.
    if (config::is_in(in_->how.plaintext_from, hop_)) co_return true;
    co_await answer_and_close(log::event::plaintext_refused);
    co_return false;
}

asio::awaitable<bool> arrival::hear_balancer() {
    wait_in_list();
    announcement heard = co_await read_announcement(*line_);
    const bool late = deadline_.expired();
    wait_no_more();
    if (stopped_) co_return false;
    if (heard.silent && !late) co_return turn_away(log::event::connection_unused);
    if (!heard.came) co_return turn_away(log::event::announcement_bad, late ? "it did not come in time" : heard.why);
    if (!heard.source.empty()) line_ = make_announced_stream(std::move(line_), std::move(heard.source));
    co_return true;
}

asio::awaitable<bool> arrival::encrypt() {
    wait_in_list();
    tls_agreement agreed = co_await agree_on_tls(line_, in_->tls);
    const bool late = deadline_.expired();
    wait_no_more();
    if (agreed.line) {
        line_ = std::move(agreed.line);
        if (stopped_) co_return false;
        parts_->log->write(log::event::tls_agreed, {{"listener", in_->how.name}, {"address", line_->peer()},
                                                    {"version", agreed.version}, {"certificate", agreed.peer}});
        co_return true;
    }
    if (stopped_) co_return false;
    if (agreed.spoke_otherwise) {
        co_await answer_and_close(log::event::tls_failed);
        co_return false;
    }
    if (agreed.silent && !late) co_return turn_away(log::event::connection_unused);
    co_return turn_away(log::event::tls_failed, late ? "it was not agreed upon in time" : agreed.why);
}

/// A device that speaks in the open gets an answer that it understands before the line is closed.
asio::awaitable<void> arrival::answer_and_close(log::event why) {
    const std::string_view in_words = why == log::event::tls_failed ? "the peer speaks without encryption" : "";
    const std::string last = last_answer();
    wait_in_list();
    deadline_.within(farewell);
    const bool there = co_await line_->write_all(last);
    if (there) co_await line_->finish();
    wait_no_more();
    turn_away(why, in_words);
}

std::string arrival::last_answer() const {
    if (config::speaks_ncip(in_->how.kind)) return ncip_farewell(in_->how.kind);
    return last_words(in_->how, *parts_, line_->peer(), "This line is not encrypted, and is refused for that.\r\n");
}

bool arrival::turn_away(log::event why, std::string_view in_words) {
    net::turn_away(*line_, in_->how, *parts_, *told_, why, in_words);
    return false;
}

} // namespace

std::string last_words(const config::listener_settings& how, session_parts& parts, const std::string& peer,
                       std::string_view in_words) {
    if (config::asks_by_lines(how.kind)) return std::string(in_words);
    const sip2_exchange nobody(parts, how.profile, peer, how.name);
    sip2::conversation talk(nobody.conversation_settings());
    return std::string(talk.give_up().bytes);
}

void turn_away(byte_stream& line, const config::listener_settings& how, session_parts& parts, refusals_told& told,
               log::event why, std::string_view in_words) {
    const bool hears_us = !config::speaks_ncip(how.kind) && !config::is_encrypted(how.kind);
    if (why == log::event::connection_refused_by_limit && hears_us)
        static_cast<void>(line.write_now(last_words(how, parts, line.peer(), "All places are taken.\r\n")));
    line.close();
    const auto more = told.try_emplace(why, told_a_second).first->second.turn(parts.clock->now());
    if (!more) return parts.log->pass_over(why);
    if (in_words.empty())
        parts.log->write(why, {{"listener", how.name}, {"address", line.peer()}, {"more", *more}});
    else
        parts.log->write(why, {{"listener", how.name}, {"address", line.peer()}, {"why", in_words}, {"more", *more}});
}

asio::awaitable<std::unique_ptr<byte_stream>> arrive(std::unique_ptr<byte_stream> line,
                                                     std::shared_ptr<const listener_in_use> how, objection objects,
                                                     session_parts& parts, session_list& list,
                                                     refusals_told& told) {
    const asio::any_io_executor here = co_await asio::this_coro::executor;
    arrival one(std::move(line), std::move(how), std::move(objects), parts, list, told, here);
    const bool admitted = co_await one.admit();
    if (admitted) co_return one.take();
    co_return std::unique_ptr<byte_stream>();
}

} // namespace circ::net
