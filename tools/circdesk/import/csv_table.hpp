#pragma once

#include "protocol/csv/reader.hpp"
#include "storage/records/time.hpp"
#include "tools/circdesk/import/batch.hpp"
#include "tools/circdesk/import/report.hpp"

#include <functional>
#include <istream>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace circ::tool {

/// A column that an import understands.
struct known_column {
    std::string_view name;
    std::string_view also;   ///< other names for it, blank separated
    bool is_needed = false;
};

/// Our name of a column -> its name in the file, where a mapping says so.
using column_names = std::map<std::string, std::string, std::less<>>;

class csv_table;

/// A row with its values by column; gathers everything that is wrong with it.
class csv_row {
public:
    csv_row(csv_table& of, protocol::csv::row row);

    [[nodiscard]] bool has(std::string_view column) const; ///< whether the file has this column
    [[nodiscard]] std::string text(std::string_view column) const;
    /// A value that must be there.
    [[nodiscard]] std::string needed(std::string_view column);
    /// The number by which the record is known: there, not spoiled by a spreadsheet, once in the file.
    [[nodiscard]] std::string key(std::string_view column);
    /// A number that may be missing, but not spoiled by a spreadsheet.
    [[nodiscard]] std::string unspoiled(std::string_view column);
    [[nodiscard]] std::optional<int> number(std::string_view column, int least, int most);
    [[nodiscard]] std::optional<storage::local_date> date(std::string_view column);

    void wrong(std::string_view column, const std::string& sentence);
    /// A finding about this row, for what is found out later.
    [[nodiscard]] finding about(std::string_view column, std::string sentence) const;
    [[nodiscard]] const std::vector<finding>& mistakes() const noexcept { return mistakes_; }

private:
    csv_table* of_;
    protocol::csv::row row_;
    std::vector<finding> mistakes_;
};

/// A CSV file whose columns are found by the names we know.
class csv_table {
public:
    /// @param in must outlive the table
    /// @throws complaint when the header cannot be read or lacks a needed column
    csv_table(std::istream& in, std::string file, std::span<const known_column> known, const column_names& renamed);

    [[nodiscard]] std::optional<csv_row> next();

    /// Says which columns of the file nobody reads, if there are any.
    [[nodiscard]] std::optional<finding> unused_columns() const;

private:
    friend class csv_row;
    [[nodiscard]] std::optional<std::size_t> place_of(const known_column& column, const column_names& renamed) const;

    std::string file_;
    protocol::csv::reader rows_;
    std::map<std::string_view, std::size_t> places_;
    std::unordered_map<std::size_t, std::uint64_t> keys_; ///< hash of a key -> line
};

/// Walks a table: rows that can be read become steps of the batch, the others rejects.
/// @param make (csv_row&) -> batch_writer::step
template <class Make>
void import_rows(csv_table& from, record_kind kind, batch_writer batch, import_report& report,
                 const std::function<void()>& tell, Make make) {
    if (auto unused = from.unused_columns()) report.remark(std::move(*unused));
    while (auto row = from.next()) {
        batch_writer::step step;
        if (row->mistakes().empty()) step = make(*row);
        if (row->mistakes().empty()) {
            batch.add(std::move(step));
        } else {
            tally one;
            one.reject(kind, row->mistakes());
            report.add(one);
        }
        if (tell) tell();
    }
    batch.finish();
}

} // namespace circ::tool
