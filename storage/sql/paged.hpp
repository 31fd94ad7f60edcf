#pragma once

#include "storage/reader.hpp"
#include "storage/sql/row_mapping.hpp"

namespace circ::storage::sql {

/// All records of one page of a list.
template <class Record, class... Values>
[[nodiscard]] std::vector<Record>
find_page(session& over, query which, page window, const argument<Values>&... arguments) {
    return find_all<Record>(
        over, which, arguments..., with("first", window.first), with("count", window.count));
}

/// The same for a list of lines, each made from its row by `make`.
template <class Make, class... Values>
[[nodiscard]] auto lines_of_page(
    session& over, query which, page window, Make make, const argument<Values>&... arguments) {
    auto found =
        run(over, which, arguments..., with("first", window.first), with("count", window.count));
    std::vector<decltype(make(found))> lines;
    while (found.next())
        lines.push_back(make(found));
    return lines;
}

} // namespace circ::storage::sql
