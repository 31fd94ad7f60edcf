#pragma once

#include "protocol/marc/price.hpp"
#include "protocol/marc/record.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace circ::protocol::marc {

/// What a subfield of an item field means.
enum class item_meaning : std::uint8_t {
    barcode,
    call_number,
    branch,
    location,
    item_type,
    collection,
    price,
    copy,
    status,
    withdrawn, ///< a mark of its own: anything but empty and 0 says so, as in Koha's 952 $0
    lost,
    damaged,
    note
};

struct subfield_meaning {
    char code;
    item_meaning meaning;
};

/// How a system writes its items into the bibliographic record: a field for each item.
/// Of several subfields with one meaning the first in this order that has text is taken; the
/// parts of a call number and of a note are joined, with a blank between.
///
/// What copies have in common may stand in a field of its own, as a location (852) before its items
/// (876 to 878): they belong together by the number in $8, else an item belongs to the last one
/// before it.
struct item_mapping {
    std::string name;
    std::string tag;
    std::vector<subfield_meaning> subfields;
    std::vector<std::string> also_tags{}; ///< further fields that hold an item each
    std::string shared_tag{};             ///< empty: there is none
    std::vector<subfield_meaning> shared{};
};

/// The mappings that ship, as item_presets.cpp lists them.
[[nodiscard]] std::span<const item_mapping> item_mapping_presets();

/// @return the preset with this name, or null.
[[nodiscard]] const item_mapping* find_item_mapping(std::string_view name);

/// The word for a meaning in a mapping file: "barcode", "call_number" ...
[[nodiscard]] std::string_view to_string(item_meaning meaning) noexcept;
[[nodiscard]] std::optional<item_meaning> to_item_meaning(std::string_view word) noexcept;

/// One item field, as text; the codes of branch, location, type and status are the old system's.
struct item {
    std::string barcode;
    std::string call_number;
    std::string branch;
    std::string location;
    std::string item_type;
    std::string collection;
    std::string price;
    std::string copy;
    std::string status;
    std::string withdrawn{};
    std::string lost{};
    std::string damaged{};
    std::string note{};

    bool operator==(const item&) const = default;
};

/// The items of a record, in its order; an item field without a barcode gives an item without one.
[[nodiscard]] std::vector<item> items_of(const record& from, const item_mapping& mapping);

/// The field that says this of an item: of several subfields with one meaning the first is written.
/// @pre the mapping has no shared field
[[nodiscard]] data_field field_of(const item& from, const item_mapping& mapping);

/// Whether the mapping has a subfield for this.
[[nodiscard]] bool has_meaning(const item_mapping& mapping, item_meaning meaning) noexcept;

} // namespace circ::protocol::marc
