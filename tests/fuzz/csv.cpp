#include "tests/fuzz/lines.hpp"
#include "tests/fuzz/targets.hpp"

#include "protocol/csv/reader.hpp"
#include "protocol/csv/spreadsheet.hpp"
#include "protocol/csv/writer.hpp"

#include <sstream>
#include <string>

namespace circ::fuzz {

namespace {

using namespace protocol::csv;

/// An empty line is passed over, and with tabs a row of empty values is one.
bool says_something(const std::vector<std::string>& values) {
    return std::ranges::any_of(
        values, [](const auto& each) { return each.find_first_not_of(" \t\r\n") != std::string::npos; });
}

/// A row that was read is written and read again, in a table that has as many columns.
void write_and_read(const std::vector<std::string>& values, char delimiter) {
    std::vector<std::string> names;
    for (std::size_t n = 0; n < values.size(); ++n) names.push_back("c" + std::to_string(n));
    const dialect as{.delimiter = delimiter};
    std::istringstream file(to_row(names, as) + to_row(values, as));
    reader again(file);
    promise(again.fault().empty(), "a header that we write is a header");
    // A table of one column does not show its delimiter.
    if (values.size() == 1 && again.delimiter() != delimiter) return;
    const auto row = again.next();
    promise(row && row->fault.empty(), "a row that we write is a row");
    promise(row->values == values, "and holds the same values");
    promise(!again.next(), "and there is no other");
}

} // namespace

void run_csv(std::string_view bytes) {
    std::istringstream file{std::string(bytes)};
    reader table(file, {.row_bytes = 4096, .value_bytes = 1024, .columns = 32});
    promise(is_one_line(table.fault()), "a fault is told in one line");
    while (const auto row = table.next()) {
        promise(row->values.size() <= 32, "a row is within its limits");
        promise(is_one_line(row->fault), "a fault is told in one line");
        for (std::size_t n = 0; n < row->values.size(); ++n) {
            promise(protocol::text::is_utf8(row->values[n]), "a value is UTF-8");
            promise(row->values[n].size() <= 1024, "a value is within its limits");
            static_cast<void>(looks_spoiled_by_spreadsheet((*row)[n]));
        }
        if (says_something(row->values)) write_and_read(row->values, table.delimiter());
    }
}

} // namespace circ::fuzz
