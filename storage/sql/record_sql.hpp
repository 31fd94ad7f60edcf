#pragma once

// The SQL texts made from the tables of columns. They are made of names alone, never of values.

#include "storage/sql/columns.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace circ::storage::sql {

template <class Record>
[[nodiscard]] std::string insert_text() {
    std::string names;
    std::string values;
    for_each_column<Record>([&](const auto& column) {
        if (column.role == column_role::kept) return;
        const std::string_view comma = names.empty() ? "" : ", ";
        names.append(comma).append(column.name);
        values.append(comma).append(":").append(column.name);
    });
    std::string text = "INSERT INTO " + std::string{columns<Record>::table} + " (" + names +
                       ") VALUES (" + values + ")";
    if constexpr (requires { columns<Record>::when_there; })
        text.append(" ").append(columns<Record>::when_there);
    return text;
}

template <class Record>
[[nodiscard]] std::string update_text() {
    std::string changes;
    std::string row;
    for_each_column<Record>([&](const auto& column) {
        if (column.role == column_role::kept) return;
        const bool is_key = column.role == column_role::key;
        std::string& text = is_key ? row : changes;
        if (!text.empty()) text.append(is_key ? " AND " : ", ");
        text.append(column.name).append(" = :").append(column.name);
    });
    return "UPDATE " + std::string{columns<Record>::table} + " SET " + changes + " WHERE " + row;
}

/// Which columns of a record differ: a bit each, in the order of its columns.
using column_set = std::uint64_t;

/// The same for some of its columns.
template <class Record>
[[nodiscard]] std::string update_text(column_set changed) {
    std::string changes;
    std::string row;
    column_set bit = 1;
    for_each_column<Record>([&](const auto& column) {
        const bool is_key = column.role == column_role::key;
        std::string& text = is_key ? row : changes;
        if (is_key || (changed & bit) != 0) {
            if (!text.empty()) text.append(is_key ? " AND " : ", ");
            text.append(column.name).append(" = :").append(column.name);
        }
        bit <<= 1U;
    });
    return "UPDATE " + std::string{columns<Record>::table} + " SET " + changes + " WHERE " + row;
}

/// Columns that are read with a record, as "loan.id, loan.item ...".
template <class Record>
[[nodiscard]] std::string select_list() {
    std::string list;
    for_each_column<Record>([&](const auto& column) {
        if (column.role == column_role::apart) return;
        if (!list.empty()) list.append(", ");
        list.append(columns<Record>::table).append(".").append(column.name);
    });
    return list;
}

/// The number of its columns: where the next record of a joined row begins.
template <class Record>
[[nodiscard]] constexpr int width() {
    int count = 0;
    for_each_column<Record>(
        [&](const auto& column) { count += column.role == column_role::apart ? 0 : 1; });
    return count;
}

/// A statement of queries.sql with every {table.*} written out.
/// @throws std::logic_error for a table that no record has
[[nodiscard]] std::string expand_columns(std::string_view sql);

} // namespace circ::storage::sql
