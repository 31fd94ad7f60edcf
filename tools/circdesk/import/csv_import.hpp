#pragma once

#include "storage/records/library.hpp"
#include "storage/store.hpp"
#include "tools/circdesk/import/branches.hpp"
#include "tools/circdesk/import/report.hpp"

#include <istream>
#include <string>

namespace circ::tool {

struct csv_import_options {
    bool dry_run = false;
    std::string pepper; ///< for the PINs
    storage::instant now{};
};

/// Items of titles that are there, by barcode. Columns: barcode, control_number, branch; and location,
/// item_type, collection, call_number, price, note, parts where they exist.
/// @throws complaint when a needed column is missing; storage::store_error
void import_items(std::istream& in, const std::string& file, storage::store& into, const storage::institution& of,
                  const branch_codes& branches, const csv_import_options& how, import_report& report);

/// Patrons by card. Columns: card, family_name; and pin, given_name, birth_date, category, branch,
/// language, email, phone, address, expires_on or expires_in_days where they exist. PINs of patrons
/// who are there already are left alone.
void import_patrons(std::istream& in, const std::string& file, storage::store& into, const storage::institution& of,
                    const branch_codes& branches, const csv_import_options& how, import_report& report);

} // namespace circ::tool
