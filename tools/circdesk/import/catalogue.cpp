#include "tools/circdesk/import/catalogue.hpp"

#include "protocol/marc/price.hpp"
#include "server/circulation/title_number.hpp"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

namespace circ::tool {
namespace {

auto described(const storage::title& one) {
    return std::tie(one.text, one.author, one.isbn, one.year, one.language, one.marc);
}

auto described(const storage::item& one) {
    return std::tie(one.branch,
                    one.location,
                    one.item_type,
                    one.collection,
                    one.call_number,
                    one.media,
                    one.price,
                    one.parts,
                    one.lender);
}

struct media_row {
    std::string_view item_type;
    storage::media_type media;
};

using storage::media_type;
constexpr std::array media_rows{media_row{"book", media_type::book},
                                media_row{"child_book", media_type::book},
                                media_row{"reference", media_type::book},
                                media_row{"express", media_type::book},
                                media_row{"magazine", media_type::magazine},
                                media_row{"cd", media_type::cd},
                                media_row{"dvd", media_type::cd},
                                media_row{"device", media_type::other}};

put_result add_item(storage::unit_of_work& unit,
                    storage::item fresh,
                    const description<storage::item>& said,
                    const run_keeper* run) {
    said.apply(fresh);
    if (!fresh.branch)
        return {change::rejected,
                "a new item needs a branch; name one for all without with --branch"};
    fresh.id = unit.new_id<storage::item_id>();
    if (!fresh.place) fresh.place = fresh.branch;
    unit.add(fresh);
    if (run != nullptr) run->added(unit, storage::imported_kind::item, fresh);
    return {change::added};
}

} // namespace

change put_title(storage::unit_of_work& unit,
                 storage::title wanted,
                 storage::title_id& key,
                 const run_keeper* run) {
    auto there = circulation::title_known_as(unit, wanted.institution, wanted.control_number);
    if (!there) {
        wanted.id = key = unit.new_id<storage::title_id>();
        unit.add(wanted);
        if (run != nullptr) run->added(unit, storage::imported_kind::title, wanted);
        return change::added;
    }
    there->marc = unit.marc_of(there->id);
    wanted.id = key = there->id;
    wanted.open_holds = there->open_holds;
    wanted.control_number = there->control_number; // one without a number stays so
    if (described(*there) == described(wanted)) return change::unchanged;
    unit.change(wanted);
    if (run != nullptr) run->changed(unit, storage::imported_kind::title, *there, wanted);
    return change::updated;
}

put_result put_item(storage::unit_of_work& unit,
                    storage::item fresh,
                    const description<storage::item>& said,
                    const run_keeper* run) {
    const auto there = unit.item_by_barcode(fresh.institution, fresh.barcode);
    if (!there) return add_item(unit, std::move(fresh), said, run);
    if (there->item.title != fresh.title)
        return {change::rejected,
                "the item " + fresh.barcode + " belongs to another title, '" + there->title.text +
                    "'; correct one of them"};
    storage::item wanted = there->item;
    said.apply(wanted);
    wanted.note = there->item.note;
    if (described(there->item) == described(wanted)) return {change::unchanged};
    unit.change(wanted);
    if (run != nullptr) run->changed(unit, storage::imported_kind::item, there->item, wanted);
    return {change::updated};
}

std::optional<storage::media_type> media_of_type(std::string_view item_type) {
    const auto found = std::ranges::find(media_rows, item_type, &media_row::item_type);
    if (found == media_rows.end()) return std::nullopt;
    return found->media;
}

std::optional<storage::money> price_in(const storage::institution& of, const std::string& text) {
    const auto read = protocol::marc::parse_price(text, static_cast<std::size_t>(of.decimals));
    if (!read) return std::nullopt;
    if (!read->currency.empty() && read->currency != of.currency) return std::nullopt;
    return storage::money{read->minor_units};
}

} // namespace circ::tool
