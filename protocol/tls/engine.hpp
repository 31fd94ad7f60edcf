#pragma once

#include "protocol/tls/context.hpp"

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

struct ssl_st;

namespace circ::protocol::tls {

/// One connection's TLS as a machine without a socket: encrypted bytes are fed and taken, plain ones
/// read and written. Whatever a call makes to be sent waits in take_output(), also after a failure:
/// the peer is to hear of it.
class engine {
public:
    enum class state {
        done,
        needs_bytes, ///< of the peer; feed them and call again
        ended,       ///< the peer has said goodbye
        failed       ///< why() says it
    };

    /// The server's side.
    explicit engine(std::shared_ptr<const context> with);
    /// The client's side. @param server the name or address that the certificate must be for
    engine(std::shared_ptr<const context> with, const std::string& server);
    ~engine();
    engine(engine&&) noexcept;
    engine& operator=(engine&&) noexcept;

    void feed(std::string_view from_peer);
    [[nodiscard]] std::string take_output();

    [[nodiscard]] state handshake();
    /// @param count how many bytes were read, when done
    [[nodiscard]] state read(std::span<char> into, std::size_t& count);
    /// @pre the handshake is done. @return done or failed
    [[nodiscard]] state write(std::string_view bytes);
    void say_goodbye();

    /// Why it failed, for the log.
    [[nodiscard]] const std::string& why() const noexcept { return why_; }
    /// "TLSv1.3"
    [[nodiscard]] std::string_view version() const;
    /// Whose certificate the peer showed: "CN=kiosk1"; empty when it showed none.
    [[nodiscard]] std::string peer_subject() const;

private:
    enum class side { server, client };
    engine(std::shared_ptr<const context> with, side which);
    struct freed {
        void operator()(ssl_st* what) const;
    };
    [[nodiscard]] state judged(int result);

    std::shared_ptr<const context> context_;
    std::unique_ptr<ssl_st, freed> ssl_;
    std::string why_;
};

} // namespace circ::protocol::tls
