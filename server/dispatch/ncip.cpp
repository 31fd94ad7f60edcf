#include "server/dispatch/ncip.hpp"

#include "server/dispatch/ncip_translations.hpp"

#include <algorithm>
#include <array>
#include <type_traits>
#include <utility>

namespace circ::dispatch {

using namespace circulation;
using ncip::problem_type;

namespace {

/// One service: its name stands in its layout, and what it needs to be allowed in the settings.
struct service_row {
    std::string_view name;
    config::peer_service right;
    ncip_request (*to_operation)(const ncip::message& asked, const ncip_incoming& in);
    ncip_answer (*to_answer)(const ncip::message& asked,
                             const any_outcome& from,
                             const ncip_outgoing& to);
};

template <class Outcome, class Request>
ncip_answer answered(const Request& asked, const any_outcome& from, const ncip_outgoing& to) {
    if constexpr (std::is_same_v<Outcome, any_outcome>) {
        return to_answer(asked, from, to);
    } else {
        if (const auto* fitting = std::get_if<Outcome>(&from))
            return to_answer(asked, *fitting, to);
        // A backend that answers with another kind of outcome: what they share is still true.
        Outcome made;
        static_cast<outcome&>(made) = common(from);
        return to_answer(asked, made, to);
    }
}

template <class Request, class Outcome>
constexpr service_row service(config::peer_service right) {
    return {ncip::layout<Request>::name,
            right,
            [](const ncip::message& asked, const ncip_incoming& in) {
                return to_operation(*asked.body.get_if<Request>(), in);
            },
            [](const ncip::message& asked, const any_outcome& from, const ncip_outgoing& to) {
                return answered<Outcome>(*asked.body.get_if<Request>(), from, to);
            }};
}

/// LookupVersion is answered at the door.
ncip_answer no_answer(const ncip::message&, const any_outcome&, const ncip_outgoing&) {
    return {};
}

constexpr service_row version_service() {
    return {ncip::layout<ncip::lookup_version_request>::name,
            config::peer_service::lookup_version,
            [](const ncip::message& asked, const ncip_incoming& in) {
                return to_operation(*asked.body.get_if<ncip::lookup_version_request>(), in);
            },
            &no_answer};
}

// clang-format off
using s = config::peer_service;
constexpr std::array services{
    version_service(),
    service<ncip::lookup_agency_request, agency_outcome>(s::lookup_agency),
    service<ncip::lookup_user_request, outcome>(s::lookup_user),
    service<ncip::lookup_item_request, any_outcome>(s::lookup_item),
    service<ncip::lookup_item_set_request, title_items_outcome>(s::lookup_item_set),
    service<ncip::lookup_request_request, hold_details_outcome>(s::lookup_request),
    service<ncip::check_out_item_request, loan_outcome>(s::check_out_item),
    service<ncip::check_in_item_request, checkin_outcome>(s::check_in_item),
    service<ncip::renew_item_request, loan_outcome>(s::renew_item),
    service<ncip::undo_check_out_item_request, checkin_outcome>(s::undo_check_out_item),
    service<ncip::request_item_request, hold_outcome>(s::request_item),
    service<ncip::cancel_request_item_request, hold_outcome>(s::cancel_request_item),
    service<ncip::update_request_item_request, hold_outcome>(s::update_request_item),
    service<ncip::accept_item_request, accept_outcome>(s::accept_item),
    service<ncip::recall_item_request, recall_outcome>(s::recall_item),
    service<ncip::cancel_recall_item_request, recall_outcome>(s::cancel_recall_item),
    service<ncip::create_user_fiscal_transaction_request, any_outcome>(s::create_user_fiscal_transaction),
    service<ncip::create_user_request, outcome>(s::create_user),
    service<ncip::update_user_request, outcome>(s::update_user),
    service<ncip::delete_user_request, outcome>(s::delete_user),
    service<ncip::create_item_request, outcome>(s::create_item),
    service<ncip::update_item_request, outcome>(s::update_item),
    service<ncip::delete_item_request, outcome>(s::delete_item),
    service<ncip::update_circulation_status_request, outcome>(s::update_circulation_status),
    service<ncip::report_circulation_status_change_request, outcome>(s::report_circulation_status_change),
};
// clang-format on

const service_row* row_of(std::string_view name) {
    const auto found = std::ranges::find(services, name, &service_row::name);
    return found == services.end() ? nullptr : &*found;
}

bool is_notification(const ncip::message& asked) {
    return !asked.body.empty() && asked.body.table()->role == ncip::service_role::notification;
}

ncip::message refused(const ncip::message& asked, problem_type why, std::string_view detail = {}) {
    return ncip::refusal_of(asked, {make_problem(asked, why, {}, {}, detail)});
}

/// The library that is meant, where the settings say which we are; empty when it is us.
std::string meant_for_another(const ncip::message& asked, const ncip_door& door) {
    if (!asked.initiation_header || door.peer->own_agencies.empty()) return {};
    auto named = trimmed(asked.initiation_header->to_agency_id.agency_id.value);
    return named.empty() || is_our_agency(named, door) ? std::string() : named;
}

/// Dates and amounts that cannot be read: without them it would be another request - a hold for ever, a
/// whole fee let off. What is empty counts as left out, and what only describes is read around.
ncip_problems unreadable_values(const ncip::message& asked) {
    ncip_problems made;
    for (const auto& each : asked.faults) {
        const std::string_view element = each.element();
        const bool is_date = element.find("Date") != std::string_view::npos;
        const bool counts = (is_date || element.ends_with("Amount")) &&
                            each.path.find("OptionalFields/") == std::string::npos;
        if (each.error == protocol::errc::bad_value && counts && !each.value.empty())
            made.push_back(
                make_problem(asked,
                             is_date ? problem_type::invalid_date : problem_type::invalid_amount,
                             element,
                             each.value));
    }
    return made;
}

/// What only tells is taken note of by whoever logs this; nothing changes here for it.
ncip_translation take_note(const ncip::message& asked, const ncip_door& door) {
    if (!is_offered(*door.peer, config::peer_service::notification))
        return refused(asked, problem_type::unauthorized_service_for_system);
    return ncip::answer_to(asked, ncip::any_message(*asked.body.table()->response()));
}

/// The right PIN is missing: nothing else is told, neither whether there is such a reader.
bool is_unproved(const outcome& from) {
    return from.pin == pin_state::wrong || from.pin == pin_state::locked;
}

ncip::money required_fee(const outcome& from, const ncip_outgoing& to) {
    return to_money(from.fee->amount, to.door);
}

template <class... Responses>
void demand_fee(ncip::message& answer, const ncip::money& fee) {
    const auto put = [&](auto* body) {
        if (body != nullptr) body->required_fee_amount = fee;
    };
    (put(answer.body.get_if<Responses>()), ...);
}

ncip::message refusal(const ncip::message& asked, const outcome& from, const ncip_outgoing& to) {
    if (is_unproved(from))
        return ncip::refusal_of(asked,
                                {make_problem(asked,
                                              problem_type::user_authentication_failed,
                                              "AuthenticationInputData")});
    auto answer = ncip::refusal_of(asked, problems_of(from, to));
    const bool wants_fee = from.fee && std::ranges::any_of(from.reasons, [](const reason& each) {
                               return each.code == reason_code::fee_not_agreed;
                           });
    if (wants_fee)
        demand_fee<ncip::check_out_item_response,
                   ncip::renew_item_response,
                   ncip::request_item_response,
                   ncip::update_request_item_response>(answer, required_fee(from, to));
    return answer;
}

} // namespace

ncip_translation to_operation(const ncip_received& received, const ncip_door& door) {
    const ncip::message& asked = received.message;
    if (const auto other = meant_for_another(asked, door); !other.empty())
        return ncip::refusal_of(
            asked, {make_problem(asked, problem_type::unknown_agency, "ToAgencyId", other)});
    if (is_notification(asked)) return take_note(asked, door);
    const service_row* row = row_of(asked.service);
    const bool is_old = asked.release == ncip::release::v1 &&
                        asked.service != ncip::layout<ncip::lookup_version_request>::name;
    if (is_old)
        return refused(
            asked, problem_type::unsupported_service, "NCIP 2.0 to 2.02 are answered here.");
    if (row == nullptr)
        return refused(asked,
                       asked.body.empty() ? problem_type::unknown_service
                                          : problem_type::unsupported_service);
    if (!is_offered(*door.peer, row->right))
        return refused(asked, problem_type::unauthorized_service_for_system);
    if (auto wrong = unreadable_values(asked); !wrong.empty())
        return ncip::refusal_of(asked, std::move(wrong));
    auto made = row->to_operation(asked, {door, asked, received.once_only_text, received.at});
    if (auto* operation = std::get_if<any_operation>(&made)) return std::move(*operation);
    if (auto* body = std::get_if<ncip::any_message>(&made))
        return ncip::answer_to(asked, std::move(*body));
    return ncip::refusal_of(asked, std::get<ncip_problems>(std::move(made)));
}

ncip::message to_answer(const ncip::message& asked,
                        const any_outcome& from,
                        const ncip_door& door,
                        storage::instant now) {
    const ncip_outgoing to{door, asked, now};
    const outcome& shared = common(from);
    if (!is_done(shared) || is_unproved(shared)) return refusal(asked, shared, to);
    return ncip::answer_to(asked, row_of(asked.service)->to_answer(asked, from, to));
}

bool is_ncip_service(std::string_view name) {
    return row_of(name) != nullptr;
}

std::vector<std::string_view> ncip_services() {
    std::vector<std::string_view> names;
    for (const auto& each : services)
        names.push_back(each.name);
    return names;
}

} // namespace circ::dispatch
