// What failed at the device: a checkout (09 with BI = Y), a return (11 with BI = Y).
// @spec ncip.md 4.6
#include "protocol/ncip/messages/check_in_item.hpp"
#include "protocol/ncip/messages/undo_check_out_item.hpp"
#include "server/relay/item_forms.hpp"
#include "server/relay/lending.hpp"
#include "server/relay/scripts.hpp"

namespace circ::relay {

using namespace circulation;
using code = reason_code;
using config::ncip_service;

namespace {

finished taken_back(conversation& talk, const undo_checkout& what) {
    checkin_outcome made;
    made.item = described(talk, what.item, {}, std::nullopt);
    made.resensitize = made.item->desensitize;
    talk.at_end([item = what.item](session_cache& session, backend_memory&) {
        session.changed();
        session.forget_loan(item);
    });
    return {.outcome = std::move(made)};
}

finished no(const conversation& talk, trouble why) {
    const bool is_no = why.verdict == verdict::refused;
    finished end = stopped(std::move(why), checkin_outcome{});
    end.conflict = is_no && talk.is_told();
    return end;
}

/// An order that may be said twice: the second answer "not checked out" says that the first was
/// done.
template <class Request>
finished say(conversation& talk, const undo_checkout& what, const Request& asked) {
    bool was_lost = talk.is_after_doubt();
    for (int orders = 0;; ++orders) {
        const auto answer = talk.order(asked);
        if (answer) return taken_back(talk, what);
        if (answer.has_problems()) {
            // Not on loan: that is the state that was wanted.
            if (has_class(answer.problems, ncip::problem_class::item_not_loaned, talk.settings()))
                return taken_back(talk, what);
            return no(talk, trouble_of(answer, attempt::checkin, talk.settings()));
        }
        was_lost = was_lost || may_have_happened(*answer.failed);
        if (may_have_happened(*answer.failed) && orders == 0) continue;
        if (was_lost) return in_doubt(*answer.failed, checkin_outcome{});
        return no(talk, trouble_of(*answer.failed));
    }
}

/// Only a loan of this device's own: a return has consequences that an undone checkout has not.
finished by_return(conversation& talk, const undo_checkout& what) {
    const auto own = talk.session().loan_made(what.item);
    const bool is_wanted = talk.backend().undo_checkout == config::ncip_undo_checkout::checkin;
    if (!is_wanted || !talk.offers(ncip_service::check_in_item))
        return no(talk, trouble_of(reason{.code = code::not_permitted}));
    if (!own) return no(talk, trouble_of(reason{.code = code::undo_elsewhere}));
    if (!what.card.empty() && what.card != own->card)
        return no(talk, trouble_of(reason{.code = code::not_on_loan_to_patron}));
    const item_facts found = find_holder(talk, what.item, own->card);
    if (found.has == holder::nobody) return taken_back(talk, what);
    if (found.has == holder::somebody_else)
        return no(talk, trouble_of(reason{.code = code::undo_too_late}));
    if (found.has == holder::unknown) return no(talk, trouble_of(failure::no_answer));
    ncip::check_in_item_request asked;
    asked.item_id = talk.item(what.item);
    return say(talk, what, asked);
}

} // namespace

finished run(conversation& talk, const undo_checkout& what) {
    if (!talk.offers(ncip_service::undo_check_out_item)) return by_return(talk, what);
    ncip::undo_check_out_item_request asked;
    asked.mandated_action = talk.mandate();
    asked.item_id = talk.item(what.item);
    if (!what.card.empty()) {
        asked.user_id = talk.user(what.card);
    } else if (const auto own = talk.session().loan_made(what.item)) {
        asked.user_id = talk.user(own->card);
    } else if (talk.offers(ncip_service::lookup_item)) {
        const auto found = look_at(talk, what.item, true);
        if (found && found.data->item_transaction && found.data->item_transaction->current_borrower)
            asked.user_id = found.data->item_transaction->current_borrower->user_id;
    }
    finished end = say(talk, what, asked);
    // That the service is missing may have come out just now.
    if (!talk.offers(ncip_service::undo_check_out_item)) return by_return(talk, what);
    return end;
}

finished run(conversation& talk, const undo_checkin& what) {
    if (talk.backend().undo_checkin == config::ncip_undo_checkin::refuse)
        return refused(talk, trouble_of(reason{.code = code::not_permitted}), {});
    checkout anew;
    anew.by = what.by;
    anew.card = what.card;
    anew.item = what.item;
    anew.pin = what.pin;
    anew.renewal_allowed = false;
    return run(talk,
               anew); // a new loan with a due date of its own, which is the price of the setting
}

} // namespace circ::relay
