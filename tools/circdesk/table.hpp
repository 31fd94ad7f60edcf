#pragma once

#include <boost/json/array.hpp>

#include <iosfwd>
#include <string>
#include <vector>

namespace circ::tool {

/// Rows in aligned columns, or as JSON objects by the column's names.
class table {
public:
    explicit table(std::vector<std::string> columns) : columns_(std::move(columns)) {}

    /// @pre as many cells as columns
    void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
    [[nodiscard]] bool empty() const noexcept { return rows_.empty(); }
    [[nodiscard]] std::size_t size() const noexcept { return rows_.size(); }

    /// Columns are as wide as their widest cell, counted in characters (UTF-8).
    void print(std::ostream& to) const;
    void print_json(std::ostream& to) const;
    /// An object for each row, by the column's names.
    [[nodiscard]] boost::json::array json() const;

private:
    std::vector<std::string> columns_;
    std::vector<std::vector<std::string>> rows_;
};

} // namespace circ::tool
