#pragma once

#include "protocol/marc/record.hpp"

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

namespace circ::protocol::marc {

/// The longest record that the five digits of a leader can announce.
inline constexpr std::size_t longest_iso2709_record = 99'999;

/// The character set of a file: what each leader says, or what the operator knows better.
enum class character_set : std::uint8_t { by_leader, marc8, utf8, windows_1252 };

/// Reads one record, without its terminator (1D) or with it.
///
/// Its delimiters are believed more than its numbers: a wrong length, base address or directory
/// is set right with a warning where the delimiters leave no doubt. Leader/09 says the character
/// set; text marked MARC-8 that is UTF-8 all the same is read as such, with a warning.
/// @return the record or the fault; never throws for any bytes, but std::bad_alloc.
/// @spec ISO 2709; MARC 21 Specifications, Record Structure
[[nodiscard]] reading parse_iso2709(std::string_view bytes,
                                    character_set in = character_set::by_leader);

/// Reads a file of records one by one, in bounded memory. A broken record is reported and reading
/// goes on behind the next record terminator.
class iso2709_reader {
public:
    /// @note `in` must outlive the reader, be open in binary mode and not throw.
    explicit iso2709_reader(std::istream& in, character_set set = character_set::by_leader);

    /// @return the next record or fault; nothing at the end of the file.
    [[nodiscard]] std::optional<reading> next();

private:
    struct chunk;
    [[nodiscard]] std::optional<chunk> next_chunk();
    [[nodiscard]] reading read(const chunk& from);

    std::istream& in_;
    character_set set_;
    std::string buffer_;
    std::uint64_t offset_ = 0;
    std::uint64_t number_ = 0;
};

/// Writes a record in UTF-8, with its terminator; leader/09 becomes 'a'.
/// @return nothing when the record does not fit the format: over 99999 bytes in all or 9999 in a
///         field, with a tag that is not three letters or digits, or one of the other kind of field, as FMT for a
///         control field. MARCXML holds such a record.
[[nodiscard]] std::optional<std::string> to_iso2709(const record& from);

} // namespace circ::protocol::marc
