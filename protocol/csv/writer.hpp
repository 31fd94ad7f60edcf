#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace circ::protocol::csv {

/// What a spreadsheet may find at the front of a value. `guarded` puts an apostrophe before a
/// value that it would take for a formula; who reads the file back must know that. An amount below zero is
/// no formula.
enum class formulas : std::uint8_t { as_they_are, guarded };

struct dialect {
    char delimiter = ',';
    formulas at_front = formulas::as_they_are;
};

/// Writes one row with its line end (CR LF), quoting where a value needs it.
/// @spec RFC 4180
[[nodiscard]] std::string to_row(std::span<const std::string> values, const dialect& as = {});

} // namespace circ::protocol::csv
