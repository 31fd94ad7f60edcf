#pragma once

#include "server/circulation/facts.hpp"
#include "storage/reader.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace circ::tool {

// Every kind of record as a table: what an export writes and an import reads, and what two
// libraries are compared by. Rows name each other by the numbers that people know, never by our
// ids, and come in the order of their keys.

/// Where the rows come from.
struct export_source {
    storage::reader& from;
    const circulation::library_facts& library;
    bool with_pins = false; ///< with the verifiers of PINs
};

struct table_page {
    std::vector<std::vector<std::string>> rows;
    std::optional<std::string> next; ///< what the next page is after; nothing: this was the last
};

struct export_table {
    std::string_view name; ///< "items"
    std::span<const std::string_view> columns;
    std::size_t keys; ///< so many columns in front are a row's name
    table_page (*page)(export_source& from, const std::string& after);
};

/// What an import reads, in the order in which it needs them. Titles are compared by what is told of
/// them and a digest of their records, and exported as MARC.
[[nodiscard]] std::span<const export_table> export_tables();

/// What is written for people and other programs alone: the house itself, what is over, and what
/// happened.
[[nodiscard]] std::span<const export_table> export_only_tables();

/// Titles in the order of the numbers by which they are known, after that one; the number of a title
/// that has none of its own stands in its place. @throws storage::store_error
[[nodiscard]] std::vector<storage::title> known_titles_after(storage::reader& from,
                                                             storage::institution_id of,
                                                             const std::string& number,
                                                             int most);

/// One of either kind. @return null for no such table
[[nodiscard]] const export_table* find_export_table(std::string_view name);

} // namespace circ::tool
