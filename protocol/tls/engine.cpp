#include "protocol/tls/engine.hpp"

#include "protocol/tls/subject.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <limits>
#include <new>
#include <utility>

namespace circ::protocol::tls {

namespace {

std::string first_complaint(SSL* of) {
    if (const long verified = SSL_get_verify_result(of); verified != X509_V_OK)
        return X509_verify_cert_error_string(verified);
    const auto code = ERR_peek_error(); // the first one is the cause
    const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
    return reason == nullptr ? "the connection broke" : reason;
}

/// OpenSSL counts in int.
int sized(std::size_t count) {
    constexpr std::size_t most = std::numeric_limits<int>::max();
    return static_cast<int>(count < most ? count : most);
}

} // namespace

void engine::freed::operator()(ssl_st* what) const { SSL_free(what); }

engine::engine(std::shared_ptr<const context> with, side which)
    : context_(std::move(with)), ssl_(SSL_new(context_->handle())) {
    BIO* in = BIO_new(BIO_s_mem());
    BIO* out = BIO_new(BIO_s_mem());
    if (!ssl_ || in == nullptr || out == nullptr) throw std::bad_alloc();
    BIO_set_mem_eof_return(in, -1); // empty means: not yet
    SSL_set_bio(ssl_.get(), in, out); // owns them now
    if (which == side::server)
        SSL_set_accept_state(ssl_.get());
    else
        SSL_set_connect_state(ssl_.get());
}

engine::engine(std::shared_ptr<const context> with) : engine(std::move(with), side::server) {}

engine::engine(std::shared_ptr<const context> with, const std::string& server)
    : engine(std::move(with), side::client) {
    X509_VERIFY_PARAM* const wanted = SSL_get0_param(ssl_.get());
    if (X509_VERIFY_PARAM_set1_ip_asc(wanted, server.c_str()) == 1) return;
    ERR_clear_error(); // it is no address but a name
    SSL_set1_host(ssl_.get(), server.c_str());
    // SSL_set_tlsext_host_name, whose macro casts in the old manner
    SSL_ctrl(ssl_.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, const_cast<char*>(server.c_str()));
}

engine::~engine() = default;
engine::engine(engine&&) noexcept = default;
engine& engine::operator=(engine&&) noexcept = default;

void engine::feed(std::string_view from_peer) {
    if (!from_peer.empty()) BIO_write(SSL_get_rbio(ssl_.get()), from_peer.data(), sized(from_peer.size()));
}

std::string engine::take_output() {
    BIO* const out = SSL_get_wbio(ssl_.get());
    std::string bytes(BIO_ctrl_pending(out), '\0');
    if (!bytes.empty()) BIO_read(out, bytes.data(), sized(bytes.size()));
    return bytes;
}

engine::state engine::judged(int result) {
    if (result > 0) return state::done;
    switch (SSL_get_error(ssl_.get(), result)) {
    case SSL_ERROR_WANT_READ: return state::needs_bytes;
    case SSL_ERROR_ZERO_RETURN: return state::ended;
    default: break;
    }
    why_ = first_complaint(ssl_.get());
    ERR_clear_error();
    return state::failed;
}

engine::state engine::handshake() {
    ERR_clear_error(); // SSL_get_error looks at the thread's whole queue
    return judged(SSL_do_handshake(ssl_.get()));
}

engine::state engine::read(std::span<char> into, std::size_t& count) {
    ERR_clear_error();
    const int result = SSL_read(ssl_.get(), into.data(), sized(into.size()));
    count = result > 0 ? static_cast<std::size_t>(result) : 0;
    return judged(result);
}

engine::state engine::write(std::string_view bytes) {
    while (!bytes.empty()) {
        ERR_clear_error();
        const int result = SSL_write(ssl_.get(), bytes.data(), sized(bytes.size()));
        if (const state how = judged(result); how != state::done) return state::failed;
        bytes.remove_prefix(static_cast<std::size_t>(result));
    }
    return state::done;
}

void engine::say_goodbye() {
    ERR_clear_error();
    if (SSL_is_init_finished(ssl_.get()) == 1) SSL_shutdown(ssl_.get()); // the peer's own is not waited for
    ERR_clear_error();
}

std::string_view engine::version() const { return SSL_get_version(ssl_.get()); }

std::string engine::peer_subject() const {
    const std::unique_ptr<X509, decltype(&X509_free)> shown(SSL_get1_peer_certificate(ssl_.get()), &X509_free);
    return subject_of(shown.get());
}

} // namespace circ::protocol::tls
