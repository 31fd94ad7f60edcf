#include "tools/circdesk/import/csv_table.hpp"

#include "protocol/csv/spreadsheet.hpp"
#include "tools/circdesk/tool.hpp"

#include <algorithm>
#include <charconv>

namespace circ::tool {

namespace csv = protocol::csv;

namespace {

std::string_view take_word(std::string_view& list, char separator = ' ') {
    const auto end = std::min(list.find(separator), list.size());
    const auto word = list.substr(0, end);
    list.remove_prefix(std::min(end + 1, list.size()));
    return word;
}

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' '))
        text.remove_prefix(1);
    while (text.ends_with(' '))
        text.remove_suffix(1);
    return text;
}

bool is_all_digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

constexpr std::size_t longest_number = 32;

} // namespace

csv_row::csv_row(csv_table& of, csv::row row) : of_(&of), row_(std::move(row)) {
    if (!row_.fault.empty()) mistakes_.push_back(about({}, row_.fault));
}

bool csv_row::has(std::string_view column) const {
    return of_->places_.contains(column);
}

std::string csv_row::text(std::string_view column) const {
    const auto found = of_->places_.find(column);
    if (found == of_->places_.end()) return {};
    std::string all;
    for (const auto& piece : found->second) {
        std::string joined;
        for (const std::size_t place : piece)
            if (const auto value = row_[place]; !value.empty())
                joined.append(joined.empty() ? "" : " ").append(value);
        if (!joined.empty()) all.append(all.empty() ? "" : ", ").append(joined);
    }
    return all;
}

std::string csv_row::needed(std::string_view column) {
    std::string value = text(column);
    if (value.empty()) wrong(column, "there is none; give it one");
    return value;
}

std::string csv_row::unspoiled(std::string_view column) {
    std::string value = text(column);
    if (csv::looks_spoiled_by_spreadsheet(value))
        wrong(column,
              "a spreadsheet has made something else of this number: export the column as text");
    return value;
}

std::string csv_row::with_zeros(std::string number) const {
    const std::size_t digits = of_->mapping_.digits;
    if (number.size() < digits && is_all_digits(number))
        number.insert(0, digits - number.size(), '0');
    return number;
}

std::string csv_row::reference(std::string_view column) {
    if (needed(column).empty()) return {};
    return with_zeros(unspoiled(column));
}

std::string csv_row::key(std::string_view column) {
    std::string value = reference(column);
    if (value.empty()) return value;
    if (value.size() <= longest_number && is_all_digits(value)) {
        auto& use = of_->lengths_[value.size()];
        if (use.times++ == 0) use.first_line = row_.line;
    }
    if (const auto before = of_->keys_.see(value, row_.line))
        wrong(column,
              "line " + std::to_string(*before) + " has it already; take one of them out");
    return value;
}

std::optional<int> csv_row::number(std::string_view column, int least, int most) {
    const std::string value = text(column);
    if (value.empty()) return std::nullopt;
    int made = 0;
    const auto* const end = value.data() + value.size();
    const auto read = std::from_chars(value.data(), end, made);
    if (read.ec == std::errc{} && read.ptr == end && made >= least && made <= most) return made;
    wrong(column,
          "this is not a whole number from " + std::to_string(least) + " to " +
              std::to_string(most));
    return std::nullopt;
}

std::optional<storage::local_date> csv_row::date(std::string_view column) {
    const std::string value = text(column);
    if (is_no_date(value)) return std::nullopt;
    const auto made = read_date(value, of_->mapping_.dates);
    if (!made)
        wrong(column,
              "this is not a date such as 2026-03-17; dates = \"dmy\" in a file for --mapping "
              "reads 17.3.2026");
    return made;
}

std::optional<storage::instant>
csv_row::moment(std::string_view column, std::string_view zone, std::chrono::seconds without_time) {
    const std::string value = text(column);
    if (is_no_date(value)) return std::nullopt;
    const auto made = read_moment(value, of_->mapping_.dates, zone, without_time);
    if (!made)
        wrong(column,
              "this is neither a date such as 2026-03-17 nor one with its time, 2026-03-17 14:05");
    return made;
}

void csv_row::wrong(std::string_view column, const std::string& sentence) {
    mistakes_.push_back(about(column, sentence));
}

finding csv_row::about(std::string_view column, std::string sentence) const {
    return {.file = of_->file_,
            .number = row_.line,
            .field = std::string(column),
            .value = text(column),
            .sentence = std::move(sentence),
            .row = row_.values,
            .raw = row_.raw};
}

csv_table::csv_table(std::istream& in,
                     std::string file,
                     std::span<const known_column> known,
                     const csv_mapping& mapping,
                     std::span<const column_preset> presets)
    : file_(std::move(file)), rows_(in), mapping_(mapping) {
    if (!rows_.fault().empty()) throw complaint(file_ + ": " + rows_.fault());
    check_mapping(known);
    take_preset(presets);
    std::string missing;
    for (const auto& each : known) {
        if (auto found = place_of(each); !found.empty())
            places_.emplace(each.name, std::move(found));
        else if (each.is_needed)
            missing += (missing.empty() ? "" : ", ") + std::string(each.name);
    }
    if (!missing.empty())
        throw complaint(file_ + ": the header line has no column " + missing +
                        "; a file for --mapping says what it is called there");
}

void csv_table::check_mapping(std::span<const known_column> known) const {
    for (const auto& [ours, theirs] : mapping_.renamed)
        if (std::ranges::find(known, ours, &known_column::name) == known.end())
            throw complaint("the mapping names a column '" + ours +
                                "', which this import does not have",
                            wrong_usage);
}

void csv_table::take_preset(std::span<const column_preset> presets) {
    const auto has_all = [this](std::string_view marks) {
        while (!marks.empty())
            if (!rows_.column(take_word(marks))) return false;
        return true;
    };
    for (const auto& each : presets) {
        if (!has_all(each.marks)) continue;
        preset_ = each.name;
        for (const auto& [ours, theirs] : each.columns)
            of_preset_.emplace(ours, theirs);
        return;
    }
}

csv_table::places csv_table::place_of(const known_column& column) const {
    if (const auto theirs = mapping_.renamed.find(column.name); theirs != mapping_.renamed.end())
        return places_of(theirs->second, true);
    if (const auto theirs = of_preset_.find(column.name); theirs != of_preset_.end())
        if (auto found = places_of(theirs->second, false); !found.empty()) return found;
    if (const auto own = rows_.column(column.name)) return {{*own}};
    for (std::string_view also = column.also; !also.empty();)
        if (const auto other = rows_.column(take_word(also))) return {{*other}};
    return {};
}

csv_table::places csv_table::places_of(std::string_view expression, bool all_are_needed) const {
    // A column that is called so as a whole may have a comma or a plus in its name.
    if (const auto whole = rows_.column(expression)) return {{*whole}};
    places all;
    while (!expression.empty()) {
        std::vector<std::size_t> piece;
        for (auto rest = take_word(expression, ','); !rest.empty();) {
            const auto name = trimmed(take_word(rest, '+'));
            const auto place = rows_.column(name);
            if (place)
                piece.push_back(*place);
            else if (all_are_needed)
                throw complaint(file_ + ": the mapping names the column '" + std::string(name) +
                                "', which is not there");
        }
        if (!piece.empty()) all.push_back(std::move(piece));
    }
    return all;
}

std::optional<csv_row> csv_table::next() {
    auto row = rows_.next();
    if (!row) return std::nullopt;
    return csv_row(*this, std::move(*row));
}

std::optional<finding> csv_table::unused_columns() const {
    std::vector<bool> is_used(rows_.columns().size());
    for (const auto& [name, found] : places_)
        for (const auto& piece : found)
            for (const std::size_t place : piece)
                is_used[place] = true;
    std::string names;
    for (std::size_t i = 0; i < is_used.size(); ++i)
        if (!is_used[i] && rows_.columns()[i] != problem_column)
            names += (names.empty() ? "" : ", ") + rows_.columns()[i];
    if (names.empty()) return std::nullopt;
    return finding{.file = file_, .number = 1, .sentence = "columns that are not read: " + names};
}

std::optional<finding> csv_table::lost_zeros() const {
    std::uint64_t in_all = 0;
    for (const auto& [length, use] : lengths_)
        in_all += use.times;
    const auto usual =
        std::ranges::max_element(lengths_, {}, [](const auto& each) { return each.second.times; });
    if (usual == lengths_.end() || usual->second.times * 10 < in_all * 9) return std::nullopt;
    std::uint64_t shorter = 0;
    std::uint64_t first_line = 0;
    for (const auto& [length, use] : lengths_) {
        if (length >= usual->first) break;
        if (shorter == 0 || use.first_line < first_line) first_line = use.first_line;
        shorter += use.times;
    }
    if (shorter == 0) return std::nullopt;
    const std::string digits = std::to_string(usual->first);
    return finding{
        .file = file_,
        .number = first_line,
        .sentence =
            std::to_string(shorter) + (shorter == 1 ? " number has" : " numbers have") +
            " fewer than the " + digits +
            " digits of all others, this is the first: a spreadsheet takes zeros away in front; "
            "--digits " +
            digits + " puts them back"};
}

} // namespace circ::tool
