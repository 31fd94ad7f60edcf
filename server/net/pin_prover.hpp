#pragma once

#include "server/circulation/views.hpp"
#include "server/net/hashing_pool.hpp"
#include "storage/records/bookkeeping.hpp"
#include "storage/records/secret.hpp"
#include "storage/records/time.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>

namespace circ::net {

/// Proves PINs and passwords against their verifiers: once slowly, on the pool, then for a while
/// from memory. What is remembered is a keyed digest over verifier and text, so that a changed PIN
/// drops out by itself and nothing in memory tells a PIN. Used from one io thread.
class pin_prover {
public:
    struct limits {
        std::size_t most_remembered = 4096; ///< 0: none
        std::chrono::seconds remembered_for{300};
    };

    /// What came of the proofs so far.
    struct tally {
        std::uint64_t right = 0;
        std::uint64_t wrong = 0;
        std::uint64_t from_memory = 0;
        std::uint64_t turned_away = 0;
    };

    /// @param pepper kept outside the database; may be empty
    pin_prover(hashing_pool& pool, std::string pepper, limits how);

    /// @return nullopt when too many proofs are waiting already
    /// @pre    the verifier is not empty
    [[nodiscard]] boost::asio::awaitable<std::optional<bool>>
    prove(storage::secret text, std::string verifier, storage::instant now);

    /// A verifier of ours for a text that has been proved against one from elsewhere.
    /// @return nullopt when too many proofs are waiting already
    [[nodiscard]] boost::asio::awaitable<std::optional<std::string>> make_verifier(storage::secret text);

    /// Whether it was right not long ago: then proving it costs nothing.
    [[nodiscard]] bool remembers(const storage::secret& text, const std::string& verifier, storage::instant now) const;

    /// As if it had never been right.
    void forget(const storage::secret& text, const std::string& verifier);

    [[nodiscard]] const tally& so_far() const noexcept { return tally_; }

private:
    [[nodiscard]] storage::request_digest digest_of(const storage::secret& text, const std::string& verifier) const;
    void count(std::optional<bool> proved) noexcept;
    [[nodiscard]] bool remembers(const storage::request_digest& what, storage::instant now) const;
    void remember(const storage::request_digest& what, storage::instant now);

    hashing_pool* pool_;
    std::string pepper_;
    std::string key_; ///< of this process alone
    limits limits_;
    tally tally_;
    std::map<storage::request_digest, storage::instant> proved_; ///< until when
    std::deque<storage::request_digest> oldest_first_;
};

} // namespace circ::net
