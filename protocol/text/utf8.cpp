#include "protocol/text/utf8.hpp"

#include <algorithm>

namespace circ::protocol::text {

namespace {

/// What a lead byte announces. The second byte's range is narrower than 80..BF where the plain
/// range would let in an overlong form, a surrogate or a value beyond U+10FFFF.
struct lead_byte {
    std::size_t length;
    unsigned char second_low, second_high;
};

constexpr lead_byte announced_by(unsigned char lead) noexcept {
    if (lead >= 0xC2 && lead <= 0xDF) return {2, 0x80, 0xBF};
    if (lead == 0xE0) return {3, 0xA0, 0xBF};
    if (lead == 0xED) return {3, 0x80, 0x9F};
    if (lead >= 0xE1 && lead <= 0xEF) return {3, 0x80, 0xBF};
    if (lead == 0xF0) return {4, 0x90, 0xBF};
    if (lead >= 0xF1 && lead <= 0xF3) return {4, 0x80, 0xBF};
    if (lead == 0xF4) return {4, 0x80, 0x8F};
    return {0, 0, 0};
}

constexpr char to_byte(char32_t value) noexcept {
    return static_cast<char>(static_cast<unsigned char>(value));
}

} // namespace

utf8_step front_character(std::string_view text) noexcept {
    const auto first = static_cast<unsigned char>(text.front());
    if (first < 0x80) return {first, 1, true};

    const lead_byte lead = announced_by(first);
    if (lead.length == 0) return {replacement_character, 1, false};

    char32_t code_point = first & (0x7Fu >> lead.length);
    for (std::size_t at = 1; at < lead.length; ++at) {
        if (at == text.size()) return {replacement_character, at, false};
        const auto byte = static_cast<unsigned char>(text[at]);
        const unsigned char low = at == 1 ? lead.second_low : 0x80;
        const unsigned char high = at == 1 ? lead.second_high : 0xBF;
        if (byte < low || byte > high) return {replacement_character, at, false};
        code_point = (code_point << 6) | (byte & 0x3Fu);
    }
    return {code_point, lead.length, true};
}

bool is_ascii(std::string_view text) noexcept {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool is_utf8(std::string_view text) noexcept {
    while (!text.empty()) {
        const utf8_step step = front_character(text);
        if (!step.valid) return false;
        text.remove_prefix(step.length);
    }
    return true;
}

void append_utf8(std::string& out, char32_t code_point) {
    if (code_point < 0x80) {
        out += to_byte(code_point);
        return;
    }
    if (code_point < 0x800) {
        out += to_byte(0xC0 | (code_point >> 6));
    } else if (code_point < 0x10000) {
        out += to_byte(0xE0 | (code_point >> 12));
        out += to_byte(0x80 | ((code_point >> 6) & 0x3F));
    } else {
        out += to_byte(0xF0 | (code_point >> 18));
        out += to_byte(0x80 | ((code_point >> 12) & 0x3F));
        out += to_byte(0x80 | ((code_point >> 6) & 0x3F));
    }
    out += to_byte(0x80 | (code_point & 0x3F));
}

} // namespace circ::protocol::text
