#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace circ::protocol::marc {

struct control_field {
    std::string tag;
    std::string value;

    bool operator==(const control_field&) const = default;
};

struct subfield {
    char code;
    std::string value;

    bool operator==(const subfield&) const = default;
};

struct data_field {
    std::string tag;
    char indicator_1 = ' ';
    char indicator_2 = ' ';
    std::vector<subfield> subfields;

    bool operator==(const data_field&) const = default;
};

/// A MARC 21 record as all readers make it and all writers take it: text is UTF-8, letters with
/// their marks composed (é is one character), free of control characters.
struct record {
    std::string leader; ///< 24 characters; its lengths are the writer's business
    std::vector<control_field> control_fields;
    std::vector<data_field> data_fields;

    bool operator==(const record&) const = default;
};

/// What a reader found at one place of a file: a record, or why there is none.
/// @note A broken record takes a running number too, so that numbers count what stands in the file.
struct reading {
    std::uint64_t number = 0; ///< running number in the file, from 1
    std::uint64_t offset = 0; ///< byte of the file at which it begins
    std::optional<marc::record> record;
    std::string fault;                 ///< one sentence; empty when there is a record
    std::vector<std::string> warnings; ///< what was set right on the way, a sentence each
    std::size_t replaced = 0;          ///< characters that could not be read, now U+FFFD
};

/// The value of the first control field with this tag, or nothing.
/// @note Points into the record, as all views given here do.
[[nodiscard]] std::string_view control_value(const record& from, std::string_view tag) noexcept;

/// The field's first subfield with this code that has text, or nothing.
[[nodiscard]] std::string_view first_subfield(const data_field& field, char code) noexcept;

/// The first text in subfield `code` of any field with this tag, or nothing.
[[nodiscard]] std::string_view
first_subfield(const record& from, std::string_view tag, char code) noexcept;

/// The character at this place of the leader; blank where the leader is too short.
[[nodiscard]] char leader_at(const record& from, std::size_t place) noexcept;

/// @return whether this is three letters or digits
[[nodiscard]] bool is_tag(std::string_view text) noexcept;

/// @return whether this may stand as an indicator or a subfield code: printable ASCII.
[[nodiscard]] bool is_graphic(char c) noexcept;

} // namespace circ::protocol::marc
