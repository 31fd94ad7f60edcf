#pragma once

#include "protocol/ncip/message.hpp"

#include <string>
#include <vector>

namespace circ::protocol::ncip {

/// One value of a message, fit to be printed.
struct described_value {
    std::string path; ///< `CheckOutItem/UserId/UserIdentifierValue`
    std::string value;

    friend bool operator==(const described_value&, const described_value&) = default;
};

/// The message's values in the order of the schema; of a secret only that it is there.
[[nodiscard]] std::vector<described_value> describe(const message& message);

/// The same as text, a line `path: value` for each.
[[nodiscard]] std::string describe_in_lines(const message& message);

} // namespace circ::protocol::ncip
