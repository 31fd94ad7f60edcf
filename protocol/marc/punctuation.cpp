#include "protocol/marc/punctuation.hpp"

#include <algorithm>

namespace circ::protocol::marc {

namespace {

/// Whether the stop behind `text` belongs to its last word: J., Ph.D., Jr., or an ellipsis.
bool ends_in_abbreviation(std::string_view text) noexcept {
    const std::size_t blank = text.find_last_of(" -");
    const auto word = blank == std::string_view::npos ? text : text.substr(blank + 1);
    if (word.empty() || word.find('.') != std::string_view::npos) return true;
    const bool begins_upper = word[0] >= 'A' && word[0] <= 'Z';
    return begins_upper && word.size() <= 2;
}

} // namespace

std::string_view trimmed(std::string_view text) noexcept {
    const std::size_t first = text.find_first_not_of(' ');
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::string_view without_isbd_end(std::string_view text) noexcept {
    text = trimmed(text);
    const std::size_t last = text.find_last_not_of(" /:;,=");
    text = last == std::string_view::npos ? std::string_view{} : text.substr(0, last + 1);
    if (text.ends_with('.') && !ends_in_abbreviation(text.substr(0, text.size() - 1)))
        text.remove_suffix(1);
    return text;
}

std::string without_brackets(std::string_view text) {
    std::string out(text);
    std::erase_if(out, [](char c) { return c == '[' || c == ']'; });
    return out;
}

} // namespace circ::protocol::marc
