#pragma once

#include <string>

namespace circ::bench {

/// An Argon2id string as the store keeps them, but proved in microseconds: for the PINs of readers that
/// a measurement wants to have in the server's memory before it begins, and for the passwords of ten
/// thousand terminals, which a server remembers for a day and a library takes minutes to be made with.
[[nodiscard]] std::string cheap_verifier(const std::string& pin);

} // namespace circ::bench
