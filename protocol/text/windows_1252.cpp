#include "protocol/text/windows_1252.hpp"

#include "protocol/text/utf8.hpp"

#include <array>

namespace circ::protocol::text {

namespace {

constexpr char32_t none = replacement_character;

/// What stands at 80 to 9F; the rest is ISO 8859-1.
constexpr auto upper_controls = std::to_array<char32_t>(
    {0x20AC, none,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
     0x2039, 0x0152, none,   0x017D, none,   none,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
     0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, none,   0x017E, 0x0178});

constexpr char32_t to_code_point(unsigned char byte) noexcept {
    return byte >= 0x80 && byte < 0xA0 ? upper_controls[byte - 0x80u] : byte;
}

} // namespace

std::string from_windows_1252(std::string_view bytes) {
    std::string out;
    out.reserve(bytes.size() + bytes.size() / 8);
    for (const char c : bytes)
        append_utf8(out, to_code_point(static_cast<unsigned char>(c)));
    return out;
}

} // namespace circ::protocol::text
