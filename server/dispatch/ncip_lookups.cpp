// LookupItem, LookupItemSet, LookupAgency, LookupVersion.
#include "config/ncip_peer_reader.hpp"
#include "server/dispatch/ncip_fields.hpp"
#include "server/dispatch/ncip_translations.hpp"

#include <algorithm>
#include <charconv>
#include <functional>
#include <utility>

namespace circ::dispatch {

using namespace circulation;
using ncip::problem_type;

namespace {

bool tells_people(const ncip_door& door) {
    return is_told(*door.peer, config::ncip_detail::borrowers);
}

/// Who has an item and who wants it, as far as that was asked for and may be told.
template <class Request>
std::optional<ncip::item_transaction>
people_of(const title_items_outcome::line& line, const Request& asked, const ncip_outgoing& to) {
    if (!tells_people(to.door)) return std::nullopt;
    ncip::item_transaction made;
    if (asked.current_borrower_desired && !line.borrower_card.empty())
        made.current_borrower = ncip::user_reference{user_id_of(line.borrower_card, to)};
    if (asked.current_requesters_desired)
        for (const auto& card : line.waiting_cards)
            made.current_requester.push_back({user_id_of(card, to)});
    if (!made.current_borrower && made.current_requester.empty()) return std::nullopt;
    return made;
}

template <class Answer>
void put_dates(Answer& into, const item_view& from) {
    if (from.shelf_until) into.hold_pickup_date = *from.shelf_until;
    if (from.recalled_at) into.date_recalled = *from.recalled_at;
}

} // namespace

ncip_request to_operation(const ncip::lookup_item_request& asked, const ncip_incoming& in) {
    const std::string barcode = number_in(asked.item_id);
    if (barcode.empty() && asked.request_id)
        return ask_for(hold_details{.by = requester_of(in),
                                    .which = hold_of(*asked.request_id, in),
                                    .card = {},
                                    .what = {},
                                    .pin = {}});
    if (barcode.empty()) return lacking(in.message, "ItemIdentifierValue");
    const bool people = asked.current_borrower_desired || asked.current_requesters_desired;
    if (people && tells_people(in.door))
        return ask_for(title_items{.by = requester_of(in),
                                   .what = {{.item = barcode, .title = {}}},
                                   .from = {},
                                   .count = 1,
                                   .with_people = true});
    return ask_for(item_details{.by = requester_of(in), .item = barcode});
}

ncip_answer to_answer(const ncip::lookup_item_request& asked,
                      const any_outcome& from,
                      const ncip_outgoing& to) {
    ncip::lookup_item_response answer;
    std::optional<item_view> item = common(from).item;
    if (const auto* lines = std::get_if<title_items_outcome>(&from);
        lines != nullptr && !lines->lines.empty()) {
        item = lines->lines.front().item;
        answer.item_transaction = people_of(lines->lines.front(), asked, to);
    }
    if (asked.item_id) {
        answer.item_id = item_id_of(number_in(asked.item_id), to);
    } else {
        answer.request_id = asked.request_id;
        if (item) answer.item_id = item_id_of(item->barcode, to);
    }
    if (!item) return answer;
    put_dates(answer, *item);
    answer.item_optional_fields = item_fields_of(*item, asked.item_element_type, to);
    return answer;
}

namespace {

std::vector<target> targets_in(const ncip::lookup_item_set_request& asked) {
    std::vector<target> made;
    for (const auto& each : asked.bibliographic_id)
        made.push_back({{}, control_number_in(each)});
    for (const auto& each : asked.item_id)
        made.push_back({number_in(each), {}});
    return made;
}

/// Where an answer goes on: entry and item. Elsewhere these numbers would pass over what nobody has
/// been told, so they go with what was asked for.
std::string token_of(const items_place& place, const std::vector<target>& what) {
    std::string all;
    for (const auto& each : what)
        all.append(each.title).append("\n").append(each.item).append("\n");
    return std::to_string(place.entry) + '.' + std::to_string(place.first) + '.' +
           std::to_string(std::hash<std::string>{}(all));
}

/// The beginning where there is no token; nullopt for one that is not of this request.
std::optional<items_place> place_in(const std::optional<std::string>& token,
                                    const std::vector<target>& what) {
    items_place made;
    const std::string text = trimmed(token.value_or(""));
    if (text.empty()) return made;
    const char* const end = text.data() + text.size();
    const auto entry = std::from_chars(text.data(), end, made.entry);
    if (entry.ec != std::errc{} || entry.ptr == end) return std::nullopt;
    const auto first = std::from_chars(entry.ptr + 1, end, made.first);
    const bool good = first.ec == std::errc{} && made.entry >= 0 && made.first >= 0 &&
                      token_of(made, what) == text;
    return good ? std::optional(made) : std::nullopt;
}

ncip::problem wrong_token(const ncip::message& asked, const std::string& token) {
    return make_problem(asked, problem_type::element_rule_violated, "NextItemToken", token);
}

} // namespace

ncip_request to_operation(const ncip::lookup_item_set_request& asked, const ncip_incoming& in) {
    title_items made;
    made.by = requester_of(in);
    made.what = targets_in(asked);
    const auto is_named = [](const target& each) {
        return !each.item.empty() || !each.title.empty();
    };
    if (std::ranges::none_of(made.what, is_named))
        return lacking(in.message,
                       asked.item_id.empty() ? "BibliographicRecordIdentifier"
                                             : "ItemIdentifierValue");
    const auto place = place_in(asked.next_item_token, made.what);
    if (!place) return ncip_problems{wrong_token(in.message, *asked.next_item_token)};
    made.from = *place;
    const auto most = asked.maximum_items_count.value_or(0);
    if (most > 0) made.count = static_cast<int>(std::min<ncip::number>(most, 500));
    made.with_people = tells_people(in.door) &&
                       (asked.current_borrower_desired || asked.current_requesters_desired);
    return ask_for(std::move(made));
}

namespace {

ncip::item_information information_of(const title_items_outcome::line& line,
                                      const ncip::lookup_item_set_request& asked,
                                      const ncip_outgoing& to) {
    ncip::item_information made;
    made.item_id = item_id_of(line.item.barcode, to);
    if (line.item.due_at) made.date_due = *line.item.due_at;
    put_dates(made, line.item);
    made.item_transaction = people_of(line, asked, to);
    made.item_optional_fields = item_fields_of(line.item, asked.item_element_type, to);
    return made;
}

bool are_together(const ncip::holdings_set& set, const item_view& item) {
    return set.call_number.value_or("") == item.call_number && set.location &&
           *set.location == location_of("Permanent Location", item.home, item.location);
}

/// Items of one record stand together, and within it those of one place and call number.
void put_line(ncip::bib_information& into,
              const title_items_outcome::line& line,
              const ncip::lookup_item_set_request& asked,
              const ncip_outgoing& to) {
    if (into.holdings_set.empty() || !are_together(into.holdings_set.back(), line.item)) {
        ncip::holdings_set& made = into.holdings_set.emplace_back();
        made.location = location_of("Permanent Location", line.item.home, line.item.location);
        if (!line.item.call_number.empty()) made.call_number = line.item.call_number;
    }
    into.holdings_set.back().item_information.push_back(information_of(line, asked, to));
}

ncip::bib_information record_of(const title_items_outcome::line& line, const ncip_outgoing& to) {
    ncip::bib_information made;
    if (!line.item.control_number.empty())
        made.bibliographic_id = record_id_of(line.item.control_number, to);
    made.bibliographic_description = description_of(line.item, to);
    made.title_hold_queue_length = static_cast<ncip::number>(std::max(line.item.queue_length, 0));
    return made;
}

/// What is not here, or has no items, told by the number that was asked for and as near to it as
/// the schema can.
ncip::bib_information without_items(std::size_t entry,
                                    bool is_unknown,
                                    const ncip::lookup_item_set_request& asked,
                                    const ncip_outgoing& to) {
    ncip::bib_information made;
    const auto titles = asked.bibliographic_id.size();
    if (entry < titles) {
        const auto& named = asked.bibliographic_id[entry];
        const auto number = control_number_in(named);
        if (!number.empty())
            made.bibliographic_id = record_id_of(number, to);
        else if (named.bibliographic_item_id)
            made.bibliographic_id = named;
        made.problem.push_back(make_problem(to.message,
                                            problem_type::unknown_item,
                                            "BibliographicRecordIdentifier",
                                            number,
                                            is_unknown ? "" : "The title has no items."));
        return made;
    }
    const auto barcode = number_in(asked.item_id[entry - titles]);
    ncip::item_information item;
    item.item_id = item_id_of(barcode, to);
    item.problem.push_back(
        make_problem(to.message, problem_type::unknown_item, "ItemIdentifierValue", barcode));
    made.holdings_set.emplace_back().item_information.push_back(std::move(item));
    return made;
}

} // namespace

ncip_answer to_answer(const ncip::lookup_item_set_request& asked,
                      const title_items_outcome& from,
                      const ncip_outgoing& to) {
    ncip::lookup_item_set_response answer;
    const auto what = targets_in(asked);
    const auto begin = place_in(asked.next_item_token, what).value_or(items_place{});
    auto line = from.lines.begin();
    for (int entry = begin.entry; entry < static_cast<int>(what.size()); ++entry) {
        const bool goes_on = from.next && from.next->entry == entry;
        const bool was_begun = entry == begin.entry && begin.first > 0;
        if (line != from.lines.end() && line->entry == entry) {
            auto& made = answer.bib_information.emplace_back(record_of(*line, to));
            for (; line != from.lines.end() && line->entry == entry; ++line)
                put_line(made, *line, asked, to);
        } else if (!goes_on && !was_begun) {
            const bool is_unknown = std::ranges::find(from.unknown, entry) != from.unknown.end();
            answer.bib_information.push_back(
                without_items(static_cast<std::size_t>(entry), is_unknown, asked, to));
        }
        if (goes_on) break;
    }
    // Where the rest has gone meanwhile: the schema knows no empty set.
    if (answer.bib_information.empty())
        answer.problem.push_back(wrong_token(to.message, asked.next_item_token.value_or("")));
    if (from.next) answer.next_item_token = token_of(*from.next, what);
    return answer;
}

ncip_request to_operation(const ncip::lookup_agency_request& asked, const ncip_incoming& in) {
    const std::string named = trimmed(asked.agency_id.value);
    if (!named.empty() && !is_our_agency(named, in.door))
        return ncip_problems{
            make_problem(in.message, problem_type::unknown_agency, "AgencyId", named)};
    return ask_for(agency_details{.by = requester_of(in)});
}

namespace {

ncip::authentication_prompt prompt(std::string_view what, std::string_view type, bool is_secret) {
    ncip::authentication_prompt made;
    made.prompt_output.authentication_prompt_data = what;
    made.prompt_output.authentication_prompt_type = word("Text");
    made.prompt_input.authentication_input_type = word(type);
    made.prompt_input.authentication_data_format_type = word("text/plain");
    made.prompt_input.sensitive_data_flag = is_secret;
    return made;
}

ncip::agency_address_information address_of(const std::string& text) {
    ncip::physical_address postal;
    postal.unstructured_address = ncip::unstructured_address{word("Newline-Delimited Text"), text};
    postal.physical_address_type = word("Postal Address");
    ncip::agency_address_information made;
    made.agency_address_role_type = word("Official");
    made.physical_address = std::move(postal);
    return made;
}

} // namespace

ncip_answer to_answer(const ncip::lookup_agency_request& asked,
                      const agency_outcome& from,
                      const ncip_outgoing& to) {
    const auto wants = [&](std::string_view name) {
        return asks_for(asked.agency_element_type, name);
    };
    ncip::lookup_agency_response answer;
    answer.agency_id = {our_agency(to.door), to.door.peer->dialect.agency_scheme};
    if (wants("Organization Name Information"))
        answer.organization_name_information.push_back({word("Official Name"), from.name});
    if (wants("Agency Address Information"))
        for (const auto& each : from.branches)
            if (!each.address.empty())
                answer.agency_address_information.push_back(address_of(each.address));
    if (wants("Authentication Prompt")) {
        answer.authentication_prompt.push_back(prompt("Card number", "Barcode Id", false));
        answer.authentication_prompt.push_back(prompt("PIN", "PIN", true));
    }
    if (wants("Agency User Privilege Type"))
        for (const auto& each : from.categories)
            answer.agency_user_privilege_type.push_back(word(each));
    if (wants("Pickup Locations")) { // for those who look for them there; no word of the standard
        ncip::number level = 1;
        for (const auto& each : from.branches) {
            ncip::location_name_instance& one =
                (level == 1 ? answer.location_name.emplace() : *answer.location_name)
                    .location_name_instance.emplace_back();
            one.location_name_level = level++;
            one.location_name_value = each.where.code + ' ' + each.where.name;
        }
    }
    return answer;
}

ncip_request to_operation(const ncip::lookup_version_request& asked, const ncip_incoming& in) {
    ncip::lookup_version_response answer;
    answer.from_agency_id.agency_id = asked.to_agency_id.agency_id.value.empty()
                                          ? ncip::scheme_value{our_agency(in.door)}
                                          : asked.to_agency_id.agency_id;
    answer.to_agency_id = asked.from_agency_id;
    for (const auto release : {ncip::release::v2_02, ncip::release::v2_01, ncip::release::v2_0})
        answer.version_supported.emplace_back(ncip::version_text(release));
    for (const auto each : in.door.peer->services)
        if (each != config::peer_service::notification)
            answer.service_supported.emplace_back(
                config::choices<config::peer_service>[static_cast<std::size_t>(each)]);
    return ncip::any_message(std::move(answer));
}

} // namespace circ::dispatch
