#pragma once

#include "tools/circdesk/import/csv_table.hpp"
#include "tools/circdesk/import/import_setting.hpp"
#include "tools/circdesk/import/verifiers.hpp"

#include <functional>
#include <istream>
#include <optional>
#include <string>

namespace circ::tool {

/// Items of titles that are there, by barcode. A column that the file does not have leaves what the
/// store holds; one that is empty clears it.
/// @throws complaint when a needed column is missing; storage::store_error
void import_items(std::istream& in,
                  const std::string& file,
                  const csv_mapping& mapping,
                  const import_setting& with,
                  import_report& report);

using end_of_card = std::optional<storage::local_date> (*)(storage::reader&, const storage::patron&);

/// Patrons by card, as items are by barcode. A PIN is only set for a patron who is new: the others
/// may have changed theirs. One that Koha has hashed is taken over as it is.
/// @param back tells of a patron who is there, and of whose card the file says no end, until when it
/// is good; null: that stays
/// @throws as import_items
void import_patrons(std::istream& in,
                    const std::string& file,
                    const csv_mapping& mapping,
                    const import_setting& with,
                    const verifier_maker& pins,
                    import_report& report,
                    end_of_card back = nullptr);

/// Tells the cards that a file of patrons names, whatever else is wrong with their rows; nothing for a row that
/// cannot be read, or whose card a spreadsheet has spoiled. @throws as import_items
void for_each_card(std::istream& in,
                   const std::string& file,
                   const csv_mapping& mapping,
                   const std::function<void(const std::optional<std::string>&)>& each);

} // namespace circ::tool
