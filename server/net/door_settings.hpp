#pragma once

#include "config/profile.hpp"
#include "config/settings.hpp"
#include "protocol/tls/context.hpp"
#include "server/circulation/device_rules.hpp"
#include "server/dispatch/texts.hpp"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace circ::net {

/// A listener as it takes new connections.
struct listener_in_use {
    config::listener_settings how;
    std::shared_ptr<const protocol::tls::context> tls; ///< where its kind is encrypted
};

/// The certificates of listeners, by name.
using tls_contexts = std::map<std::string, std::shared_ptr<const protocol::tls::context>, std::less<>>;

/// What sessions take from the settings. A reload puts a new one in place; a session keeps what it
/// began with for its profile until it logs in again, and takes limits and texts at once.
struct door_settings {
    struct profile_in_use {
        std::shared_ptr<const config::profile> how;
        std::shared_ptr<const circulation::device_rules> rules;
    };

    std::map<std::string, profile_in_use, std::less<>> profiles;
    std::map<std::string, std::shared_ptr<const listener_in_use>, std::less<>> listeners; ///< by name
    std::vector<config::match_rule> matches;
    std::vector<std::shared_ptr<const config::ncip_peer>> ncip_peers;
    config::limit_settings limits;
    std::shared_ptr<const dispatch::texts> words;

    /// The named profile; "standard" where a terminal names one that is gone from the settings.
    [[nodiscard]] const profile_in_use& profile(std::string_view name) const;

    /// Null for one that is gone from the settings.
    [[nodiscard]] std::shared_ptr<const listener_in_use> listener(std::string_view name) const;
};

/// @pre from.profiles holds "standard"; `certificates` has one for each encrypted listener
[[nodiscard]] std::shared_ptr<const door_settings>
make_door_settings(const config::settings& from, std::shared_ptr<const dispatch::texts> words,
                   const tls_contexts& certificates = {});

} // namespace circ::net
