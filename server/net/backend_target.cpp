#include "server/net/backend_target.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace circ::net {

namespace {

struct scheme_row {
    std::string_view name;
    backend_target::framing how;
    bool encrypted;
    std::uint16_t port; ///< zero: none is usual, it must be said
};

// clang-format off
constexpr std::array schemes{
    scheme_row{"http://",     backend_target::framing::http,     false, 80},
    scheme_row{"https://",    backend_target::framing::http,     true,  443},
    scheme_row{"ncip-tcp://", backend_target::framing::document, false, 0},
    scheme_row{"ncip-tls://", backend_target::framing::document, true,  0}};
// clang-format on

/// Splits "host:port" and "[address]:port". @return false when it is neither
bool read_authority(std::string_view text, backend_target& into) {
    std::string_view host = text;
    std::string_view port;
    if (text.starts_with('[')) {
        const auto end = text.find(']');
        if (end == std::string_view::npos) return false;
        host = text.substr(1, end - 1);
        port = text.substr(end + 1);
        if (!port.empty() && !port.starts_with(':')) return false;
    } else if (const auto colon = text.find(':'); colon != std::string_view::npos) {
        host = text.substr(0, colon);
        port = text.substr(colon);
    }
    into.host = host;
    if (port.empty()) return !host.empty();
    port.remove_prefix(1);
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), into.port);
    return !host.empty() && error == std::errc{} && end == port.data() + port.size();
}

/// A blank or a control character would end the line of the request it is written into.
bool is_plain(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; });
}

} // namespace

std::string backend_target::authority() const {
    const bool is_address_6 = host.find(':') != std::string::npos;
    const std::string name = is_address_6 ? '[' + host + ']' : host;
    const bool usual = port == (encrypted ? 443 : 80);
    return usual ? name : name + ':' + std::to_string(port);
}

std::optional<backend_target> parse_backend_url(std::string_view url) {
    const auto scheme =
        std::ranges::find_if(schemes, [&](const auto& each) { return url.starts_with(each.name); });
    if (scheme == schemes.end() || !is_plain(url)) return std::nullopt;
    backend_target made;
    made.how = scheme->how;
    made.encrypted = scheme->encrypted;
    made.port = scheme->port;
    const std::string_view rest = url.substr(scheme->name.size());
    const auto slash = rest.find_first_of("/?");
    const auto authority = rest.substr(0, slash);
    if (authority.find('@') != std::string_view::npos || url.find('#') != std::string_view::npos)
        return std::nullopt;
    if (!read_authority(authority, made) || made.port == 0) return std::nullopt;
    if (slash != std::string_view::npos) made.path = rest.substr(slash);
    if (made.path.starts_with('?')) made.path.insert(0, "/");
    return made;
}

} // namespace circ::net
