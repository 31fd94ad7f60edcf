#include "server/relay/item_forms.hpp"

#include "protocol/ncip/languages.hpp"
#include "protocol/ncip/vocabulary.hpp"
#include "server/relay/dates.hpp"
#include "server/relay/words.hpp"

#include <algorithm>
#include <charconv>

namespace circ::relay {

namespace {

using circulation::item_view;

void join(std::string& line, std::string_view more, std::string_view between) {
    if (more.empty()) return;
    if (!line.empty()) line += between;
    line += more;
}

int year_in(std::string_view text) {
    const auto first = text.find_first_of("0123456789");
    if (first == std::string_view::npos) return 0;
    const auto digits = text.substr(first, 4);
    int year = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), year);
    return error == std::errc{} && end == digits.data() + 4 ? year : 0;
}

/// What a title is called; its parts may stand in the place of the whole.
void describe(item_view& item, const ncip::bibliographic_description& from) {
    item.title = from.title.value_or(from.title_of_component.value_or(""));
    item.author = from.author.value_or(from.author_of_component.value_or(""));
    if (!from.bibliographic_record_id.empty())
        item.control_number = from.bibliographic_record_id.front().bibliographic_record_identifier;
    if (from.bibliographic_item_id)
        item.isbn = from.bibliographic_item_id->bibliographic_item_identifier;
    item.year = year_in(from.publication_date.value_or(""));
    if (from.language) item.language = ncip::two_letters_of(from.language->value);
    if (!from.medium_type) return;
    item.media = media_of(from.medium_type->value);
    item.magnetic = is_magnetic(item.media);
}

std::string properties_of(const ncip::item_optional_fields& from) {
    std::string line;
    if (from.physical_condition)
        join(line, from.physical_condition->physical_condition_details.value_or(""), "; ");
    for (const auto& each : from.item_use_restriction_type)
        join(line, ncip::trimmed(each.value), "; ");
    return line;
}

} // namespace

std::string name_of(const ncip::location& where, config::ncip_location_level level) {
    auto names = where.location_name.location_name_instance;
    std::stable_sort(names.begin(), names.end(), [](const auto& left, const auto& right) {
        return left.location_name_level.value_or(0) < right.location_name_level.value_or(0);
    });
    if (names.empty()) return {};
    if (level == config::ncip_location_level::first) return names.front().location_name_value;
    if (level == config::ncip_location_level::last) return names.back().location_name_value;
    std::string line;
    for (const auto& each : names)
        join(line, each.location_name_value, " / ");
    return line;
}

std::string location_of(const ncip::item_optional_fields& from,
                        std::string_view type,
                        config::ncip_location_level level) {
    for (const auto& each : from.location)
        if (each.location_type.is(type)) return name_of(each, level);
    return {};
}

item_view item_of(const std::string& barcode,
                  const ncip::item_optional_fields& from,
                  const relay_settings& by) {
    item_view item;
    item.barcode = barcode;
    if (from.bibliographic_description) describe(item, *from.bibliographic_description);
    if (from.item_description) item.call_number = from.item_description->call_number.value_or("");
    item.properties = properties_of(from);
    const auto level = by.backend.location_level;
    item.home.code = location_of(from, "Permanent Location", level);
    item.current.code = location_of(from, "Current Location", level);
    if (item.current.code.empty())
        item.current.code = location_of(from, "Temporary Location", level);
    item.home.name = item.home.code;
    item.current.name = item.current.code;
    item.home.time_zone = item.current.time_zone = by.time_zone;
    item.status = status_of(from.circulation_status ? from.circulation_status->value : "");
    item.queue_length = static_cast<int>(std::min(from.hold_queue_length.value_or(0), 9999U));
    const due back = to_due(from.date_due, by);
    item.due_at = back.at;
    item.due_hourly = back.hourly;
    item.desensitize = has_marker(from, by.backend);
    return item;
}

item_view item_of(const std::string& barcode,
                  const ncip::lookup_item_response& from,
                  const relay_settings& by) {
    item_view item =
        item_of(barcode, from.item_optional_fields.value_or(ncip::item_optional_fields{}), by);
    if (from.date_recalled) item.recalled_at = to_instant(*from.date_recalled, by);
    item.shelf_until = to_due(from.hold_pickup_date, by).at;
    return item;
}

ncip::item_optional_fields completed(ncip::item_optional_fields first,
                                     const ncip::item_optional_fields* then) {
    if (then == nullptr) return first;
    const auto fill = [](auto& to, const auto& from) {
        if (!to) to = from;
    };
    if (!has_title(first)) first.bibliographic_description = then->bibliographic_description;
    fill(first.item_description, then->item_description);
    fill(first.physical_condition, then->physical_condition);
    if (first.location.empty()) first.location = then->location;
    if (first.item_use_restriction_type.empty())
        first.item_use_restriction_type = then->item_use_restriction_type;
    if (!first.security_marker) {
        first.security_marker = then->security_marker;
        first.sensitization_flag = then->sensitization_flag;
    }
    return first;
}

bool has_marker(const ncip::item_optional_fields& from, const config::ncip_backend& by) {
    const bool usual = by.unknown_marker == config::ncip_unknown_marker::desensitize;
    if (!by.security_marker_decides || !from.security_marker) return usual;
    const auto word = ncip::read_word<ncip::security_marker>(from.security_marker->value);
    if (word && *word == ncip::security_marker::none) return false;
    // Without the flag the marker stands on this item and is not to be touched.
    return from.sensitization_flag;
}

bool has_title(const ncip::item_optional_fields& from) {
    const auto& about = from.bibliographic_description;
    return about &&
           !(about->title.value_or("").empty() && about->title_of_component.value_or("").empty());
}

std::optional<circulation::money> amount_of(const std::optional<ncip::money>& told,
                                            const relay_settings& by) {
    if (!told) return std::nullopt;
    if (!told->currency.empty() && told->currency != by.money.code) return std::nullopt;
    return circulation::money{told->minor_units};
}

ncip::money to_ncip(circulation::money amount, const relay_settings& by) {
    return {by.money.code, amount.minor};
}

std::optional<circulation::fee_view>
fee_of(const std::optional<ncip::fiscal_transaction_information>& from, const relay_settings& by) {
    if (!from) return std::nullopt;
    const auto amount = amount_of(from->amount, by);
    if (!amount || amount->minor <= 0) return std::nullopt;
    circulation::fee_view made;
    made.kind = fee_kind_of(from->fiscal_transaction_type.value);
    made.amount = *amount;
    if (from->fiscal_transaction_reference_id)
        made.fee_identifier =
            from->fiscal_transaction_reference_id->fiscal_transaction_identifier_value;
    return made;
}

} // namespace circ::relay
