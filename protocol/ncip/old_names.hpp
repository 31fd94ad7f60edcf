#pragma once

#include <string_view>

namespace circ::protocol::ncip {

/// What an element of 1.x is called in 2.x; every other name as it is.
/// @note 1.x elements stand in 2.x messages too
[[nodiscard]] std::string_view modern_name(std::string_view name) noexcept;

/// Whether 1.x put this around what stands directly in its parent now.
[[nodiscard]] bool is_old_wrapper(std::string_view name) noexcept;

} // namespace circ::protocol::ncip
