// Renew (29): RenewItem. It is never said twice: what became of a lost one is seen by the due date.
// @spec ncip.md 4.7, 7.2
#include "protocol/ncip/messages/renew_item.hpp"
#include "server/circulation/local_time.hpp"
#include "server/relay/dates.hpp"
#include "server/relay/item_forms.hpp"
#include "server/relay/lending.hpp"
#include "server/relay/scripts.hpp"

#include <algorithm>

namespace circ::relay {

using namespace circulation;
using code = reason_code;
using config::ncip_service;

namespace {

/// Data that says nothing of a loan is no answer to this.
bool tells_loan(const ncip::renew_item_response& from) {
    return from.date_due || from.item_id || from.user_id || from.renewal_count ||
           from.item_optional_fields;
}

ncip::renew_item_request request_of(const conversation& talk,
                                    const renewal& what,
                                    const std::optional<ncip::money>& fee) {
    ncip::renew_item_request asked;
    asked.mandated_action = talk.mandate();
    asked.user_id = user_for_order(talk, what.card);
    asked.item_id = talk.item(what.barcode);
    asked.item_element_type = talk.wanted_of_item();
    if (talk.is_told() && what.due_given) asked.desired_date_due = ncip::date_time{*what.due_given};
    asked.acknowledged_fee_amount = fee;
    return asked;
}

finished renewed(conversation& talk,
                 const renewal& what,
                 const std::optional<ncip::item_optional_fields>& told,
                 loan_outcome made) {
    made.renewed = true;
    made.already_his = true;
    made.item = described(talk, what.barcode, what.card, told);
    talk.at_end([](session_cache& session, backend_memory&) { session.changed(); });
    return {.outcome = std::move(made)};
}

finished renewed(conversation& talk,
                 const renewal& what,
                 const ncip::renew_item_response& from,
                 loan_outcome made) {
    due back = to_due(from.date_due, talk.settings());
    if (!from.date_due) {
        // A success may leave it out, and a reader wants to know.
        const item_facts found = find_holder(talk, what.barcode, what.card);
        back = {.at = found.due_at, .hourly = found.due_hourly};
    }
    made.due_at = back.at;
    made.due_hourly = back.hourly;
    tell_charged_fee(made, from.fiscal_transaction_information, talk.settings());
    return renewed(talk, what, from.item_optional_fields, std::move(made));
}

finished refuse(conversation& talk,
                const renewal& what,
                const reply<ncip::renew_item_response>& no,
                loan_outcome made) {
    trouble why = trouble_of(no, attempt::renewal, talk.settings());
    made.already_his =
        !has_class(no.problems, ncip::problem_class::item_not_loaned, talk.settings());
    made.item = described_in_refusal(talk, what.barcode, what.card, no.problems);
    if (no.refused != nullptr && no.refused->required_fee_amount) {
        tell_required_fee(talk, made, no.refused->required_fee_amount, what.card, what.barcode);
        if (!made.reasons.empty()) why.reasons.clear(), why.words.clear();
    }
    return refused(talk, std::move(why), std::move(made));
}

/// A lost renewal was done when the loan is due later than it was. Of a loan that has ended since
/// nothing is left to be done, or told.
settled settle(const renewal& what, const item_facts& found) {
    const settled is_his = settle(found);
    if (is_his != settled::done) return is_his;
    if (!found.due_at || !what.due_before) return settled::open;
    return *found.due_at > *what.due_before ? settled::done : settled::not_done;
}

finished
renewed(conversation& talk, const renewal& what, const item_facts& found, loan_outcome made) {
    made.due_at = found.due_at;
    made.due_hourly = found.due_hourly;
    return renewed(talk, what, std::nullopt, std::move(made));
}

finished look_after(conversation& talk, const renewal& what, failure why, loan_outcome made) {
    if (!what.due_before) return in_doubt(why, std::move(made));
    const item_facts found = find_holder(talk, what.barcode, what.card);
    switch (settle(what, found)) {
    case settled::done:
        return renewed(talk, what, found, std::move(made));
    case settled::not_done:
        return refused(talk, trouble_of(why), std::move(made));
    case settled::open:
        break;
    }
    return in_doubt(why, std::move(made));
}

} // namespace

finished renew_item(conversation& talk, const renewal& what, loan_outcome made) {
    const auto fee = agreed_fee(talk, what.card, what.barcode, what.agreed);
    if (what.due_before) talk.stood_before({what.card, what.barcode, *what.due_before});
    auto answer = talk.order(request_of(talk, what, fee));
    const auto named = answer.refused == nullptr
                           ? std::nullopt
                           : fee_just_named(answer.refused->required_fee_amount, what.agreed, fee);
    if (named) answer = talk.order(request_of(talk, what, named));
    if (answer.has_problems()) return refuse(talk, what, answer, std::move(made));
    if (answer && answer.data->pending) {
        // Somebody will decide; nothing has been renewed as yet.
        made.already_his = true;
        made.item = described(talk, what.barcode, what.card, std::nullopt);
        return refused(
            talk, trouble_of(reason{.code = code::renewal_not_allowed}), std::move(made));
    }
    if (answer && tells_loan(*answer.data))
        return renewed(talk, what, *answer.data, std::move(made));
    const failure why = answer.failed.value_or(failure::no_ncip);
    if (may_have_happened(why)) return look_after(talk, what, why, std::move(made));
    return refused(talk, trouble_of(why), std::move(made));
}

namespace {

/// The item that is meant, where only its title was told.
std::optional<trouble> find_title(conversation& talk, const renew& what, std::string& barcode) {
    const auto account = account_of(talk, what.card, std::nullopt); // the PIN has been seen to
    if (account.data == nullptr) return account.why_not;
    const std::string wanted = ncip::folded(what.what.title);
    const auto is_meant = [&](const ncip::loaned_item& each) {
        if (each.title && ncip::folded(*each.title) == wanted) return true;
        return std::any_of(
            each.bibliographic_id.begin(), each.bibliographic_id.end(), [&](const auto& id) {
                return id.bibliographic_record_id &&
                       ncip::folded(id.bibliographic_record_id->bibliographic_record_identifier) ==
                           wanted;
            });
    };
    const auto& loans = account.data->loaned_item;
    const auto fitting = std::count_if(loans.begin(), loans.end(), is_meant);
    if (fitting == 0) return trouble_of(reason{.code = code::not_on_loan_to_patron});
    if (fitting > 1) return trouble_of(reason{.code = code::several_copies_on_loan});
    barcode = std::find_if(loans.begin(), loans.end(), is_meant)->item_id.item_identifier_value;
    return std::nullopt;
}

/// Who has it and until when, before anything is changed; from the session where it is known.
std::optional<trouble> look_before(conversation& talk, const renew& what, renewal& into) {
    if (const auto* account = talk.known_account(what.card))
        if (const auto* loan = loan_in(*account, into.barcode)) {
            into.due_before = to_due(loan->date_due, talk.settings()).at;
            return std::nullopt;
        }
    if (!talk.offers(ncip_service::lookup_item)) return std::nullopt;
    const auto found = look_at(talk, into.barcode, true);
    if (!found) {
        if (found.failed && !may_have_happened(*found.failed)) return trouble_of(*found.failed);
        if (has_class(found.problems, ncip::problem_class::unknown_item, talk.settings()))
            return trouble_of(found, attempt::renewal, talk.settings());
        return std::nullopt; // the order will tell
    }
    if (found.data->item_optional_fields)
        into.due_before = to_due(found.data->item_optional_fields->date_due, talk.settings()).at;
    const auto& with = found.data->item_transaction;
    if (!with || !with->current_borrower ||
        is_user(talk, with->current_borrower->user_id, what.card))
        return std::nullopt;
    if (!what.third_party) return trouble_of(reason{.code = code::not_on_loan_to_patron});
    into.card = with->current_borrower->user_id.user_identifier_value; // in the name of who has it
    return std::nullopt;
}

/// Said before, and nobody knows what became of it: its due date of then tells, and where neither
/// that nor its new one was known, another renewal might be a second one.
finished look_again(conversation& talk, const renew& what, loan_outcome made) {
    const auto before = talk.before_doubt();
    if (before.size() != 1) return in_doubt(failure::no_answer, std::move(made));
    const renewal order{.card = before.front().card,
                        .barcode = before.front().barcode,
                        .agreed = what.agreed,
                        .due_given = what.due_given,
                        .due_before = before.front().due_at};
    const item_facts found = find_holder(talk, order.barcode, order.card);
    switch (settle(order, found)) {
    case settled::done:
        return renewed(talk, order, found, std::move(made));
    case settled::not_done:
        return renew_item(talk, order, std::move(made));
    case settled::open:
        break;
    }
    return in_doubt(failure::no_answer, std::move(made));
}

/// The same due date is told to the day or to the hour.
bool is_due_by(const item_facts& found, instant told, const relay_settings& by) {
    if (found.due_hourly) return *found.due_at >= told;
    return date_in(*found.due_at, by.time_zone) >= date_in(told, by.time_zone);
}

/// The same of one that was told with the date that the reader has: what is due then, or later, has
/// been renewed. A system that goes by its own dates would renew it a second time.
settled settle_told(const conversation& talk, const renew& what, const item_facts& found) {
    const bool is_meant = found.has == holder::this_reader ||
                          (found.has == holder::somebody_else && what.third_party);
    if (found.has == holder::unknown || (is_meant && !found.due_at)) return settled::open;
    const bool is_done = is_meant && is_due_by(found, *what.due_given, talk.settings());
    return is_done ? settled::done : settled::not_done;
}

} // namespace

finished run(conversation& talk, const renew& what) {
    loan_outcome made;
    const auto gate = admit(talk, what.card, what.pin, attempt::renewal);
    made.pin = gate.pin;
    if (gate.why_not) return refused(talk, *gate.why_not, std::move(made));
    if (!talk.offers(ncip_service::renew_item))
        return refused(
            talk, trouble_of(reason{.code = code::renewal_not_allowed}), std::move(made));
    const bool is_known_before = talk.before_doubt().size() == 1;
    if (talk.is_after_doubt() && (is_known_before || !what.due_given))
        return look_again(talk, what, std::move(made));
    renewal order{.card = what.card,
                  .barcode = what.what.item,
                  .agreed = what.agreed,
                  .due_given = what.due_given,
                  .due_before = {}};
    if (order.barcode.empty())
        if (const auto why = find_title(talk, what, order.barcode))
            return refused(talk, *why, std::move(made));
    if (talk.is_after_doubt()) {
        const item_facts found = find_holder(talk, order.barcode, order.card);
        const settled as = settle_told(talk, what, found);
        if (as == settled::open) return in_doubt(failure::no_answer, std::move(made));
        if (as == settled::done) return renewed(talk, order, found, std::move(made));
    }
    if (const auto why = look_before(talk, what, order))
        return refused(talk, *why, std::move(made));
    return renew_item(talk, order, std::move(made));
}

} // namespace circ::relay
