#pragma once

#include "protocol/sip2/fault.hpp"
#include "protocol/sip2/table.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace circ::protocol::sip2 {

/// Whether the reader may see who the patron is. Passwords nobody sees.
enum class personal_data : std::uint8_t { masked, shown };

/// One value of a message, fit to be printed: control characters are escaped.
struct described_field {
    std::string_view name;
    std::string id; ///< empty for a field of the fixed part
    std::string value;
};

/// The message's values in the order of the wire.
[[nodiscard]] std::vector<described_field> describe(message_view message,
                                                    personal_data people = personal_data::masked);

template <message M>
[[nodiscard]] std::vector<described_field> describe(const M& value,
                                                    personal_data people = personal_data::masked) {
    return describe(view_of(value), people);
}

/// The same in one line: `11 Checkout sc_renewal_policy=Y ... item_identifier=39009000412083`.
[[nodiscard]] std::string describe_in_line(message_view message,
                                           personal_data people = personal_data::masked);

template <message M>
[[nodiscard]] std::string describe_in_line(const M& value,
                                           personal_data people = personal_data::masked) {
    return describe_in_line(view_of(value), people);
}

/// What is wrong, in which field, with its value: `a single field came more than once: BI "X"`.
[[nodiscard]] std::string describe_in_line(const fault& wrong,
                                           personal_data people = personal_data::masked);

} // namespace circ::protocol::sip2
