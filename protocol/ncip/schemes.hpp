#pragma once

#include "protocol/ncip/dialect.hpp"
#include "protocol/ncip/values.hpp"

#include <string>
#include <string_view>

namespace circ::protocol::ncip {

/// The standard's list for an element's values, a name that looks like an address.
/// @return empty for an element whose values are agreed upon locally
[[nodiscard]] std::string standard_scheme(std::string_view element);

/// What to write as the Scheme of a value in this element.
[[nodiscard]] std::string
scheme_to_write(const scheme_value& value, std::string_view element, scheme_style style);

} // namespace circ::protocol::ncip
