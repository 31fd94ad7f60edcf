// CreateUser, UpdateUser, DeleteUser.
#include "protocol/ncip/languages.hpp"
#include "protocol/ncip/vocabulary.hpp"
#include "server/dispatch/ncip_translations.hpp"

#include <utility>

namespace circ::dispatch {

using namespace circulation;
using config::peer_service;
using ncip::problem_type;

namespace {

void read_name(patron_data& into, const ncip::name_information& from) {
    if (from.personal_name_information) {
        const auto& person = *from.personal_name_information;
        if (person.structured_personal_user_name) {
            into.family_name = trimmed(person.structured_personal_user_name->surname);
            into.given_name =
                trimmed(person.structured_personal_user_name->given_name.value_or(""));
        } else if (person.unstructured_personal_user_name) {
            const std::string whole = trimmed(*person.unstructured_personal_user_name);
            const auto blank = whole.rfind(' ');
            into.family_name = blank == std::string::npos ? whole : whole.substr(blank + 1);
            into.given_name = blank == std::string::npos ? std::string() : whole.substr(0, blank);
        }
    } else if (!from.organization_name_information.empty()) {
        into.family_name = trimmed(from.organization_name_information.front().organization_name);
    }
}

std::string lines_of(const ncip::structured_address& from) {
    std::string text;
    for (const auto* each : {&from.care_of,
                             &from.line1,
                             &from.line2,
                             &from.street,
                             &from.post_office_box,
                             &from.postal_code,
                             &from.locality,
                             &from.region,
                             &from.country})
        if (*each && !(*each)->empty()) text += (text.empty() ? "" : "\n") + **each;
    return text;
}

void read_address(patron_data& into, const ncip::user_address_information& from) {
    if (from.physical_address) {
        const auto& postal = *from.physical_address;
        if (postal.unstructured_address)
            into.address = trimmed(postal.unstructured_address->unstructured_address_data);
        if (postal.structured_address) into.address = lines_of(*postal.structured_address);
    }
    if (!from.electronic_address) return;
    const std::string type = ncip::folded(from.electronic_address->electronic_address_type.value);
    const std::string data = trimmed(from.electronic_address->electronic_address_data);
    const bool is_mail = type == "mailto" || data.find('@') != std::string::npos;
    (is_mail ? into.email : into.phone) = data;
}

/// The category of a reader: PROFILE where privileges are told so, else the first privilege's own
/// name.
void read_privileges(patron_data& into,
                     const std::vector<ncip::user_privilege>& from,
                     const ncip_door& door) {
    for (const auto& each : from) {
        const std::string type = ncip::folded(each.agency_user_privilege_type.value);
        const auto& status = each.user_privilege_status;
        if (type == "profile" && status)
            into.category = trimmed(status->user_privilege_status_type.value);
        if (type == "library" && status)
            into.branch = trimmed(status->user_privilege_status_type.value);
        const bool is_name = type != "profile" && type != "library" && type != "status";
        if (is_name && !into.category)
            into.category = trimmed(each.agency_user_privilege_type.value);
        if (each.valid_to_date) into.expires_on = date_of(each.valid_to_date, door);
    }
}

template <class Fields>
patron_data data_in(const Fields& from, const ncip_door& door) {
    patron_data made;
    for (const auto& each : from.user_address_information)
        read_address(made, each);
    made.birth_date = date_of(from.date_of_birth, door);
    if (!from.user_language.empty()) {
        const auto language = ncip::two_letters_of(from.user_language.front().value);
        if (!language.empty()) made.language = std::string(language);
    }
    read_privileges(made, from.user_privilege, door);
    return made;
}

/// Blocks are known again by their words; a trap is no block.
std::vector<std::string> blocks_in(const std::vector<ncip::block_or_trap>& from) {
    std::vector<std::string> made;
    for (const auto& each : from) {
        const auto read = ncip::read_word<ncip::block_or_trap_type>(each.block_or_trap_type.value);
        if (!read || *read < ncip::block_or_trap_type::trap_for_lost_card)
            made.push_back(read ? std::string(ncip::word_of(*read))
                                : trimmed(each.block_or_trap_type.value));
    }
    return made;
}

bool has_trap(const std::optional<ncip::user_fields>& in) {
    return in && blocks_in(in->block_or_trap).size() != in->block_or_trap.size();
}

} // namespace

ncip_request to_operation(const ncip::create_user_request& asked, const ncip_incoming& in) {
    auto reader = needed_reader(in, asked.user_id, asked.authentication_input);
    if (!reader.wrong.empty()) return reader.wrong;
    if (reader.pin)
        return ncip_problems{
            make_problem(in.message, problem_type::unable_to_add_element, "AuthenticationInput")};
    create_patron made{.by = requester_of(in, asked.mandated_action),
                       .card = std::move(reader.card),
                       .data = data_in(asked, in.door),
                       .blocks = blocks_in(asked.block_or_trap)};
    read_name(made.data, asked.name_information);
    if (!made.data.category && !in.door.peer->user_type.empty())
        made.data.category = in.door.peer->user_type;
    return ask_for(std::move(made));
}

ncip_answer
to_answer(const ncip::create_user_request& asked, const outcome&, const ncip_outgoing& to) {
    const ncip_incoming in{to.door, to.message, {}, to.now};
    ncip::create_user_response answer;
    answer.user_id = user_id_of(reader_of(in, asked.user_id, asked.authentication_input).card, to);
    return answer;
}

namespace {

/// Who may make readers may say who they are; others place and lift blocks alone.
bool says_only_blocks(const ncip::user_fields& fields) {
    ncip::user_fields rest = fields;
    rest.block_or_trap.clear();
    return rest == ncip::user_fields{};
}

ncip_problems unchangeable(const ncip::update_user_request& asked, const ncip_incoming& in) {
    const bool may_say_more = is_offered(*in.door.peer, peer_service::create_user);
    const auto& add = asked.add_user_fields;
    const auto& gone = asked.delete_user_fields;
    if (add && (!add->authentication_input.empty() || (!may_say_more && !says_only_blocks(*add))))
        return {make_problem(in.message, problem_type::unable_to_add_element, "AddUserFields")};
    if (has_trap(add))
        return {make_problem(in.message, problem_type::unable_to_add_element, "BlockOrTrap")};
    if (gone && !may_say_more && !says_only_blocks(*gone))
        return {
            make_problem(in.message, problem_type::unable_to_delete_element, "DeleteUserFields")};
    if (has_trap(gone))
        return {make_problem(in.message, problem_type::unable_to_delete_element, "BlockOrTrap")};
    return {};
}

/// Whether something stays that is to go: addresses can be empty and blocks be lifted, all else
/// only gives way to what is said instead.
bool keeps_deleted(ncip::user_fields gone, const patron_data& said) {
    gone.user_address_information.clear();
    gone.block_or_trap.clear();
    if (said.family_name) gone.name_information.reset();
    if (said.birth_date) gone.date_of_birth.reset();
    if (said.language) gone.user_language.clear();
    if (said.category || said.branch || said.expires_on) gone.user_privilege.clear();
    return gone != ncip::user_fields{};
}

} // namespace

ncip_request to_operation(const ncip::update_user_request& asked, const ncip_incoming& in) {
    auto reader = without_pin(needed_reader(in, asked.user_id, asked.authentication_input), in);
    if (!reader.wrong.empty()) return reader.wrong;
    if (auto against = unchangeable(asked, in); !against.empty()) return against;
    update_patron made;
    made.by = requester_of(in, asked.mandated_action);
    made.card = std::move(reader.card);
    if (const auto& add = asked.add_user_fields) {
        made.data = data_in(*add, in.door);
        if (add->name_information) read_name(made.data, *add->name_information);
        made.place = blocks_in(add->block_or_trap);
    }
    if (const auto& gone = asked.delete_user_fields) {
        if (keeps_deleted(*gone, made.data))
            return ncip_problems{make_problem(
                in.message, problem_type::unable_to_delete_element, "DeleteUserFields")};
        for (const auto& each : gone->user_address_information)
            read_address(made.gone.emplace_back(), each);
        made.lift = blocks_in(gone->block_or_trap);
    }
    return ask_for(std::move(made));
}

ncip_answer
to_answer(const ncip::update_user_request& asked, const outcome&, const ncip_outgoing& to) {
    const ncip_incoming in{to.door, to.message, {}, to.now};
    ncip::update_user_response answer;
    answer.user_id = user_id_of(reader_of(in, asked.user_id, asked.authentication_input).card, to);
    return answer;
}

ncip_request to_operation(const ncip::delete_user_request& asked, const ncip_incoming& in) {
    auto reader = without_pin(needed_reader(in, asked.user_id, asked.authentication_input), in);
    if (!reader.wrong.empty()) return reader.wrong;
    return ask_for(delete_patron{
        .by = requester_of(in, asked.mandated_action), .card = std::move(reader.card), .why = {}});
}

ncip_answer
to_answer(const ncip::delete_user_request& asked, const outcome&, const ncip_outgoing& to) {
    const ncip_incoming in{to.door, to.message, {}, to.now};
    ncip::delete_user_response answer;
    answer.user_id = user_id_of(reader_of(in, asked.user_id, asked.authentication_input).card, to);
    return answer;
}

} // namespace circ::dispatch
