#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace circ::tool {

/// Which numbers of cards, items or records a file has had so far, and where. A number is kept as a
/// hash of 64 bits, so that a million cost less than 30 MB and not their text: two that had the same
/// would be taken for one.
class seen_numbers {
public:
    /// @param place record or line of the file, below 2^32
    /// @return where it was seen before; nothing: here for the first time, which is remembered
    [[nodiscard]] std::optional<std::uint64_t> see(std::string_view number, std::uint64_t place);

    [[nodiscard]] bool has(std::string_view number) const;

private:
    /// A share of the numbers: one grows at a time, so that hardly more is ever taken than is needed.
    struct shelf {
        std::vector<std::uint64_t> hashes; ///< zero: free
        std::vector<std::uint32_t> places;
        std::size_t taken = 0;

        [[nodiscard]] std::size_t slot_of(std::uint64_t hash) const;
        void grow();
    };
    static constexpr std::size_t shelves = 64;

    std::array<shelf, shelves> all_;
};

} // namespace circ::tool
