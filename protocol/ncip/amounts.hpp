#pragma once

#include "protocol/ncip/dialect.hpp"
#include "protocol/ncip/values.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace circ::protocol::ncip {

/// Reads a MonetaryValue. Without a decimal point it counts what the dialect says, with one always
/// major units, as some peers write them.
/// @return nothing for what is no number, too large, or has more decimals than the currency
[[nodiscard]] std::optional<money>
read_amount(std::string_view currency, std::string_view value, money_unit unit = money_unit::minor);

/// The MonetaryValue of an amount; with a decimal point where the dialect counts major units and
/// the currency has decimals.
[[nodiscard]] std::string write_amount(const money& amount, money_unit unit = money_unit::minor);

} // namespace circ::protocol::ncip
