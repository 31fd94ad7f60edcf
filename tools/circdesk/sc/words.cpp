#include "tools/circdesk/sc/words.hpp"

#include "tools/circdesk/tool.hpp"

#include <utility>

namespace circ::tool {

std::vector<std::string> split_words(std::string_view line) {
    std::vector<std::string> words;
    std::string word;
    bool quoted = false;
    bool begun = false;
    for (const char each : line) {
        if (each == '"') {
            quoted = !quoted;
            begun = true;
        } else if (each == ' ' && !quoted) {
            if (begun) words.push_back(std::exchange(word, {}));
            begun = false;
        } else {
            word += each;
            begun = true;
        }
    }
    if (begun) words.push_back(std::move(word));
    return words;
}

named_value read_named_value(const std::string& word) {
    if (word.starts_with('!') && word.size() > 1) return {word.substr(1), '!', {}};
    const auto sign = word.find_first_of("=~");
    if (sign == std::string::npos || sign == 0)
        throw complaint("'" + word + "' is not name=value", wrong_usage);
    return {word.substr(0, sign), word[sign], word.substr(sign + 1)};
}

} // namespace circ::tool
