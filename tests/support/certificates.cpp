#include "tests/support/certificates.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <atomic>
#include <memory>
#include <stdexcept>

namespace circ::test {

namespace {

struct freed {
    void operator()(X509* what) const { X509_free(what); }
    void operator()(EVP_PKEY* what) const { EVP_PKEY_free(what); }
    void operator()(BIO* what) const { BIO_free_all(what); }
    void operator()(X509_EXTENSION* what) const { X509_EXTENSION_free(what); }
};
template <class T>
using owned = std::unique_ptr<T, freed>;

template <class Write>
std::string pem(const Write& write) {
    const owned<BIO> to(BIO_new(BIO_s_mem()));
    if (write(to.get()) != 1) throw std::runtime_error("cannot write PEM");
    char* text = nullptr;
    const long size = BIO_get_mem_data(to.get(), &text);
    return {text, static_cast<std::size_t>(size)};
}

owned<BIO> reader_of(const std::string& text) {
    return owned<BIO>(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

void add(X509* to, int what, const std::string& value) {
    const owned<X509_EXTENSION> made(X509V3_EXT_conf_nid(nullptr, nullptr, what, value.c_str()));
    if (!made || X509_add_ext(to, made.get(), -1) != 1) throw std::runtime_error("cannot add " + value);
}

owned<X509> blank(const std::string& name, EVP_PKEY* key, std::chrono::days lasts) {
    static std::atomic<long> number = 1;
    owned<X509> made(X509_new());
    X509_set_version(made.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(made.get()), number++);
    X509_gmtime_adj(X509_getm_notBefore(made.get()), -400L * 86'400);
    X509_gmtime_adj(X509_getm_notAfter(made.get()), lasts.count() * 86'400);
    X509_set_pubkey(made.get(), key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(made.get()), "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
    return made;
}

certified signed_by(X509* made, EVP_PKEY* own, EVP_PKEY* authority) {
    if (X509_sign(made, authority, EVP_sha256()) == 0) throw std::runtime_error("cannot sign");
    return {.certificate = pem([&](BIO* to) { return PEM_write_bio_X509(to, made); }),
            .key = pem([&](BIO* to) {
                return PEM_write_bio_PrivateKey(to, own, nullptr, nullptr, 0, nullptr, nullptr);
            })};
}

} // namespace

certificate_authority::certificate_authority(const std::string& name) {
    const owned<EVP_PKEY> key(EVP_EC_gen("P-256"));
    const auto made = blank(name, key.get(), std::chrono::days(3650));
    X509_set_issuer_name(made.get(), X509_get_subject_name(made.get()));
    add(made.get(), NID_basic_constraints, "critical,CA:TRUE");
    own_ = signed_by(made.get(), key.get(), key.get());
}

certified certificate_authority::issue(const std::string& name, const std::string& names, std::chrono::days lasts) const {
    const owned<X509> authority(PEM_read_bio_X509(reader_of(own_.certificate).get(), nullptr, nullptr, nullptr));
    const owned<EVP_PKEY> authority_key(PEM_read_bio_PrivateKey(reader_of(own_.key).get(), nullptr, nullptr, nullptr));
    const owned<EVP_PKEY> key(EVP_EC_gen("P-256"));
    const auto made = blank(name, key.get(), lasts);
    X509_set_issuer_name(made.get(), X509_get_subject_name(authority.get()));
    if (!names.empty()) add(made.get(), NID_subject_alt_name, names);
    return signed_by(made.get(), key.get(), authority_key.get());
}

} // namespace circ::test
