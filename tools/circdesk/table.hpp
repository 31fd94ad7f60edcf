#pragma once

#include <boost/json/array.hpp>

#include <concepts>
#include <iosfwd>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace circ::tool {

/// What stands in a column: for most, one text for people and machines.
struct cell {
    cell(std::string text) : shown(text), machine(std::move(text)) {} // NOLINT: rows are lists of texts
    cell(const char* text) : cell(std::string(text)) {}               // NOLINT
    cell(std::string for_people, std::string for_machines)
        : shown(std::move(for_people)), machine(std::move(for_machines)) {}

    std::string shown;
    std::string machine; ///< in JSON
};

/// Rows in aligned columns, or as JSON objects by the column's names.
class table {
public:
    explicit table(std::vector<std::string> columns) : columns_(std::move(columns)) {}

    /// @pre as many cells as columns
    void add(std::vector<cell> cells) { rows_.push_back(std::move(cells)); }
    /// Where all cells are texts. A template, so that a row in braces is one of cells.
    template <std::same_as<std::vector<std::string>> Texts>
    void add(const Texts& cells) {
        rows_.emplace_back(cells.begin(), cells.end());
    }
    [[nodiscard]] bool empty() const noexcept { return rows_.empty(); }
    [[nodiscard]] std::size_t size() const noexcept { return rows_.size(); }

    /// Columns are as wide as their widest cell, counted in characters (UTF-8).
    void print(std::ostream& to) const;
    void print_json(std::ostream& to) const;
    /// An object for each row, by the column's names.
    [[nodiscard]] boost::json::array json() const;

private:
    std::vector<std::string> columns_;
    std::vector<std::vector<cell>> rows_;
};

/// A line of a sheet of facts: their names in a column of their own, what they are behind it.
void print_fact(std::ostream& to, std::string_view name, std::string_view value);

} // namespace circ::tool
