#include "protocol/csv/writer.hpp"

#include <algorithm>

namespace circ::protocol::csv {

namespace {

bool needs_quotes(std::string_view value, char delimiter) noexcept {
    return value.find(delimiter) != std::string_view::npos ||
           value.find_first_of("\"\r\n") != std::string_view::npos || value.starts_with(' ') ||
           value.ends_with(' ');
}

/// "-1.50"
bool is_negative_number(std::string_view value) noexcept {
    if (!value.starts_with('-')) return false;
    value.remove_prefix(1);
    const auto whole = std::min(value.find_first_not_of("0123456789"), value.size());
    if (whole == 0) return false;
    value.remove_prefix(whole);
    if (value.empty()) return true;
    return value.starts_with('.') && value.size() > 1 &&
           value.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

/// A tab and a carriage return are passed over by spreadsheets, so that a formula may follow.
bool looks_like_formula(std::string_view value) noexcept {
    return !value.empty() &&
           std::string_view("=+-@\t\r").find(value.front()) != std::string_view::npos &&
           !is_negative_number(value);
}

void append_value(std::string& out, std::string_view value, const dialect& as) {
    std::string guarded;
    if (as.at_front == formulas::guarded && looks_like_formula(value)) {
        guarded = "'" + std::string(value);
        value = guarded;
    }
    if (!needs_quotes(value, as.delimiter)) {
        out += value;
        return;
    }
    out += '"';
    for (const char c : value) {
        if (c == '"') out += '"';
        out += c;
    }
    out += '"';
}

} // namespace

std::string to_row(std::span<const std::string> values, const dialect& as) {
    std::string out;
    for (const std::string& value : values) {
        if (&value != values.data()) out += as.delimiter;
        append_value(out, value, as);
    }
    out += "\r\n";
    return out;
}

} // namespace circ::protocol::csv
