#pragma once

#include "config/settings.hpp"
#include "storage/records/library.hpp"

namespace circ::tool {

/// After so many open days of its branch without a word a device counts as silent: as its profile says,
/// else as [server] does.
[[nodiscard]] inline int silent_days_of(const config::settings& all, const storage::terminal& account) {
    const auto own = all.profiles.find(account.profile);
    const bool says_so = own != all.profiles.end() && own->second.silent_days > 0;
    return static_cast<int>(says_so ? own->second.silent_days : all.server.silent_days);
}

} // namespace circ::tool
