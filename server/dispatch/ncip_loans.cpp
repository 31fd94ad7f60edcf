// CheckOutItem, CheckInItem, RenewItem, UndoCheckOutItem, RecallItem, CancelRecallItem.
#include "server/dispatch/ncip_fields.hpp"
#include "server/dispatch/ncip_sentences.hpp"
#include "server/dispatch/ncip_translations.hpp"

#include <utility>

namespace circ::dispatch {

using namespace circulation;

namespace {

/// What speaks against lending and renewing before anybody is asked.
template <class Request>
ncip_problems
objections(const Request& asked, const named_reader& reader, const ncip_incoming& in) {
    if (!reader.wrong.empty()) return reader.wrong;
    if (number_in(asked.item_id).empty()) return lacking(in.message, "ItemIdentifierValue");
    return paid_elsewhere(in.message, asked.paid_fee_amount);
}

/// A due date counts only for what has happened already; else policy says it.
std::optional<instant> due_given(const std::optional<ncip::mandated_action>& mandated,
                                 const std::optional<ncip::date_time>& desired,
                                 const ncip_incoming& in) {
    return mandated ? instant_of(desired, in.door) : std::nullopt;
}

bool tells_borrowers(const ncip_outgoing& to) {
    return is_told(*to.door.peer, config::ncip_detail::borrowers);
}

} // namespace

ncip_request to_operation(const ncip::check_out_item_request& asked, const ncip_incoming& in) {
    auto reader = needed_reader(in, asked.user_id, asked.authentication_input);
    if (auto against = objections(asked, reader, in); !against.empty()) return against;
    return ask_for(
        checkout{.by = requester_of(in, asked.mandated_action),
                 .card = std::move(reader.card),
                 .item = number_in(asked.item_id),
                 .pin = std::move(reader.pin),
                 .agreed = agreement_of(asked.acknowledged_fee_amount, in.door),
                 .renewal_allowed = in.door.peer->checkout_renews,
                 .due_given = due_given(asked.mandated_action, asked.desired_date_due, in)});
}

namespace {

template <class Request>
std::string card_in(const Request& asked, const ncip_outgoing& to) {
    const ncip_incoming in{to.door, to.message, {}, to.now};
    return reader_of(in, asked.user_id, asked.authentication_input).card;
}

} // namespace

ncip_answer to_answer(const ncip::check_out_item_request& asked,
                      const loan_outcome& from,
                      const ncip_outgoing& to) {
    ncip::check_out_item_response answer;
    answer.item_id = item_id_of(number_in(asked.item_id), to);
    answer.user_id = user_id_of(card_in(asked, to), to);
    if (from.due_at)
        answer.date_due = *from.due_at;
    else
        answer.indeterminate_loan_period_flag = true;
    answer.fiscal_transaction_information = charged(from.fee, to);
    put_fields(answer, from, {asked.item_element_type, asked.user_element_type}, to);
    return answer;
}

ncip_request to_operation(const ncip::renew_item_request& asked, const ncip_incoming& in) {
    auto reader = needed_reader(in, asked.user_id, asked.authentication_input);
    if (auto against = objections(asked, reader, in); !against.empty()) return against;
    return ask_for(
        renew{.by = requester_of(in, asked.mandated_action),
              .card = std::move(reader.card),
              .what = {.item = number_in(asked.item_id), .title = {}},
              .pin = std::move(reader.pin),
              .agreed = agreement_of(asked.acknowledged_fee_amount, in.door),
              .third_party = false,
              .due_given = due_given(asked.mandated_action, asked.desired_date_due, in)});
}

ncip_answer to_answer(const ncip::renew_item_request& asked,
                      const loan_outcome& from,
                      const ncip_outgoing& to) {
    ncip::renew_item_response answer;
    answer.item_id = item_id_of(number_in(asked.item_id), to);
    answer.user_id = user_id_of(card_in(asked, to), to);
    if (from.due_at) answer.date_due = *from.due_at;
    answer.fiscal_transaction_information = charged(from.fee, to);
    put_fields(answer, from, {asked.item_element_type, asked.user_element_type}, to);
    return answer;
}

ncip_request to_operation(const ncip::check_in_item_request& asked, const ncip_incoming& in) {
    if (number_in(asked.item_id).empty()) return lacking(in.message, "ItemIdentifierValue");
    requester by = requester_of(in, asked.mandated_action);
    const auto returned = by.said;
    return ask_for(
        checkin{.by = std::move(by), .item = number_in(asked.item_id), .returned = returned});
}

namespace {

struct route_row {
    alert_kind kind;
    std::string_view instructions; ///< empty: it goes back to its shelf
};

constexpr route_row routes[] = {
    {alert_kind::none, ""},
    {alert_kind::hold_here, "Request: keep it for the reader"},
    {alert_kind::hold_elsewhere, "Request: send it to where the reader fetches it"},
    {alert_kind::hold_interlibrary, "Interlibrary: send it back to its lender"},
    {alert_kind::transit, "Send it home"},
    {alert_kind::other, "Process: staff has to look at it"},
};

/// Why staff has to look at it, where a reason is told.
std::string process_because(const checkin_outcome& from, const ncip_outgoing& to) {
    constexpr auto other = static_cast<std::size_t>(alert_kind::other);
    if (from.notices.empty()) return std::string(routes[other].instructions);
    std::string why = "Process:";
    for (const auto& each : from.notices)
        why.append(" ").append(sentence_of(each, to));
    return why;
}

std::optional<ncip::routing_information> routing_of(const checkin_outcome& from,
                                                    const ncip_outgoing& to) {
    const std::string_view instructions = routes[static_cast<std::size_t>(from.alert)].instructions;
    if (instructions.empty()) return std::nullopt;
    ncip::routing_information made;
    made.routing_instructions = from.alert == alert_kind::other ? process_because(from, to) : std::string(instructions);
    const place& where = from.destination ? *from.destination
                         : from.item      ? from.item->current
                                          : place{};
    made.destination.location = location_of("Temporary Location", where, {});
    if (!from.sort_bin.empty()) made.destination.bin_number = from.sort_bin;
    if (from.hold_card.empty()) return made;
    made.request_type = word(ncip::word_of(ncip::request_type::hold));
    if (!is_told(*to.door.peer, config::ncip_detail::requests)) return made;
    made.user_id = user_id_of(from.hold_card, to);
    if (is_told(*to.door.peer, config::ncip_detail::name) && !from.hold_name.empty())
        made.name_information = name_of(from.hold_name);
    return made;
}

} // namespace

ncip_answer to_answer(const ncip::check_in_item_request& asked,
                      const checkin_outcome& from,
                      const ncip_outgoing& to) {
    ncip::check_in_item_response answer;
    answer.item_id = item_id_of(number_in(asked.item_id), to);
    if (!from.borrower_card.empty() && tells_borrowers(to))
        answer.user_id = user_id_of(from.borrower_card, to);
    answer.routing_information = routing_of(from, to);
    answer.fiscal_transaction_information = charged(from.fee, to);
    put_fields(answer, from, {asked.item_element_type, asked.user_element_type}, to);
    if (!tells_borrowers(to)) answer.user_optional_fields.reset();
    return answer;
}

ncip_request to_operation(const ncip::undo_check_out_item_request& asked, const ncip_incoming& in) {
    auto reader = without_pin(reader_of(in, asked.user_id, asked.authentication_input), in);
    if (!reader.wrong.empty()) return reader.wrong;
    if (number_in(asked.item_id).empty()) return lacking(in.message, "ItemIdentifierValue");
    return ask_for(undo_checkout{
        .by = requester_of(in), .card = std::move(reader.card), .item = number_in(asked.item_id)});
}

ncip_answer to_answer(const ncip::undo_check_out_item_request& asked,
                      const checkin_outcome& from,
                      const ncip_outgoing& to) {
    ncip::undo_check_out_item_response answer;
    answer.item_id = item_id_of(number_in(asked.item_id), to);
    if (!from.borrower_card.empty() && tells_borrowers(to))
        answer.user_id = user_id_of(from.borrower_card, to);
    return answer;
}

ncip_request to_operation(const ncip::recall_item_request& asked, const ncip_incoming& in) {
    if (number_in(asked.item_id).empty()) return lacking(in.message, "ItemIdentifierValue");
    return ask_for(recall_item{.by = requester_of(in, asked.mandated_action),
                               .item = number_in(asked.item_id),
                               .wanted = instant_of(asked.desired_date_due, in.door),
                               .why = {}});
}

ncip_answer to_answer(const ncip::recall_item_request& asked,
                      const recall_outcome& from,
                      const ncip_outgoing& to) {
    ncip::recall_item_response answer;
    answer.item_id = item_id_of(number_in(asked.item_id), to);
    if (!from.borrower_card.empty() && tells_borrowers(to))
        answer.user_id = user_id_of(from.borrower_card, to);
    if (from.due_at) answer.date_due = *from.due_at;
    if (from.item)
        answer.item_optional_fields = item_fields_of(*from.item, asked.item_element_type, to);
    return answer;
}

ncip_request to_operation(const ncip::cancel_recall_item_request& asked, const ncip_incoming& in) {
    if (number_in(asked.item_id).empty()) return lacking(in.message, "ItemIdentifierValue");
    return ask_for(cancel_recall{.by = requester_of(in, asked.mandated_action),
                                 .item = number_in(asked.item_id),
                                 .why = {}});
}

ncip_answer to_answer(const ncip::cancel_recall_item_request& asked,
                      const recall_outcome& from,
                      const ncip_outgoing& to) {
    ncip::cancel_recall_item_response answer;
    answer.item_id = item_id_of(number_in(asked.item_id), to);
    if (!from.borrower_card.empty() && tells_borrowers(to))
        answer.user_id = user_id_of(from.borrower_card, to);
    if (from.item)
        answer.item_optional_fields = item_fields_of(*from.item, asked.item_element_type, to);
    return answer;
}

} // namespace circ::dispatch
