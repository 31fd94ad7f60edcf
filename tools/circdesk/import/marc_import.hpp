#pragma once

#include "protocol/marc/items.hpp"
#include "tools/circdesk/import/import_setting.hpp"
#include "tools/circdesk/import/report.hpp"

#include <istream>
#include <string>

namespace circ::tool {

/// Brings a file of bibliographic records in, ISO 2709, MARCXML or Aleph's lines as it begins:
/// titles by control number, items by barcode. A broken record is reported with its offset, the
/// rest goes in.
/// @param file  name for the report
/// @param items where items stand in the records; null: titles only
/// @throws storage::store_error; what is read by then is in, in whole batches
void import_marc(std::istream& in,
                 const std::string& file,
                 const protocol::marc::item_mapping* items,
                 const import_setting& with,
                 import_report& report);

} // namespace circ::tool
