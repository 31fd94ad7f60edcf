#pragma once

#include "protocol/sip2/charset.hpp"
#include "protocol/sip2/values.hpp"

#include <cstddef>
#include <cstdint>

namespace circ::protocol::sip2 {

/// What to do with a fixed part of the wrong length.
enum class fixed_part : std::uint8_t { resync, strict };

/// How one terminal writes and wants to be written to.
struct dialect {
    char delimiter = '|';
    charset encoding = charset::utf8;
    protocol_version version = protocol_version::v2_00; ///< 1.00: later fields are not written
    fixed_part on_bad_width = fixed_part::resync;
    std::size_t most_fields = 200; ///< of one message; what stands behind them is not read
};

} // namespace circ::protocol::sip2
