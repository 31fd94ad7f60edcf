#include "tests/fuzz/input.hpp"
#include "tests/fuzz/lines.hpp"
#include "tests/fuzz/targets.hpp"

#include "protocol/marc/aleph.hpp"
#include "protocol/marc/bibliographic.hpp"
#include "protocol/marc/format.hpp"
#include "protocol/marc/iso2709.hpp"
#include "protocol/marc/items.hpp"
#include "protocol/marc/marcxml.hpp"
#include "storage/isbn.hpp"

#include <sstream>
#include <string>

namespace circ::fuzz {

namespace {

using namespace protocol::marc;

constexpr character_set sets[] = {
    character_set::by_leader, character_set::marc8, character_set::utf8, character_set::windows_1252};

/// All that an import takes out of a record.
void look_at(const record& from) {
    for (const auto& text : {title_statement(from), main_author(from), edition(from), publisher(from), language(from)})
        promise(is_clean_text(text), "what is told of a record is text on one line");
    for (const auto& text : isbn_texts(from))
        if (const auto isbn = storage::to_isbn_13(text)) promise(isbn->size() == 13, "an ISBN has thirteen digits");
    for (const auto& number : call_numbers(from)) promise(is_clean_text(number.text), "a call number is text on one line");
    promise(is_clean_text(control_number_of(from).number), "a control number is text on one line");
    promise(!to_string(format_of(from)).empty(), "a format has a name");
    static_cast<void>(publication_year(from));
    for (const auto& mapping : item_mapping_presets())
        for (const auto& each : items_of(from, mapping))
            promise(is_clean_text(each.barcode) && is_clean_text(each.note), "an item's texts are text on one line");
}

bool has_same_fields(const record& one, const record& other) {
    return one.control_fields == other.control_fields && one.data_fields == other.data_fields;
}

void write_as_iso2709(const record& from) {
    const auto written = to_iso2709(from);
    if (!written) return; // too long for the format
    promise(written->size() <= longest_iso2709_record, "a record is within its format");
    const auto again = parse_iso2709(*written);
    promise(again.record.has_value(), "what we write we can read");
    promise(has_same_fields(*again.record, from), "and it is the same record");
}

void write_as_marcxml(const record& from) {
    const std::string element = to_marcxml(from);
    std::istringstream file(std::string(marcxml_head()) + element + std::string(marcxml_foot()));
    marcxml_reader reader(file);
    const auto again = reader.next();
    if (again && !again->record && element.size() > longest_marcxml_record) return;
    promise(again && again->record, "what we write we can read");
    promise(has_same_fields(*again->record, from), "and it is the same record");
    promise(!reader.next(), "and nothing else");
}

void take(const reading& what) {
    promise(what.record.has_value() != !what.fault.empty(), "a reading is a record or a fault");
    promise(is_one_line(what.fault), "a fault is told in one line");
    for (const auto& warning : what.warnings) promise(is_one_line(warning), "a warning is told in one line");
    if (!what.record) return;
    look_at(*what.record);
    write_as_iso2709(*what.record);
    write_as_marcxml(*what.record);
}

template <class Reader>
void take_all(Reader& reader) {
    std::uint64_t number = 0;
    while (const auto next = reader.next()) {
        promise(next->number > number || next->number == 0, "readings are numbered in order");
        number = std::max(number, next->number);
        take(*next);
    }
}

} // namespace

void run_iso2709(std::string_view bytes) {
    input from{bytes};
    const auto set = sets[from.choose(std::size(sets))];
    take(parse_iso2709(from.rest(), set));
    std::istringstream file{std::string(from.rest())};
    iso2709_reader reader(file, set);
    take_all(reader);
}

void run_marcxml(std::string_view bytes) {
    std::istringstream file{std::string(bytes)};
    marcxml_reader reader(file);
    take_all(reader);
}

void run_aleph(std::string_view bytes) {
    std::istringstream file{std::string(bytes)};
    aleph_reader reader(file);
    take_all(reader);
}

} // namespace circ::fuzz
