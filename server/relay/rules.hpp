#pragma once

#include <span>
#include <string>
#include <string_view>

namespace circ::relay {

/// One thing that a device can say and NCIP cannot, or that a system lacks: what is answered, and
/// the settings that change it.
struct rule {
    std::string_view when;     ///< what is asked, or what is missing
    std::string_view messages; ///< SIP2's numbers
    std::string_view keys;     ///< of [[ncip_backend]], by commas; empty: nothing changes it
    std::string_view answer;   ///< with the defaults
    std::string_view elsewise; ///< with other values; empty without keys
};

[[nodiscard]] std::span<const rule> rules();

/// The page docs/reference/relay-rules.md.
[[nodiscard]] std::string rules_page();

} // namespace circ::relay
