// LookupUser.
#include "server/dispatch/ncip_fields.hpp"
#include "server/dispatch/ncip_translations.hpp"
#include "server/dispatch/ncip_words.hpp"
#include "storage/records/id_time.hpp"

#include <charconv>
#include <utility>

namespace circ::dispatch {

using namespace circulation;
using config::ncip_detail;

ncip_request to_operation(const ncip::lookup_user_request& asked, const ncip_incoming& in) {
    auto reader = needed_reader(in, asked.user_id, asked.authentication_input);
    if (!reader.wrong.empty()) return reader.wrong;
    if (reader.pin && reader.pin->empty()) // the answer is taken for a proof
        return ncip_problems{make_problem(
            in.message, ncip::problem_type::user_authentication_failed, "AuthenticationInputData")};
    account_parts parts;
    const auto& peer = *in.door.peer;
    if (asked.loaned_items_desired && is_told(peer, ncip_detail::loans))
        parts.lists.insert(list_kind::loans);
    if (asked.requested_items_desired && is_told(peer, ncip_detail::requests)) {
        parts.lists.insert(list_kind::ready_holds);
        parts.lists.insert(list_kind::waiting_holds);
    }
    if (asked.user_fiscal_account_desired && is_told(peer, ncip_detail::account))
        parts.lists.insert(list_kind::fees);
    return ask_for(patron_account{.by = requester_of(in),
                                  .card = std::move(reader.card),
                                  .pin = std::move(reader.pin),
                                  .parts = std::move(parts)});
}

namespace {

int count_of(const patron_view& from, list_kind which) {
    return from.counts[static_cast<std::size_t>(which)].value_or(0);
}

void put_loan_count(ncip::lookup_user_response& into, ncip::circulation_status of, int number) {
    ncip::loaned_items_count count;
    count.circulation_status = word(ncip::word_of(of));
    count.loaned_item_count_value = static_cast<ncip::number>(number);
    into.loaned_items_count.push_back(std::move(count));
}

/// Each loan is counted under one status: whoever finds none recalled takes it that none is.
void put_loans(ncip::lookup_user_response& into, const patron_view& from, const ncip_outgoing& to) {
    const int recalled = count_of(from, list_kind::recalled_loans);
    put_loan_count(into, ncip::circulation_status::on_loan, count_of(from, list_kind::loans) - recalled);
    if (recalled > 0) put_loan_count(into, ncip::circulation_status::recalled, recalled);
    for (const auto& each : from.lists.loans) {
        ncip::loaned_item& made = into.loaned_item.emplace_back();
        made.item_id = item_id_of(each.barcode, to);
        made.date_due = each.due_at;
        if (!each.title.empty()) made.title = each.title;
    }
}

void put_hold(ncip::lookup_user_response& into, const hold_entry& from, const ncip_outgoing& to) {
    ncip::requested_item& made = into.requested_item.emplace_back();
    made.request_id = request_id_of(from.id, std::nullopt, to);
    if (!from.barcode.empty()) made.item_id = item_id_of(from.barcode, to);
    made.request_type = word(ncip::word_of(ncip::request_type::hold));
    made.request_status_type = word(ncip::word_of(request_status_of(from.state)));
    made.date_placed = from.placed_at;
    if (!from.pickup.empty()) made.pickup_location = word(from.pickup);
    if (!from.title.empty()) made.title = from.title;
}

void put_holds(ncip::lookup_user_response& into, const patron_view& from, const ncip_outgoing& to) {
    ncip::requested_items_count count;
    count.request_type = word(ncip::word_of(ncip::request_type::hold));
    count.requested_item_count_value = static_cast<ncip::number>(
        count_of(from, list_kind::ready_holds) + count_of(from, list_kind::waiting_holds));
    into.requested_items_count.push_back(std::move(count));
    for (const auto& each : from.lists.ready_holds)
        put_hold(into, each, to);
    for (const auto& each : from.lists.waiting_holds)
        put_hold(into, each, to);
}

/// When a fee was charged: its number says so. One that still runs is of now.
instant accrued_at(const fee_entry_view& fee, instant now) {
    storage::fee_id id;
    const auto& text = fee.fee_identifier;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), id.value);
    return read.ec == std::errc{} && id ? storage::made_at(id) : now;
}

ncip::account_details details_of(const fee_entry_view& from, const ncip_outgoing& to) {
    ncip::account_details made;
    made.accrual_date = accrued_at(from, to.now);
    auto& fee = made.fiscal_transaction_information;
    fee.fiscal_action_type = word(ncip::word_of(ncip::fiscal_action::assess));
    if (!from.fee_identifier.empty())
        fee.fiscal_transaction_reference_id = fee_id_of(from.fee_identifier, to);
    fee.fiscal_transaction_type = word(ncip::word_of(kind_of(from.kind)));
    fee.amount = to_money(from.open, to.door);
    if (from.barcode.empty()) return made;
    ncip::item_details about;
    about.item_id = item_id_of(from.barcode, to);
    if (!from.title.empty()) about.bibliographic_description.title = from.title;
    fee.item_details = std::move(about);
    return made;
}

void put_account(ncip::lookup_user_response& into,
                 const patron_view& from,
                 const ncip_outgoing& to) {
    const bool negative = to.door.peer->dialect.balance == config::ncip_balance::owed_is_negative;
    ncip::user_fiscal_account& made = into.user_fiscal_account.emplace_back();
    made.account_balance = to_money({negative ? -from.owed.minor : from.owed.minor}, to.door);
    for (const auto& each : from.lists.fees)
        made.account_details.push_back(details_of(each, to));
}

} // namespace

ncip_answer
to_answer(const ncip::lookup_user_request& asked, const outcome& from, const ncip_outgoing& to) {
    const ncip_incoming in{to.door, to.message, {}, to.now};
    ncip::lookup_user_response answer;
    answer.user_id = user_id_of(reader_of(in, asked.user_id, asked.authentication_input).card, to);
    if (!from.patron) return answer;
    const patron_view& reader = *from.patron;
    const auto& peer = *to.door.peer;
    if (asked.user_fiscal_account_desired && is_told(peer, ncip_detail::account))
        put_account(answer, reader, to);
    if (asked.loaned_items_desired && is_told(peer, ncip_detail::loans))
        put_loans(answer, reader, to);
    if (asked.requested_items_desired && is_told(peer, ncip_detail::requests))
        put_holds(answer, reader, to);
    answer.user_optional_fields = user_fields_of(reader, asked.user_element_type, to);
    return answer;
}

} // namespace circ::dispatch
