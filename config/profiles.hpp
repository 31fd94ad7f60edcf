#pragma once

#include "config/document.hpp"
#include "config/profile.hpp"

#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace circ::config {

/// A profile that ships, as what it changes in the one it inherits from.
struct builtin_profile {
    std::string_view name;
    std::string_view inherits; ///< empty for `standard` alone
    std::string_view text;
    void (*change)(profile& from);
};

[[nodiscard]] std::span<const builtin_profile> builtin_profiles();

using profile_map = std::map<std::string, profile, std::less<>>;

/// The shipped profiles and those of a file, each resolved: first what it inherits, then what ships
/// under its name, then what the file says. A file's word on `standard` so reaches all that inherit
/// it.
/// @param from the tables under `profile`, by name
[[nodiscard]] profile_map resolve_profiles(const value_table& from, std::vector<mistake>& mistakes);

/// The page docs/reference/profiles.md: what each shipped profile has in the end, where that is not
/// what `standard` has.
[[nodiscard]] std::string profiles_page();

} // namespace circ::config
