// Checkin (09): CheckInItem, with a look at the item before or after it.
// @spec ncip.md 4.7, 7.2
#include "server/relay/item_forms.hpp"
#include "server/relay/lending.hpp"
#include "server/relay/returning.hpp"
#include "server/relay/scripts.hpp"
#include "server/relay/words.hpp"

namespace circ::relay {

using namespace circulation;
using code = reason_code;
using config::ncip_service;

namespace {

ncip::check_in_item_request request_of(const conversation& talk, const checkin& what) {
    ncip::check_in_item_request asked;
    asked.mandated_action = talk.mandate(what.returned);
    asked.item_id = talk.item(what.item);
    asked.item_element_type = talk.wanted_of_item();
    if (!asked.item_element_type.empty())
        for (const auto* each : {"Circulation Status", "Location"})
            asked.item_element_type.push_back({each});
    if (talk.backend().borrower_at_return) asked.user_element_type.push_back({"Name Information"});
    return asked;
}

/// What a look at the item tells besides the answer: its title, and whether it is wanted somewhere.
struct looks {
    const ncip::item_optional_fields* before = nullptr;
    bool was_lent = true; ///< unless the look before said otherwise
    bool is_back = false; ///< it is in a library's hands, as was just looked up
};

bool is_in_hand(circulation_status status) {
    return status == circulation_status::available || status == circulation_status::on_hold_shelf ||
           status == circulation_status::in_transit;
}

looks look_before(conversation& talk, const checkin& what) {
    looks made;
    made.before = talk.known_item(what.item);
    const bool is_wanted = made.before == nullptr && talk.backend().look_before_return;
    if (!(is_wanted || talk.is_after_doubt()) || !talk.offers(ncip_service::lookup_item))
        return made;
    const auto found = look_at(talk, what.item, false);
    if (!found || !found.data->item_optional_fields) return made;
    made.before = &*found.data->item_optional_fields;
    if (const auto& word = made.before->circulation_status) {
        const auto status = status_of(word->value);
        made.was_lent = status != circulation_status::available;
        made.is_back = is_in_hand(status);
    }
    return made;
}

finished done(conversation& talk,
              const checkin& what,
              const looks& seen,
              const ncip::check_in_item_response* answer,
              checkin_outcome made) {
    ncip::item_optional_fields told;
    if (answer != nullptr)
        told = answer->item_optional_fields.value_or(ncip::item_optional_fields{});
    else if (seen.is_back)
        told.circulation_status = seen.before->circulation_status;
    read_routing(talk, made, answer, what.item, told);
    told = completed(std::move(told), seen.before);
    made.item = described(talk, what.item, {}, told);
    made.resensitize = has_marker(told, talk.backend());
    if (answer != nullptr)
        tell_charged_fee_by_notice(made, answer->fiscal_transaction_information, talk.settings());
    talk.at_end([item = what.item](session_cache& session, backend_memory&) {
        session.changed();
        session.forget_loan(item);
    });
    return {.outcome = std::move(made)};
}

finished refuse(
    conversation& talk, const checkin& what, const looks& seen, trouble why, checkin_outcome made) {
    const bool is_no = why.verdict == verdict::refused;
    if (is_no) made.alert = alert_kind::other;
    if (seen.before != nullptr) made.item = item_of(what.item, *seen.before, talk.settings());
    finished end = stopped(std::move(why), std::move(made));
    end.conflict = is_no && talk.is_told();
    return end;
}

} // namespace

finished run(conversation& talk, const checkin& what) {
    checkin_outcome made;
    if (!talk.offers(ncip_service::check_in_item))
        return refuse(
            talk, what, {}, trouble_of(reason{.code = code::not_permitted}), std::move(made));
    const looks seen = look_before(talk, what);
    bool was_lost = talk.is_after_doubt();
    // Said before, and it is back: that is what was wanted.
    if (was_lost && seen.is_back) return done(talk, what, seen, nullptr, std::move(made));
    for (int orders = 0;; ++orders) {
        const auto answer = talk.order(request_of(talk, what));
        if (answer) return done(talk, what, seen, answer.data, std::move(made));
        if (answer.has_problems()) {
            // After a lost answer "not checked out" says that the first order was done.
            const bool not_lent =
                has_class(answer.problems, ncip::problem_class::item_not_loaned, talk.settings());
            const bool is_fine = (was_lost && seen.was_lent) || talk.backend().return_not_loaned_ok;
            if (not_lent && is_fine) return done(talk, what, seen, nullptr, std::move(made));
            return refuse(talk,
                          what,
                          seen,
                          trouble_of(answer, attempt::checkin, talk.settings()),
                          std::move(made));
        }
        const failure why = *answer.failed;
        const bool may_be_done = was_lost || may_have_happened(why);
        was_lost = may_be_done;
        if (may_have_happened(why) && orders == 0) continue; // a return may be said twice
        if (may_be_done) return in_doubt(why, std::move(made));
        return refuse(talk, what, seen, trouble_of(why), std::move(made));
    }
}

} // namespace circ::relay
