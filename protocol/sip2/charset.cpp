#include "protocol/sip2/charset.hpp"

#include "protocol/sip2/charset_tables.hpp"
#include "protocol/text/utf8.hpp"

#include <algorithm>
#include <optional>
#include <span>

namespace circ::protocol::sip2 {

namespace {

/// The characters a one-byte set has from byte 80 on, as far as they are not those of ISO-8859-1.
std::span<const char16_t> upper_half(charset set) noexcept {
    if (set == charset::cp850) return cp850_upper_half();
    if (set == charset::windows_1252) return windows_1252_c1();
    return {};
}

char32_t decode_byte(unsigned char byte, charset from) noexcept {
    if (byte < 0x80) return byte;
    if (from == charset::ascii) return text::replacement_character;
    const auto table = upper_half(from);
    const std::size_t index = byte - 0x80u;
    return index < table.size() ? char32_t{table[index]} : char32_t{byte};
}

std::optional<unsigned char> encode_character(char32_t code_point, charset to) noexcept {
    if (code_point < 0x80) return static_cast<unsigned char>(code_point);
    if (to == charset::ascii || code_point == text::replacement_character) return std::nullopt;
    const auto table = upper_half(to);
    if (const auto found = std::ranges::find(table, code_point); found != table.end())
        return static_cast<unsigned char>(0x80 + (found - table.begin()));
    // Of ISO-8859-1 a set keeps what lies behind its own table.
    if (code_point <= 0xFF && code_point - 0x80 >= table.size())
        return static_cast<unsigned char>(code_point);
    return std::nullopt;
}

/// Calls `each` with every character of UTF-8 text, broken sequences replaced.
template <class Function>
void for_each_character(std::string_view rest, Function each) {
    while (!rest.empty()) {
        const text::utf8_step step = text::front_character(rest);
        each(step.code_point);
        rest.remove_prefix(step.length);
    }
}

} // namespace

std::string to_utf8(std::string_view bytes, charset from) {
    if (text::is_ascii(bytes)) return std::string{bytes};
    std::string decoded;
    decoded.reserve(bytes.size() * 2);
    if (from == charset::utf8) {
        for_each_character(bytes, [&](char32_t c) { text::append_utf8(decoded, c); });
    } else {
        for (const char byte : bytes)
            text::append_utf8(decoded, decode_byte(static_cast<unsigned char>(byte), from));
    }
    return decoded;
}

void append_encoded(std::string& out, std::string_view utf8, charset to) {
    if (text::is_ascii(utf8)) {
        out += utf8;
        return;
    }
    for_each_character(utf8, [&](char32_t c) {
        if (to == charset::utf8)
            text::append_utf8(out, c);
        else if (const auto byte = encode_character(c, to))
            out += static_cast<char>(*byte);
        else
            out += ascii_spelling(c);
    });
}

} // namespace circ::protocol::sip2
