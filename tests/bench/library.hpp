#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace circ::bench {

/// A library made of nothing but numbers: plain items that can all be lent, patrons who may all
/// borrow and share one PIN.
struct made_library {
    std::filesystem::path data_dir;
    std::size_t items = 0;
    std::size_t patrons = 0;

    [[nodiscard]] std::string item(std::size_t number) const;
    [[nodiscard]] std::string card(std::size_t number) const;
    static constexpr const char* pin = "4471";
    static constexpr const char* login = "9300CNkiosk|COsecret-of-the-bench|";
};

/// Makes the library in a directory, or takes the one that is there already.
[[nodiscard]] made_library make_library(const std::filesystem::path& data_dir, std::size_t items, std::size_t patrons);

} // namespace circ::bench
