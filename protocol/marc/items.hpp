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
    note
};

struct subfield_meaning {
    char code;
    item_meaning meaning;
};

/// How a system writes its items into the bibliographic record: a field for each item.
/// Of several subfields with one meaning the first in this order that has text is taken; the
/// parts of a call number and of a note are joined, with a blank between.
struct item_mapping {
    std::string name;
    std::string tag;
    std::vector<subfield_meaning> subfields;
};

/// The mappings that ship: symphony949, koha952, evergreen852, plain.
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
    std::string note;

    bool operator==(const item&) const = default;
};

/// The items of a record, in its order; an item field without a barcode gives an item without one.
[[nodiscard]] std::vector<item> items_of(const record& from, const item_mapping& mapping);

} // namespace circ::protocol::marc
