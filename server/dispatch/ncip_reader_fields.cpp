// What answers tell of readers: names and addresses as far as the peer may be told, blocks,
// privileges.
#include "protocol/ncip/languages.hpp"
#include "server/circulation/local_time.hpp"
#include "server/dispatch/ncip_fields.hpp"

#include <algorithm>
#include <array>

namespace circ::dispatch {

using circulation::patron_view;

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

std::string_view standing_of(const patron_view& from, const ncip_outgoing& to) {
    const auto today = circulation::date_in(to.now, zone_of(to.door));
    if (from.expires_on && *from.expires_on < today) return "Expired";
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
    const std::string_view standing = standing_of(from, to);
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
    if (from.expires_on)
        made.valid_to_date = circulation::end_of_day(*from.expires_on, zone_of(to.door));
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
        made.date_of_birth = to_date_time(*from.birth_date, to.door);
    const auto language = ncip::three_letters_of(from.language);
    if (wants("User Language") && !language.empty()) made.user_language.push_back(word(language));
    if (wants("User Privilege")) put_privileges(made, from, to);
    if (wants("Block Or Trap")) put_blocks(made, from, to);
    return made;
}

} // namespace circ::dispatch
