#include "server/relay/relay_settings.hpp"

#include "config/ncip_backend_reader.hpp"

namespace circ::relay {

relay_settings make_relay_settings(const config::ncip_backend& from,
                                   const std::vector<storage::institution>& all) {
    relay_settings made;
    made.backend = from;
    const storage::institution* said_of = all.empty() ? nullptr : &all.front();
    for (const auto& each : from.institution_agencies) {
        const auto parts = config::parse_named_agencies(each);
        for (const auto& one : all) {
            if (!parts || parts->name != one.code) continue;
            said_of = &one;
            made.agency_of[one.id] = {.from = parts->from, .to = parts->to};
        }
    }
    if (said_of == nullptr) return made;
    made.time_zone = said_of->time_zone;
    made.money = {.code = said_of->currency, .decimals = said_of->decimals};
    return made;
}

} // namespace circ::relay
