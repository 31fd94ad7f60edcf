#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace circ::net {

/// What became of one document that was to be sent to a backend. Whether an order may be sent again
/// hangs on it, so it says no more than is known.
enum class exchange_end {
    refused_here, ///< not tried: too many wait, or the backend is taken for away
    out_of_time,  ///< not tried: no connection became free in time
    not_sent,     ///< the backend never had the whole document: it cannot have acted upon it
    no_answer,    ///< it was sent, and what became of it is not known
    unreadable,   ///< what came back is no HTTP, too long, or broke off: it is not known either
    answered
};

[[nodiscard]] std::string_view name_of(exchange_end how) noexcept;

struct exchange {
    exchange_end how = exchange_end::not_sent;
    unsigned status = 0; ///< HTTP's; 200 where there is none
    std::string body;
    std::string why; ///< for the log, where nothing was answered
};

/// A moment at which waiting ends.
using time_limit = std::chrono::steady_clock::time_point;

} // namespace circ::net
