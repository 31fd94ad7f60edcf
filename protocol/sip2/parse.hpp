#pragma once

#include "protocol/sip2/dialect.hpp"
#include "protocol/sip2/fault.hpp"
#include "protocol/sip2/table.hpp"

#include <string_view>
#include <vector>

namespace circ::protocol::sip2 {

template <class M>
struct parsed {
    M value{};
    std::vector<fault> faults;

    [[nodiscard]] bool has(errc error) const noexcept {
        for (const auto& each : faults) {
            if (each.error == error) {
                return true;
            }
        }
        return false;
    }
};

namespace detail {
void parse_into(const message_table& table,
                void* message,
                std::string_view frame,
                const dialect& as,
                std::vector<fault>& faults);
} // namespace detail

/// Reads the fields of one frame into a message. Every deviation that could be read around is a
/// fault; errc::unreadable_message alone says that nothing could be read.
/// @pre    `frame` is without its terminator, tail and checksum, and has the code of `M`.
/// @return the message with its faults; what did not come or was not allowed has its default
/// @note   The message owns its text; a fault's views point into `frame` or live for ever.
/// @spec   SIP2, message layout: fixed fields by position, the others by their two-letter id
template <message M>
[[nodiscard]] parsed<M> parse(std::string_view frame, const dialect& as) {
    parsed<M> result;
    detail::parse_into(table_of<M>(), &result.value, frame, as, result.faults);
    return result;
}

} // namespace circ::protocol::sip2
