#include "protocol/sip2/print_lines.hpp"

#include "protocol/text/utf8.hpp"

#include <algorithm>

namespace circ::protocol::sip2 {
namespace {

/// Accents and the like that stand over the character before, and joiners that have no width.
bool joins_the_one_before(char32_t c) noexcept {
    return (c >= 0x0300 && c <= 0x036F) || (c >= 0x1AB0 && c <= 0x1AFF) ||
           (c >= 0x1DC0 && c <= 0x1DFF) || (c >= 0x200B && c <= 0x200D) ||
           (c >= 0x20D0 && c <= 0x20FF) || (c >= 0xFE00 && c <= 0xFE0F) ||
           (c >= 0xFE20 && c <= 0xFE2F);
}

/// How many bytes the first `most` columns take, with all that joins the last of them.
std::size_t bytes_of(std::string_view utf8, std::size_t most) noexcept {
    std::size_t bytes = 0;
    while (bytes < utf8.size()) {
        const auto step = text::front_character(utf8.substr(bytes));
        if (!joins_the_one_before(step.code_point)) {
            if (most == 0) break;
            --most;
        }
        bytes += step.length;
    }
    return bytes;
}

/// Where a line that may have `room` bytes ends: before its last blank, or inside its only word.
std::size_t end_of_line(std::string_view rest, std::size_t room) noexcept {
    if (room >= rest.size()) return rest.size();
    const auto blank = rest.rfind(' ', room);
    return blank == std::string_view::npos || blank == 0 ? room : blank;
}

std::string_view without_blanks_in_front(std::string_view text) noexcept {
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    return text;
}

} // namespace

std::size_t columns_of(std::string_view utf8) noexcept {
    std::size_t columns = 0;
    while (!utf8.empty()) {
        const auto step = text::front_character(utf8);
        if (!joins_the_one_before(step.code_point)) ++columns;
        utf8.remove_prefix(step.length);
    }
    return columns;
}

std::string shorten(std::string_view utf8, std::size_t most) {
    constexpr std::string_view left_out = "...";
    if (columns_of(utf8) <= most) return std::string(utf8);
    if (most <= left_out.size()) return std::string(utf8.substr(0, bytes_of(utf8, most)));
    auto kept = utf8.substr(0, bytes_of(utf8, most - left_out.size()));
    while (kept.ends_with(' ')) kept.remove_suffix(1);
    return std::string(kept) + std::string(left_out);
}

std::vector<std::string> wrap(std::string_view utf8, std::size_t width) {
    if (width == 0 || columns_of(utf8) <= width) return {std::string(utf8)};
    auto rest = without_blanks_in_front(utf8);
    auto indent = std::string(utf8.size() - rest.size(), ' ');
    if (indent.size() * 2 > width) indent.clear();
    std::vector<std::string> lines;
    while (!rest.empty()) {
        const auto end = end_of_line(rest, bytes_of(rest, width - indent.size()));
        auto line = rest.substr(0, end);
        while (line.ends_with(' ')) line.remove_suffix(1);
        lines.push_back(indent + std::string(line));
        rest = without_blanks_in_front(rest.substr(end));
    }
    return lines;
}

} // namespace circ::protocol::sip2
