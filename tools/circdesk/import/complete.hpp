#pragma once

#include "server/circulation/operations.hpp"
#include "storage/records/imports.hpp"
#include "tools/circdesk/import/absence.hpp"
#include "tools/circdesk/import/import_setting.hpp"

#include <cstdint>
#include <string>
#include <unordered_set>
#include <vector>

namespace circ::tool {

/// What imports of a kind brought in and the file of today no longer has: in the old system it is
/// over. What has been dealt with here since is not among it.
struct what_is_over {
    std::vector<storage::import_mark> marks;
    std::uint64_t in_all = 0; ///< what imports brought in and is open, also what the file has
};

/// @param kind "loans", "holds" or "fees"
/// @param named records of the rows of today's file
/// @throws storage::store_error
[[nodiscard]] what_is_over find_what_is_over(const std::string& kind,
                                             const std::unordered_set<std::int64_t>& named,
                                             const import_setting& with);

/// @return how many were ended
/// @throws storage::store_error
std::uint64_t end_what_is_over(const std::string& kind,
                               const what_is_over& over,
                               const circulation::requester& by,
                               const import_setting& with,
                               import_report& report);

} // namespace circ::tool
