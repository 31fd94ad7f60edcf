#pragma once

#include "storage/records/bookkeeping.hpp"
#include "storage/records/secret.hpp"

#include <string>
#include <string_view>

namespace circ::circulation {

/// Argon2id (19 MiB, two passes) of a PIN or password, as the string that is stored. Takes 25 to
/// 50 ms: never on an io thread.
/// @param pepper secret kept outside the database, mixed in before; may be empty
/// @throws std::bad_alloc when the memory cannot be had
[[nodiscard]] std::string make_verifier(const storage::secret& text, std::string_view pepper = {});

/// Whether another system has made this verifier: bcrypt, as Koha does. It proves its text here
/// too, without a pepper, until a right PIN gives it one of our own.
[[nodiscard]] bool is_from_elsewhere(std::string_view verifier) noexcept;

/// Whether a text is a verifier, ours or one from elsewhere, and no PIN.
[[nodiscard]] bool is_verifier(std::string_view text) noexcept;

/// Whether the text is the one the verifier was made of. As slow as making it.
[[nodiscard]] bool
proves(const storage::secret& text, const std::string& verifier, std::string_view pepper = {});

/// A verifier that no text proves, as slow as any other: what a guess at somebody who does not
/// exist is held against, so that time does not tell who exists.
inline constexpr std::string_view nobodys_verifier =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Keyed BLAKE2b of a request: what the journal knows it by.
/// @pre key is store::digest_key()
[[nodiscard]] storage::request_digest digest_of(std::string_view once_only_text,
                                                std::string_view key);

} // namespace circ::circulation
