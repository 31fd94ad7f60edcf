#pragma once

#include <array>
#include <cstdio>
#include <string>

namespace circ::test {

/// What a command of the shell prints.
inline std::string output_of(const std::string& command) {
    std::FILE* const pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) return {};
    std::string all;
    std::array<char, 4096> bytes{};
    while (const auto count = std::fread(bytes.data(), 1, bytes.size(), pipe)) all.append(bytes.data(), count);
    ::pclose(pipe);
    return all;
}

/// Whether the program is there.
inline bool is_there(const std::string& program) {
    return !output_of("command -v " + program + " 2>/dev/null").empty();
}

} // namespace circ::test
