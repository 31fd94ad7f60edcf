#pragma once

#include "protocol/marc/record.hpp"

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

namespace circ::protocol::marc {

/// The most bytes that one record may take in Aleph's sequential format.
inline constexpr std::size_t longest_aleph_record = 1'048'576;

/// Whether a file's first line is one of Aleph's sequential format: a number of nine digits, a tag
/// and the letter of an alphabet in their columns.
[[nodiscard]] bool looks_like_aleph(std::string_view line) noexcept;

/// Reads a file in Aleph's sequential format: a line for each field, with the number of its record
/// in front, as in "000000017 24510 L $$aTitle". Carets of control fields are blanks. In bounded
/// memory.
///
/// A record without a 001 gets Aleph's number as its own. What Aleph keeps for itself in fields
/// without subfields (FMT, SYS ...) is passed over; a line that is none is told with its number.
/// @note UTF-8; what is not becomes U+FFFD.
class aleph_reader {
public:
    /// @note `in` must outlive the reader, be open in binary mode and not throw.
    explicit aleph_reader(std::istream& in);

    /// @return the next record or fault; nothing at the end of the file.
    [[nodiscard]] std::optional<reading> next();

private:
    [[nodiscard]] bool next_line();
    void take_line(reading& into) const;

    std::istream& in_;
    std::string buffer_;
    std::string line_; ///< read ahead: the first one of the next record
    std::uint64_t line_offset_ = 0;
    std::uint64_t next_offset_ = 0;
    std::uint64_t line_number_ = 0;
    std::uint64_t number_ = 0;
    bool has_line_ = false;
};

} // namespace circ::protocol::marc
