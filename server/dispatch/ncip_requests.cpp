// RequestItem, CancelRequestItem, UpdateRequestItem, LookupRequest, AcceptItem.
#include "protocol/ncip/languages.hpp"
#include "server/dispatch/ncip_fields.hpp"
#include "server/dispatch/ncip_translations.hpp"
#include "server/dispatch/ncip_words.hpp"

#include <algorithm>
#include <utility>

namespace circ::dispatch {

using namespace circulation;

namespace {

using ncip::problem_type;

ncip::scheme_value hold_word() {
    return word(ncip::word_of(ncip::request_type::hold));
}

ncip::scheme_value scope_word(storage::hold_level level) {
    const bool one = level == storage::hold_level::item;
    return word(
        ncip::word_of(one ? ncip::request_scope::item : ncip::request_scope::bibliographic_item));
}

/// What cannot be had here under a request's name. @return false for a kind that is a hold to us
bool is_no_hold(const ncip::scheme_value& type) {
    const auto read = ncip::read_word<ncip::request_type>(type.value);
    return read == ncip::request_type::estimate ||
           read == ncip::request_type::non_returnable_copy || read == ncip::request_type::recall;
}

template <class Request>
std::string card_of(const Request& asked, const ncip_outgoing& to) {
    const ncip_incoming in{to.door, to.message, {}, to.now};
    return reader_of(in, asked.user_id, asked.authentication_input).card;
}

std::string first_title(const std::vector<ncip::bibliographic_id>& from) {
    for (const auto& each : from)
        if (auto number = control_number_in(each); !number.empty()) return number;
    return {};
}

} // namespace

ncip_request to_operation(const ncip::request_item_request& asked, const ncip_incoming& in) {
    auto reader = reader_of(in, asked.user_id, asked.authentication_input);
    if (!reader.wrong.empty()) return reader.wrong;
    place_hold made;
    if (asked.request_id) made.request = external_of(*asked.request_id, in);
    if (reader.card.empty() && !made.request) return lacking(in.message, "UserIdentifierValue");
    if (is_no_hold(asked.request_type))
        return ncip_problems{make_problem(in.message,
                                          problem_type::unauthorized_combination_for_agency,
                                          "RequestType",
                                          asked.request_type.value)};
    if (auto paid = paid_elsewhere(in.message, asked.paid_fee_amount); !paid.empty()) return paid;
    made.by = requester_of(in, asked.mandated_action);
    made.card = std::move(reader.card);
    made.pin = std::move(reader.pin);
    if (!asked.item_id.empty()) made.what.item = number_in(asked.item_id.front());
    made.what.title = first_title(asked.bibliographic_id);
    if (made.what.item.empty() && made.what.title.empty())
        return lacking(in.message, "ItemIdentifierValue");
    const auto scope = ncip::read_word<ncip::request_scope>(asked.request_scope_type.value);
    const bool one = scope ? *scope == ncip::request_scope::item : made.what.title.empty();
    made.level =
        one && !made.what.item.empty() ? storage::hold_level::item : storage::hold_level::title;
    if (asked.pickup_location) made.pickup = trimmed(asked.pickup_location->value);
    made.expires = instant_of(asked.need_before_date, in.door);
    made.agreed = agreement_of(asked.acknowledged_fee_amount, in.door);
    return ask_for(std::move(made));
}

ncip_answer to_answer(const ncip::request_item_request& asked,
                      const hold_outcome& from,
                      const ncip_outgoing& to) {
    ncip::request_item_response answer;
    answer.request_id = request_id_of(from.hold, asked.request_id, to);
    if (!asked.item_id.empty()) answer.item_id = item_id_of(number_in(asked.item_id.front()), to);
    const std::string card = card_of(asked, to);
    answer.user_id = user_id_of(card.empty() ? asking_agency(to.message, to.door) : card, to);
    answer.request_type =
        trimmed(asked.request_type.value).empty() ? hold_word() : asked.request_type;
    const bool scope_told = !trimmed(asked.request_scope_type.value).empty();
    answer.request_scope_type = scope_told              ? asked.request_scope_type
                                : asked.item_id.empty() ? scope_word(storage::hold_level::title)
                                                        : scope_word(storage::hold_level::item);
    answer.fiscal_transaction_information = charged(from.fee, to);
    put_fields(answer, from, {asked.item_element_type, asked.user_element_type}, to);
    return answer;
}

namespace {

/// The hold that a request is about, by its number or by reader and item.
struct named_hold {
    named_reader reader;
    hold_key which;
    target what;
    ncip_problems wrong;
};

template <class Request>
named_hold hold_named_in(const Request& asked, const ncip_incoming& in) {
    named_hold made;
    made.reader = reader_of(in, asked.user_id, asked.authentication_input);
    made.wrong = made.reader.wrong;
    if (asked.request_id) made.which = hold_of(*asked.request_id, in);
    made.what.item = number_in(asked.item_id);
    if (!made.wrong.empty() || made.which) return made;
    if (made.reader.card.empty())
        made.wrong = lacking(in.message, "UserIdentifierValue");
    else if (made.what.item.empty())
        made.wrong = lacking(in.message, "RequestIdentifierValue");
    return made;
}

} // namespace

ncip_request to_operation(const ncip::cancel_request_item_request& asked, const ncip_incoming& in) {
    auto named = hold_named_in(asked, in);
    if (!named.wrong.empty()) return named.wrong;
    if (auto paid = paid_elsewhere(in.message, asked.paid_fee_amount); !paid.empty()) return paid;
    return ask_for(cancel_hold{.by = requester_of(in, asked.mandated_action),
                               .card = std::move(named.reader.card),
                               .what = std::move(named.what),
                               .pin = std::move(named.reader.pin),
                               .which = std::move(named.which)});
}

ncip_answer to_answer(const ncip::cancel_request_item_request& asked,
                      const hold_outcome&,
                      const ncip_outgoing& to) {
    ncip::cancel_request_item_response answer;
    answer.request_id = asked.request_id;
    if (asked.item_id) answer.item_id = item_id_of(number_in(asked.item_id), to);
    const std::string card = card_of(asked, to);
    answer.user_id = user_id_of(card.empty() ? asking_agency(to.message, to.door) : card, to);
    return answer;
}

namespace {

/// What of a hold can be changed, and nothing else may stand there.
ncip_problems unchangeable(const ncip::update_request_item_request& asked,
                           const ncip_incoming& in) {
    ncip::request_fields rest = asked.add_request_fields.value_or(ncip::request_fields{});
    rest.need_before_date.reset();
    rest.pickup_location.reset();
    rest.acknowledged_fee_amount.reset();
    if (rest != ncip::request_fields{})
        return {make_problem(in.message, problem_type::unable_to_add_element, "AddRequestFields")};
    const auto& add = asked.add_request_fields;
    ncip::request_fields gone = asked.delete_request_fields.value_or(ncip::request_fields{});
    if (add && add->need_before_date) gone.need_before_date.reset();
    if (add && add->pickup_location) gone.pickup_location.reset();
    if (gone != ncip::request_fields{})
        return {make_problem(
            in.message, problem_type::unable_to_delete_element, "DeleteRequestFields")};
    return {};
}

} // namespace

ncip_request to_operation(const ncip::update_request_item_request& asked, const ncip_incoming& in) {
    auto named = hold_named_in(asked, in);
    if (!named.wrong.empty()) return named.wrong;
    if (auto against = unchangeable(asked, in); !against.empty()) return against;
    change_hold made{.by = requester_of(in, asked.mandated_action),
                     .card = std::move(named.reader.card),
                     .what = std::move(named.what),
                     .pickup = {},
                     .expires = {},
                     .pin = std::move(named.reader.pin),
                     .which = std::move(named.which)};
    if (const auto& add = asked.add_request_fields) {
        if (add->pickup_location) made.pickup = trimmed(add->pickup_location->value);
        made.expires = instant_of(add->need_before_date, in.door);
    }
    return ask_for(std::move(made));
}

ncip_answer to_answer(const ncip::update_request_item_request& asked,
                      const hold_outcome& from,
                      const ncip_outgoing& to) {
    ncip::update_request_item_response answer;
    const std::string barcode = asked.item_id ? number_in(asked.item_id)
                                : from.item   ? from.item->barcode
                                              : std::string();
    // The answer has no place for a request's number and must name an item.
    answer.item_id = item_id_of(barcode.empty() ? std::to_string(from.hold.value) : barcode, to);
    const std::string card = card_of(asked, to);
    answer.user_id = user_id_of(card.empty() ? asking_agency(to.message, to.door) : card, to);
    answer.request_type = asked.request_type.value_or(hold_word());
    answer.request_scope_type = scope_word(storage::hold_level::title);
    put_fields(answer, from, {asked.item_element_type, asked.user_element_type}, to);
    return answer;
}

ncip_request to_operation(const ncip::lookup_request_request& asked, const ncip_incoming& in) {
    auto named = hold_named_in(asked, in);
    if (!named.wrong.empty()) return named.wrong;
    return ask_for(hold_details{.by = requester_of(in),
                                .which = std::move(named.which),
                                .card = std::move(named.reader.card),
                                .what = std::move(named.what),
                                .pin = std::move(named.reader.pin)});
}

ncip_answer to_answer(const ncip::lookup_request_request& asked,
                      const hold_details_outcome& from,
                      const ncip_outgoing& to) {
    const auto wants = [&](std::string_view name) {
        return asks_for(asked.request_element_type, name);
    };
    ncip::lookup_request_response answer;
    answer.request_id = request_id_of(from.hold, asked.request_id, to);
    if (!from.barcode.empty()) answer.item_id = item_id_of(from.barcode, to);
    if (wants("User Id")) answer.user_id = user_id_of(from.card, to);
    if (wants("Request Type")) answer.request_type = hold_word();
    if (wants("Request Scope Type")) answer.request_scope_type = scope_word(from.level);
    if (wants("Request Status Type"))
        answer.request_status_type = word(ncip::word_of(request_status_of(from.state)));
    if (wants("Hold Queue Position") && from.position)
        answer.hold_queue_position = static_cast<ncip::number>(std::max(*from.position, 1));
    if (wants("Need Before Date") && from.expires) answer.need_before_date = *from.expires;
    if (wants("Pickup Date") && from.ready_at) answer.pickup_date = *from.ready_at;
    if (wants("Pickup Location") && !from.pickup.empty())
        answer.pickup_location = word(from.pickup);
    if (wants("Pickup Expiry Date") && from.shelf_until)
        answer.pickup_expiry_date = *from.shelf_until;
    if (wants("Date Of User Request")) answer.date_of_user_request = from.placed_at;
    if (wants("Date Available") && from.ready_at) answer.date_available = *from.ready_at;
    put_fields(answer, from, {asked.item_element_type, asked.user_element_type}, to);
    return answer;
}

namespace {

bool goes_to_reader_at_once(const ncip::scheme_value& action) {
    const auto read = ncip::read_word<ncip::requested_action>(action.value);
    return read == ncip::requested_action::circulate ||
           read == ncip::requested_action::circulate_and_notify;
}

/// Whose item it is, else whose request; empty: the one's who asks.
std::string lender_in(const ncip::accept_item_request& asked, const ncip_incoming& in) {
    for (const auto& each :
         {asked.item_id ? asked.item_id->agency_id : std::nullopt, asked.request_id.agency_id})
        if (each && !is_our_agency(each->value, in.door)) return trimmed(each->value);
    return {};
}

} // namespace

ncip_request to_operation(const ncip::accept_item_request& asked, const ncip_incoming& in) {
    auto reader = needed_reader(in, asked.user_id, {});
    if (!reader.wrong.empty()) return reader.wrong;
    accept_item made;
    made.by = requester_of(in, asked.mandated_action);
    made.by.when = timing::asked_now; // what arrives is put on its shelf now, whenever it came
    made.request = external_of(asked.request_id, in);
    made.card = std::move(reader.card);
    made.item = number_in(asked.item_id);
    made.lender = lender_in(asked, in);
    if (const auto& said = asked.item_optional_fields) {
        if (said->bibliographic_description) {
            made.about = brief_title_of(*said->bibliographic_description);
            made.media =
                media_of(said->bibliographic_description->medium_type).value_or(made.media);
        }
        if (said->item_description && said->item_description->call_number)
            made.call_number = *said->item_description->call_number;
    }
    made.wanted_back = instant_of(asked.date_for_return, in.door);
    made.renewable = !asked.renewal_not_permitted;
    made.as =
        goes_to_reader_at_once(asked.requested_action_type) ? accepting::lend : accepting::hold;
    if (asked.pickup_location) made.pickup = trimmed(asked.pickup_location->value);
    return ask_for(std::move(made));
}

ncip_answer to_answer(const ncip::accept_item_request& asked,
                      const accept_outcome& from,
                      const ncip_outgoing& to) {
    ncip::accept_item_response answer;
    answer.request_id = asked.request_id;
    if (from.item) answer.item_id = item_id_of(from.item->barcode, to);
    return answer;
}

} // namespace circ::dispatch
