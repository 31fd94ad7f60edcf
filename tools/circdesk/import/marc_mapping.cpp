#include "tools/circdesk/import/marc_mapping.hpp"

#include "tools/circdesk/import/codes.hpp"
#include "tools/circdesk/tool.hpp"

#include <algorithm>
#include <array>

namespace circ::tool {
namespace {

namespace marc = protocol::marc;

constexpr std::array<std::string_view, 5> own_keys{
    "preset", "tag", "also_tags", "shared_tag", "shared"};
constexpr std::array tables{code_kind::branch,
                            code_kind::item_type,
                            code_kind::location,
                            code_kind::collection,
                            code_kind::status,
                            code_kind::category};

bool is_own_key(std::string_view key) {
    return std::ranges::find(own_keys, key) != own_keys.end() ||
           std::ranges::any_of(tables, [&](code_kind each) { return table_of(each) == key; });
}

/// In place of what the meaning had: codes of subfields, the first with text counts.
void say(std::vector<marc::subfield_meaning>& into,
         marc::item_meaning meaning,
         const std::string& codes) {
    std::erase_if(into, [&](const auto& each) { return each.meaning == meaning; });
    for (const char code : codes)
        into.push_back({code, meaning});
}

void read_meanings(const toml_row& from,
                   const std::string& file,
                   std::vector<marc::subfield_meaning>& into) {
    for (const auto& key : from.keys()) {
        if (is_own_key(key)) continue;
        const auto meaning = marc::to_item_meaning(key);
        if (!meaning)
            throw complaint(file + ": '" + key +
                                "' is not a part of an item; barcode and call_number are",
                            wrong_usage);
        say(into, *meaning, from.text(key));
    }
}

bool has_barcode(const marc::item_mapping& mapping) {
    return std::ranges::any_of(mapping.subfields, [](const auto& each) {
        return each.meaning == marc::item_meaning::barcode;
    });
}

} // namespace

std::string item_preset_names() {
    std::string all;
    for (const auto& each : marc::item_mapping_presets())
        all += (all.empty() ? "" : ", ") + each.name;
    return all;
}

marc::item_mapping item_preset(const std::string& name) {
    if (const auto* found = marc::find_item_mapping(name)) return *found;
    throw complaint("there is no mapping '" + name + "'; there are none, " + item_preset_names(),
                    wrong_usage);
}

marc::item_mapping read_item_mapping(const toml_file& from, const std::string& file) {
    const toml_row root = from.root();
    marc::item_mapping made;
    if (const auto preset = root.text_if("preset")) made = item_preset(*preset);
    made.name = file;
    if (made.tag.empty() || root.text_if("tag")) made.tag = root.text("tag");
    if (const auto also = root.texts("also_tags"); !also.empty()) made.also_tags = also;
    if (const auto shared = root.text_if("shared_tag")) made.shared_tag = *shared;
    read_meanings(root, file, made.subfields);
    if (const auto shared = root.table("shared")) read_meanings(*shared, file, made.shared);
    if (!has_barcode(made))
        throw complaint(file + " does not say where the barcode is: barcode = \"i\"", wrong_usage);
    return made;
}

} // namespace circ::tool
