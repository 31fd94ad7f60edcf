#pragma once

#include "tools/circdesk/import/sip_config.hpp"

#include <span>

namespace circ::tool {

/// Whose configuration it is; told by the implementation of its institutions.
enum class sip_server { koha, evergreen };

/// One attribute, or a whole element, and what becomes of it.
struct sip_row {
    /// Makes a key of a value. @return false when the value is not understood; a key that is not
    /// set says that the default will do.
    using translation = bool (*)(std::string_view value, std::string_view key, profile_keys& into);

    std::string_view element; ///< "login"; of options and supports of Evergreen "option" and "item"
    std::string_view name;    ///< of the attribute; empty: the element as a whole
    sip_fate fate;
    std::string_view key;     ///< of the profile; empty: none
    translation translate;    ///< nullptr without a key
    std::string_view sentence;
};

/// What a server does when its file says nothing, where that differs from ours.
struct sip_default {
    sip_server of;
    std::string_view name; ///< of the attribute that would say otherwise; empty: none would
    std::string_view key;
    std::string_view value; ///< as TOML
    std::string_view sentence;
};

[[nodiscard]] std::span<const sip_row> sip_rows() noexcept;
[[nodiscard]] std::span<const sip_default> sip_defaults() noexcept;

/// @return nullptr when nothing is known of it
[[nodiscard]] const sip_row* find_sip_row(std::string_view element, std::string_view name) noexcept;

} // namespace circ::tool
