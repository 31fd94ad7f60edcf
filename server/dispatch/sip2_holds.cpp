// Hold (15/16).
#include "server/dispatch/sip2_translations.hpp"

namespace circ::dispatch {

using namespace circulation;

namespace {

storage::hold_level level_of(const sip2::hold_request& asked) {
    if (asked.hold_type == sip2::hold_type::specific_copy) return storage::hold_level::item;
    if (asked.hold_type == sip2::hold_type::any_copy_at_location) return storage::hold_level::branch;
    return storage::hold_level::title;
}

template <class Operation>
Operation make_hold_operation(const sip2::hold_request& asked, const incoming& in) {
    Operation made;
    made.by = make_requester(in, asked.transaction_date);
    made.card = number_of(asked.patron_identifier, in.door);
    made.by.pin_proved_before = proved_before(in, made.card);
    made.what = {.item = number_of(asked.item_identifier.value_or(""), in.door),
                 .title = asked.title_identifier.value_or("")};
    made.pin = secret_of(asked.patron_password);
    if constexpr (requires { made.pickup; }) {
        made.pickup = asked.pickup_location.value_or("");
        made.expires = to_instant(asked.expiration_date, in.door);
    }
    return made;
}

} // namespace

translated<place_hold, change_hold, cancel_hold> to_operation(const sip2::hold_request& asked, const incoming& in) {
    if (number_of(asked.patron_identifier, in.door).empty()) return any_outcome{refusal_of<hold_outcome>(lacks("AA"))};
    const bool names_item = !number_of(asked.item_identifier.value_or(""), in.door).empty();
    if (!names_item && !asked.title_identifier) return any_outcome{refusal_of<hold_outcome>(lacks("AB/AJ"))};
    if (!asked.hold_mode) return any_outcome{refusal_of<hold_outcome>(lacks("hold mode"))};
    switch (*asked.hold_mode) {
    case sip2::hold_mode::change: return make_hold_operation<change_hold>(asked, in);
    case sip2::hold_mode::remove: return make_hold_operation<cancel_hold>(asked, in);
    case sip2::hold_mode::add: break;
    }
    auto made = make_hold_operation<place_hold>(asked, in);
    made.level = level_of(asked);
    made.agreed = agreement_of(asked.fee_acknowledged);
    return made;
}

sip2::hold_response to_answer(const sip2::hold_request& asked, const hold_outcome& from, const outgoing& to) {
    sip2::hold_response answer;
    answer.ok = sip2::to_zero_one(done(from));
    answer.available = sip2::to_yes_no(done(from) && from.available);
    answer.transaction_date = to_date_time(to.now, to.door);
    answer.institution_id = institution_for(asked.institution_id, to.door);
    answer.patron_identifier = asked.patron_identifier;
    answer.item_identifier = asked.item_identifier;
    if (from.item)
        answer.title_identifier = title_of(*from.item, to.door);
    else
        answer.title_identifier = asked.title_identifier;
    if (done(from)) {
        if (from.expires) answer.expiration_date = to_date_time(*from.expires, to.door);
        if (from.position) answer.queue_position = std::to_string(*from.position);
        if (!from.pickup.empty()) answer.pickup_location = from.pickup;
    }
    answer.screen_message = screen_of(from, to);
    return answer;
}

} // namespace circ::dispatch
