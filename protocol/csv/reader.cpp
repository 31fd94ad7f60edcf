#include "protocol/csv/reader.hpp"

#include "protocol/text/one_line.hpp"
#include "protocol/text/utf8.hpp"
#include "protocol/text/windows_1252.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <istream>
#include <set>
#include <streambuf>
#include <utility>

// A row is read in two steps: its bytes up to the line end that is not inside quotes, then its
// values. So the header's bytes can be looked at before the delimiter is known.

namespace circ::protocol::csv {

namespace {

constexpr std::string_view possible_delimiters = ",;\t";

std::string_view trimmed(std::string_view value) noexcept {
    constexpr std::string_view blanks = " \t\r\n";
    const std::size_t first = value.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return value.substr(first, value.find_last_not_of(blanks) - first + 1);
}

std::string folded(std::string_view name) {
    std::string out(trimmed(name));
    std::ranges::transform(out, out.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return out;
}

/// Follows the quotes of a row; a quote counts as one only at the front of a value.
class quote_state {
public:
    explicit quote_state(std::string_view delimiters) : delimiters_{delimiters} {}

    void take(char c) noexcept {
        if (c == '"' && (quoted_ || at_front_ || reopens_)) {
            reopens_ = quoted_; // a second quote right behind would be a doubled one
            quoted_ = !quoted_;
            at_front_ = false;
            return;
        }
        reopens_ = false;
        at_front_ = !quoted_ && is_delimiter(c);
    }

    [[nodiscard]] bool quoted() const noexcept { return quoted_; }
    [[nodiscard]] bool is_delimiter(char c) const noexcept {
        return delimiters_.find(c) != std::string_view::npos;
    }

private:
    std::string_view delimiters_;
    bool quoted_ = false;
    bool at_front_ = true;
    bool reopens_ = false;
};

/// The delimiter that stands most often outside quotes; of equals the first.
char detect_delimiter(std::string_view header) {
    std::array<std::size_t, possible_delimiters.size()> counts{};
    quote_state quotes(possible_delimiters);
    for (const char c : header) {
        quotes.take(c);
        const std::size_t which = possible_delimiters.find(c);
        if (which != std::string_view::npos && !quotes.quoted()) ++counts[which];
    }
    const auto most = std::ranges::max_element(counts);
    return possible_delimiters[static_cast<std::size_t>(most - counts.begin())];
}

/// A value without its quotes; text behind the closing quote is kept.
std::string unquoted(std::string_view raw) {
    if (!raw.starts_with('"')) return std::string(raw);
    std::string out;
    bool quoted = true;
    for (std::size_t at = 1; at < raw.size(); ++at) {
        const bool doubled = raw[at] == '"' && quoted && raw.substr(at + 1).starts_with('"');
        if (raw[at] == '"' && quoted && !doubled) {
            quoted = false;
            continue;
        }
        out += raw[at];
        at += doubled ? 1 : 0;
    }
    return out;
}

std::vector<std::string> split_values(std::string_view text, char delimiter) {
    std::vector<std::string> out;
    quote_state quotes(std::string_view(&delimiter, 1));
    std::size_t begin = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        quotes.take(text[at]);
        if (text[at] != delimiter || quotes.quoted()) continue;
        out.push_back(unquoted(text.substr(begin, at - begin)));
        begin = at + 1;
    }
    out.push_back(unquoted(text.substr(begin)));
    return out;
}

} // namespace

std::string_view row::operator[](std::size_t column) const noexcept {
    return column < values.size() ? trimmed(values[column]) : std::string_view{};
}

reader::reader(std::istream& in, const limits& bounds) : in_{in}, bounds_{bounds} {
    read_header();
}

/// Reads up to the line end that is not inside quotes: LF, CR LF or CR. Of a row beyond the limit
/// the rest is passed over.
std::optional<reader::raw_row> reader::next_raw(std::string_view delimiters) {
    constexpr int end_of_file = std::streambuf::traits_type::eof();
    std::streambuf& source = *in_.rdbuf();
    if (source.sgetc() == end_of_file) return std::nullopt;

    raw_row out{{}, line_, ending::line};
    quote_state quotes(delimiters);
    for (int next = source.sbumpc(); next != end_of_file; next = source.sbumpc()) {
        const char c = static_cast<char>(next);
        const bool ends_line = c == '\n' || (c == '\r' && source.sgetc() != '\n');
        if (ends_line) ++line_;
        if (ends_line && !quotes.quoted()) {
            if (out.text.ends_with('\r')) out.text.pop_back();
            return out;
        }
        quotes.take(c);
        if (out.text.size() < bounds_.row_bytes)
            out.text += c;
        else
            out.end = ending::too_long;
    }
    if (quotes.quoted() && out.end == ending::line) out.end = ending::quote_open;
    return out;
}

row reader::split(const raw_row& from) const {
    row out{.line = from.line};
    if (from.end == ending::too_long) {
        out.fault = fmt::format("line {}: the row is longer than {} bytes; is a quote left open?",
                                from.line,
                                bounds_.row_bytes);
        out.raw = from.text;
        return out;
    }
    if (from.end == ending::quote_open) {
        out.fault = fmt::format("line {}: a quoted value has no closing quote", from.line);
        out.raw = from.text;
        return out;
    }
    out.values = text::is_utf8(from.text)
                     ? split_values(from.text, delimiter_)
                     : split_values(text::from_windows_1252(from.text), delimiter_);
    out.fault = check_width(out);
    if (!out.fault.empty()) {
        out.values.clear();
        out.raw = from.text;
    }
    return out;
}

/// @return what is wrong with the number or the size of the values, or nothing.
std::string reader::check_width(const row& read) const {
    if (read.values.size() > bounds_.columns)
        return fmt::format("line {}: more than {} values", read.line, bounds_.columns);
    if (std::ranges::any_of(read.values,
                            [&](const auto& value) { return value.size() > bounds_.value_bytes; }))
        return fmt::format(
            "line {}: a value is longer than {} bytes", read.line, bounds_.value_bytes);
    const auto extra = std::min(columns_.size(), read.values.size());
    const bool has_extra = std::any_of(read.values.begin() + static_cast<std::ptrdiff_t>(extra),
                                       read.values.end(),
                                       [](const auto& value) { return !trimmed(value).empty(); });
    if (!columns_.empty() && has_extra)
        return fmt::format("line {}: {} values, but the header names {} columns",
                           read.line,
                           read.values.size(),
                           columns_.size());
    return {};
}

void reader::read_header() {
    auto raw = next_raw(possible_delimiters);
    if (!raw) {
        fault_ = "the file is empty";
        return;
    }
    if (raw->text.starts_with(text::byte_order_mark)) raw->text.erase(0, text::byte_order_mark.size());
    delimiter_ = detect_delimiter(raw->text);
    row header = split(*raw);
    fault_ = header.fault;
    std::set<std::string> seen;
    for (std::string& name : header.values) {
        columns_.push_back(folded(name));
        if (!columns_.back().empty() && !seen.insert(columns_.back()).second)
            fault_ = fmt::format("line 1: two columns are named \"{}\"",
                                 text::one_line(columns_.back()));
    }
    if (fault_.empty() && seen.empty()) fault_ = "line 1: the header names no column";
}

std::optional<std::size_t> reader::column(std::string_view name) const {
    const auto found = std::ranges::find(columns_, folded(name));
    if (found == columns_.end()) return std::nullopt;
    return static_cast<std::size_t>(found - columns_.begin());
}

std::optional<row> reader::next() {
    if (!fault_.empty()) return std::nullopt;
    while (const auto raw = next_raw(std::string_view(&delimiter_, 1)))
        if (!trimmed(raw->text).empty()) return split(*raw);
    return std::nullopt;
}

} // namespace circ::protocol::csv
