#include "protocol/sip2/charset_tables.hpp"

#include <algorithm>

namespace circ::protocol::sip2 {

namespace {

// clang-format off
constexpr std::array<char16_t, 128> cp850 = {
    0x00C7, 0x00FC, 0x00E9, 0x00E2, 0x00E4, 0x00E0, 0x00E5, 0x00E7,
    0x00EA, 0x00EB, 0x00E8, 0x00EF, 0x00EE, 0x00EC, 0x00C4, 0x00C5,
    0x00C9, 0x00E6, 0x00C6, 0x00F4, 0x00F6, 0x00F2, 0x00FB, 0x00F9,
    0x00FF, 0x00D6, 0x00DC, 0x00F8, 0x00A3, 0x00D8, 0x00D7, 0x0192,
    0x00E1, 0x00ED, 0x00F3, 0x00FA, 0x00F1, 0x00D1, 0x00AA, 0x00BA,
    0x00BF, 0x00AE, 0x00AC, 0x00BD, 0x00BC, 0x00A1, 0x00AB, 0x00BB,
    0x2591, 0x2592, 0x2593, 0x2502, 0x2524, 0x00C1, 0x00C2, 0x00C0,
    0x00A9, 0x2563, 0x2551, 0x2557, 0x255D, 0x00A2, 0x00A5, 0x2510,
    0x2514, 0x2534, 0x252C, 0x251C, 0x2500, 0x253C, 0x00E3, 0x00C3,
    0x255A, 0x2554, 0x2569, 0x2566, 0x2560, 0x2550, 0x256C, 0x00A4,
    0x00F0, 0x00D0, 0x00CA, 0x00CB, 0x00C8, 0x0131, 0x00CD, 0x00CE,
    0x00CF, 0x2518, 0x250C, 0x2588, 0x2584, 0x00A6, 0x00CC, 0x2580,
    0x00D3, 0x00DF, 0x00D4, 0x00D2, 0x00F5, 0x00D5, 0x00B5, 0x00FE,
    0x00DE, 0x00DA, 0x00DB, 0x00D9, 0x00FD, 0x00DD, 0x00AF, 0x00B4,
    0x00AD, 0x00B1, 0x2017, 0x00BE, 0x00B6, 0x00A7, 0x00F7, 0x00B8,
    0x00B0, 0x00A8, 0x00B7, 0x00B9, 0x00B3, 0x00B2, 0x25A0, 0x00A0,
};

constexpr std::array<char16_t, 32> windows_1252 = {
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD,
    0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178,
};

// The letter left when the marks are gone, for U+00A0 to U+024F; '~' where there is none.
constexpr std::string_view latin_from_00a0 =
    " !~~~~!~\"~a~~-~~~~23'~~.,1o~~~~~AAAAAA~CEEEEIIIIDNOOOOOxOUUUUY~~"
    "aaaaaa~ceeeeiiiidnooooo/ouuuuy~yAaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGg"
    "GgGgHhHhIiIiIiIiIi~~JjKkkLlLlLl~~LlNnNnNn~NnOoOoOo~~RrRrRrSsSsSs"
    "SsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzsbB~~~~~Cc~D~~~~E~FfG~~~IKkl~~NnO"
    "Oo~~Pp~~~~~tTtTUu~VYyZz~~~~~~~~~~~~~~~~~~~~~~AaIiOoUuUuUuUuUu~Aa"
    "Aa~~GgGgKkOoOo~~j~~~Gg~~NnAa~~OoAaAaEeEeIiIiOoOoRrRrUuUuSsTt~~Hh"
    "~~~~ZzAaEeOoOoOoOoYy~~~j~~ACcLT~~~~BU~EeJj~~RrYy";

// The same for U+1E00 to U+1EFF.
constexpr std::string_view latin_from_1e00 =
    "AaBbBbBbCcDdDdDdDdDdEeEeEeEeEeFfGgHhHhHhHhHhIiIiKkKkKkLlLlLlLlMm"
    "MmMmNnNnNnNnOoOoOoOoPpPpRrRrRrRrSsSsSsSsSsTtTtTtTtUuUuUuUuUuVvVv"
    "WwWwWwWwWwXxXxYyZzZzZzhtwy~s~~~~AaAaAaAaAaAaAaAaAaAaAaAaEeEeEeEe"
    "EeEeEeEeIiIiOoOoOoOoOoOoOoOoOoOoOoOoUuUuUuUuUuUuUuYyYyYyYy~~~~~~";

struct spelling {
    char32_t code_point;
    std::string_view ascii;
};

/// What one letter cannot say; sorted.
constexpr std::array spellings = {
    spelling{0x00A3, "GBP"}, // pound sign
    spelling{0x00A5, "JPY"}, // yen sign
    spelling{0x00A9, "(c)"}, // copyright sign
    spelling{0x00AB, "<<"}, // left-pointing double angle quotation mark
    spelling{0x00AE, "(R)"}, // registered sign
    spelling{0x00BB, ">>"}, // right-pointing double angle quotation mark
    spelling{0x00BC, "1/4"}, // vulgar fraction one quarter
    spelling{0x00BD, "1/2"}, // vulgar fraction one half
    spelling{0x00BE, "3/4"}, // vulgar fraction three quarters
    spelling{0x00BF, "?"}, // inverted question mark
    spelling{0x00C6, "AE"}, // latin capital letter ae
    spelling{0x00DE, "Th"}, // latin capital letter thorn
    spelling{0x00DF, "ss"}, // latin small letter sharp s
    spelling{0x00E6, "ae"}, // latin small letter ae
    spelling{0x00FE, "th"}, // latin small letter thorn
    spelling{0x0132, "IJ"}, // latin capital ligature ij
    spelling{0x0133, "ij"}, // latin small ligature ij
    spelling{0x0149, "'n"}, // latin small letter n preceded by apostrophe
    spelling{0x0152, "OE"}, // latin capital ligature oe
    spelling{0x0153, "oe"}, // latin small ligature oe
    spelling{0x01C4, "DZ"}, // latin capital letter dz with caron
    spelling{0x01C5, "Dz"}, // latin capital letter d with small letter z with caron
    spelling{0x01C6, "dz"}, // latin small letter dz with caron
    spelling{0x01C7, "LJ"}, // latin capital letter lj
    spelling{0x01C8, "Lj"}, // latin capital letter l with small letter j
    spelling{0x01C9, "lj"}, // latin small letter lj
    spelling{0x01CA, "NJ"}, // latin capital letter nj
    spelling{0x01CB, "Nj"}, // latin capital letter n with small letter j
    spelling{0x01CC, "nj"}, // latin small letter nj
    spelling{0x01E2, "AE"}, // latin capital letter ae with macron
    spelling{0x01E3, "ae"}, // latin small letter ae with macron
    spelling{0x01F1, "DZ"}, // latin capital letter dz
    spelling{0x01F2, "Dz"}, // latin capital letter d with small letter z
    spelling{0x01F3, "dz"}, // latin small letter dz
    spelling{0x01FC, "AE"}, // latin capital letter ae with acute
    spelling{0x01FD, "ae"}, // latin small letter ae with acute
    spelling{0x02B9, "'"}, // modifier letter prime
    spelling{0x02BA, "\""}, // modifier letter double prime
    spelling{0x02BB, "'"}, // modifier letter turned comma
    spelling{0x02BC, "'"}, // modifier letter apostrophe
    spelling{0x02BE, "'"}, // modifier letter right half ring
    spelling{0x02BF, "'"}, // modifier letter left half ring
    spelling{0x1E9E, "SS"}, // latin capital letter sharp s
    spelling{0x2002, " "}, // en space
    spelling{0x2003, " "}, // em space
    spelling{0x2009, " "}, // thin space
    spelling{0x200A, " "}, // hair space
    spelling{0x200B, ""}, // zero width space
    spelling{0x200C, ""}, // zero width non-joiner
    spelling{0x200D, ""}, // zero width joiner
    spelling{0x200E, ""}, // left-to-right mark
    spelling{0x200F, ""}, // right-to-left mark
    spelling{0x2010, "-"}, // hyphen
    spelling{0x2011, "-"}, // non-breaking hyphen
    spelling{0x2012, "-"}, // figure dash
    spelling{0x2013, "-"}, // en dash
    spelling{0x2014, "-"}, // em dash
    spelling{0x2015, "-"}, // horizontal bar
    spelling{0x2018, "'"}, // left single quotation mark
    spelling{0x2019, "'"}, // right single quotation mark
    spelling{0x201A, "'"}, // single low-9 quotation mark
    spelling{0x201B, "'"}, // single high-reversed-9 quotation mark
    spelling{0x201C, "\""}, // left double quotation mark
    spelling{0x201D, "\""}, // right double quotation mark
    spelling{0x201E, "\""}, // double low-9 quotation mark
    spelling{0x201F, "\""}, // double high-reversed-9 quotation mark
    spelling{0x2022, "*"}, // bullet
    spelling{0x2026, "..."}, // horizontal ellipsis
    spelling{0x202F, " "}, // narrow no-break space
    spelling{0x2032, "'"}, // prime
    spelling{0x2033, "\""}, // double prime
    spelling{0x2039, "<"}, // single left-pointing angle quotation mark
    spelling{0x203A, ">"}, // single right-pointing angle quotation mark
    spelling{0x2044, "/"}, // fraction slash
    spelling{0x20AC, "EUR"}, // euro sign
    spelling{0x2116, "No."}, // numero sign
    spelling{0x2122, "(TM)"}, // trade mark sign
    spelling{0x2212, "-"}, // minus sign
    spelling{0xFB00, "ff"}, // latin small ligature ff
    spelling{0xFB01, "fi"}, // latin small ligature fi
    spelling{0xFB02, "fl"}, // latin small ligature fl
    spelling{0xFB03, "ffi"}, // latin small ligature ffi
    spelling{0xFB04, "ffl"}, // latin small ligature ffl
    spelling{0xFEFF, ""}, // zero width no-break space
};
// clang-format on

static_assert(latin_from_00a0.size() == 0x250 - 0xA0);
static_assert(latin_from_1e00.size() == 0x1F00 - 0x1E00);
static_assert(std::ranges::is_sorted(spellings, {}, &spelling::code_point));

constexpr bool is_combining_mark(char32_t code_point) noexcept {
    return (code_point >= 0x0300 && code_point <= 0x036F) ||
           (code_point >= 0x1AB0 && code_point <= 0x1AFF) ||
           (code_point >= 0x1DC0 && code_point <= 0x1DFF) ||
           (code_point >= 0x20D0 && code_point <= 0x20FF) ||
           (code_point >= 0xFE20 && code_point <= 0xFE2F);
}

constexpr std::string_view letter_in(std::string_view letters, char32_t index) noexcept {
    const std::string_view letter = letters.substr(index, 1);
    return letter == "~" ? "?" : letter;
}

} // namespace

const std::array<char16_t, 128>& cp850_upper_half() noexcept {
    return cp850;
}

const std::array<char16_t, 32>& windows_1252_c1() noexcept {
    return windows_1252;
}

std::string_view ascii_spelling(char32_t code_point) noexcept {
    const auto* const row =
        std::ranges::lower_bound(spellings, code_point, {}, &spelling::code_point);
    if (row != spellings.end() && row->code_point == code_point) return row->ascii;
    if (is_combining_mark(code_point)) return "";
    if (code_point >= 0xA0 && code_point < 0x250)
        return letter_in(latin_from_00a0, code_point - 0xA0);
    if (code_point >= 0x1E00 && code_point < 0x1F00)
        return letter_in(latin_from_1e00, code_point - 0x1E00);
    return "?";
}

} // namespace circ::protocol::sip2
