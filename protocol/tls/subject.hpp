#pragma once

#include <string>

struct x509_st;

namespace circ::protocol::tls {

/// Whose a certificate is, as people write it: "CN=library.example,O=Riverton". Empty for none.
[[nodiscard]] std::string subject_of(const x509_st* certificate);

} // namespace circ::protocol::tls
