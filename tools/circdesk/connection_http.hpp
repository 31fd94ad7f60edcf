#pragma once

#include "tools/circdesk/connection.hpp"

#include <string>
#include <string_view>

namespace circ::tool {

struct http_answered {
    unsigned status = 0;
    std::string type; ///< of its body
    std::string body;
};

/// Posts a body and waits for the answer.
/// @param at `host:port` and path, as the server is to be told
/// @throws complaint when nothing comes in time, or no answer over HTTP
[[nodiscard]] http_answered
ask_by_http(connection& line, std::string_view host, std::string_view path, std::string_view body);

} // namespace circ::tool
