#include "tools/circdesk/ncip/target.hpp"

#include "tools/circdesk/open_addresses.hpp"
#include "tools/circdesk/tool.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

namespace circ::tool {

namespace {

struct way {
    std::string_view begins;
    bool http;
    bool encrypted;
    std::uint16_t port; ///< where none is named; 0: one must be
};

constexpr std::array ways{
    way{"http://", true, false, 80},
    way{"https://", true, true, 443},
    way{"tcp://", false, false, 0},
    way{"tls://", false, true, 0},
};

complaint no_target(const std::string& typed) {
    return complaint("'" + typed +
                         "' is no place to send to: write http://HOST:PORT/PATH, https://..., "
                         "tcp://HOST:PORT or tls://HOST:PORT",
                     wrong_usage);
}

std::uint16_t port_in(const std::string& text, const std::string& typed) {
    std::uint16_t port = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), port);
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size() || port == 0)
        throw no_target(typed);
    return port;
}

} // namespace

ncip_target read_ncip_target(const std::string& typed) {
    const auto found =
        std::ranges::find_if(ways, [&](const way& each) { return typed.starts_with(each.begins); });
    if (found == ways.end()) throw no_target(typed);
    const std::string rest = typed.substr(found->begins.size());
    const auto slash = rest.find('/');
    std::string where = rest.substr(0, slash);
    ncip_target made{
        .http = found->http, .encrypted = found->encrypted, .host = {}, .port = found->port};
    if (slash != std::string::npos) made.path = rest.substr(slash);
    const auto bracket = where.find(']');
    const auto colon = where.find(':', bracket == std::string::npos ? 0 : bracket);
    if (colon != std::string::npos) made.port = port_in(where.substr(colon + 1), typed);
    where.resize(std::min(colon, where.size()));
    if (bracket != std::string::npos && where.size() > 2) where = where.substr(1, where.size() - 2);
    made.host = where;
    if (made.host.empty() || made.port == 0) throw no_target(typed);
    return made;
}

ncip_target own_ncip_listener(tool& with) {
    const auto doors = read_open_doors(with.data_dir());
    for (const auto& each : with.settings().listeners) {
        if (!config::speaks_ncip(each.kind)) continue;
        const auto open = std::ranges::find(doors, each.name, &open_door::listener);
        if (open == doors.end()) continue;
        return {.http = config::speaks_http(each.kind),
                .encrypted = config::is_encrypted(each.kind),
                .host = open->address,
                .port = open->port};
    }
    throw complaint("no daemon of " + with.data_dir() +
                        " listens for NCIP: start one with a [[listener]] of kind \"ncip-http\", "
                        "or name a place by --to",
                    unavailable);
}

} // namespace circ::tool
