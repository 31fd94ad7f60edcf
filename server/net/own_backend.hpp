#pragma once

#include "server/net/backend.hpp"

#include <functional>

namespace circ::storage {
class unit_of_work;
}

namespace circ::net {

/// Our own rules over our own store.
class own_backend : public backend {
public:
    /// What is written together with the effects of an operation: both become durable, or neither.
    /// It may run more than once, each time from the beginning.
    using along =
        std::function<void(storage::unit_of_work&, const circulation::any_outcome&)>;

    /// As perform(), and `also` in the same unit of work, whatever the outcome; not at all where the
    /// store takes no changes (verdict::unavailable).
    /// @pre  the operation changes the store
    /// @note what `also` refers to must live in the awaiting coroutine; what it throws, but a
    ///       store_error, undoes the unit and reaches the caller
    [[nodiscard]] virtual boost::asio::awaitable<circulation::any_outcome>
    perform_with(circulation::any_operation what, along also) = 0;
};

} // namespace circ::net
