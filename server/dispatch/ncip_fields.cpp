#include "server/dispatch/ncip_fields.hpp"

#include "protocol/ncip/languages.hpp"

#include <algorithm>
#include <array>

namespace circ::dispatch {

using circulation::item_view;
using circulation::patron_view;

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

ncip::name_information name_of(const std::string& name) {
    ncip::personal_name_information person;
    const auto blank = name.rfind(' ');
    ncip::structured_personal_user_name parts;
    if (blank != std::string::npos) parts.given_name = name.substr(0, blank);
    parts.surname = blank == std::string::npos ? name : name.substr(blank + 1);
    person.structured_personal_user_name = std::move(parts);
    person.unstructured_personal_user_name = name;
    ncip::name_information made;
    made.personal_name_information = std::move(person);
    return made;
}

namespace {

ncip::user_address_information electronic(std::string_view type, const std::string& data) {
    ncip::user_address_information made;
    made.user_address_role_type = word("Home");
    made.electronic_address = ncip::electronic_address{word(type), data};
    return made;
}

void put_addresses(ncip::user_optional_fields& into, const patron_view& from) {
    if (!from.address.empty()) {
        ncip::physical_address postal;
        postal.unstructured_address =
            ncip::unstructured_address{word("Newline-Delimited Text"), from.address};
        postal.physical_address_type = word("Postal Address");
        ncip::user_address_information& made = into.user_address_information.emplace_back();
        made.user_address_role_type = word("Home");
        made.physical_address = std::move(postal);
    }
    if (!from.email.empty())
        into.user_address_information.push_back(electronic("mailto", from.email));
    if (!from.phone.empty()) into.user_address_information.push_back(electronic("tel", from.phone));
}

struct flag_row {
    std::size_t flag; ///< of the fourteen
    ncip::block_or_trap_type kind;
};

/// @spec ncip reference §4.8
constexpr std::array flag_rows{
    flag_row{0, ncip::block_or_trap_type::block_check_out},
    flag_row{1, ncip::block_or_trap_type::block_renewal},
    flag_row{2, ncip::block_or_trap_type::block_recall},
    flag_row{3, ncip::block_or_trap_type::block_hold},
    flag_row{3, ncip::block_or_trap_type::block_request_item},
    flag_row{4, ncip::block_or_trap_type::trap_for_lost_card},
    flag_row{4, ncip::block_or_trap_type::block_check_out},
    flag_row{5, ncip::block_or_trap_type::block_check_out},
    flag_row{6, ncip::block_or_trap_type::block_check_out},
    flag_row{8, ncip::block_or_trap_type::block_check_out},
    flag_row{9, ncip::block_or_trap_type::block_check_out},
    flag_row{10, ncip::block_or_trap_type::block_check_out},
    flag_row{11, ncip::block_or_trap_type::block_check_out},
};

void put_blocks(ncip::user_optional_fields& into,
                const patron_view& from,
                const ncip_outgoing& to) {
    for (const auto& row : flag_rows) {
        const auto kind = word(ncip::word_of(row.kind));
        const auto is_there = [&](const auto& each) { return each.block_or_trap_type == kind; };
        if (!from.flags[row.flag] || std::ranges::any_of(into.block_or_trap, is_there)) continue;
        into.block_or_trap.push_back({agency_value(to), kind, std::nullopt, std::nullopt});
    }
    if (!from.messages.empty()) // their words are the reader's own
        into.block_or_trap.push_back(
            {agency_value(to),
             word(ncip::word_of(ncip::block_or_trap_type::trap_for_message)),
             std::nullopt,
             std::nullopt});
}

std::string_view standing_of(const patron_view& from, storage::instant now) {
    const auto today = std::chrono::floor<std::chrono::days>(now).time_since_epoch();
    if (from.expires_on && from.expires_on->time_since_epoch() < today) return "Expired";
    return from.flags[0] ? "Blocked" : "Active";
}

ncip::user_privilege
privilege(std::string_view type, std::string_view status, const ncip_outgoing& to) {
    ncip::user_privilege made;
    made.agency_id = agency_value(to);
    made.agency_user_privilege_type = word(type);
    made.user_privilege_status = ncip::user_privilege_status{word(status), std::nullopt};
    return made;
}

void put_privileges(ncip::user_optional_fields& into,
                    const patron_view& from,
                    const ncip_outgoing& to) {
    const std::string_view standing = standing_of(from, to.now);
    if (to.door.peer->d2d_privileges) {
        const std::string_view status = standing == "Active"    ? "OK"
                                        : standing == "Blocked" ? "BLOCKED"
                                                                : "EXPIRED";
        into.user_privilege.push_back(privilege("STATUS", status, to));
        into.user_privilege.push_back(privilege("PROFILE", from.category, to));
        into.user_privilege.push_back(privilege("LIBRARY", from.home_branch, to));
        return;
    }
    if (from.category.empty()) return;
    auto made = privilege(from.category, standing, to);
    if (from.expires_on) made.valid_to_date = to_date_time(*from.expires_on);
    into.user_privilege.push_back(std::move(made));
}

} // namespace

std::optional<ncip::user_optional_fields>
user_fields_of(const patron_view& from,
               const std::vector<ncip::scheme_value>& wanted,
               const ncip_outgoing& to) {
    const config::ncip_peer& peer = *to.door.peer;
    const bool all = peer.always_user_fields;
    if (wanted.empty() && !all) return std::nullopt;
    const auto wants = [&](std::string_view name) { return all || asks_for(wanted, name); };
    using config::ncip_detail;
    ncip::user_optional_fields made;
    if (wants("Name Information") && is_told(peer, ncip_detail::name) && !from.name.empty())
        made.name_information = name_of(from.name);
    if (wants("User Address Information") && is_told(peer, ncip_detail::address))
        put_addresses(made, from);
    if (wants("Date Of Birth") && is_told(peer, ncip_detail::birth_date) && from.birth_date)
        made.date_of_birth = to_date_time(*from.birth_date);
    const auto language = ncip::three_letters_of(from.language);
    if (wants("User Language") && !language.empty()) made.user_language.push_back(word(language));
    if (wants("User Privilege")) put_privileges(made, from, to);
    if (wants("Block Or Trap")) put_blocks(made, from, to);
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
