#pragma once

#include "server/circulation/operations.hpp"
#include "tools/circdesk/import/import_setting.hpp"

#include <cstdint>
#include <string>
#include <unordered_set>

namespace circ::tool {

/// Ends what earlier imports of this kind brought in and the file of today no longer has: in the
/// old system it is over. What has been dealt with here since stays.
/// @param kind "loans", "holds" or "fees"
/// @param named records of the rows of today's file
/// @return how many were ended
/// @throws storage::store_error
std::uint64_t end_what_is_over(const std::string& kind,
                               const std::unordered_set<std::int64_t>& named,
                               const circulation::requester& by,
                               const import_setting& with,
                               import_report& report);

} // namespace circ::tool
