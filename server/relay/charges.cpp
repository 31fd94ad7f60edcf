// A charge, and what lets one off: CreateUserFiscalTransaction. No device asks for it: the operator's tool
// does, where two books are to say the same. Its reference keeps it from being booked twice.
// @spec ncip.md 4.7
#include "protocol/ncip/messages/create_user_fiscal_transaction.hpp"
#include "protocol/ncip/vocabulary.hpp"
#include "server/relay/item_forms.hpp"
#include "server/relay/lending.hpp"
#include "server/relay/scripts.hpp"
#include "server/relay/words.hpp"

namespace circ::relay {

using namespace circulation;
using code = reason_code;

namespace {

ncip::fiscal_action word_for(settling how) {
    switch (how) {
    case settling::waive:
        return ncip::fiscal_action::waive;
    case settling::write_off:
        return ncip::fiscal_action::write_off;
    case settling::cancel:
    case settling::refund: // refused before
        break;
    }
    return ncip::fiscal_action::cancel;
}

ncip::fiscal_transaction_information information(const conversation& talk,
                                                 ncip::fiscal_action action,
                                                 storage::fee_kind kind,
                                                 money amount,
                                                 const std::string& why) {
    ncip::fiscal_transaction_information made;
    made.fiscal_action_type = {std::string(ncip::word_of(action))};
    made.fiscal_transaction_type = {std::string(ncip::word_of(transaction_of(kind)))};
    made.amount = to_ncip(amount, talk.settings());
    if (!why.empty()) made.fiscal_transaction_description = why;
    return made;
}

template <class Operation>
finished
transact(conversation& talk, const Operation& what, ncip::fiscal_transaction_information about) {
    about.fiscal_transaction_reference_id = {talk.our_agency(), what.reference.value};
    ncip::create_user_fiscal_transaction_request asked;
    asked.mandated_action = talk.mandate();
    asked.user_id = user_for_order(talk, what.card);
    asked.fiscal_transaction_information = std::move(about);
    const auto answer = talk.order(asked);
    outcome made;
    // Our own number again: it was booked when it was said first.
    const bool is_known =
        has_class(answer.problems, ncip::problem_class::duplicate, talk.settings());
    if (answer || is_known) {
        talk.at_end([](session_cache& session, backend_memory&) { session.changed(); });
        return {.outcome = std::move(made)};
    }
    if (answer.failed && may_have_happened(*answer.failed))
        return in_doubt(*answer.failed, std::move(made));
    return stopped(trouble_of(answer, attempt::payment, talk.settings()), std::move(made));
}

/// Why it cannot be said at all.
template <class Operation>
std::optional<trouble> unsayable(const conversation& talk, const Operation& what) {
    if (!what.amount || what.amount->minor <= 0)
        return trouble_of(reason{.code = code::amount_unreadable});
    if (!talk.offers(config::ncip_service::create_user_fiscal_transaction))
        return trouble_of(reason{.code = code::not_permitted});
    return std::nullopt;
}

} // namespace

finished run(conversation& talk, const charge_fee& what) {
    if (auto why = unsayable(talk, what)) return stopped(std::move(*why), outcome{});
    auto about =
        information(talk, ncip::fiscal_action::assess, what.kind, *what.amount, what.why);
    if (!what.item.empty()) {
        ncip::item_details item;
        item.item_id = talk.item(what.item);
        about.item_details = std::move(item);
    }
    return transact(talk, what, std::move(about));
}

/// @pre the fee is one of theirs, and the amount is named
finished run(conversation& talk, const answer_fee& what) {
    if (what.how == settling::refund)
        return stopped(trouble_of(reason{.code = code::not_permitted}), outcome{});
    if (auto why = unsayable(talk, what)) return stopped(std::move(*why), outcome{});
    auto about = information(
        talk, word_for(what.how), storage::fee_kind::other, *what.amount, what.why);
    about.related_fiscal_transaction_reference_id.push_back(
        {talk.their_agency(), what.fee.theirs.value});
    return transact(talk, what, std::move(about));
}

} // namespace circ::relay
