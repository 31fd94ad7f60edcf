#pragma once

#include "tools/circdesk/import/absence.hpp"
#include "tools/circdesk/import/csv_mapping.hpp"
#include "tools/circdesk/import/import_setting.hpp"

#include <cstdint>
#include <istream>
#include <optional>
#include <string>
#include <vector>

namespace circ::tool {

/// Patrons of some categories of whom a file knows nothing any more.
struct absent_patrons {
    std::vector<storage::patron_id> who; ///< with a card that is still good
    std::uint64_t in_all = 0; ///< patrons of these categories with a card that is still good
    std::uint64_t unread = 0; ///< rows whose card cannot be read: it may be that of any of them
};

/// Reads the cards of the file and looks who of the categories has none of them.
/// @throws complaint as import_patrons; storage::store_error
[[nodiscard]] absent_patrons find_absent(std::istream& in,
                                         const std::string& file,
                                         const csv_mapping& mapping,
                                         const std::vector<std::string>& categories,
                                         const import_setting& with);

/// Their cards are good until today and no longer; marked, so that the run can be taken back.
/// @throws storage::store_error
void end_cards(const absent_patrons& of, const import_setting& with, import_report& report);

/// Until when a card is good of a patron who is in the file again: as before the run that ended it
/// because it lacked them, else as it is.
/// @throws storage::store_error
[[nodiscard]] std::optional<storage::local_date>
expires_before_absence(storage::reader& from, const storage::patron& who);

} // namespace circ::tool
