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
    {item_meaning::withdrawn, "withdrawn", &item::withdrawn},
    {item_meaning::lost, "lost", &item::lost},
    {item_meaning::damaged, "damaged", &item::damaged},
    {item_meaning::note, "note", &item::note, true},
});

const meaning_row& row_of(item_meaning meaning) noexcept {
    return *std::ranges::find(meanings, meaning, &meaning_row::meaning);
}

void add_text(item& to, item_meaning meaning, std::string_view text) {
    const meaning_row& row = row_of(meaning);
    std::string& value = to.*row.member;
    if (text.empty() || (!value.empty() && !row.parts_are_joined)) return;
    if (!value.empty()) value += ' ';
    value += text;
}

void add_field(item& to,
               const data_field& field,
               const std::vector<subfield_meaning>& meanings_of) {
    for (const subfield_meaning& each : meanings_of)
        for (const subfield& part : field.subfields)
            if (part.code == each.code) add_text(to, each.meaning, trimmed(part.value));
}

/// The number before the point of "1.2": what links a field to those that it belongs to.
std::string_view link_of(const data_field& field) noexcept {
    const auto whole = first_subfield(field, '8');
    return whole.substr(0, whole.find_first_of(".\\"));
}

bool holds_item(const data_field& field, const item_mapping& mapping) {
    return field.tag == mapping.tag ||
           std::ranges::find(mapping.also_tags, field.tag) != mapping.also_tags.end();
}

/// Adds what the field says that the items of its place share; the item's own word goes first.
void add_shared(item& to,
                const record& from,
                const data_field& field,
                const item_mapping& mapping) {
    const data_field* nearest = nullptr;
    for (const data_field& each : from.data_fields) {
        if (&each == &field && nearest != nullptr && link_of(field).empty()) break;
        if (each.tag != mapping.shared_tag) continue;
        if (!link_of(field).empty() && link_of(each) == link_of(field)) {
            nearest = &each;
            break;
        }
        if (link_of(field).empty() || link_of(each).empty()) nearest = &each;
    }
    if (nearest == nullptr) return;
    item shared;
    add_field(shared, *nearest, mapping.shared);
    for (const meaning_row& row : meanings)
        if ((to.*row.member).empty()) to.*row.member = std::move(shared.*row.member);
}

item to_item(const record& from, const data_field& field, const item_mapping& mapping) {
    item out;
    add_field(out, field, mapping.subfields);
    if (!mapping.shared_tag.empty()) add_shared(out, from, field, mapping);
    return out;
}

} // namespace

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
        if (holds_item(field, mapping)) out.push_back(to_item(from, field, mapping));
    return out;
}

data_field field_of(const item& from, const item_mapping& mapping) {
    data_field made{.tag = mapping.tag};
    std::vector<item_meaning> written;
    for (const subfield_meaning& each : mapping.subfields) {
        if (std::ranges::find(written, each.meaning) != written.end()) continue;
        written.push_back(each.meaning);
        const std::string& value = from.*row_of(each.meaning).member;
        if (!value.empty()) made.subfields.push_back({each.code, value});
    }
    return made;
}

bool has_meaning(const item_mapping& mapping, item_meaning meaning) noexcept {
    return std::ranges::find(mapping.subfields, meaning, &subfield_meaning::meaning) !=
           mapping.subfields.end();
}

} // namespace circ::protocol::marc
