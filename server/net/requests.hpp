#pragma once

// What whoever hands requests to a library system wants of any operation or outcome.

#include "server/circulation/any_operation.hpp"

#include <string>

namespace circ::net {

[[nodiscard]] inline circulation::requester& who_asks(circulation::any_operation& what) {
    return std::visit([](auto& each) -> circulation::requester& { return each.by; }, what);
}
[[nodiscard]] inline const circulation::requester&
who_asks(const circulation::any_operation& what) {
    return std::visit([](const auto& each) -> const circulation::requester& { return each.by; },
                      what);
}

/// The outcome of what could not be asked for.
[[nodiscard]] circulation::any_outcome unavailable(const circulation::any_operation& what);

/// By their names, for log and lists.
[[nodiscard]] std::string reasons_of(const circulation::any_outcome& of);

/// A payment without a number gets one that its repeats bear too: it is what the other side knows
/// it by.
void number_payment(circulation::any_operation& what);

/// What may have been done already is known at the other side by the number and the moment of its first
/// asking: so is what is asked again, and what is told of it.
void bear_number_of(const circulation::any_operation& first, circulation::any_operation& what);

} // namespace circ::net
