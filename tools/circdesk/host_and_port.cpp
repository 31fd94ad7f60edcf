#include "tools/circdesk/host_and_port.hpp"

#include "tools/circdesk/tool.hpp"

#include <charconv>

namespace circ::tool {

std::pair<std::string, std::uint16_t> host_and_port(const std::string& typed) {
    const auto colon = typed.rfind(':');
    std::uint16_t port = 0;
    const char* const end = typed.data() + typed.size();
    const bool is_number = colon != std::string::npos && std::from_chars(typed.data() + colon + 1, end, port).ptr == end && port != 0;
    if (!is_number || colon == 0) throw complaint("'" + typed + "' is not HOST:PORT, as 127.0.0.1:6001", wrong_usage);
    std::string host = typed.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    return {host, port};
}

} // namespace circ::tool
