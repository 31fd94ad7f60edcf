#include "server/circulation/title_number.hpp"
#include "tools/circdesk/import/catalogue.hpp"
#include "tools/circdesk/import/csv_import.hpp"

#include <algorithm>
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
                             known_column{"lender", "lending_library", false},
                             known_column{"status", "item_status copy_status state", false},
                             known_column{"withdrawn", "", false},
                             known_column{"lost", "itemlost", false},
                             known_column{"damaged", "", false},
                             known_column{"place", "holdingbranch", false},
                             known_column{"media", "media_type", false},
                             known_column{"properties", "", false},
                             known_column{"wanted_back", "", false},
                             known_column{"renewable", "", false},
                             known_column{"temporary_location", "", false},
                             known_column{"temporary_type", "", false},
                             known_column{"temporary_until", "", false},
                             known_column{"created_at", "dateaccessioned create_date", false}};

constexpr std::array koha{preset_column{"control_number", "biblionumber"},
                          preset_column{"branch", "homebranch"},
                          preset_column{"price", "replacementprice"},
                          preset_column{"collection", "ccode"}};
constexpr std::array evergreen{preset_column{"control_number", "record"},
                               preset_column{"branch", "circ_lib"},
                               preset_column{"item_type", "circ_modifier"},
                               preset_column{"call_number", "prefix+label+suffix"},
                               preset_column{"note", "alert_message"}};
constexpr std::array presets{column_preset{"koha", "biblionumber homebranch", koha},
                             column_preset{"evergreen", "circ_lib record", evergreen}};

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
    if (!price && !text.empty())
        row.wrong("price", "this is no amount in " + of.currency + " such as 12.50");
    said.set(&storage::item::price, price);
}

/// What the mapping makes of a code; one that it does not name stays, and is told of.
std::string
ours(code_kind kind, const std::string& code, const import_setting& with, import_report& report) {
    if (with.codes == nullptr || code.empty()) return code;
    const auto found = with.codes->find(kind, code);
    if (!found) report.unknown_code(std::string(table_of(kind)), code);
    return found.value_or(code);
}

/// Of an item that is new: afterwards its state is circulation's.
storage::item_state
state_of(const csv_row& row, const import_setting& with, import_report& report) {
    const auto says = [&](const char* column) {
        const std::string mark = row.text(column);
        return !mark.empty() && mark != "0";
    };
    if (says("withdrawn")) return storage::item_state::withdrawn;
    if (says("lost")) return storage::item_state::missing;
    if (says("damaged")) return storage::item_state::damaged;
    if (!says("status")) return storage::item_state::usable;
    const std::string status = row.text("status");
    const auto named = with.codes != nullptr ? with.codes->find(code_kind::status, status) : status;
    if (const auto own = named ? state_named(*named) : std::nullopt) return *own;
    if (const auto known = state_of_status(status)) return *known;
    report.unknown_code(std::string(table_of(code_kind::status)), status);
    return storage::item_state::usable;
}

struct text_code {
    std::string_view column;
    code_kind kind;
};

constexpr std::array coded{text_code{"location", code_kind::location},
                           text_code{"collection", code_kind::collection}};

description<storage::item>
describe(csv_row& row, const import_setting& with, import_report& report) {
    description<storage::item> said;
    for (const auto& each : texts) {
        if (!row.has(each.name)) continue;
        const auto code = std::ranges::find(coded, each.name, &text_code::column);
        const std::string text = row.text(each.name);
        said.set(each.member, code == coded.end() ? text : ours(code->kind, text, with, report));
    }
    if (const std::string code = row.text("branch"); !code.empty()) {
        const auto branch = with.branches.find(code, report);
        if (branch)
            said.set(&storage::item::branch, *branch);
        else
            row.wrong("branch", with.branches.unknown());
    }
    if (const std::string type = ours(code_kind::item_type, row.text("item_type"), with, report);
        !type.empty()) {
        said.set(&storage::item::item_type, type);
        if (const auto media = media_of_type(type)) said.set(&storage::item::media, *media);
    }
    if (const auto parts = row.number("parts", 0, 9999)) said.set(&storage::item::parts, *parts);
    if (const auto media = row.number("media", 0, 10))
        said.set(&storage::item::media, static_cast<storage::media_type>(*media));
    read_price(row, with.institution, said);
    return said;
}

/// Another shelf, another type or both until a day, as `item temporary` says it.
void describe_temporary(csv_row& row,
                        const import_setting& with,
                        import_report& report,
                        storage::item& fresh) {
    fresh.temporary_location =
        ours(code_kind::location, row.text("temporary_location"), with, report);
    fresh.temporary_type = ours(code_kind::item_type, row.text("temporary_type"), with, report);
    fresh.temporary_until = row.date("temporary_until");
    const bool says_what = !fresh.temporary_location.empty() || !fresh.temporary_type.empty();
    if (says_what && is_no_date(row.text("temporary_until")))
        row.wrong("temporary_until",
                  "a temporary location or type needs its last day; where it has none, leave both out");
    if (!says_what && fresh.temporary_until)
        row.wrong("temporary_location",
                  "this day needs a temporary location or type; give it one, or leave the day out");
}

/// What circulation owns as soon as the item is there.
void describe_new(csv_row& row,
                  const import_setting& with,
                  import_report& report,
                  storage::item& fresh) {
    fresh.state = state_of(row, with, report);
    fresh.properties = row.text("properties");
    fresh.renewable = row.number("renewable", 0, 1).value_or(1) == 1;
    fresh.wanted_back =
        row.moment("wanted_back", with.institution.time_zone, std::chrono::hours(12));
    describe_temporary(row, with, report, fresh);
    if (const auto made =
            row.moment("created_at", with.institution.time_zone, std::chrono::hours(12)))
        fresh.created_at = *made;
    if (const std::string code = row.text("place"); !code.empty())
        if (const auto branch = with.branches.find(code, report)) fresh.place = *branch;
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

void write(storage::unit_of_work& unit,
           tally& done,
           const incoming_item& from,
           const import_setting& with) {
    const auto title =
        circulation::title_known_as(unit, from.fresh.institution, from.control_number);
    if (!title)
        return reject(
            done, from.title, "there is no title with this control number; import it first");
    storage::item fresh = from.fresh;
    fresh.title = title->id;
    auto result = put_item(unit, fresh, from.said, with.run);
    if (result.what == change::rejected)
        return reject(done, from.barcode, std::move(result.objection));
    done.count(record_kind::item, result.what);
    from.said.apply(fresh);
    count_parts(done, with.branches.code_of(fresh.branch), fresh);
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
    describe_new(row, with, report, made.fresh);
    made.barcode = row.about("barcode", {});
    made.title = row.about("control_number", {});
    return made;
}

} // namespace

void import_items(std::istream& in,
                  const std::string& file,
                  const csv_mapping& mapping,
                  const import_setting& with,
                  import_report& report) {
    csv_table table(in, file, columns, mapping, presets);
    import_rows(table, record_kind::item, with, report, [&](csv_row& row) -> batch_writer::step {
        return [from = read_item(row, with, report),
                &with](storage::unit_of_work& unit, tally& done) { write(unit, done, from, with); };
    });
}

} // namespace circ::tool
