#include "config/mistake.hpp"

namespace circ::config {

std::string to_string(const mistake& what) {
    std::string line = what.at.file;
    if (what.at.line > 0) {
        line += ':' + std::to_string(what.at.line) + ':' + std::to_string(what.at.column);
    }
    if (!line.empty()) line += ": ";
    if (!what.key.empty()) line += what.key + ": ";
    return line + what.text;
}

} // namespace circ::config
