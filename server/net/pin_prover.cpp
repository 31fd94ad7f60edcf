#include "server/net/pin_prover.hpp"

#include "server/circulation/verifier.hpp"

#include <memory>
#include <random>
#include <utility>

namespace circ::net {
namespace {

std::string random_key() {
    std::random_device source; // the kernel's generator on Linux
    std::string key(32, '\0');
    for (char& byte : key) byte = static_cast<char>(source() & 0xFFU);
    return key;
}

} // namespace

pin_prover::pin_prover(hashing_pool& pool, std::string pepper, limits how)
    : pool_(&pool), pepper_(std::move(pepper)), key_(random_key()), limits_(how) {}

boost::asio::awaitable<std::optional<bool>>
pin_prover::prove(storage::secret text, std::string verifier, storage::instant now) {
    const auto known_as = digest_of(text, verifier);
    if (remembers(known_as, now)) {
        ++tally_.from_memory;
        co_return true;
    }

    std::function<bool()> question = [text = std::move(text), verifier = std::move(verifier),
                                      pepper = pepper_] {
        return circulation::proves(text, verifier, pepper);
    };
    const std::optional<bool> proved = co_await pool_->ask(std::move(question));
    count(proved);
    if (proved == true) remember(known_as, now);
    co_return proved;
}

boost::asio::awaitable<std::optional<std::string>> pin_prover::make_verifier(storage::secret text) {
    const auto made = std::make_shared<std::string>();
    std::function<bool()> question = [text = std::move(text), pepper = pepper_, made] {
        *made = circulation::make_verifier(text, pepper);
        return true;
    };
    const std::optional<bool> answered = co_await pool_->ask(std::move(question));
    if (!answered) co_return std::nullopt;
    co_return *made;
}

bool pin_prover::remembers(const storage::secret& text, const std::string& verifier, storage::instant now) const {
    return remembers(digest_of(text, verifier), now);
}

void pin_prover::forget(const storage::secret& text, const std::string& verifier) {
    const auto known_as = digest_of(text, verifier);
    proved_.erase(known_as);
    std::erase(oldest_first_, known_as); // else it were forgotten early when it is right again
}

storage::request_digest pin_prover::digest_of(const storage::secret& text, const std::string& verifier) const {
    std::string both;
    both.reserve(verifier.size() + 1 + text.reveal().size()); // growing would leave a copy behind
    both.append(verifier).push_back('\0');
    both.append(text.reveal());
    const storage::secret wiped(std::move(both));
    return circulation::digest_of(wiped.reveal(), key_);
}

void pin_prover::count(std::optional<bool> proved) noexcept {
    ++(!proved ? tally_.turned_away : *proved ? tally_.right : tally_.wrong);
}

bool pin_prover::remembers(const storage::request_digest& what, storage::instant now) const {
    const auto found = proved_.find(what);
    return found != proved_.end() && found->second > now;
}

void pin_prover::remember(const storage::request_digest& what, storage::instant now) {
    if (limits_.most_remembered == 0) return;
    if (proved_.insert_or_assign(what, now + limits_.remembered_for).second)
        oldest_first_.push_back(what);
    while (oldest_first_.size() > limits_.most_remembered) {
        proved_.erase(oldest_first_.front());
        oldest_first_.pop_front();
    }
}

} // namespace circ::net
