// CreateUserFiscalTransaction: a charge, a payment, or what lets a fee off.
#include "server/dispatch/ncip_fields.hpp"
#include "server/dispatch/ncip_translations.hpp"

#include <utility>

namespace circ::dispatch {

using namespace circulation;
using config::ncip_money_right;
using ncip::problem_type;

namespace {

using action = ncip::fiscal_action;

struct action_row {
    action what;
    ncip_money_right right;
    std::optional<settling> settles; ///< nothing for a charge and a payment
};

constexpr action_row actions[] = {
    {action::assess, ncip_money_right::charge, std::nullopt},
    {action::penalty, ncip_money_right::charge, std::nullopt},
    {action::payment, ncip_money_right::pay, std::nullopt},
    {action::waive, ncip_money_right::let_off, settling::waive},
    {action::forgive, ncip_money_right::let_off, settling::waive},
    {action::write_off, ncip_money_right::let_off, settling::write_off},
    {action::cancel, ncip_money_right::let_off, settling::cancel},
};

const action_row* row_of(const ncip::scheme_value& type) {
    const auto read = ncip::read_word<action>(type.value);
    for (const auto& each : actions)
        if (read == each.what) return &each;
    return nullptr;
}

storage::external_id reference_of(const ncip::fiscal_transaction_reference_id& from,
                                  const ncip_incoming& in) {
    return external_of(from.agency_id.value, from.fiscal_transaction_identifier_value, in);
}

/// What speaks against letting off: it is one fee that is let off, in our money.
ncip_problems objections(const ncip::fiscal_transaction_information& asked,
                         const ncip_incoming& in) {
    constexpr std::string_view fees = "RelatedFiscalTransactionReferenceId";
    const auto count = asked.related_fiscal_transaction_reference_id.size();
    if (count == 0) return lacking(in.message, fees);
    if (count > 1)
        return {make_problem(in.message,
                             problem_type::element_rule_violated,
                             fees,
                             {},
                             "Each request lets off one fee.")};
    if (asked.amount && !amount_of(*asked.amount, in.door))
        return {make_problem(
            in.message, problem_type::invalid_amount, "CurrencyCode", asked.amount->currency)};
    return {};
}

fee_key fee_in(const ncip::fiscal_transaction_reference_id& from, const ncip_incoming& in) {
    auto named = reference_of(from, in);
    const bool is_ours =
        is_our_agency(from.agency_id.value, in.door) || is_our_agency(named.agency, in.door);
    if (is_ours) return {.ours = std::move(named.value), .theirs = {}};
    return {.ours = {}, .theirs = std::move(named)};
}

/// SIP2's numbers, by which ways of paying are kept.
int payment_type_of(const std::optional<ncip::scheme_value>& method) {
    const auto read = method ? ncip::read_word<ncip::payment_method>(method->value) : std::nullopt;
    const bool card =
        read == ncip::payment_method::credit_card || read == ncip::payment_method::debit_card;
    return card ? 2 : 0;
}

/// What the parts of a transaction have in common.
struct transaction {
    requester by;
    std::string card;
    external_id reference;
    std::optional<money> amount;
    std::string currency;
    std::vector<fee_key> fees;
    std::string item;
    std::string why;
};

transaction read_transaction(const ncip::create_user_fiscal_transaction_request& asked,
                             std::string card,
                             const ncip_incoming& in) {
    const auto& from = asked.fiscal_transaction_information;
    transaction made;
    made.by = requester_of(in, asked.mandated_action);
    made.by.when = timing::asked_now; // its reference knows it again
    made.card = std::move(card);
    if (from.fiscal_transaction_reference_id)
        made.reference = reference_of(*from.fiscal_transaction_reference_id, in);
    if (from.amount) {
        made.amount = storage::money{from.amount->minor_units};
        made.currency = from.amount->currency;
    }
    for (const auto& each : from.related_fiscal_transaction_reference_id)
        made.fees.push_back(fee_in(each, in));
    if (from.item_details) made.item = number_in(from.item_details->item_id);
    made.why = trimmed(from.fiscal_transaction_description.value_or(""));
    return made;
}

} // namespace

ncip_request to_operation(const ncip::create_user_fiscal_transaction_request& asked,
                          const ncip_incoming& in) {
    const auto& type = asked.fiscal_transaction_information.fiscal_action_type;
    const action_row* row = row_of(type);
    if (row == nullptr)
        return ncip_problems{make_problem(
            in.message, problem_type::element_rule_violated, "FiscalActionType", type.value)};
    if (!may(*in.door.peer, row->right))
        return ncip_problems{make_problem(in.message,
                                          problem_type::unauthorized_combination_for_system,
                                          "FiscalActionType",
                                          type.value)};
    auto reader = needed_reader(in, asked.user_id, asked.authentication_input);
    if (row->what != action::payment) reader = without_pin(std::move(reader), in);
    if (!reader.wrong.empty()) return reader.wrong;
    transaction of = read_transaction(asked, std::move(reader.card), in);
    if (row->what == action::payment) {
        pay_fee made;
        made.by = std::move(of.by);
        made.card = std::move(of.card);
        made.pin = std::move(reader.pin);
        made.amount = of.amount;
        made.currency = std::move(of.currency);
        made.payment_type =
            payment_type_of(asked.fiscal_transaction_information.payment_method_type);
        made.reference = std::move(of.reference);
        made.fees = std::move(of.fees);
        return ask_for(std::move(made));
    }
    if (row->settles) {
        if (auto against = objections(asked.fiscal_transaction_information, in); !against.empty())
            return against;
        return ask_for(answer_fee{.by = std::move(of.by),
                                  .card = std::move(of.card),
                                  .reference = std::move(of.reference),
                                  .fee = std::move(of.fees.front()),
                                  .how = *row->settles,
                                  .amount = of.amount,
                                  .why = std::move(of.why)});
    }
    return ask_for(charge_fee{
        .by = std::move(of.by),
        .card = std::move(of.card),
        .reference = std::move(of.reference),
        .kind = fee_kind_of(asked.fiscal_transaction_information.fiscal_transaction_type),
        .amount = of.amount,
        .currency = std::move(of.currency),
        .item = std::move(of.item),
        .why = std::move(of.why)});
}

ncip_answer to_answer(const ncip::create_user_fiscal_transaction_request& asked,
                      const any_outcome& from,
                      const ncip_outgoing& to) {
    const ncip_incoming in{to.door, to.message, {}, to.now};
    ncip::create_user_fiscal_transaction_response answer;
    answer.user_id = user_id_of(reader_of(in, asked.user_id, asked.authentication_input).card, to);
    const auto& theirs = asked.fiscal_transaction_information.fiscal_transaction_reference_id;
    const auto* paid = std::get_if<payment_outcome>(&from);
    const auto& fee = common(from).fee;
    if (theirs)
        answer.fiscal_transaction_reference_id = *theirs;
    else
        answer.fiscal_transaction_reference_id = fee_id_of(paid != nullptr ? paid->receipt
                                                           : fee           ? fee->fee_identifier
                                                                           : std::string(),
                                                           to);
    return answer;
}

} // namespace circ::dispatch
