#pragma once

#include "protocol/ncip/message.hpp"

#include <string>
#include <string_view>

namespace circ::protocol::ncip {

inline constexpr std::string_view xml_declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// A refusal as a 1.x peer reads it: with its DOCTYPE, without namespace, each reason an error of
/// processing, or of the message where the service is not known.
/// @pre  message has problems
[[nodiscard]] std::string old_problems(const message& message);

} // namespace circ::protocol::ncip
