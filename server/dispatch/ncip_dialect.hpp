#pragma once

#include "config/ncip_dialect.hpp"
#include "protocol/ncip/dialect.hpp"

#include <string_view>

namespace circ::dispatch {

/// A peer's dialect in the protocol's own words.
/// @param zone     whose wall clock is meant where a date has no zone
/// @param currency ISO 4217, where one must be written and none is known
[[nodiscard]] protocol::ncip::dialect
dialect_of(const config::ncip_dialect& from, std::string_view zone, std::string_view currency);

/// The same for the answer to a request of this release.
[[nodiscard]] protocol::ncip::dialect answering(protocol::ncip::dialect as,
                                                const config::ncip_dialect& from,
                                                protocol::ncip::release asked);

/// A date as an instant: by its zone, else the wall clock of this one.
[[nodiscard]] std::chrono::sys_time<std::chrono::microseconds>
instant_of(const protocol::ncip::date_time& when, std::string_view zone);

} // namespace circ::dispatch
