#include "tools/circdesk/import/csv_table.hpp"

#include "protocol/csv/spreadsheet.hpp"
#include "tools/circdesk/tool.hpp"
#include "tools/circdesk/typed_day.hpp"

#include <algorithm>
#include <charconv>

namespace circ::tool {

namespace csv = protocol::csv;

namespace {

std::string_view take_word(std::string_view& list) {
    const auto end = std::min(list.find(' '), list.size());
    const auto word = list.substr(0, end);
    list.remove_prefix(std::min(end + 1, list.size()));
    return word;
}

} // namespace

csv_row::csv_row(csv_table& of, csv::row row) : of_(&of), row_(std::move(row)) {
    if (!row_.fault.empty()) mistakes_.push_back(about({}, row_.fault));
}

bool csv_row::has(std::string_view column) const { return of_->places_.contains(column); }

std::string csv_row::text(std::string_view column) const {
    const auto place = of_->places_.find(column);
    return place == of_->places_.end() ? std::string() : std::string(row_[place->second]);
}

std::string csv_row::needed(std::string_view column) {
    std::string value = text(column);
    if (value.empty()) wrong(column, "there is none; give it one");
    return value;
}

std::string csv_row::unspoiled(std::string_view column) {
    std::string value = text(column);
    if (csv::looks_spoiled_by_spreadsheet(value))
        wrong(column, "a spreadsheet has made something else of this number: export the column as text");
    return value;
}

std::string csv_row::key(std::string_view column) {
    std::string value = needed(column);
    if (value.empty()) return value;
    static_cast<void>(unspoiled(column));
    const auto [at, is_new] = of_->keys_.emplace(std::hash<std::string>{}(value), row_.line);
    if (!is_new) wrong(column, "line " + std::to_string(at->second) + " has it already; take one of them out");
    return value;
}

std::optional<int> csv_row::number(std::string_view column, int least, int most) {
    const std::string value = text(column);
    if (value.empty()) return std::nullopt;
    int made = 0;
    const auto* const end = value.data() + value.size();
    const auto read = std::from_chars(value.data(), end, made);
    if (read.ec == std::errc{} && read.ptr == end && made >= least && made <= most) return made;
    wrong(column, "this is not a whole number from " + std::to_string(least) + " to " + std::to_string(most));
    return std::nullopt;
}

std::optional<storage::local_date> csv_row::date(std::string_view column) {
    const std::string value = text(column);
    if (value.empty()) return std::nullopt;
    const auto made = read_day(value);
    if (!made) wrong(column, "this is not a date such as 2026-03-17");
    return made;
}

void csv_row::wrong(std::string_view column, const std::string& sentence) {
    mistakes_.push_back(about(column, sentence));
}

finding csv_row::about(std::string_view column, std::string sentence) const {
    return {.file = of_->file_, .number = row_.line, .field = std::string(column), .value = text(column),
            .sentence = std::move(sentence)};
}

csv_table::csv_table(std::istream& in, std::string file, std::span<const known_column> known, const column_names& renamed)
    : file_(std::move(file)), rows_(in) {
    if (!rows_.fault().empty()) throw complaint(file_ + ": " + rows_.fault());
    for (const auto& [ours, theirs] : renamed)
        if (std::ranges::find(known, ours, &known_column::name) == known.end())
            throw complaint("the mapping names a column '" + ours + "', which this import does not have", wrong_usage);
    std::string missing;
    for (const auto& each : known) {
        if (const auto place = place_of(each, renamed))
            places_.emplace(each.name, *place);
        else if (each.is_needed)
            missing += (missing.empty() ? "" : ", ") + std::string(each.name);
    }
    if (!missing.empty())
        throw complaint(file_ + ": the header line has no column " + missing +
                        "; a file for --mapping says what it is called there");
}

std::optional<std::size_t> csv_table::place_of(const known_column& column, const column_names& renamed) const {
    if (const auto theirs = renamed.find(column.name); theirs != renamed.end()) {
        const auto place = rows_.column(theirs->second);
        if (!place) throw complaint(file_ + ": the mapping names the column '" + theirs->second + "', which is not there");
        return place;
    }
    if (const auto own = rows_.column(column.name)) return own;
    for (std::string_view also = column.also; !also.empty();)
        if (const auto other = rows_.column(take_word(also))) return other;
    return std::nullopt;
}

std::optional<csv_row> csv_table::next() {
    auto row = rows_.next();
    if (!row) return std::nullopt;
    return csv_row(*this, std::move(*row));
}

std::optional<finding> csv_table::unused_columns() const {
    std::string names;
    for (std::size_t i = 0; i < rows_.columns().size(); ++i) {
        const bool is_used = std::ranges::any_of(places_, [i](const auto& each) { return each.second == i; });
        if (!is_used) names += (names.empty() ? "" : ", ") + rows_.columns()[i];
    }
    if (names.empty()) return std::nullopt;
    return finding{.file = file_, .number = 1, .sentence = "columns that are not read: " + names};
}

} // namespace circ::tool
