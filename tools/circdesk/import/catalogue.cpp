#include "tools/circdesk/import/catalogue.hpp"

#include "tools/circdesk/tool.hpp"

#include <tuple>
#include <utility>

namespace circ::tool {
namespace {

auto described(const storage::title& one) {
    return std::tie(one.text, one.author, one.isbn, one.year, one.language, one.marc);
}

/// Of an item to be read, and of one to be written.
template <class Item>
auto described_item(Item& one) {
    return std::tie(one.branch, one.location, one.item_type, one.collection, one.call_number, one.media, one.price, one.parts);
}

} // namespace

change put_title(storage::unit_of_work& unit, storage::title wanted, storage::title_id& key) {
    auto there = unit.title_by_control_number(wanted.institution, wanted.control_number);
    if (!there) {
        wanted.id = key = unit.new_id<storage::title_id>();
        unit.add(wanted);
        return change::added;
    }
    there->marc = unit.marc_of(there->id);
    wanted.id = key = there->id;
    wanted.open_holds = there->open_holds;
    if (described(*there) == described(wanted)) return change::unchanged;
    unit.change(wanted);
    return change::updated;
}

change put_item(storage::unit_of_work& unit, storage::item wanted) {
    const auto there = unit.item_by_barcode(wanted.institution, wanted.barcode);
    if (!there) {
        wanted.id = unit.new_id<storage::item_id>();
        unit.add(wanted);
        return change::added;
    }
    if (there->item.title != wanted.title)
        throw complaint("the barcode " + wanted.barcode + " belongs to another title, '" + there->title.text + "'");
    if (described_item(there->item) == described_item(wanted)) return change::unchanged;
    storage::item kept = there->item;
    described_item(kept) = described_item(wanted);
    unit.change(kept);
    return change::updated;
}

} // namespace circ::tool
