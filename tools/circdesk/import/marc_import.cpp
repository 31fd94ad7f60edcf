#include "tools/circdesk/import/marc_import.hpp"

#include "protocol/marc/bibliographic.hpp"
#include "protocol/marc/format.hpp"
#include "protocol/marc/iso2709.hpp"
#include "protocol/marc/marcxml.hpp"
#include "protocol/marc/price.hpp"
#include "tools/circdesk/import/batch.hpp"
#include "tools/circdesk/import/catalogue.hpp"
#include "tools/circdesk/tool.hpp"

#include <optional>
#include <utility>

namespace circ::tool {

namespace marc = protocol::marc;

namespace {

storage::media_type media_of(marc::format format) {
    switch (format) {
    case marc::format::book: return storage::media_type::book;
    case marc::format::serial: return storage::media_type::magazine;
    case marc::format::video:
    case marc::format::videocassette: return storage::media_type::video_tape;
    case marc::format::audiocassette: return storage::media_type::audio_tape;
    case marc::format::dvd:
    case marc::format::blu_ray:
    case marc::format::audio:
    case marc::format::cd: return storage::media_type::cd;
    default: return storage::media_type::other;
    }
}

/// One record on its way in.
struct incoming_title {
    storage::title title;
    std::vector<marc::item> items;
    storage::media_type media{};
    std::string where;
};

class importer {
public:
    importer(const storage::institution& of, const branch_codes& branches, const marc_import_options& how,
             storage::instant now, import_report& report)
        : of_(of), branches_(branches), how_(how), now_(now), report_(report) {}

    /// @return nothing for a record that cannot go in; the report says why
    std::optional<incoming_title> take(const marc::reading& read, const std::string& file) {
        const std::string where = file + " record " + std::to_string(read.number) + " at byte " + std::to_string(read.offset);
        if (!read.record) {
            report_.reject(where, read.fault);
            return std::nullopt;
        }
        for (const auto& each : read.warnings) report_.warn(where, each);
        const auto number = marc::control_number_of(*read.record).number;
        if (number.empty()) {
            report_.reject(where, "field 001 is missing: without a control number the record cannot be known again; give it one");
            return std::nullopt;
        }
        return made_of(*read.record, number, where);
    }

    void write(storage::unit_of_work& unit, const incoming_title& from) {
        storage::title_id key;
        report_.count("titles", put_title(unit, from.title, key));
        for (const auto& each : from.items) write_item(unit, from, key, each);
    }

private:
    incoming_title made_of(const marc::record& record, const std::string& number, const std::string& where) const {
        incoming_title made;
        made.where = where;
        made.media = media_of(marc::format_of(record));
        made.title.institution = of_.id;
        made.title.control_number = number;
        made.title.text = marc::title_statement(record);
        made.title.author = marc::main_author(record);
        const auto isbns = marc::isbns(record);
        if (!isbns.empty()) made.title.isbn = isbns.front();
        made.title.year = marc::publication_year(record).value_or(0);
        made.title.language = marc::language(record);
        made.title.marc = marc::to_iso2709(record).value_or(marc::to_marcxml(record));
        if (how_.items != nullptr) made.items = marc::items_of(record, *how_.items);
        return made;
    }

    void write_item(storage::unit_of_work& unit, const incoming_title& from, storage::title_id title, const marc::item& item) {
        if (item.barcode.empty()) {
            report_.reject(from.where, "an item field has no barcode; give it one");
            return;
        }
        const auto branch = branches_.find(item.branch);
        if (!branch) {
            report_.reject(from.where, "item " + item.barcode + ": there is no branch '" + item.branch + "' (there are " +
                                           branches_.known() + "); name one for unknown codes with --branch");
            return;
        }
        if (branch->stands_in) report_.mapped(item.branch);
        storage::item made;
        made.institution = of_.id;
        made.barcode = item.barcode;
        made.title = title;
        made.branch = made.place = branch->branch;
        made.location = item.location;
        made.item_type = item.item_type.empty() ? "book" : item.item_type;
        made.collection = item.collection;
        made.call_number = item.call_number;
        made.media = from.media;
        made.note = item.note;
        made.created_at = now_;
        if (const auto price = marc::parse_price(item.price)) made.price = storage::money{price->minor_units};
        try {
            report_.count("items", put_item(unit, std::move(made)));
        } catch (const complaint& about) {
            report_.reject(from.where, about.what());
        }
    }

    const storage::institution& of_;
    const branch_codes& branches_;
    const marc_import_options& how_;
    storage::instant now_;
    import_report& report_;
};

template <class Reader>
void import_all(Reader from, const std::string& file, storage::store& into, importer& by, const marc_import_options& how) {
    batch_writer batch(into, how.dry_run);
    std::uint64_t records = 0;
    while (const auto read = from.next()) {
        if (auto title = by.take(*read, file)) {
            auto held = std::make_shared<incoming_title>(std::move(*title));
            batch.add([&by, held](storage::unit_of_work& unit) { by.write(unit, *held); });
        }
        if (how.progress) how.progress(++records);
    }
    batch.finish();
}

} // namespace

void import_marc(std::istream& in, const std::string& file, storage::store& into, const storage::institution& of,
                 const branch_codes& branches, const marc_import_options& how, storage::instant now, import_report& report) {
    importer by(of, branches, how, now, report);
    // ISO 2709 begins with the digits of a length; XML with '<', a byte order mark or blanks.
    const int first = in.peek();
    if (first >= '0' && first <= '9')
        import_all(marc::iso2709_reader(in), file, into, by, how);
    else
        import_all(marc::marcxml_reader(in), file, into, by, how);
}

} // namespace circ::tool
