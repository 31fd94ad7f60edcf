#pragma once

#include "protocol/errc.hpp"

#include <string_view>

namespace circ::protocol::sip2 {

/// Something wrong in a message that could be read all the same.
struct fault {
    errc error;
    std::string_view field; ///< two-letter id, or the name of a fixed field, or empty
    std::string_view value; ///< as it came, personal or not; empty for a secret

    friend bool operator==(const fault&, const fault&) = default;
};

} // namespace circ::protocol::sip2
