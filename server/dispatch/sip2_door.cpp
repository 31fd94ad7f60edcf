#include "server/dispatch/sip2_door.hpp"

#include <charconv>

namespace circ::dispatch {

using namespace circulation;

namespace {

/// Enumerations of profile and rules that mean the same stand in the same order where the cast is
/// used; the assertions hold that.
template <class To, class From>
constexpr To same(From value) {
    return static_cast<To>(value);
}
static_assert(same<hold_handling>(config::hold_handling::tell_only) == hold_handling::tell_only &&
              same<hold_handling>(config::hold_handling::refuse) == hold_handling::refuse);
static_assert(same<device_rules::details>(config::details_without_pin::minimal) == device_rules::details::minimal &&
              same<device_rules::details>(config::details_without_pin::full) == device_rules::details::full);
static_assert(same<return_dating>(config::returns_dated::last_open_day) == return_dating::last_open_day);

pin_rule rule_of(config::pin_policy policy) {
    switch (policy) {
    case config::pin_policy::none: return pin_rule::none;
    case config::pin_policy::if_present: return pin_rule::if_present;
    case config::pin_policy::in_session: return pin_rule::in_session;
    case config::pin_policy::each_request: return pin_rule::each_request;
    }
    return pin_rule::each_request;
}

block_handling handling_of(config::block_patron_policy policy) {
    switch (policy) {
    case config::block_patron_policy::block: return block_handling::block;
    case config::block_patron_policy::note: return block_handling::note;
    case config::block_patron_policy::ignore: return block_handling::ignore;
    }
    return block_handling::note;
}

id_scope scope_of(config::bk_scope scope) {
    switch (scope) {
    case config::bk_scope::ever: return id_scope::ever;
    case config::bk_scope::day: return id_scope::day;
    case config::bk_scope::none: return id_scope::none;
    }
    return id_scope::day;
}

std::optional<int> number_in(const std::string& text) {
    int number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || read.ec != std::errc{}) return std::nullopt;
    return number;
}

} // namespace

std::shared_ptr<const device_rules> device_rules_of(const config::profile& from) {
    auto made = std::make_shared<device_rules>();
    made->holds = same<hold_handling>(from.holds);
    made->assesses_fees = from.assess_fees;
    made->refused_item_types = from.refuse_item_types;
    made->seen_by_look_up = from.seen_by_17;
    made->offline_ok = from.offline_ok;
    made->returns_dated = same<return_dating>(from.returns_dated);
    made->returns_backdated = from.return_date == config::return_date_rule::backdate;
    made->trust_return_date = from.trust_return_date_minutes;
    made->checkin_not_on_loan_ok = from.checkin_not_on_loan_ok;
    made->pin = rule_of(from.pin_policy);
    made->empty_pin_is_fine = from.empty_pin == config::empty_pin::not_checked;
    made->details_without_pin = same<device_rules::details>(from.details_without_pin);
    made->hides_unknown_cards = from.unknown_card == config::unknown_card::as_wrong_pin;
    if (from.pin_tries_minute > 0) made->pin_tries_minute = from.pin_tries_minute;
    if (from.pin_tries_address_minute > 0) made->pin_tries_address_minute = from.pin_tries_address_minute;
    made->block_patron = from.status_update ? handling_of(from.block_patron_policy) : block_handling::ignore;
    made->may_enable_patron = from.patron_enable;
    made->payment_id_scope = scope_of(from.bk_scope);
    made->overpayment = from.overpayment == config::overpayment::credit ? too_much::credit : too_much::refuse;
    made->write_off_payment_type = number_in(from.write_off_payment_type);
    return made;
}

} // namespace circ::dispatch
