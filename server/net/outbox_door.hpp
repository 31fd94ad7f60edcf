#pragma once

#include "server/circulation/clock.hpp"
#include "server/net/async_store.hpp"
#include "server/net/order_book.hpp"
#include "server/net/own_backend.hpp"
#include "server/relay/dialogue.hpp"
#include "server/relay/relay_settings.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>

namespace circ::net {

/// What is accepted here while the library system behind is away, to be delivered later
/// (outbox.hpp): decided by our own rules where our store has reader and item, else taken down as
/// it was told. Functions that look into the store @throw storage::store_error.
class outbox_door {
public:
    outbox_door(async_store& store,
                own_backend& local,
                const circulation::clock& clock,
                order_book& book);

    /// Whether policy lets such an operation be accepted at all.
    [[nodiscard]] bool takes(const circulation::any_operation& what,
                             const relay::relay_settings& by) const;
    [[nodiscard]] bool takes_anything(const relay::relay_settings& by) const;
    /// The same, and it failed for want of a connection: the other side has certainly not had it.
    [[nodiscard]] bool may_take(const circulation::any_operation& what,
                                const relay::finished& end,
                                const relay::relay_settings& by) const;

    /// Whether something about this reader or item waits already: a later change must not overtake
    /// it.
    [[nodiscard]] bool has_waiting(const circulation::any_operation& what);

    /// Leaves of a service status what can be accepted here.
    void limit(circulation::service_outcome& of, const relay::relay_settings& by) const;

    struct accepted {
        std::optional<circulation::any_outcome> told; ///< nothing: it is not accepted
        bool is_waiting = false; ///< to be delivered; else our own rules refused it
    };
    /// @param row of this request, where it has one already
    [[nodiscard]] boost::asio::awaitable<accepted> accept(const circulation::any_operation& what,
                                                          std::optional<storage::backend_order> row,
                                                          const relay::relay_settings& by);

private:
    boost::asio::awaitable<accepted> decide(circulation::any_operation what,
                                            std::optional<storage::backend_order> row,
                                            const relay::relay_settings& by);
    boost::asio::awaitable<accepted> take_on_trust(circulation::any_operation what,
                                                   std::optional<storage::backend_order> row);

    async_store* store_;
    own_backend* local_;
    const circulation::clock* clock_;
    order_book* book_;
};

} // namespace circ::net
