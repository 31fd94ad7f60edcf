#pragma once

#include "protocol/sip2/dialect.hpp"
#include "protocol/sip2/table.hpp"

#include <cstddef>
#include <string>

namespace circ::protocol::sip2 {

/// Appends a message as the standard wants it, without tail and terminator: fields in the order of
/// the table, required ones always, optional ones only with content. The delimiter and control
/// characters inside a value become blanks, values end at 255 bytes, and a 1.00 terminal gets no
/// field that its release does not have.
/// @spec SIP2, message layout; values that hold a delimiter have no escape
void serialize(std::string& out, message_view message, const dialect& as);

template <message M>
void serialize(std::string& out, const M& value, const dialect& as) {
    serialize(out, view_of(value), as);
}

/// The same in at most `max_bytes`, as some terminals read no more: what does not fit is left out
/// from the end, first list entries, then print lines, then screen messages. Required fields stay,
/// even when they alone are too long.
void serialize_within(std::string& out,
                      message_view message,
                      const dialect& as,
                      std::size_t max_bytes);

template <message M>
void serialize_within(std::string& out, const M& value, const dialect& as, std::size_t max_bytes) {
    serialize_within(out, view_of(value), as, max_bytes);
}

} // namespace circ::protocol::sip2
