#include "server/net/ncip_line.hpp"

#include <utility>

namespace circ::net {

namespace asio = boost::asio;

namespace {

/// How long a peer may take to close after our last answer.
constexpr std::chrono::seconds farewell{2};

} // namespace

ncip_line::ncip_line(std::unique_ptr<byte_stream> stream,
                     std::string listener,
                     session_parts& parts,
                     session_list& list,
                     asio::any_io_executor on)
    : stream_(std::move(stream)), listener_(std::move(listener)), parts_(&parts),
      place_(list, *this, stream_->peer()),
      deadline_(std::move(on), [this] { reading_ ? stream_->cancel_read() : stream_->close(); }),
      began_(parts.clock->now()), patience_(began_), stopping_(list.stopping()) {
    parts_->log->write(log::event::session_started,
                       {{"listener", listener_}, {"address", stream_->peer()}});
}

/// Nobody logs in over NCIP: it is as if everybody had.
patience::duration ncip_line::time_left(bool begun) {
    const auto limits = parts_->settings()->limits;
    return patience_.left(begun,
                          true,
                          {.message = limits.message, .idle = limits.idle},
                          parts_->clock->now());
}

asio::awaitable<std::string_view> ncip_line::read(bool begun) {
    if (stopping_) co_return std::string_view();
    const auto left = time_left(begun);
    std::size_t count = 0;
    // Else a peer that never pauses is never out of time.
    time_was_up_ = left <= patience::duration::zero();
    if (!time_was_up_) {
        deadline_.within(left);
        reading_ = true;
        count = co_await stream_->read_some(buffer_);
        reading_ = false;
        time_was_up_ = count == 0 && deadline_.expired();
        deadline_.off();
    }
    if (time_was_up_) {
        ended_because_ = begun ? "a request was not finished in time" : "nothing came for too long";
        parts_->log->write(begun ? log::event::slow_sender : log::event::idle_timeout,
                           {{"listener", listener_}, {"address", stream_->peer()}});
    }
    co_return std::string_view(buffer_.data(), count);
}

asio::awaitable<bool> ncip_line::send(std::string_view bytes) {
    const auto limit = parts_->settings()->limits.write;
    deadline_.within(limit);
    const bool sent = co_await stream_->write_all(bytes);
    if (deadline_.expired()) {
        ended_because_ = "the peer does not read its answers";
        parts_->log->write(log::event::slow_receiver,
                           {{"listener", listener_}, {"address", stream_->peer()}});
    }
    deadline_.off();
    co_return sent;
}

asio::awaitable<void> ncip_line::end() {
    if (stream_->is_unreachable()) ended_because_ = "the peer no longer answers";
    if (stopping_) ended_because_ = "the server stops";
    deadline_.within(farewell);
    co_await stream_->finish();
    deadline_.off();
    stream_->close();
    parts_->log->write(log::event::session_ended,
                       {{"listener", listener_},
                        {"address", stream_->peer()},
                        {"why", ended_because_},
                        {"lasted", parts_->clock->now() - began_}});
}

void ncip_line::finish_request_and_end() noexcept {
    stopping_ = true;
    if (reading_) stream_->cancel_read();
}

} // namespace circ::net
