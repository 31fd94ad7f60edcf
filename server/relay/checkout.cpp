// Checkout (11): CheckOutItem, and what follows from its answer or its absence.
// @spec ncip.md 4.5, 7.2
#include "protocol/ncip/messages/check_out_item.hpp"
#include "server/relay/dates.hpp"
#include "server/relay/item_forms.hpp"
#include "server/relay/lending.hpp"
#include "server/relay/scripts.hpp"

namespace circ::relay {

using namespace circulation;
using code = reason_code;
using config::ncip_service;

namespace {

ncip::check_out_item_request request_of(const conversation& talk,
                                        const checkout& what,
                                        const std::optional<ncip::money>& fee) {
    ncip::check_out_item_request asked;
    asked.mandated_action = talk.mandate();
    asked.user_id = user_for_order(talk, what.card);
    asked.item_id = talk.item(what.item);
    asked.acknowledged_fee_amount = fee;
    if (talk.is_told() && what.due_given) asked.desired_date_due = ncip::date_time{*what.due_given};
    asked.item_element_type = talk.wanted_of_item();
    return asked;
}

/// Data with nothing about a loan is no answer to this.
bool tells_loan(const ncip::check_out_item_response& from) {
    return from.date_due || from.indeterminate_loan_period_flag || from.non_returnable_flag ||
           !from.item_id.item_identifier_value.empty();
}

void remember(conversation& talk, const checkout& what) {
    talk.at_end([card = what.card, item = what.item, now = talk.now()](session_cache& session,
                                                                       backend_memory&) {
        session.changed();
        session.keep_loan(item, {card, now});
    });
}

finished lent(conversation& talk,
              const checkout& what,
              const ncip::check_out_item_response& from,
              loan_outcome made) {
    const due back = to_due(from.date_due, talk.settings());
    made.due_at = back.at;
    made.due_hourly = back.hourly;
    made.renewed = from.renewal_count.value_or(0) > 0;
    made.already_his = made.renewed;
    tell_charged_fee(made, from.fiscal_transaction_information, talk.settings());
    made.item = described(talk, what.item, what.card, from.item_optional_fields);
    remember(talk, what);
    return {.outcome = std::move(made)};
}

/// Found out by a look-up, for want of an answer.
finished
lent(conversation& talk, const checkout& what, const item_facts& found, loan_outcome made) {
    made.due_at = found.due_at;
    made.due_hourly = found.due_hourly;
    const auto* fields = found.answer == nullptr ? nullptr : &found.answer->item_optional_fields;
    made.item = described(talk, what.item, what.card, fields == nullptr ? std::nullopt : *fields);
    remember(talk, what);
    return {.outcome = std::move(made)};
}

/// It is on loan already: to whom decides.
finished on_loan(conversation& talk,
                 const checkout& what,
                 trouble why,
                 const item_facts& found,
                 loan_outcome made) {
    if (found.has == holder::somebody_else)
        why = trouble_of(reason{.code = code::item_on_loan_to_other});
    if (found.has != holder::this_reader) return refused(talk, std::move(why), std::move(made));
    made.already_his = true;
    made.due_at = found.due_at;
    made.due_hourly = found.due_hourly;
    // What was told before, or came to pass another way: it is as the device says.
    if (talk.is_told()) return lent(talk, what, found, std::move(made));
    if (!what.renewal_allowed || !talk.offers(ncip_service::renew_item))
        return refused(talk,
                       trouble_of(reason{.code = code::item_already_yours, .at = found.due_at}),
                       std::move(made));
    return renew_item(talk,
                      {.card = what.card,
                       .barcode = what.item,
                       .agreed = what.agreed,
                       .due_given = what.due_given,
                       .due_before = found.due_at},
                      std::move(made));
}

finished refuse(conversation& talk,
                const checkout& what,
                const reply<ncip::check_out_item_response>& no,
                loan_outcome made) {
    using ncip::problem_class;
    const auto& settings = talk.settings();
    trouble why = trouble_of(no, attempt::loan, settings);
    const bool may_be_his = has_class(no.problems, problem_class::already_loaned, settings) ||
                            has_class(no.problems, problem_class::item_restricted, settings);
    item_facts found;
    // Some say "cannot be provided" when the reader has it already.
    if (may_be_his) found = find_holder(talk, what.item, what.card);
    made.item = described_in_refusal(talk, what.item, what.card, no.problems);
    const bool has_fee = no.refused != nullptr && no.refused->required_fee_amount;
    if (has_fee) {
        tell_required_fee(talk, made, no.refused->required_fee_amount, what.card, what.item);
        if (!made.reasons.empty())
            why.reasons.clear(), why.words.clear(); // that it costs this is all there is to say
        return refused(talk, std::move(why), std::move(made));
    }
    if (!may_be_his) return refused(talk, std::move(why), std::move(made));
    return on_loan(talk, what, std::move(why), found, std::move(made));
}

/// Until when the reader has it already, as far as is known before anything is ordered: a loan that
/// stood before says nothing of this checkout.
std::optional<instant> due_before(const conversation& talk, const checkout& what) {
    const auto* account = talk.known_account(what.card);
    const auto* loan = account == nullptr ? nullptr : loan_in(*account, what.item);
    return loan == nullptr ? std::nullopt : to_due(loan->date_due, talk.settings()).at;
}

} // namespace

finished run(conversation& talk, const checkout& what) {
    loan_outcome made;
    const auto gate = admit(talk, what.card, what.pin, attempt::loan);
    made.pin = gate.pin;
    if (gate.why_not) return refused(talk, *gate.why_not, std::move(made));
    if (!talk.offers(ncip_service::check_out_item))
        return refused(talk, trouble_of(reason{.code = code::not_permitted}), std::move(made));
    const auto stood = due_before(talk, what);
    failure why = failure::no_answer;
    bool must_look = talk.is_after_doubt();
    auto fee = agreed_fee(talk, what.card, what.item, what.agreed);
    bool fee_was_named = false;
    // Ordered twice at most, and once more with a fee that was named: after a lost answer only if
    // it was not done.
    for (int orders = 0;; ++orders) {
        if (must_look) {
            const item_facts found = find_holder(talk, what.item, what.card);
            const settled as = settle(found);
            if (as == settled::open) return in_doubt(why, std::move(made));
            if (as == settled::done) {
                made.already_his = stood && stood == found.due_at;
                return lent(talk, what, found, std::move(made));
            }
        }
        if (orders == 2) return refused(talk, trouble_of(why), std::move(made));
        const auto answer = talk.order(request_of(talk, what, fee));
        if (answer && tells_loan(*answer.data))
            return lent(talk, what, *answer.data, std::move(made));
        const auto named = answer.refused == nullptr || fee_was_named
                               ? std::nullopt
                               : fee_just_named(answer.refused->required_fee_amount, what.agreed, fee);
        if (named) {
            fee = named;
            fee_was_named = true;
            --orders;
            must_look = false;
            continue;
        }
        if (answer.has_problems()) return refuse(talk, what, answer, std::move(made));
        why = answer.failed.value_or(failure::no_ncip);
        if (!may_have_happened(why)) return refused(talk, trouble_of(why), std::move(made));
        must_look = true;
    }
}

} // namespace circ::relay
