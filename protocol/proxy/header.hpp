#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace circ::protocol::proxy {

/// The longest header that is read: addresses and what balancers add to them (TLVs) need far less.
inline constexpr std::size_t longest_header = 4096;

/// How far the bytes of a connection have come with the header that a balancer puts before them.
struct reading {
    enum class state {
        unfinished, ///< `wanted` more bytes surely belong to it
        complete,
        wrong ///< `why` in words for the log
    };
    state is = state::unfinished;
    std::size_t wanted = 0;
    std::string source; ///< who has connected to the balancer; empty: the balancer speaks for itself
    std::string_view why;
};

/// Reads a header of version 2 or of version 1, from all bytes that came so far.
/// @note Who reads no more than `wanted` bytes at a time never takes one that is the device's.
/// @spec The PROXY protocol, versions 1 and 2 (HAProxy), sections 2.1 and 2.2
[[nodiscard]] reading read_header(std::string_view so_far);

} // namespace circ::protocol::proxy
