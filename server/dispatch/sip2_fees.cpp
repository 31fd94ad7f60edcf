// Fee Paid (37/38).
#include "server/dispatch/sip2_receipts.hpp"
#include "server/dispatch/sip2_translations.hpp"

namespace circ::dispatch {

using namespace circulation;

std::optional<storage::money> amount_of(const sip2::fee_paid_request& asked, const sip2_door& door) {
    const auto sign = door.profile->decimal_comma ? sip2::decimal_sign::point_or_comma : sip2::decimal_sign::point;
    const auto decimals = static_cast<unsigned>(door.identity->institution.decimals);
    const auto minor = sip2::parse_amount(asked.fee_amount, decimals, sign);
    if (!minor || *minor <= 0) return std::nullopt;
    return storage::money{*minor};
}

namespace {

/// Only a fee's own kind narrows what is paid; 01 (other, unknown) says nothing.
std::optional<storage::fee_kind> kind_of(sip2::fee_type type) {
    const auto number = static_cast<int>(type);
    if (number < 2 || number > static_cast<int>(storage::fee_kind::hold)) return std::nullopt;
    return static_cast<storage::fee_kind>(number);
}

} // namespace

translated<pay_fee> to_operation(const sip2::fee_paid_request& asked, const incoming& in) {
    pay_fee made;
    made.by = make_requester(in, asked.transaction_date);
    made.card = number_of(asked.patron_identifier, in.door);
    made.by.pin_proved_before = proved_before(in, made.card);
    made.pin = secret_of(asked.patron_password);
    made.amount = amount_of(asked, in.door);
    if (asked.currency_type) made.currency = asked.currency_type->view();
    made.kind = kind_of(asked.fee_type);
    made.payment_type = static_cast<int>(asked.payment_type);
    made.fee_identifier = asked.fee_identifier.value_or("");
    made.transaction_id = asked.transaction_id.value_or("");
    return made; // whatever is missing: the coins have fallen, so the rules keep it
}

sip2::fee_paid_response to_answer(const sip2::fee_paid_request& asked, const payment_outcome& from, const outgoing& to) {
    sip2::fee_paid_response answer;
    const bool as_digit = to.door.profile->fee_accepted_code == config::fee_accepted_code::one_zero;
    if (done(from))
        answer.payment_accepted = as_digit ? sip2::acceptance::one : sip2::acceptance::yes;
    else
        answer.payment_accepted = as_digit ? sip2::acceptance::zero : sip2::acceptance::no;
    answer.transaction_date = to_date_time(to.now, to.door);
    answer.institution_id = institution_for(asked.institution_id, to.door);
    answer.patron_identifier = asked.patron_identifier;
    if (!from.receipt.empty()) answer.transaction_id = from.receipt;
    answer.screen_message = screen_of(from, to);
    answer.print_line = receipt_of(config::receipt_kind::fee_paid, entries_of(asked, from, to.door), from, to, from.owed_after);
    return answer;
}

} // namespace circ::dispatch
