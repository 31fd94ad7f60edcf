#pragma once

#include "protocol/ncip/dialect.hpp"
#include "protocol/ncip/message.hpp"

#include <string_view>
#include <variant>

namespace circ::protocol::ncip {

/// Why a document is no message at all.
struct unreadable {
    errc error = errc::not_well_formed;
    int line = 0; ///< where reading ended, from 1; 0 where no line can be told

    friend bool operator==(const unreadable&, const unreadable&) = default;
};

using reading = std::variant<message, unreadable>;

/// Reads a document leniently: elements in any order and with any prefix, in our namespace or none,
/// attributes with or without prefix, spellings of 1.x; unknown elements are passed over. A service
/// that is not known is a message with an empty body.
/// @return errc of the XML (errc::not_well_formed and those after it); wrong_root, no_service
/// @spec   Z39.83-2, Implementation Profile 1
[[nodiscard]] reading parse(std::string_view document, const dialect& as = {});

} // namespace circ::protocol::ncip
