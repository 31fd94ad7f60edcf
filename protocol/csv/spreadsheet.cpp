#include "protocol/csv/spreadsheet.hpp"

#include <algorithm>
#include <cstddef>

namespace circ::protocol::csv {

namespace {

/// Takes the digits at the front of `text`.
/// @return how many there were
std::size_t take_digits(std::string_view& text) noexcept {
    const auto count = std::min(text.find_first_not_of("0123456789"), text.size());
    text.remove_prefix(count);
    return count;
}

bool take_one_of(std::string_view& text, std::string_view wanted) noexcept {
    if (text.empty() || wanted.find(text.front()) == std::string_view::npos) return false;
    text.remove_prefix(1);
    return true;
}

} // namespace

bool looks_spoiled_by_spreadsheet(std::string_view value) noexcept {
    if (value.starts_with('#')) return true;
    if (take_digits(value) == 0) return false;
    if (take_one_of(value, ".,")) {
        const bool is_zero =
            !value.empty() && value.find_first_not_of('0') == std::string_view::npos;
        if (is_zero) return true;
        if (take_digits(value) == 0) return false;
    }
    if (!take_one_of(value, "eE") || !take_one_of(value, "+")) return false;
    return take_digits(value) > 0 && value.empty();
}

} // namespace circ::protocol::csv
