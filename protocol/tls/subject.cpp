#include "protocol/tls/subject.hpp"

#include <openssl/bio.h>
#include <openssl/x509.h>

#include <memory>

namespace circ::protocol::tls {

std::string subject_of(const x509_st* certificate) {
    if (certificate == nullptr) return {};
    const std::unique_ptr<BIO, decltype(&BIO_free_all)> to(BIO_new(BIO_s_mem()), &BIO_free_all);
    X509_NAME_print_ex(to.get(), X509_get_subject_name(certificate), 0, XN_FLAG_RFC2253);
    char* text = nullptr;
    const long size = BIO_get_mem_data(to.get(), &text);
    return {text, static_cast<std::size_t>(size)};
}

} // namespace circ::protocol::tls
