#include "server/net/door_settings.hpp"

#include "server/dispatch/sip2_door.hpp"

#include <utility>

namespace circ::net {

const door_settings::profile_in_use& door_settings::profile(std::string_view name) const {
    const auto found = profiles.find(name);
    return found != profiles.end() ? found->second : profiles.at("standard");
}

std::shared_ptr<const door_settings> make_door_settings(const config::settings& from,
                                                        std::shared_ptr<const dispatch::texts> words) {
    auto made = std::make_shared<door_settings>();
    for (const auto& [name, profile] : from.profiles)
        made->profiles.emplace(name,
                               door_settings::profile_in_use{std::make_shared<config::profile>(profile),
                                                             dispatch::device_rules_of(profile)});
    made->limits = from.limits;
    made->words = std::move(words);
    return made;
}

} // namespace circ::net
