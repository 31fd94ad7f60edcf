#pragma once

#include "protocol/ncip/dialect.hpp"
#include "protocol/ncip/values.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace circ::protocol::ncip {

/// Reads a date as xs:dateTime writes it and as peers do: a bare date, a blank for the `T`, a zone
/// without colon, fractions of a second, which are kept to a microsecond.
/// @return nothing for days and times that there are not
[[nodiscard]] std::optional<date_time> read_date(std::string_view text,
                                                 date_order order = date_order::year_month_day);

/// Writes xs:dateTime, with fractions where there are some.
[[nodiscard]] std::string write_date(const date_time& when, const dialect& as = {});

} // namespace circ::protocol::ncip
