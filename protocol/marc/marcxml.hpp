#pragma once

#include "protocol/marc/record.hpp"

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

namespace circ::protocol::marc {

/// The most bytes that one record element may take.
inline constexpr std::size_t longest_marcxml_record = 1'048'576;

/// Reads the record elements of an XML file one by one, in bounded memory: of a collection, a
/// single record, or records inside another envelope such as OAI-PMH; with any prefix.
///
/// Each record is cut out of the file and parsed alone, so that one that is not well-formed is
/// reported and the others go in. A DTD is passed over and its entities are unknown.
/// @spec MARCXML, MARC 21 XML Schema
class marcxml_reader {
public:
    /// @note `in` must outlive the reader, be open in binary mode and not throw. It is in UTF-8
    ///       or in what its XML declaration names; UTF-16 is refused.
    explicit marcxml_reader(std::istream& in);

    /// @return the next record or fault; nothing at the end of the file. A file without any record
    ///         gives one fault.
    [[nodiscard]] std::optional<reading> next();

private:
    enum class section : std::uint8_t { markup, comment, cdata };

    [[nodiscard]] bool next_token();
    [[nodiscard]] std::optional<reading> take_token();
    [[nodiscard]] std::optional<reading> begin_record();
    [[nodiscard]] reading end_record();
    [[nodiscard]] std::optional<reading> begin_file();
    [[nodiscard]] std::optional<reading> end_file();
    [[nodiscard]] reading make_fault(std::string sentence);
    void gather();

    std::istream& in_;
    std::string encoding_;
    std::string buffer_;
    std::string token_; // up to and with the next '>'
    std::string piece_; // the record element so far
    std::uint64_t token_offset_ = 0;
    std::uint64_t next_offset_ = 0;
    std::uint64_t piece_offset_ = 0;
    std::uint64_t number_ = 0;
    section section_ = section::markup;
    bool in_record_ = false;
    bool has_fields_ = false; // tells a MARC record from an envelope's element of that name
    bool too_long_ = false;
    bool done_ = false;
};

/// What stands before and after the records of a collection.
[[nodiscard]] std::string_view marcxml_head() noexcept;
[[nodiscard]] std::string_view marcxml_foot() noexcept;

/// Writes a record as one element in the MARC 21 namespace, in UTF-8.
[[nodiscard]] std::string to_marcxml(const record& from);

} // namespace circ::protocol::marc
