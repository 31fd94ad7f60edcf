#include "protocol/marc/items.hpp"

#include "protocol/marc/punctuation.hpp"

#include <algorithm>
#include <array>

namespace circ::protocol::marc {

namespace {

struct meaning_row {
    item_meaning meaning;
    std::string_view word;
    std::string item::*member;
    bool parts_are_joined = false;
};

constexpr auto meanings = std::to_array<meaning_row>({
    {item_meaning::barcode, "barcode", &item::barcode},
    {item_meaning::call_number, "call_number", &item::call_number, true},
    {item_meaning::branch, "branch", &item::branch},
    {item_meaning::location, "location", &item::location},
    {item_meaning::item_type, "item_type", &item::item_type},
    {item_meaning::collection, "collection", &item::collection},
    {item_meaning::price, "price", &item::price},
    {item_meaning::copy, "copy", &item::copy},
    {item_meaning::status, "status", &item::status},
    {item_meaning::note, "note", &item::note, true},
});

const meaning_row& row_of(item_meaning meaning) noexcept {
    return *std::ranges::find(meanings, meaning, &meaning_row::meaning);
}

std::vector<item_mapping> make_presets() {
    using enum item_meaning;
    return {
        {"symphony949",
         "949",
         {{'i', barcode},
          {'a', call_number},
          {'v', call_number},
          {'m', branch},
          {'l', location},
          {'t', item_type},
          {'x', collection},
          {'p', price},
          {'c', copy},
          {'k', status},
          {'o', note}}},
        // The replacement price is what a lost item costs; the purchase price stands in for it.
        {"koha952",
         "952",
         {{'p', barcode},
          {'o', call_number},
          {'a', branch},
          {'b', branch},
          {'c', location},
          {'y', item_type},
          {'8', collection},
          {'v', price},
          {'g', price},
          {'t', copy},
          {'7', status},
          {'z', note},
          {'x', note}}},
        {"evergreen852",
         "852",
         {{'p', barcode},
          {'k', call_number},
          {'j', call_number},
          {'h', call_number},
          {'i', call_number},
          {'m', call_number},
          {'b', branch},
          {'c', location},
          {'g', item_type},
          {'y', price},
          {'t', copy},
          {'s', status},
          {'z', note},
          {'x', note}}},
        {"plain",
         "949",
         {{'b', barcode},
          {'c', call_number},
          {'o', branch},
          {'l', location},
          {'t', item_type},
          {'g', collection},
          {'p', price},
          {'k', copy},
          {'s', status},
          {'n', note}}},
    };
}

void add_text(item& to, item_meaning meaning, std::string_view text) {
    const meaning_row& row = row_of(meaning);
    std::string& value = to.*row.member;
    if (text.empty() || (!value.empty() && !row.parts_are_joined)) return;
    if (!value.empty()) value += ' ';
    value += text;
}

item to_item(const data_field& field, const item_mapping& mapping) {
    item out;
    for (const subfield_meaning& each : mapping.subfields)
        for (const subfield& part : field.subfields)
            if (part.code == each.code) add_text(out, each.meaning, trimmed(part.value));
    return out;
}

} // namespace

std::span<const item_mapping> item_mapping_presets() {
    static const std::vector<item_mapping> presets = make_presets();
    return presets;
}

const item_mapping* find_item_mapping(std::string_view name) {
    const auto presets = item_mapping_presets();
    const auto found = std::ranges::find(presets, name, &item_mapping::name);
    return found == presets.end() ? nullptr : &*found;
}

std::string_view to_string(item_meaning meaning) noexcept {
    return row_of(meaning).word;
}

std::optional<item_meaning> to_item_meaning(std::string_view word) noexcept {
    const auto found = std::ranges::find(meanings, word, &meaning_row::word);
    if (found == meanings.end()) return std::nullopt;
    return found->meaning;
}

std::vector<item> items_of(const record& from, const item_mapping& mapping) {
    std::vector<item> out;
    for (const data_field& field : from.data_fields)
        if (field.tag == mapping.tag) out.push_back(to_item(field, mapping));
    return out;
}

} // namespace circ::protocol::marc
