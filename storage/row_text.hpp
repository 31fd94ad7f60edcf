#pragma once

#include "storage/records/circulation.hpp"
#include "storage/records/inventory.hpp"
#include "storage/records/people.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace circ::storage {

/// A record as one text, all but the counts that follow from other records: to keep it as it was,
/// and to see whether it is still the same. For whatever an import brings in.
template <class Record>
[[nodiscard]] std::string row_text(const Record& record);

/// @throws store_error corrupt when the text is none of this record
template <class Record>
[[nodiscard]] Record record_of(std::string_view row_text);

/// A digest of such a text: of two different ones it is not the same but by chance.
[[nodiscard]] std::int64_t digest_of_row(std::string_view row_text);

} // namespace circ::storage
