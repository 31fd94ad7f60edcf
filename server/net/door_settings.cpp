#include "server/net/door_settings.hpp"

#include "server/dispatch/sip2_door.hpp"

#include <utility>

namespace circ::net {

const door_settings::profile_in_use& door_settings::profile(std::string_view name) const {
    const auto found = profiles.find(name);
    return found != profiles.end() ? found->second : profiles.at("standard");
}

std::shared_ptr<const listener_in_use> door_settings::listener(std::string_view name) const {
    const auto found = listeners.find(name);
    return found != listeners.end() ? found->second : nullptr;
}

std::shared_ptr<const door_settings> make_door_settings(const config::settings& from,
                                                        std::shared_ptr<const dispatch::texts> words,
                                                        const tls_contexts& certificates) {
    auto made = std::make_shared<door_settings>();
    for (const auto& [name, profile] : from.profiles)
        made->profiles.emplace(name,
                               door_settings::profile_in_use{std::make_shared<config::profile>(profile),
                                                             dispatch::device_rules_of(profile)});
    for (const auto& each : from.listeners) {
        auto used = std::make_shared<listener_in_use>();
        used->how = each;
        const auto tls = certificates.find(each.name);
        if (tls != certificates.end()) used->tls = tls->second;
        made->listeners.emplace(each.name, std::move(used));
    }
    made->matches = from.matches;
    for (const auto& each : from.ncip_peers) made->ncip_peers.push_back(std::make_shared<const config::ncip_peer>(each));
    made->limits = from.limits;
    made->words = std::move(words);
    return made;
}

} // namespace circ::net
