#include "protocol/ncip/structures/identifiers.hpp"

#include <algorithm>
#include <array>

namespace circ::protocol::ncip {

bool layout<authentication_input>::shows_secrets(const authentication_input& input) {
    return names_user(input);
}

bool names_user(const authentication_input& input) {
    constexpr auto kinds = std::to_array<std::string_view>(
        {"barcode", "barcodeid", "externalsystemid", "institutionidnumber", "userid", "username"});
    return std::ranges::find(kinds, folded(input.authentication_input_type.value)) != kinds.end();
}

} // namespace circ::protocol::ncip
