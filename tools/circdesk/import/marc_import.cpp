#include "tools/circdesk/import/marc_import.hpp"

#include "protocol/marc/aleph.hpp"
#include "protocol/marc/bibliographic.hpp"
#include "protocol/marc/format.hpp"
#include "protocol/marc/iso2709.hpp"
#include "protocol/marc/marcxml.hpp"
#include "protocol/text/utf8.hpp"
#include "server/circulation/title_number.hpp"
#include "storage/isbn.hpp"
#include "tools/circdesk/export/hand_record.hpp"
#include "tools/circdesk/import/catalogue.hpp"
#include "tools/circdesk/import/seen_numbers.hpp"

#include <optional>
#include <utility>

namespace circ::tool {

namespace marc = protocol::marc;

namespace {

storage::media_type media_of(marc::format format) {
    switch (format) {
    case marc::format::book:
        return storage::media_type::book;
    case marc::format::serial:
        return storage::media_type::magazine;
    case marc::format::video:
    case marc::format::videocassette:
        return storage::media_type::video_tape;
    case marc::format::audiocassette:
        return storage::media_type::audio_tape;
    case marc::format::dvd:
    case marc::format::blu_ray:
    case marc::format::audio:
    case marc::format::cd:
        return storage::media_type::cd;
    default:
        return storage::media_type::other;
    }
}

/// One item of a record on its way in.
struct incoming_item {
    storage::item fresh;
    description<storage::item> said;
};

/// One record on its way in.
struct incoming_title {
    storage::title title;
    std::vector<incoming_item> items;
    finding place; ///< of the record, for what is rejected later
};

finding about(finding place, std::string field, std::string value, std::string sentence) {
    place.field = std::move(field);
    place.value = std::move(value);
    place.sentence = std::move(sentence);
    return place;
}

/// Turns records into what goes into the store, or into findings.
class marc_importer {
public:
    marc_importer(const std::string& file,
                  const marc::item_mapping* items,
                  const import_setting& with,
                  import_report& report)
        : file_(file), mapping_(items), with_(with), report_(report) {}

    /// @return nothing for a record that cannot go in; faults() says why
    std::optional<incoming_title> take(const marc::reading& read) {
        faults_ = {};
        const finding place{.file = file_, .number = read.number, .offset = read.offset};
        if (!read.record)
            return reject(
                about(place, {}, {}, read.fault + "; correct the record and import it again"));
        for (const auto& each : read.warnings)
            report_.remark(about(place, {}, {}, each));
        if (read.replaced > 0)
            report_.remark(about(
                place, {}, {}, std::to_string(read.replaced) + " characters could not be read"));
        return make_title(*read.record, place);
    }

    /// What of the record that was taken last cannot go in.
    [[nodiscard]] const tally& faults() const noexcept { return faults_; }

    void write(storage::unit_of_work& unit, tally& done, const incoming_title& from) const {
        storage::title_id key;
        done.count(record_kind::title, put_title(unit, from.title, key, with_.run));
        for (const auto& each : from.items) {
            storage::item fresh = each.fresh;
            fresh.title = key;
            auto result = put_item(unit, std::move(fresh), each.said, with_.run);
            if (result.what == change::rejected)
                done.reject(
                    record_kind::item,
                    about(from.place, "item", each.fresh.barcode, std::move(result.objection)));
            else
                count_item(done, each, result.what);
        }
    }

private:
    std::nullopt_t reject(finding why, record_kind kind = record_kind::title) {
        faults_.reject(kind, std::move(why));
        return std::nullopt;
    }

    std::optional<incoming_title> make_title(const marc::record& record, const finding& place) {
        incoming_title made{.title = {}, .items = {}, .place = place};
        storage::title& title = made.title;
        title.institution = with_.institution.id;
        title.control_number = control_number_of(record, place);
        if (title.control_number.empty())
            return reject(
                about(place,
                      "field 001",
                      {},
                      "the record has no control number; give it one, so that it is known again"));
        if (const auto before = titles_seen_.see(title.control_number, place.number))
            return reject(about(place,
                                "field 001",
                                title.control_number,
                                "record " + std::to_string(*before) +
                                    " has this control number; give one of them another"));
        if (!read_by_hand(record, title)) read_record(record, title);
        if (title.text.empty())
            return reject(about(place, "field 245", {}, "the record has no title; give it one"));
        if (mapping_ != nullptr)
            for (const auto& each : marc::items_of(record, *mapping_))
                take_item(each, media_of(marc::format_of(record)), made);
        return made;
    }

    static void read_record(const marc::record& from, storage::title& into) {
        into.text = marc::title_statement(from);
        into.author = marc::main_author(from);
        into.isbn = storage::isbns_of(marc::isbn_texts(from));
        into.year = marc::publication_year(from).value_or(0);
        into.language = marc::language(from);
        // A record beyond the lengths of ISO 2709 is kept in the other form.
        into.marc = marc::to_iso2709(from).value_or(marc::to_marcxml(from));
    }

    void count_item(tally& done, const incoming_item& one, change what) const {
        storage::item as_read = one.fresh;
        one.said.apply(as_read);
        done.count(record_kind::item, what);
        count_parts(done, with_.branches.code_of(as_read.branch), as_read);
    }

    /// Its own number; a record without one is known again by the first of its barcodes.
    std::string control_number_of(const marc::record& record, const finding& place) {
        std::string number = marc::control_number_of(record).number;
        if (!number.empty() || mapping_ == nullptr) return number;
        for (const auto& each : marc::items_of(record, *mapping_)) {
            if (each.barcode.empty()) continue;
            number.assign(circulation::number_by_copy).append(each.barcode);
            report_.remark(about(place,
                                 "field 001",
                                 {},
                                 "the record has no control number; it is known as " + number));
            break;
        }
        return number;
    }

    void take_item(const marc::item& item, storage::media_type media, incoming_title& into) {
        const std::string field = "field " + mapping_->tag;
        if (item.barcode.empty()) {
            reject(
                about(into.place, field, item.call_number, "the item has no barcode; give it one"),
                record_kind::item);
            return;
        }
        if (const auto before = items_seen_.see(item.barcode, into.place.number)) {
            reject(about(into.place,
                         field,
                         item.barcode,
                         "record " + std::to_string(*before) +
                             " has an item with this barcode; give one of them another"),
                   record_kind::item);
            return;
        }
        incoming_item made{.fresh = new_item(item.barcode, media), .said = {}};
        made.fresh.state = state_of(item);
        if (!item.branch.empty()) {
            const auto branch = with_.branches.find(item.branch, report_);
            if (!branch) {
                reject(about(into.place,
                             field + ", item " + item.barcode + ", branch",
                             item.branch,
                             with_.branches.unknown()),
                       record_kind::item);
                return;
            }
            made.said.set(&storage::item::branch, *branch);
        }
        describe(item, media, into.place, made.said);
        into.items.push_back(std::move(made));
    }

    [[nodiscard]] storage::item new_item(const std::string& barcode,
                                         storage::media_type media) const {
        storage::item made;
        made.institution = with_.institution.id;
        made.barcode = barcode;
        made.branch = with_.branches.fallback();
        made.item_type = "book";
        made.media = media;
        made.created_at = with_.now;
        return made;
    }

    /// What the mapping makes of a code; one that it does not name stays, and is told of.
    std::string ours(code_kind kind, const std::string& code) {
        if (with_.codes == nullptr || code.empty()) return code;
        const auto found = with_.codes->find(kind, code);
        if (!found) report_.unknown_code(std::string(table_of(kind)), code);
        return found.value_or(code);
    }

    /// Of an item that is new: afterwards its state is circulation's.
    storage::item_state state_of(const marc::item& item) {
        const auto says = [](const std::string& mark) { return !mark.empty() && mark != "0"; };
        if (says(item.withdrawn)) return storage::item_state::withdrawn;
        if (says(item.lost)) return storage::item_state::missing;
        if (says(item.damaged)) return storage::item_state::damaged;
        if (!says(item.status)) return storage::item_state::usable;
        const auto named = with_.codes != nullptr
                               ? with_.codes->find(code_kind::status, item.status)
                               : item.status;
        if (const auto own = named ? state_named(*named) : std::nullopt) return *own;
        if (const auto known = state_of_status(item.status)) return *known;
        report_.unknown_code(std::string(table_of(code_kind::status)), item.status);
        return storage::item_state::usable;
    }

    void describe(const marc::item& item,
                  storage::media_type media,
                  const finding& place,
                  description<storage::item>& said) {
        said.set(&storage::item::media, media);
        const auto say = [&](std::string storage::item::*member, const std::string& value) {
            if (!value.empty()) said.set(member, value);
        };
        say(&storage::item::location, ours(code_kind::location, item.location));
        say(&storage::item::item_type, ours(code_kind::item_type, item.item_type));
        say(&storage::item::collection, ours(code_kind::collection, item.collection));
        say(&storage::item::call_number, item.call_number);
        say(&storage::item::note, item.note);
        if (item.price.empty()) return;
        if (const auto price = price_in(with_.institution, item.price))
            said.set(&storage::item::price, std::optional(*price));
        else
            report_.remark(about(place,
                                 "item " + item.barcode + ", price",
                                 item.price,
                                 "this is no amount in " + with_.institution.currency +
                                     "; the item goes in without"));
    }

    const std::string& file_;
    const marc::item_mapping* mapping_;
    const import_setting& with_;
    import_report& report_;
    seen_numbers titles_seen_;
    seen_numbers items_seen_;
    tally faults_; ///< of the record that was taken last
};

/// The first bytes of a file behind a byte order mark, which is then read from its beginning; nothing of a
/// pipe, which cannot go back.
std::string front_of(std::istream& in) {
    std::string front(64, '\0');
    const auto begin = in.tellg();
    if (begin < 0) return {};
    in.read(front.data(), static_cast<std::streamsize>(front.size()));
    front.resize(static_cast<std::size_t>(in.gcount()));
    in.clear();
    in.seekg(begin);
    if (front.starts_with(protocol::text::byte_order_mark)) front.erase(0, protocol::text::byte_order_mark.size());
    return front.substr(0, front.find_first_of("\r\n"));
}

template <class Reader>
void import_all(Reader from, marc_importer& by, const import_setting& with, import_report& report) {
    batch_writer batch(with.store, with.how, report, with.run);
    while (const auto read = from.next()) {
        const bool is_new = with.run == nullptr || with.run->take_next();
        auto title = by.take(*read);
        if (is_new)
            batch.add([title = std::move(title), faults = by.faults(), &by](
                          storage::unit_of_work& unit, tally& done) {
                done.add(faults);
                if (title) by.write(unit, done, *title);
            });
        if (with.tell) with.tell();
    }
    batch.finish();
}

} // namespace

void import_marc(std::istream& in,
                 const std::string& file,
                 const protocol::marc::item_mapping* items,
                 const import_setting& with,
                 import_report& report) {
    marc_importer by(file, items, with, report);
    // ISO 2709 begins with the digits of a length, and so do Aleph's lines, which have a blank and
    // a tag behind nine; XML begins with '<' or blanks. An editor may have put a mark before any.
    const std::string front = front_of(in);
    const int first = front.empty() ? in.peek() : front.front();
    const bool is_digit = first >= '0' && first <= '9';
    if (is_digit && marc::looks_like_aleph(front))
        import_all(marc::aleph_reader(in), by, with, report);
    else if (is_digit)
        import_all(marc::iso2709_reader(in), by, with, report);
    else
        import_all(marc::marcxml_reader(in), by, with, report);
}

} // namespace circ::tool
