#pragma once

#include "protocol/csv/reader.hpp"
#include "storage/records/time.hpp"
#include "tools/circdesk/import/batch.hpp"
#include "tools/circdesk/import/csv_mapping.hpp"
#include "tools/circdesk/import/import_setting.hpp"
#include "tools/circdesk/import/report.hpp"
#include "tools/circdesk/import/seen_numbers.hpp"

#include <functional>
#include <istream>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace circ::tool {

/// A column that an import understands.
struct known_column {
    std::string_view name;
    std::string_view also; ///< other names for it, blank separated
    bool is_needed = false;
};

class csv_table;

/// A row with its values by column; gathers everything that is wrong with it.
class csv_row {
public:
    csv_row(csv_table& of, protocol::csv::row row);

    [[nodiscard]] bool has(std::string_view column) const; ///< whether the file has this column
    [[nodiscard]] std::string text(std::string_view column) const;
    /// A value that must be there.
    [[nodiscard]] std::string needed(std::string_view column);
    /// The number by which the record is known: there, not spoiled by a spreadsheet, once in the
    /// file.
    [[nodiscard]] std::string key(std::string_view column);
    /// The number of a card or an item that must be there, as often as you like.
    [[nodiscard]] std::string reference(std::string_view column);
    /// A number that may be missing, but not spoiled by a spreadsheet.
    [[nodiscard]] std::string unspoiled(std::string_view column);
    [[nodiscard]] std::optional<int> number(std::string_view column, int least, int most);
    [[nodiscard]] std::optional<storage::local_date> date(std::string_view column);
    /// @param without_time the time of a day that stands alone
    [[nodiscard]] std::optional<storage::instant>
    moment(std::string_view column, std::string_view zone, std::chrono::seconds without_time);

    [[nodiscard]] const protocol::csv::row& cells() const noexcept { return row_; }

    void wrong(std::string_view column, const std::string& sentence);
    /// A finding about this row, for what is found out later.
    [[nodiscard]] finding about(std::string_view column, std::string sentence) const;
    [[nodiscard]] const std::vector<finding>& mistakes() const noexcept { return mistakes_; }

private:
    [[nodiscard]] std::string with_zeros(std::string number) const;

    csv_table* of_;
    protocol::csv::row row_;
    std::vector<finding> mistakes_;
};

/// A CSV file whose columns are found by the names we know.
class csv_table {
public:
    /// @param in must outlive the table
    /// @throws complaint when the header cannot be read or lacks a needed column
    csv_table(std::istream& in,
              std::string file,
              std::span<const known_column> known,
              const csv_mapping& mapping,
              std::span<const column_preset> presets = {});

    [[nodiscard]] std::optional<csv_row> next();

    /// Says which columns of the file nobody reads, if there are any.
    [[nodiscard]] std::optional<finding> unused_columns() const;
    /// Says, once the file is read, whether some of its numbers are shorter than nearly all others.
    [[nodiscard]] std::optional<finding> lost_zeros() const;
    /// The preset whose columns the file has; empty for none.
    [[nodiscard]] std::string_view preset() const noexcept { return preset_; }
    [[nodiscard]] const std::vector<std::string>& columns() const noexcept {
        return rows_.columns();
    }
    [[nodiscard]] char delimiter() const noexcept { return rows_.delimiter(); }

private:
    friend class csv_row;
    /// What is joined by commas, each of what is joined by blanks.
    using places = std::vector<std::vector<std::size_t>>;
    struct length_use {
        std::uint64_t times = 0;
        std::uint64_t first_line = 0;
    };

    void take_preset(std::span<const column_preset> presets);
    void check_mapping(std::span<const known_column> known) const;
    [[nodiscard]] places place_of(const known_column& column) const;
    [[nodiscard]] places places_of(std::string_view expression, bool all_are_needed) const;

    std::string file_;
    protocol::csv::reader rows_;
    csv_mapping mapping_;
    std::string_view preset_;
    std::map<std::string_view, std::string_view> of_preset_; ///< our column -> expression
    std::map<std::string_view, places> places_;
    seen_numbers keys_;
    std::map<std::size_t, length_use> lengths_; ///< of keys of digits alone
};

/// Walks a table: rows that can be read become steps of the batch, the others rejects.
/// @param make (csv_row&) -> batch_writer::step
template <class Make>
void import_rows(csv_table& from,
                 record_kind kind,
                 const import_setting& with,
                 import_report& report,
                 Make make) {
    batch_writer batch(with.store, with.how, report, with.run);
    batch.call_before_units(with.before_unit);
    if (with.mend != nullptr) with.mend->keep_header(from.columns(), from.delimiter());
    if (auto unused = from.unused_columns()) report.remark(std::move(*unused));
    while (auto row = from.next()) {
        const bool is_new = with.run == nullptr || with.run->take_next();
        batch_writer::step step;
        if (row->mistakes().empty()) step = make(*row);
        // A mistake goes the way of what comes in: told, counted and passed over with its unit.
        if (!row->mistakes().empty())
            step = [kind, all = row->mistakes()](storage::unit_of_work&, tally& done) {
                done.reject(kind, all);
            };
        if (is_new) batch.add(std::move(step));
        if (with.tell) with.tell();
    }
    batch.finish();
    if (auto lost = from.lost_zeros()) report.remark(std::move(*lost));
}

} // namespace circ::tool
