#pragma once

#include "protocol/sip2/charset.hpp"
#include "protocol/sip2/dialect.hpp"
#include "protocol/text/utf8.hpp"
#include "tests/fuzz/input.hpp"

#include <algorithm>
#include <string_view>

namespace circ::fuzz {

inline constexpr protocol::sip2::charset charsets[] = {protocol::sip2::charset::utf8,
                                                       protocol::sip2::charset::cp850,
                                                       protocol::sip2::charset::iso_8859_1,
                                                       protocol::sip2::charset::windows_1252,
                                                       protocol::sip2::charset::ascii};

/// How a terminal of the fuzzer's choice writes.
[[nodiscard]] inline protocol::sip2::dialect choose_dialect(input& from) {
    protocol::sip2::dialect as;
    as.encoding = charsets[from.choose(std::size(charsets))];
    as.delimiter = "|\t^"[from.choose(3)];
    as.version = from.choose(2) == 0 ? protocol::sip2::protocol_version::v2_00
                                     : protocol::sip2::protocol_version::v1_00;
    as.on_bad_width = from.choose(2) == 0 ? protocol::sip2::fixed_part::resync
                                          : protocol::sip2::fixed_part::strict;
    return as;
}

/// Whether nothing in it could end the line or move a terminal's cursor.
[[nodiscard]] inline bool is_one_line(std::string_view text, char besides = ' ') {
    return std::ranges::none_of(text, [besides](char c) {
        return (static_cast<unsigned char>(c) < ' ' || c == '\x7F') && c != besides;
    });
}

/// Whether this may be shown, logged and stored: UTF-8 on one line.
[[nodiscard]] inline bool is_clean_text(std::string_view text) {
    return protocol::text::is_utf8(text) && is_one_line(text);
}

} // namespace circ::fuzz
