#pragma once

#include "server/net/byte_stream.hpp"
#include "server/net/deadline.hpp"
#include "server/net/patience.hpp"
#include "server/net/session_list.hpp"
#include "server/net/sip2_exchange.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <array>
#include <memory>
#include <string>
#include <string_view>

namespace circ::net {

/// What sessions with peers have in common: the line with its deadline, and how a stop reaches
/// them.
class ncip_line final : public stoppable {
public:
    ncip_line(std::unique_ptr<byte_stream> stream,
              std::string listener,
              session_parts& parts,
              session_list& list,
              boost::asio::any_io_executor on);

    /// Waits for bytes. @return none when the peer has gone, its time is up, or the server stops
    /// @param begun whether a request has begun: it has one time for all of its bytes
    /// @note  valid until the next call
    [[nodiscard]] boost::asio::awaitable<std::string_view> read(bool begun);
    [[nodiscard]] boost::asio::awaitable<bool> send(std::string_view bytes);
    /// Says goodbye, and tells the log that it is over.
    [[nodiscard]] boost::asio::awaitable<void> end();

    [[nodiscard]] bool stopping() const noexcept { return stopping_; }
    [[nodiscard]] bool time_was_up() const noexcept { return time_was_up_; }
    /// The next byte begins a new request.
    void request_ended() noexcept { patience_.message_ended(); }

    [[nodiscard]] byte_stream& stream() noexcept { return *stream_; }
    [[nodiscard]] const std::string& listener() const noexcept { return listener_; }

    void finish_request_and_end() noexcept override;
    void end_now() noexcept override { stream_->close(); }

private:
    [[nodiscard]] patience::duration time_left(bool begun);

    std::unique_ptr<byte_stream> stream_;
    std::string listener_;
    session_parts* parts_;
    session_list::place place_;
    deadline deadline_;
    std::array<char, 4096> buffer_{};
    storage::instant began_;
    patience patience_;
    bool reading_ = false;
    bool stopping_;
    bool time_was_up_ = false;
    const char* ended_because_ = "the peer closed the connection";
};

} // namespace circ::net
