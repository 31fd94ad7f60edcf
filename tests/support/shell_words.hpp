#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace circ::test {

/// Splits a command line as a shell does: at blanks, but not within single quotes.
[[nodiscard]] inline std::vector<std::string> shell_words(std::string_view line) {
    std::vector<std::string> words(1);
    bool quoted = false;
    for (const char each : line) {
        if (each == '\'')
            quoted = !quoted;
        else if (each == ' ' && !quoted)
            words.emplace_back();
        else
            words.back() += each;
    }
    return words;
}

} // namespace circ::test
