#pragma once

#include "server/circulation/any_operation.hpp"

#include <boost/asio/awaitable.hpp>

namespace circ::net {

/// Whoever performs operations: the local rules over the store, later an NCIP system far away.
/// No door knows which; no backend knows a door.
class backend {
public:
    virtual ~backend() = default;

    /// Performs one operation. What changes something is durable when this returns `done`.
    /// Never throws for a failing world: that is the verdict `unavailable`.
    /// @note io thread; takes the operation by value because the caller may be gone by then
    [[nodiscard]] virtual boost::asio::awaitable<circulation::any_outcome>
    perform(circulation::any_operation what) = 0;
};

} // namespace circ::net
