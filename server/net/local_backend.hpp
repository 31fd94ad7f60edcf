#pragma once

#include "server/circulation/clock.hpp"
#include "server/circulation/perform.hpp"
#include "server/circulation/pin_tries.hpp"
#include "server/log/log.hpp"
#include "server/net/async_store.hpp"
#include "server/net/own_backend.hpp"
#include "server/net/pin_prover.hpp"
#include "server/net/seen_items.hpp"
#include "server/net/try_counts.hpp"
#include "storage/store_error.hpp"

#include <memory>

namespace circ::net {

/// Performs operations by the rules of server/circulation over the store.
class local_backend final : public own_backend {
public:
    local_backend(async_store& store, pin_prover& pins, seen_items& seen, const circulation::clock& clock,
                  log::logger& log);

    [[nodiscard]] boost::asio::awaitable<circulation::any_outcome>
    perform(circulation::any_operation what) override;
    [[nodiscard]] boost::asio::awaitable<circulation::any_outcome>
    perform_with(circulation::any_operation what, along also) override;

    /// Takes effect with the next operation; those under way keep what they began with.
    void set_rules(std::shared_ptr<const circulation::policy> policy, circulation::pin_limits limits);

private:
    template <class Operation>
    boost::asio::awaitable<circulation::any_outcome> run(Operation what, along also);

    boost::asio::awaitable<circulation::pin_state> pin_state_of(const circulation::requester& by,
                                                                const std::string& card,
                                                                const std::optional<storage::secret>& pin);
    [[nodiscard]] std::optional<storage::patron> patron_of(const circulation::requester& by, const std::string& card);
    boost::asio::awaitable<circulation::pin_state> prove(const storage::patron& whose,
                                                         const storage::secret& pin,
                                                         const circulation::requester& by);
    boost::asio::awaitable<void> replace_verifier(const storage::patron& whose, const storage::secret& pin);
    boost::asio::awaitable<circulation::pin_state> prove_nobodys(const storage::secret& pin,
                                                                 const circulation::requester& by);
    boost::asio::awaitable<void> hash_nobodys(const storage::secret& pin, const circulation::requester& by);
    boost::asio::awaitable<bool> hash(const storage::secret& pin, std::string verifier,
                                      const circulation::requester& by);
    [[nodiscard]] std::size_t most_tries_at(const circulation::requester& by) const;
    [[nodiscard]] std::size_t most_tries_from(const circulation::requester& by) const;
    [[nodiscard]] bool tries_used_up(const circulation::requester& by);
    void count_wrong_try(const circulation::requester& by);
    void tell_failure(const storage::store_error& what, const circulation::requester& by);
    void tell_recovery();

    async_store* store_;
    pin_prover* pins_;
    seen_items* seen_;
    const circulation::clock* clock_;
    log::logger* log_;
    std::shared_ptr<const circulation::policy> policy_;
    circulation::pin_limits pin_limits_;
    try_counts wrong_at_terminal_;
    try_counts wrong_from_address_;
    bool store_was_away_ = false;
    bool changes_fail_ = false; ///< the last one did: reading says nothing about that
};

} // namespace circ::net
