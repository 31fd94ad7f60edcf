#include "server/circulation/verifier.hpp"

#include <sodium.h>

#include <array>
#include <memory>
#include <new>
#include <stdexcept>

#include <crypt.h>

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
        crypto_generichash(digest_.data(),
                           digest_.size(),
                           bytes_of(plain_),
                           plain_.size(),
                           key.data(),
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

/// @pre the verifier is bcrypt's
bool proves_by_bcrypt(const storage::secret& text, const std::string& verifier) {
    // 32 kB: too much for the stack of a thread that somebody sizes.
    const auto work = std::make_unique<crypt_data>();
    if (text.reveal().find('\0') != std::string_view::npos)
        return false; // crypt() would not see what is behind it
    std::string plain(text.reveal());
    const char* const made = ::crypt_r(plain.c_str(), verifier.c_str(), work.get());
    const bool is_same = made != nullptr && std::string_view(made).size() == verifier.size() &&
                         sodium_memcmp(made, verifier.data(), verifier.size()) == 0;
    sodium_memzero(work.get(), sizeof(crypt_data));
    sodium_memzero(plain.data(), plain.size());
    return is_same;
}

constexpr std::size_t bcrypt_length = 60;

} // namespace

bool is_from_elsewhere(std::string_view verifier) noexcept {
    if (verifier.size() != bcrypt_length || !verifier.starts_with("$2") || verifier[3] != '$' ||
        verifier[6] != '$')
        return false;
    // A cost beyond this would hold a thread for seconds at each PIN: such a verifier proves
    // nothing.
    const auto cost = verifier.substr(4, 2);
    return cost >= "04" && cost <= "14";
}

bool is_verifier(std::string_view text) noexcept {
    return text.starts_with("$argon2id$") || is_from_elsewhere(text);
}

std::string make_verifier(const storage::secret& text, std::string_view pepper) {
    need_sodium();
    const peppered input{text, pepper};
    std::array<char, crypto_pwhash_STRBYTES> made{};
    const int failed = crypto_pwhash_str_alg(made.data(),
                                             input.text().data(),
                                             input.text().size(),
                                             passes,
                                             memory_bytes,
                                             crypto_pwhash_ALG_ARGON2ID13);
    if (failed != 0) throw std::bad_alloc{};
    return made.data();
}

bool proves(const storage::secret& text, const std::string& verifier, std::string_view pepper) {
    if (verifier.empty() || verifier.size() >= crypto_pwhash_STRBYTES) return false;
    need_sodium();
    if (is_from_elsewhere(verifier)) return proves_by_bcrypt(text, verifier);
    const peppered input{text, pepper};
    return crypto_pwhash_str_verify(verifier.c_str(), input.text().data(), input.text().size()) ==
           0;
}

storage::request_digest digest_of(std::string_view once_only_text, std::string_view key) {
    need_sodium();
    storage::request_digest digest{};
    crypto_generichash(digest.data(),
                       digest.size(),
                       bytes_of(once_only_text),
                       once_only_text.size(),
                       bytes_of(key),
                       key.size());
    return digest;
}

} // namespace circ::circulation
