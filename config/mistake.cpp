#include "config/mistake.hpp"

#include <algorithm>

namespace circ::config {

std::string to_string(const mistake& what) {
    std::string line = what.at.file;
    if (what.at.line > 0) {
        line += ':' + std::to_string(what.at.line) + ':' + std::to_string(what.at.column);
    }
    if (!line.empty()) line += ": ";
    if (!what.key.empty()) line += what.key + ": ";
    line += what.text;
    // A key, and what TOML's reader says of a character, may hold one that would end the line.
    std::ranges::replace_if(
        line, [](char c) { return (c >= '\0' && c < ' ') || c == '\x7F'; }, ' ');
    return line;
}

} // namespace circ::config
