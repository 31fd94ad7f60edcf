#pragma once

#include "protocol/sip2/conversation.hpp"
#include "server/log/log.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace circ::net {

/// Writes what a conversation noticed about a line into the log: one event each.
/// @param passed_over lines of which nothing was told since the last time; nothing: this is one of them, and
///                    only counted
void tell_observations(const std::vector<protocol::sip2::observation>& noticed, log::logger& log,
                       std::string_view terminal, std::string_view address, std::optional<std::int64_t> passed_over = 0);

} // namespace circ::net
