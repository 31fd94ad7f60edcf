#include "server/circulation/verifier.hpp"

#include <sodium.h>

#include <array>
#include <new>
#include <stdexcept>

namespace circ::circulation {

namespace {

constexpr unsigned long long passes = 2;
constexpr std::size_t memory_bytes = std::size_t{19456} * 1024;

void need_sodium() {
    static const bool ready = sodium_init() >= 0;
    if (!ready) throw std::runtime_error{"libsodium cannot be initialised"};
}

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

/// What is hashed: the text itself, or with a pepper its keyed digest, in a buffer that is wiped.
class peppered {
public:
    peppered(const storage::secret& text, std::string_view pepper) : plain_(text.reveal()) {
        if (pepper.empty()) return;
        // A pepper of any length becomes a key of the right one.
        std::array<unsigned char, crypto_generichash_KEYBYTES> key{};
        crypto_generichash(key.data(), key.size(), bytes_of(pepper), pepper.size(), nullptr, 0);
        crypto_generichash(digest_.data(), digest_.size(), bytes_of(plain_), plain_.size(), key.data(),
                           key.size());
        sodium_memzero(key.data(), key.size());
        plain_ = {reinterpret_cast<const char*>(digest_.data()), digest_.size()};
    }
    ~peppered() { sodium_memzero(digest_.data(), digest_.size()); }
    peppered(const peppered&) = delete;
    peppered& operator=(const peppered&) = delete;

    [[nodiscard]] std::string_view text() const noexcept { return plain_; }

private:
    std::string_view plain_;
    std::array<unsigned char, crypto_generichash_BYTES> digest_{};
};

} // namespace

std::string make_verifier(const storage::secret& text, std::string_view pepper) {
    need_sodium();
    const peppered input{text, pepper};
    std::array<char, crypto_pwhash_STRBYTES> made{};
    const int failed = crypto_pwhash_str_alg(made.data(), input.text().data(), input.text().size(), passes,
                                             memory_bytes, crypto_pwhash_ALG_ARGON2ID13);
    if (failed != 0) throw std::bad_alloc{};
    return made.data();
}

bool proves(const storage::secret& text, const std::string& verifier, std::string_view pepper) {
    if (verifier.empty() || verifier.size() >= crypto_pwhash_STRBYTES) return false;
    need_sodium();
    const peppered input{text, pepper};
    return crypto_pwhash_str_verify(verifier.c_str(), input.text().data(), input.text().size()) == 0;
}

storage::request_digest digest_of(std::string_view once_only_text, std::string_view key) {
    need_sodium();
    storage::request_digest digest{};
    crypto_generichash(digest.data(), digest.size(), bytes_of(once_only_text), once_only_text.size(),
                       bytes_of(key), key.size());
    return digest;
}

} // namespace circ::circulation
