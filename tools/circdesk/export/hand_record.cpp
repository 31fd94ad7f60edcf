#include "tools/circdesk/export/hand_record.hpp"

#include "storage/isbn.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

namespace circ::tool {
namespace {

namespace marc = protocol::marc;

constexpr std::string_view own_field = "887";
constexpr std::string_view own_source = "circdesk";

struct text_row {
    std::string_view name;
    std::string storage::title::*member;
};
constexpr std::array texts{text_row{"title", &storage::title::text},
                           text_row{"author", &storage::title::author},
                           text_row{"isbn", &storage::title::isbn},
                           text_row{"language", &storage::title::language}};
constexpr std::string_view year_name = "year";

void add_field(marc::record& into, std::string tag, char first, char code, const std::string& value) {
    if (!value.empty()) into.data_fields.push_back({std::move(tag), first, ' ', {{code, value}}});
}

void add_own(marc::record& into, std::string_view name, const std::string& value) {
    into.data_fields.push_back({std::string(own_field),
                                ' ',
                                ' ',
                                {{'a', fmt::format("{}={}", name, value)}, {'2', std::string(own_source)}}});
}

/// Field 008: no date of entry, a single year or none, nothing said of all else.
std::string fixed_data(const storage::title& what) {
    const bool has_year = what.year > 0;
    const bool has_language = what.language.size() == 3;
    return fmt::format("      {}{}    xx            000 u {}  ",
                       has_year ? 's' : 'n',
                       has_year ? fmt::format("{:04}", what.year) : "uuuu",
                       has_language ? what.language : "und");
}

void take(std::string_view said, storage::title& into) {
    const auto end = said.find('=');
    if (end == std::string_view::npos) return;
    const auto name = said.substr(0, end);
    const auto value = said.substr(end + 1);
    if (name == year_name) std::from_chars(value.data(), value.data() + value.size(), into.year);
    const auto found = std::ranges::find(texts, name, &text_row::name);
    if (found != texts.end()) into.*(found->member) = value;
}

} // namespace

marc::record record_by_hand(const storage::title& what) {
    marc::record made{.leader = "00000nam a2200000 u 4500", .control_fields = {}, .data_fields = {}};
    made.control_fields = {{"001", what.control_number}, {"008", fixed_data(what)}};
    for (std::string_view rest = what.isbn; !rest.empty();) {
        const auto isbn = storage::first_isbn(rest);
        add_field(made, "020", ' ', 'a', std::string(isbn));
        rest.remove_prefix(std::min(isbn.size() + 1, rest.size()));
    }
    add_field(made, "100", '1', 'a', what.author);
    add_field(made, "245", '0', 'a', what.text);
    for (const auto& each : texts)
        add_own(made, each.name, what.*(each.member));
    add_own(made, year_name, std::to_string(what.year));
    return made;
}

bool read_by_hand(const marc::record& from, storage::title& into) {
    bool is_by_hand = false;
    for (const auto& field : from.data_fields) {
        if (field.tag != own_field || marc::first_subfield(field, '2') != own_source) continue;
        is_by_hand = true;
        take(marc::first_subfield(field, 'a'), into);
    }
    return is_by_hand;
}

} // namespace circ::tool
