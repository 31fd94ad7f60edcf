#pragma once

#include "protocol/marc/items.hpp"
#include "storage/records/library.hpp"
#include "storage/store.hpp"
#include "tools/circdesk/import/batch.hpp"
#include "tools/circdesk/import/branches.hpp"
#include "tools/circdesk/import/report.hpp"

#include <functional>
#include <istream>
#include <string>

namespace circ::tool {

/// Where an import goes and by whose codes.
struct import_setting {
    storage::store& store;
    const storage::institution& institution;
    const branch_codes& branches;
    storage::instant now{};
    run_mode how = run_mode::write;
    std::function<void()> tell{}; ///< called after each record read; may be empty
};

/// Brings a file of bibliographic records in, ISO 2709 or MARCXML as its first byte tells: titles by
/// control number, items by barcode. A broken record is reported with its offset, the rest goes in.
/// @param file  name for the report
/// @param items where items stand in the records; null: titles only
/// @throws storage::store_error; what is read by then is in, in whole batches
void import_marc(std::istream& in, const std::string& file, const protocol::marc::item_mapping* items,
                 const import_setting& with, import_report& report);

} // namespace circ::tool
