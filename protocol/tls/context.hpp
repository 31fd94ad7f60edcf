#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

struct ssl_ctx_st;

namespace circ::protocol::tls {

/// Whether a server asks the peer for a certificate of its own.
enum class client_certificate { none, optional, required };

/// What a server shows and asks for; all as PEM text, never as files.
struct server_identity {
    std::string certificate; ///< its own first, then those that lead up to a known authority
    std::string key;         ///< without a passphrase: nobody is there to type it
    client_certificate clients = client_certificate::none;
    std::string client_authorities; ///< who may have signed the peers' certificates
};

/// What a client trusts and shows.
struct client_identity {
    std::string authorities; ///< empty: those that this system trusts
    std::string certificate; ///< empty: none is shown
    std::string key;
};

/// What is wrong with an identity.
struct flaw {
    enum class part { certificate, key, authorities } of;
    std::string text;
};

/// What all connections of a door share: certificate, key, who is trusted; TLS 1.2 or later. It
/// never changes, so that a new certificate is a new context and connections keep the one they have.
class context {
public:
    explicit context(ssl_ctx_st* owned) : handle_(owned) {}
    ~context();
    context(const context&) = delete;
    context& operator=(const context&) = delete;

    [[nodiscard]] ssl_ctx_st* handle() const noexcept { return handle_; }

    /// When its own certificate ends; the epoch when it shows none.
    [[nodiscard]] std::chrono::system_clock::time_point certificate_ends() const;
    /// Whose it is: "CN=library.example".
    [[nodiscard]] std::string certificate_subject() const;

private:
    ssl_ctx_st* handle_;
};

/// @return nothing, with the flaws told, when it cannot be used
[[nodiscard]] std::shared_ptr<const context> make_context(const server_identity& with, std::vector<flaw>& flaws);
[[nodiscard]] std::shared_ptr<const context> make_context(const client_identity& with, std::vector<flaw>& flaws);

} // namespace circ::protocol::tls
