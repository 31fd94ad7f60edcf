#pragma once

#include "config/profile.hpp"
#include "config/settings.hpp"
#include "server/circulation/device_rules.hpp"
#include "server/dispatch/texts.hpp"

#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace circ::net {

/// What sessions take from the settings. A reload puts a new one in place; a session keeps what it
/// began with for its profile until it logs in again, and takes limits and texts at once.
struct door_settings {
    struct profile_in_use {
        std::shared_ptr<const config::profile> how;
        std::shared_ptr<const circulation::device_rules> rules;
    };

    std::map<std::string, profile_in_use, std::less<>> profiles;
    config::limit_settings limits;
    std::shared_ptr<const dispatch::texts> words;

    /// The named profile; "standard" where a terminal names one that is gone from the settings.
    [[nodiscard]] const profile_in_use& profile(std::string_view name) const;
};

/// @pre from.profiles holds "standard"
[[nodiscard]] std::shared_ptr<const door_settings>
make_door_settings(const config::settings& from, std::shared_ptr<const dispatch::texts> words);

} // namespace circ::net
