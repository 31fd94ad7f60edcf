#pragma once

#include "storage/record_reader.hpp"
#include "tools/circdesk/export/tables.hpp"

#include <cstdint>
#include <string>
#include <utility>

namespace circ::tool {

// How a whole kind of record is read page by page, and what its rows call what they name.

inline constexpr int records_of_page = 200;

/// Records in the order of their ids.
/// @tparam Read a member of record_reader: at most so many after that id
/// @tparam Row  the row of one, empty when it belongs to another library or into another table
template <auto Read, auto Row>
[[nodiscard]] table_page pages_of(export_source& with, const std::string& after) {
    const auto last = after.empty() ? std::int64_t{0} : static_cast<std::int64_t>(std::stoll(after));
    const auto records = (storage::record_reader(with.from).*Read)({last}, records_of_page);
    table_page made;
    for (const auto& each : records)
        if (auto told = Row(with, each); !told.empty()) made.rows.push_back(std::move(told));
    if (std::cmp_equal(records.size(), records_of_page))
        made.next = std::to_string(records.back().id.value);
    return made;
}

/// Records of a short list, by their place in it.
template <class Read, class Row>
[[nodiscard]] table_page page_by_place(const std::string& after, Read read, Row row) {
    const int first = after.empty() ? 0 : std::stoi(after);
    const auto records = read(storage::page{.first = first, .count = records_of_page});
    table_page made;
    for (const auto& each : records)
        made.rows.push_back(row(each));
    if (std::cmp_equal(records.size(), records_of_page))
        made.next = std::to_string(first + records_of_page);
    return made;
}

/// Whether a patron is one of this library's.
[[nodiscard]] bool is_ours(export_source& with, storage::patron_id who);

/// Empty for nobody, and for one who is erased, though the number stays taken.
[[nodiscard]] std::string card_text(export_source& with, storage::patron_id who);
/// Empty for nothing, and for what has left the catalogue.
[[nodiscard]] std::string barcode_text(export_source& with, storage::item_id what);
/// The terminal's login, else the operator.
[[nodiscard]] std::string doer_text(export_source& with, storage::terminal_id at, const std::string& by);

/// A number by which the rows of one table name those of another; empty for none.
template <class Tag>
[[nodiscard]] std::string id_text(storage::strong_id<Tag> id) {
    return id ? std::to_string(id.value) : std::string();
}

} // namespace circ::tool
