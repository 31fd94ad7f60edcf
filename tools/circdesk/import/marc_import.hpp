#pragma once

#include "protocol/marc/items.hpp"
#include "storage/records/library.hpp"
#include "storage/store.hpp"
#include "tools/circdesk/import/branches.hpp"
#include "tools/circdesk/import/report.hpp"

#include <functional>
#include <istream>
#include <string>

namespace circ::tool {

struct marc_import_options {
    const protocol::marc::item_mapping* items = nullptr; ///< null: titles only
    bool dry_run = false;
    std::function<void(std::uint64_t records)> progress; ///< may be empty
};

/// Brings a file of bibliographic records in, ISO 2709 or MARCXML as its first byte tells: titles by
/// control number, items by barcode. A broken record is reported with its offset, the rest goes in.
/// @param file name for the report
/// @throws storage::store_error
void import_marc(std::istream& in, const std::string& file, storage::store& into, const storage::institution& of,
                 const branch_codes& branches, const marc_import_options& how, storage::instant now, import_report& report);

} // namespace circ::tool
