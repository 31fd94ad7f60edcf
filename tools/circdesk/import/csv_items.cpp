#include "tools/circdesk/import/catalogue.hpp"
#include "tools/circdesk/import/csv_import.hpp"

#include <array>
#include <utility>

namespace circ::tool {
namespace {

constexpr std::array columns{known_column{"barcode", "item_barcode itembarcode copy_barcode", true},
                             known_column{"control_number", "biblionumber record_id", true},
                             known_column{"branch", "homebranch owning_library library", false},
                             known_column{"location", "shelving_location", false},
                             known_column{"item_type", "itemtype itype", false},
                             known_column{"collection", "collection_code ccode", false},
                             known_column{"call_number", "callnumber itemcallnumber", false},
                             known_column{"price", "replacementprice", false},
                             known_column{"note", "notes itemnotes", false},
                             known_column{"parts", "pieces", false},
                             known_column{"lender", "lending_library", false}};

struct text_column {
    std::string_view name;
    std::string storage::item::*member;
};

constexpr std::array texts{text_column{"location", &storage::item::location},
                           text_column{"collection", &storage::item::collection},
                           text_column{"call_number", &storage::item::call_number},
                           text_column{"note", &storage::item::note},
                           text_column{"lender", &storage::item::lender}};

void read_price(csv_row& row, const storage::institution& of, description<storage::item>& said) {
    if (!row.has("price")) return;
    const std::string text = row.text("price");
    const auto price = price_in(of, text);
    if (!price && !text.empty()) row.wrong("price", "this is no amount in " + of.currency + " such as 12.50");
    said.set(&storage::item::price, price);
}

description<storage::item> describe(csv_row& row, const import_setting& with, import_report& report) {
    description<storage::item> said;
    for (const auto& each : texts)
        if (row.has(each.name)) said.set(each.member, row.text(each.name));
    if (const std::string code = row.text("branch"); !code.empty()) {
        const auto branch = with.branches.find(code, report);
        if (branch)
            said.set(&storage::item::branch, *branch);
        else
            row.wrong("branch", with.branches.unknown());
    }
    if (const std::string type = row.text("item_type"); !type.empty()) {
        said.set(&storage::item::item_type, type);
        if (const auto media = media_of_type(type)) said.set(&storage::item::media, *media);
    }
    if (const auto parts = row.number("parts", 0, 9999)) said.set(&storage::item::parts, *parts);
    read_price(row, with.institution, said);
    return said;
}

/// One item on its way in.
struct incoming_item {
    storage::item fresh;
    std::string control_number;
    description<storage::item> said;
    finding barcode; ///< where the two stand, for what is rejected later
    finding title;
};

void reject(tally& done, finding why, std::string sentence) {
    why.sentence = std::move(sentence);
    done.reject(record_kind::item, std::move(why));
}

void write(storage::unit_of_work& unit, tally& done, const incoming_item& from) {
    const auto title = unit.title_by_control_number(from.fresh.institution, from.control_number);
    if (!title) return reject(done, from.title, "there is no title with this control number; import it first");
    storage::item fresh = from.fresh;
    fresh.title = title->id;
    auto result = put_item(unit, std::move(fresh), from.said);
    if (result.what == change::rejected) return reject(done, from.barcode, std::move(result.objection));
    done.count(record_kind::item, result.what);
}

incoming_item read_item(csv_row& row, const import_setting& with, import_report& report) {
    incoming_item made;
    made.fresh.institution = with.institution.id;
    made.fresh.barcode = row.key("barcode");
    made.fresh.branch = with.branches.fallback();
    made.fresh.item_type = "book";
    made.fresh.created_at = with.now;
    static_cast<void>(row.needed("control_number"));
    made.control_number = row.unspoiled("control_number");
    made.said = describe(row, with, report);
    made.barcode = row.about("barcode", {});
    made.title = row.about("control_number", {});
    return made;
}

} // namespace

void import_items(std::istream& in, const std::string& file, const column_names& renamed,
                  const import_setting& with, import_report& report) {
    csv_table table(in, file, columns, renamed);
    import_rows(table, record_kind::item, batch_writer(with.store, with.how, report), report, with.tell,
                [&](csv_row& row) -> batch_writer::step {
                    return [from = read_item(row, with, report)](storage::unit_of_work& unit, tally& done) {
                        write(unit, done, from);
                    };
                });
}

} // namespace circ::tool
