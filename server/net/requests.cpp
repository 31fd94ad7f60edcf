#include "server/net/requests.hpp"

#include <chrono>
#include <type_traits>
#include <utility>

namespace circ::net {

using namespace circulation;

any_outcome unavailable(const any_operation& what) {
    return std::visit(
        [](const auto& each) -> any_outcome {
            outcome_of<std::decay_t<decltype(each)>> made;
            made.result = verdict::unavailable;
            made.reasons.push_back({.code = reason_code::backend_unavailable});
            return made;
        },
        what);
}

std::string reasons_of(const any_outcome& of) {
    std::string all;
    for (const auto& each : common(of).reasons)
        all.append(all.empty() ? "" : " ").append(reason_name(each.code));
    return all;
}

namespace {

/// As the device tells it, unless its clock stands still.
instant moment_of(const requester& by) {
    const bool tells_time = by.said && (by.when == timing::already_happened ||
                                        std::chrono::abs(by.received - *by.said) <= std::chrono::days{1});
    return tells_time ? *by.said : by.received;
}

} // namespace

void number_payment(any_operation& what) {
    auto* const payment = std::get_if<pay_fee>(&what);
    if (payment == nullptr || !payment->transaction_id.empty() || payment->reference) return;
    const instant at = moment_of(payment->by);
    payment->transaction_id =
        payment->by.terminal_login + '-' + std::to_string(at.time_since_epoch().count());
}

void bear_number_of(const any_operation& first, any_operation& what) {
    who_asks(what).received = who_asks(first).received;
    const auto* const asked = std::get_if<pay_fee>(&first);
    auto* const now = std::get_if<pay_fee>(&what);
    if (asked == nullptr || now == nullptr) return;
    now->transaction_id = asked->transaction_id;
    now->reference = asked->reference;
}

} // namespace circ::net
