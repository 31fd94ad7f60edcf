#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace circ::protocol::sip2 {

/// Whom a value must not be shown to.
enum class privacy : std::uint8_t {
    open,
    personal, ///< tells who the patron is: masked in logs unless they are asked for it
    card,     ///< a patron's card: masked but for its last four characters
    secret,   ///< a password: masked always
};

/// One two-letter id. A field's name stands here and nowhere else.
struct field_name {
    std::string_view id;
    std::string_view name;
    privacy shown = privacy::open;
    bool extension = false; ///< not in the standard, but agreed upon by several vendors
};

/// All known ids in the order of the alphabet.
[[nodiscard]] std::span<const field_name> dictionary() noexcept;

/// @return the entry of `id`; an unknown id has the name "unknown" and counts as personal,
///         because nobody can say what a vendor puts there
[[nodiscard]] const field_name& look_up(std::string_view id) noexcept;

} // namespace circ::protocol::sip2
