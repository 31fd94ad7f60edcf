#pragma once

#include "protocol/sip2/table.hpp"

#include <span>
#include <string>
#include <string_view>

namespace circ::protocol::sip2 {

/// The tables of all messages, requests first: for those who take messages apart or put them
/// together by name.
[[nodiscard]] std::span<const message_table* const> all_tables() noexcept;

/// @return nullptr for a code that no message has
[[nodiscard]] const message_table* table_by_code(std::string_view code) noexcept;

/// A message's title as its struct is named: "Patron Information" is `patron_information`, of an
/// answer `patron_information_response`.
[[nodiscard]] std::string name_of(const message_table& table);

/// @param name as name_of gives it, or a code
/// @return nullptr when no message is called that
[[nodiscard]] const message_table* table_by_name(std::string_view name) noexcept;

} // namespace circ::protocol::sip2
