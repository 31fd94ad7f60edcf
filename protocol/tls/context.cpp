#include "protocol/tls/context.hpp"

#include "protocol/tls/subject.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <ctime>
#include <new>
#include <string_view>
#include <utility>

// OpenSSL's handles are owned by unique_ptr here; what it says of an error is taken from its queue
// at once, since the queue is the thread's and the next call would add to it.

namespace circ::protocol::tls {

namespace {

template <auto Free>
struct freed_by {
    template <class T>
    void operator()(T* what) const {
        Free(what);
    }
};
using bio = std::unique_ptr<BIO, freed_by<&BIO_free_all>>;
using certificate = std::unique_ptr<X509, freed_by<&X509_free>>;
using private_key = std::unique_ptr<EVP_PKEY, freed_by<&EVP_PKEY_free>>;
using ssl_context = std::unique_ptr<SSL_CTX, freed_by<&SSL_CTX_free>>;

bio reader_of(const std::string& text) {
    return bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

/// What OpenSSL complained of, and a clean queue.
std::string complaint(std::string_view otherwise) {
    const auto code = ERR_peek_last_error();
    ERR_clear_error();
    const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
    return std::string(reason == nullptr ? otherwise : reason);
}

/// A key with a passphrase must be refused, not asked for at the daemon's terminal.
int no_passphrase(char*, int, int, void*) { return 0; }

std::vector<certificate> read_certificates(const std::string& pem) {
    std::vector<certificate> all;
    const bio from = reader_of(pem);
    while (X509* next = PEM_read_bio_X509(from.get(), nullptr, &no_passphrase, nullptr)) all.emplace_back(next);
    ERR_clear_error(); // the end of the text is an error to it
    return all;
}

bool use_certificate(SSL_CTX* in, const std::string& pem, std::vector<flaw>& flaws) {
    const auto chain = read_certificates(pem);
    if (chain.empty()) {
        flaws.push_back({flaw::part::certificate, "holds no certificate (PEM, BEGIN CERTIFICATE)"});
        return false;
    }
    bool taken = SSL_CTX_use_certificate(in, chain.front().get()) == 1;
    for (auto each = chain.begin() + 1; taken && each != chain.end(); ++each)
        taken = SSL_CTX_add1_chain_cert(in, each->get()) == 1;
    if (!taken) flaws.push_back({flaw::part::certificate, "cannot be used: " + complaint("refused")});
    return taken;
}

bool use_key(SSL_CTX* in, const std::string& pem, std::vector<flaw>& flaws) {
    const bio from = reader_of(pem);
    const private_key key(PEM_read_bio_PrivateKey(from.get(), nullptr, &no_passphrase, nullptr));
    if (!key) {
        ERR_clear_error();
        flaws.push_back({flaw::part::key, "holds no private key without a passphrase (PEM, BEGIN PRIVATE KEY)"});
        return false;
    }
    if (SSL_CTX_use_PrivateKey(in, key.get()) == 1 && SSL_CTX_check_private_key(in) == 1) return true;
    ERR_clear_error();
    flaws.push_back({flaw::part::key, "is not the key of the certificate"});
    return false;
}

enum class names { told, kept };

bool trust(SSL_CTX* in, const std::string& pem, names to_peer, std::vector<flaw>& flaws) {
    const auto all = read_certificates(pem);
    if (all.empty()) {
        flaws.push_back({flaw::part::authorities, "holds no certificate (PEM, BEGIN CERTIFICATE)"});
        return false;
    }
    for (const auto& each : all) {
        X509_STORE_add_cert(SSL_CTX_get_cert_store(in), each.get()); // one that is there already is fine
        if (to_peer == names::told) SSL_CTX_add_client_CA(in, each.get());
    }
    ERR_clear_error();
    return true;
}

ssl_context make_bare(const SSL_METHOD* method) {
    ssl_context made(SSL_CTX_new(method));
    if (!made) throw std::bad_alloc();
    SSL_CTX_set_min_proto_version(made.get(), TLS1_2_VERSION);
    SSL_CTX_set_options(made.get(), SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    // Devices stay connected for days: resuming would gain nothing, cost memory, and let one in on
    // the strength of a certificate that a reload no longer accepts.
    SSL_CTX_set_session_cache_mode(made.get(), SSL_SESS_CACHE_OFF);
    SSL_CTX_set_options(made.get(), SSL_OP_NO_TICKET);
    SSL_CTX_set_num_tickets(made.get(), 0);
    SSL_CTX_set_mode(made.get(), SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE);
    return made;
}

std::shared_ptr<const context> shared(ssl_context made) { return std::make_shared<const context>(made.release()); }

} // namespace

context::~context() { SSL_CTX_free(handle_); }

std::chrono::system_clock::time_point context::certificate_ends() const {
    const X509* own = SSL_CTX_get0_certificate(handle_);
    std::tm utc{};
    if (own == nullptr || ASN1_TIME_to_tm(X509_get0_notAfter(own), &utc) != 1) return {};
    return std::chrono::system_clock::from_time_t(::timegm(&utc));
}

std::string context::certificate_subject() const { return subject_of(SSL_CTX_get0_certificate(handle_)); }

std::shared_ptr<const context> make_context(const server_identity& with, std::vector<flaw>& flaws) {
    ssl_context made = make_bare(TLS_server_method());
    bool good = use_certificate(made.get(), with.certificate, flaws) && use_key(made.get(), with.key, flaws);
    if (with.clients != client_certificate::none) {
        good = trust(made.get(), with.client_authorities, names::told, flaws) && good;
        const int required = with.clients == client_certificate::required ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0;
        SSL_CTX_set_verify(made.get(), SSL_VERIFY_PEER | required, nullptr);
    }
    return good ? shared(std::move(made)) : nullptr;
}

std::shared_ptr<const context> make_context(const client_identity& with, std::vector<flaw>& flaws) {
    ssl_context made = make_bare(TLS_client_method());
    bool good = true;
    if (with.authorities.empty())
        SSL_CTX_set_default_verify_paths(made.get());
    else
        good = trust(made.get(), with.authorities, names::kept, flaws);
    if (!with.certificate.empty() || !with.key.empty())
        good = use_certificate(made.get(), with.certificate, flaws) && use_key(made.get(), with.key, flaws) && good;
    SSL_CTX_set_verify(made.get(), SSL_VERIFY_PEER, nullptr);
    return good ? shared(std::move(made)) : nullptr;
}

} // namespace circ::protocol::tls
