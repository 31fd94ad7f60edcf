#include "server/dispatch/ncip_words.hpp"

#include "protocol/ncip/languages.hpp"
#include "server/dispatch/ncip_common.hpp"

#include <string_view>

namespace circ::dispatch {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// The first four digits in a row: "c2019.", "[2019?]".
int year_in(std::string_view text) {
    int year = 0;
    int digits = 0;
    for (const char c : text) {
        year = is_digit(c) ? year * 10 + (c - '0') : 0;
        digits = is_digit(c) ? digits + 1 : 0;
        if (digits == 4) return year;
    }
    return 0;
}

bool is_isbn(const ncip::bibliographic_item_id& id) {
    const auto& code = id.bibliographic_item_identifier_code;
    return !code || ncip::folded(code->value) == "isbn";
}

} // namespace

circulation::brief_title brief_title_of(const ncip::bibliographic_description& from) {
    circulation::brief_title made;
    made.text = trimmed(from.title.value_or(""));
    made.author = trimmed(from.author.value_or(""));
    if (from.bibliographic_item_id && is_isbn(*from.bibliographic_item_id))
        made.isbn = trimmed(from.bibliographic_item_id->bibliographic_item_identifier);
    made.year = year_in(from.publication_date.value_or(""));
    if (from.language) made.language = ncip::two_letters_of(from.language->value);
    return made;
}

ncip::request_status request_status_of(storage::hold_state state) {
    using from = storage::hold_state;
    using to = ncip::request_status;
    switch (state) {
    case from::queued:
    case from::suspended:
    case from::in_transit:
        return to::in_process;
    case from::on_shelf:
    case from::filled:
        return to::available_for_pickup;
    case from::cancelled:
        return to::cannot_fulfill_request;
    case from::lapsed:
        return to::expired;
    }
    return to::in_process;
}

std::optional<storage::item_state> item_state_of(ncip::circulation_status status) {
    using from = ncip::circulation_status;
    using to = storage::item_state;
    switch (status) {
    case from::available_on_shelf:
    case from::waiting_to_be_reshelved:
        return to::usable;
    case from::in_process:
        return to::in_process;
    case from::on_order:
        return to::on_order;
    case from::missing:
        return to::missing;
    case from::not_available:
        return to::withdrawn;
    default:
        return std::nullopt; // of loans, holds and ways, which this order does not change
    }
}

} // namespace circ::dispatch
