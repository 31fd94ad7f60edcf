#include "tools/circdesk/table.hpp"

#include "protocol/text/one_line.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <ostream>

namespace circ::tool {
namespace {

/// Characters that take a place on a terminal: all bytes of UTF-8 but continuations.
std::size_t width_of(const std::string& text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }));
}

/// A title may hold what ends a line or moves a terminal's cursor.
std::string shown(const cell& of) { return protocol::text::one_line(of.shown); }

void print_row(std::ostream& to, const std::vector<cell>& cells, const std::vector<std::size_t>& widths) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const std::string text = shown(cells[i]);
        to << text;
        const bool is_last = i + 1 == cells.size();
        if (!is_last) to << std::string(widths[i] - width_of(text) + 2, ' ');
    }
    to << '\n';
}

} // namespace

void table::print(std::ostream& to) const {
    std::vector<std::size_t> widths;
    for (const auto& each : columns_) widths.push_back(width_of(each));
    for (const auto& row : rows_)
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(shown(row[i])));
    print_row(to, {columns_.begin(), columns_.end()}, widths);
    for (const auto& row : rows_) print_row(to, row, widths);
}

boost::json::array table::json() const {
    boost::json::array all;
    for (const auto& row : rows_) {
        boost::json::object one;
        for (std::size_t i = 0; i < row.size(); ++i) one[columns_[i]] = row[i].machine;
        all.push_back(std::move(one));
    }
    return all;
}

void table::print_json(std::ostream& to) const {
    to << boost::json::serialize(json()) << '\n';
}

void print_fact(std::ostream& to, std::string_view name, std::string_view value) {
    constexpr std::size_t width = 14;
    to << "  " << name << std::string(width - std::min(width - 1, name.size()), ' ')
       << protocol::text::one_line(value) << '\n';
}

} // namespace circ::tool
