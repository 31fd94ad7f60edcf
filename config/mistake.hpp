#pragma once

#include <cstddef>
#include <string>

namespace circ::config {

/// Where something stands in a settings file; line 0 means: not in a file.
struct source_place {
    std::string file;
    std::size_t line = 0;
    std::size_t column = 0;

    friend bool operator==(const source_place&, const source_place&) = default;
};

/// One thing wrong with the settings, told so that it can be put right without a look at the
/// source.
struct mistake {
    source_place at;
    std::string key;   ///< the whole way to it: "profile.hall.checksum"
    std::string value; ///< as it stands in the file; empty when there is none
    std::string text;  ///< what is wrong and what would be right

    friend bool operator==(const mistake&, const mistake&) = default;
};

/// @return one line: `circdesk.toml:12:8: listener.port: 70000 is not between 0 and 65535`
[[nodiscard]] std::string to_string(const mistake& what);

} // namespace circ::config
