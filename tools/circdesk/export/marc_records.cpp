#include "tools/circdesk/export/marc_records.hpp"

#include "protocol/marc/bibliographic.hpp"
#include "protocol/marc/iso2709.hpp"
#include "protocol/marc/marcxml.hpp"
#include "storage/row_text.hpp"
#include "tools/circdesk/export/hand_record.hpp"
#include "tools/circdesk/export/texts.hpp"
#include "tools/circdesk/import/codes.hpp"

#include <algorithm>
#include <sstream>

namespace circ::tool {
namespace {

namespace marc = protocol::marc;
using marc::item_meaning;
using storage::item_state;

bool holds_items(const std::string& tag) {
    return std::ranges::any_of(marc::item_mapping_presets(), [&](const auto& each) {
        return each.tag == tag || std::ranges::find(each.also_tags, tag) != each.also_tags.end() ||
               each.shared_tag == tag;
    });
}

/// Both are of the file that the record came in.
std::string without_lengths(std::string leader) {
    constexpr std::string_view none = "00000";
    for (const std::size_t at : {std::size_t{0}, std::size_t{12}})
        if (leader.size() >= at + none.size()) leader.replace(at, none.size(), none);
    return leader;
}

/// A mark of its own where the mapping has one, else a word.
void say_state(marc::item& into, item_state state, const marc::item_mapping& mapping) {
    if (state == item_state::usable) return;
    if (state == item_state::missing && marc::has_meaning(mapping, item_meaning::lost))
        into.lost = "1";
    else if (state == item_state::withdrawn && marc::has_meaning(mapping, item_meaning::withdrawn))
        into.withdrawn = "1";
    else if (state == item_state::damaged && marc::has_meaning(mapping, item_meaning::damaged))
        into.damaged = "1";
    else
        into.status = name_of(state);
}

} // namespace

std::optional<marc::record> kept_record(const std::string& marc) {
    if (!marc.starts_with('<')) return marc::parse_iso2709(marc).record;
    std::istringstream in(marc);
    auto read = marc::marcxml_reader(in).next();
    return read ? std::move(read->record) : std::nullopt;
}

std::optional<marc::record> exported_record(const storage::title& what, const std::string& marc) {
    if (marc.empty()) return record_by_hand(what);
    auto record = kept_record(marc);
    if (record && marc::control_number_of(*record).number.empty()) {
        auto& fields = record->control_fields;
        std::erase_if(fields, [](const auto& field) { return field.tag == "001"; });
        fields.insert(fields.begin(), marc::control_field{"001", what.control_number});
    }
    return record;
}

std::string record_digest(const storage::title& what, const std::string& marc) {
    if (marc.empty()) return {};
    auto record = exported_record(what, marc);
    if (!record) return {};
    std::erase_if(record->data_fields, [](const auto& field) { return holds_items(field.tag); });
    record->leader = without_lengths(std::move(record->leader));
    return std::to_string(
        static_cast<std::uint64_t>(storage::digest_of_row(marc::to_marcxml(*record))));
}

marc::item item_of(const storage::item& from,
                   const std::string& branch,
                   const storage::institution& of,
                   const marc::item_mapping& mapping) {
    marc::item made{.barcode = from.barcode,
                    .call_number = from.call_number,
                    .branch = branch,
                    .location = from.location,
                    .item_type = from.item_type,
                    .collection = from.collection,
                    .price = export_text(from.price, of),
                    .note = from.note};
    say_state(made, from.state, mapping);
    return made;
}

void put_items(marc::record& into,
               const std::vector<marc::item>& items,
               const marc::item_mapping& mapping) {
    std::erase_if(into.data_fields, [&](const auto& field) { return field.tag == mapping.tag; });
    for (const auto& each : items)
        into.data_fields.push_back(marc::field_of(each, mapping));
}

} // namespace circ::tool
