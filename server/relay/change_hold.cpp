// Hold, modes - and * (15): CancelRequestItem, UpdateRequestItem.
// @spec ncip.md 4.7, 7.2
#include "protocol/ncip/messages/cancel_request_item.hpp"
#include "protocol/ncip/messages/update_request_item.hpp"
#include "server/relay/item_lookup.hpp"
#include "server/relay/lending.hpp"
#include "server/relay/requests.hpp"
#include "server/relay/scripts.hpp"

namespace circ::relay {

using namespace circulation;
using code = reason_code;
using config::ncip_service;

namespace {

/// What an order about a request names: its number, where it is known, else the item.
struct named {
    std::optional<ncip::request_id> request;
    std::optional<ncip::item_id> item;
    ncip::scheme_value type{"Hold"};
    std::optional<trouble> why_not;
};

/// A hold on the title of an item: a request for any copy names none.
const ncip::requested_item* find_by_title(conversation& talk,
                                          const ncip::lookup_user_response& account,
                                          const std::string& item) {
    const auto* about = description_of(talk, item);
    if (about == nullptr || !about->bibliographic_description) return nullptr;
    const auto& title = *about->bibliographic_description;
    for (const auto& each : title.bibliographic_record_id)
        if (const auto* found = find_request(account, {{}, each.bibliographic_record_identifier}))
            return found;
    return find_request(account, {{}, title.title.value_or("")});
}

named name_request(conversation& talk,
                   const std::string& card,
                   const target& what,
                   const hold_key& which) {
    named made;
    if (which.request) {
        made.request = talk.request(which.request.value);
        if (!which.request.agency.empty())
            made.request->agency_id = ncip::scheme_value{which.request.agency};
        return made;
    }
    const auto account = account_of(talk, card, std::nullopt); // the PIN has been seen to
    if (account.data == nullptr) {
        made.why_not = account.why_not;
        return made;
    }
    const auto* found = find_request(*account.data, what);
    if (found == nullptr && !what.item.empty() && !account.data->requested_item.empty())
        found = find_by_title(talk, *account.data, what.item);
    if (found != nullptr) {
        made.request = found->request_id;
        if (!found->request_type.value.empty()) made.type = found->request_type;
        if (!made.request) made.item = found->item_id;
    } else if (account.data->requested_item.empty() && !what.item.empty()) {
        made.item = talk.item(what.item); // it tells no requests: let it find its own
    }
    if (!made.request && !made.item)
        made.why_not = trouble_of(reason{.code = code::hold_not_found});
    return made;
}

void forget_account(conversation& talk) {
    talk.at_end([](session_cache& session, backend_memory&) { session.changed(); });
}

finished gone(conversation& talk, hold_outcome made) {
    forget_account(talk);
    return {.outcome = std::move(made)};
}

/// The order may be said twice: a request that is not known any more was cancelled by the first.
finished
cancel(conversation& talk, const std::string& card, const named& which, hold_outcome made) {
    ncip::cancel_request_item_request asked;
    asked.mandated_action = talk.mandate();
    asked.user_id = user_for_order(talk, card);
    asked.request_id = which.request;
    asked.item_id = which.item;
    asked.request_type = which.type;
    bool was_lost = talk.is_after_doubt();
    for (int orders = 0;; ++orders) {
        const auto answer = talk.order(asked);
        if (answer) return gone(talk, std::move(made));
        if (answer.has_problems()) {
            const bool is_gone =
                has_class(answer.problems, ncip::problem_class::unknown_request, talk.settings());
            if ((was_lost || talk.is_told()) && is_gone) return gone(talk, std::move(made));
            return hold_refused(
                talk, trouble_of(answer, attempt::hold, talk.settings()), std::move(made));
        }
        was_lost = was_lost || may_have_happened(*answer.failed);
        if (may_have_happened(*answer.failed) && orders == 0) continue;
        if (was_lost) return in_doubt(*answer.failed, std::move(made));
        return hold_refused(talk, trouble_of(*answer.failed), std::move(made));
    }
}

} // namespace

finished run(conversation& talk, const cancel_hold& what) {
    hold_outcome made;
    const auto gate = admit(talk, what.card, what.pin, attempt::account);
    made.pin = gate.pin;
    if (gate.why_not) return hold_refused(talk, *gate.why_not, std::move(made));
    if (!talk.offers(ncip_service::cancel_request_item))
        return hold_refused(talk, trouble_of(reason{.code = code::not_permitted}), std::move(made));
    const named which = name_request(talk, what.card, what.what, what.which);
    if (which.why_not) {
        // Cancelled before the answer was lost, or elsewhere, it is not found any more.
        const bool may_be_gone = talk.is_after_doubt() || talk.is_told();
        const bool is_gone = may_be_gone && which.why_not->verdict == verdict::refused;
        return is_gone ? gone(talk, std::move(made))
                       : hold_refused(talk, *which.why_not, std::move(made));
    }
    return cancel(talk, what.card, which, std::move(made));
}

namespace {

ncip::update_request_item_request
request_of(const conversation& talk, const change_hold& what, const named& which) {
    ncip::update_request_item_request asked;
    asked.mandated_action = talk.mandate();
    asked.request_id = which.request;
    if (!which.request) {
        asked.user_id = user_for_order(talk, what.card);
        asked.item_id = which.item;
        asked.request_type = which.type;
    }
    ncip::request_fields fields;
    if (!what.pickup.empty()) fields.pickup_location = ncip::scheme_value{what.pickup};
    if (what.expires) fields.need_before_date = ncip::date_time{*what.expires};
    asked.add_request_fields = std::move(fields);
    return asked;
}

/// Cancelled and asked for anew: it loses its place, which is the price of the setting.
finished
replace(conversation& talk, const change_hold& what, const named& which, hold_outcome made) {
    const bool can =
        talk.offers(ncip_service::cancel_request_item) && talk.offers(ncip_service::request_item);
    if (talk.backend().change_hold == config::ncip_change_hold::refuse || !can)
        return hold_refused(talk, trouble_of(reason{.code = code::not_permitted}), std::move(made));
    finished end = cancel(talk, what.card, which, hold_outcome{made});
    if (common(end.outcome).result != verdict::done) return end;
    place_hold anew;
    anew.by = what.by;
    anew.card = what.card;
    anew.what = what.what;
    anew.level = what.what.item.empty() ? storage::hold_level::title : storage::hold_level::item;
    anew.pickup = what.pickup;
    anew.expires = what.expires;
    return run(talk, anew);
}

finished changed(conversation& talk, const change_hold& what, hold_outcome made) {
    made.pickup = what.pickup;
    made.expires = what.expires;
    return gone(talk, std::move(made));
}

} // namespace

finished run(conversation& talk, const change_hold& what) {
    hold_outcome made;
    const auto gate = admit(talk, what.card, what.pin, attempt::hold);
    made.pin = gate.pin;
    if (gate.why_not) return hold_refused(talk, *gate.why_not, std::move(made));
    const named which = name_request(talk, what.card, what.what, what.which);
    if (which.why_not) return hold_refused(talk, *which.why_not, std::move(made));
    if (!talk.offers(ncip_service::update_request_item))
        return replace(talk, what, which, std::move(made));
    bool was_lost = talk.is_after_doubt();
    for (int orders = 0;; ++orders) {
        const auto answer = talk.order(request_of(talk, what, which));
        if (answer) return changed(talk, what, std::move(made));
        if (!talk.offers(ncip_service::update_request_item))
            return replace(talk, what, which, std::move(made));
        if (answer.has_problems())
            return hold_refused(
                talk, trouble_of(answer, attempt::hold, talk.settings()), std::move(made));
        was_lost = was_lost || may_have_happened(*answer.failed);
        if (may_have_happened(*answer.failed) && orders == 0)
            continue; // whole values may be said twice
        if (was_lost) return in_doubt(*answer.failed, std::move(made));
        return hold_refused(talk, trouble_of(*answer.failed), std::move(made));
    }
}

} // namespace circ::relay
