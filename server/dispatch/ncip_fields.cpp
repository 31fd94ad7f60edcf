#include "server/dispatch/ncip_fields.hpp"

#include "protocol/ncip/languages.hpp"

#include <algorithm>
#include <array>

namespace circ::dispatch {

using circulation::item_view;

ncip::circulation_status status_of(circulation::circulation_status status) {
    using from = circulation::circulation_status;
    using to = ncip::circulation_status;
    switch (status) {
    case from::lost:
        return to::lost;
    case from::missing:
        return to::missing;
    case from::claimed_returned:
        return to::claimed_returned_or_never_borrowed;
    case from::in_transit:
        return to::in_transit_between_library_locations;
    case from::on_hold_shelf:
        return to::available_for_pickup;
    case from::recalled:
        return to::recalled;
    case from::charged:
        return to::on_loan;
    case from::in_process:
        return to::in_process;
    case from::on_order:
        return to::on_order;
    case from::available:
        return to::available_on_shelf;
    case from::other:
        return to::undefined;
    }
    return to::undefined;
}

namespace {

struct medium_row {
    storage::media_type ours;
    ncip::medium_type theirs;
};

constexpr std::array media{
    medium_row{storage::media_type::book, ncip::medium_type::book},
    medium_row{storage::media_type::magazine, ncip::medium_type::magazine},
    medium_row{storage::media_type::bound_journal, ncip::medium_type::bound_journal},
    medium_row{storage::media_type::audio_tape, ncip::medium_type::audio_tape},
    medium_row{storage::media_type::video_tape, ncip::medium_type::video_tape},
    medium_row{storage::media_type::cd, ncip::medium_type::cd_rom},
    medium_row{storage::media_type::cd, ncip::medium_type::compact_disc},
    medium_row{storage::media_type::diskette, ncip::medium_type::diskette},
    medium_row{storage::media_type::book_with_diskette, ncip::medium_type::book_with_diskette},
    medium_row{storage::media_type::book_with_cd, ncip::medium_type::book_with_compact_disc},
    medium_row{storage::media_type::book_with_audio_tape, ncip::medium_type::book_with_audio_tape},
};

} // namespace

std::string_view medium_of(storage::media_type which) {
    const auto found = std::ranges::find(media, which, &medium_row::ours);
    return found == media.end() ? std::string_view() : ncip::word_of(found->theirs);
}

std::optional<storage::media_type> media_of(const std::optional<ncip::scheme_value>& medium) {
    const auto read = medium ? ncip::read_word<ncip::medium_type>(medium->value) : std::nullopt;
    if (!read) return std::nullopt;
    const auto found = std::ranges::find(media, *read, &medium_row::theirs);
    return found == media.end() ? storage::media_type::other : found->ours;
}

ncip::bibliographic_id record_id_of(const std::string& control_number, const ncip_outgoing& to) {
    const auto& code = to.door.peer->dialect.record_id_code;
    ncip::bibliographic_record_id made;
    made.bibliographic_record_identifier = control_number;
    if (code.empty())
        made.agency_id =
            ncip::scheme_value{our_agency(to.door), to.door.peer->dialect.agency_scheme};
    else
        made.bibliographic_record_identifier_code = word(code);
    return {std::nullopt, std::move(made)};
}

std::string control_number_in(const ncip::bibliographic_id& from) {
    return from.bibliographic_record_id
               ? trimmed(from.bibliographic_record_id->bibliographic_record_identifier)
               : std::string();
}

ncip::bibliographic_description description_of(const item_view& from, const ncip_outgoing& to) {
    ncip::bibliographic_description made;
    if (!from.author.empty()) made.author = from.author;
    if (!from.title.empty()) made.title = from.title;
    if (!from.isbn.empty())
        made.bibliographic_item_id = ncip::bibliographic_item_id{from.isbn, word("ISBN")};
    if (!from.control_number.empty())
        made.bibliographic_record_id.push_back(
            *record_id_of(from.control_number, to).bibliographic_record_id);
    if (from.year > 0) made.publication_date = std::to_string(from.year);
    const auto language = ncip::three_letters_of(from.language);
    if (!language.empty()) made.language = word(language);
    const auto medium = medium_of(from.media);
    if (!medium.empty()) made.medium_type = word(medium);
    return made;
}

/// Level 1 is the branch, level 2 the shelf: one convention for all answers.
ncip::location
location_of(std::string_view type, const circulation::place& where, std::string_view shelf) {
    ncip::location made;
    made.location_type = word(type);
    made.location_name.location_name_instance.push_back(
        {1U, where.name.empty() ? where.code : where.name});
    if (!shelf.empty())
        made.location_name.location_name_instance.push_back({2U, std::string(shelf)});
    return made;
}

std::optional<ncip::item_optional_fields> item_fields_of(
    const item_view& from, const std::vector<ncip::scheme_value>& wanted, const ncip_outgoing& to) {
    if (wanted.empty()) return std::nullopt;
    ncip::item_optional_fields made;
    if (asks_for(wanted, "Bibliographic Description"))
        made.bibliographic_description = description_of(from, to);
    if (asks_for(wanted, "Circulation Status")) {
        made.circulation_status = word(ncip::word_of(status_of(from.status)));
        if (from.due_at) made.date_due = *from.due_at; // there is no word for it to be asked by
    }
    if (asks_for(wanted, "Date Due") && from.due_at) made.date_due = *from.due_at;
    if (asks_for(wanted, "Hold Queue Length"))
        made.hold_queue_length = static_cast<ncip::number>(std::max(from.queue_length, 0));
    if (asks_for(wanted, "Item Description")) {
        ncip::item_description& described = made.item_description.emplace();
        if (!from.call_number.empty()) described.call_number = from.call_number;
        if (from.parts > 1) described.number_of_pieces = static_cast<ncip::number>(from.parts);
    }
    if (asks_for(wanted, "Location")) {
        made.location.push_back(location_of("Permanent Location", from.home, from.location));
        made.location.push_back(location_of("Current Location", from.current, {}));
    }
    if (asks_for(wanted, "Sensitization Flag")) made.sensitization_flag = from.desensitize;
    return made;
}

namespace {

struct fee_row {
    storage::fee_kind ours;
    ncip::fiscal_transaction theirs;
};

/// A kind of ours that stands twice is told by its first row, and read by all.
constexpr std::array fee_rows{
    fee_row{storage::fee_kind::overdue, ncip::fiscal_transaction::fine},
    fee_row{storage::fee_kind::rental, ncip::fiscal_transaction::rental},
    fee_row{storage::fee_kind::replacement, ncip::fiscal_transaction::book_replacement_charge},
    fee_row{storage::fee_kind::computer, ncip::fiscal_transaction::day_pass},
    fee_row{storage::fee_kind::hold, ncip::fiscal_transaction::reservation_charge},
    fee_row{storage::fee_kind::card, ncip::fiscal_transaction::card_replacement_charge},
};

} // namespace

ncip::fiscal_transaction kind_of(storage::fee_kind kind) {
    const auto found = std::ranges::find(fee_rows, kind, &fee_row::ours);
    return found == fee_rows.end() ? ncip::fiscal_transaction::service_charge : found->theirs;
}

storage::fee_kind fee_kind_of(const ncip::scheme_value& type) {
    const auto read = ncip::read_word<ncip::fiscal_transaction>(type.value);
    const auto found = read ? std::ranges::find(fee_rows, *read, &fee_row::theirs) : fee_rows.end();
    return found == fee_rows.end() ? storage::fee_kind::other : found->ours;
}

ncip::fiscal_transaction_reference_id fee_id_of(const std::string& ours, const ncip_outgoing& to) {
    return {{our_agency(to.door), to.door.peer->dialect.agency_scheme}, ours};
}

std::optional<ncip::fiscal_transaction_information>
charged(const std::optional<circulation::fee_view>& fee, const ncip_outgoing& to) {
    if (!fee || fee->fee_identifier.empty()) return std::nullopt;
    ncip::fiscal_transaction_information made;
    made.fiscal_action_type = word(ncip::word_of(ncip::fiscal_action::assess));
    made.fiscal_transaction_reference_id = fee_id_of(fee->fee_identifier, to);
    made.fiscal_transaction_type = word(ncip::word_of(kind_of(fee->kind)));
    made.amount = to_money(fee->amount, to.door);
    return made;
}

} // namespace circ::dispatch
