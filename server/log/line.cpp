#include "server/log/line.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <iterator>
#include <string_view>
#include <variant>

namespace circ::log {

namespace {

/// Long enough for the longest field of a message, short enough that no peer fills the disk with
/// one.
constexpr std::size_t value_bytes = 1000;

struct character {
    char32_t code;
    std::size_t bytes; ///< 0: the byte at this place begins no character
};

/// The UTF-8 character at the start of `text`, which is not empty.
character first_character(std::string_view text) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    const unsigned lead = byte(0);
    if (lead < 0x80) return {lead, 1};
    const std::size_t bytes = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || text.size() < bytes) return {lead, 0};
    char32_t code = lead & (0xFFU >> (bytes + 1));
    for (std::size_t at = 1; at < bytes; ++at) {
        if ((byte(at) & 0xC0) != 0x80) return {lead, 0};
        code = (code << 6) | (byte(at) & 0x3FU);
    }
    const bool too_long = (bytes == 3 && code < 0x800) || (bytes == 4 && code < 0x10000);
    const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    if (too_long || surrogate || code > 0x10FFFF) return {lead, 0};
    return {code, bytes};
}

/// What could end the line, move a terminal's cursor or turn the direction of the text.
bool is_control(char32_t code) {
    return code < 0x20 || (code >= 0x7F && code < 0xA0) || (code >= 0x2028 && code <= 0x202E) ||
           (code >= 0x2066 && code <= 0x2069);
}

/// Both forms share the quotes' and backslash's escape; `\u` is JSON's, and readable in text.
void append_escaped(std::string& out, std::string_view text) {
    const auto end = out.size() + value_bytes;
    while (!text.empty()) {
        if (out.size() >= end) {
            out += "…";
            return;
        }
        const auto [code, bytes] = first_character(text);
        if (bytes == 0) {
            out += "\\ufffd";
        } else if (is_control(code)) {
            fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(code));
        } else {
            if (code == U'"' || code == U'\\') out += '\\';
            out += text.substr(0, bytes);
        }
        text.remove_prefix(std::max<std::size_t>(bytes, 1));
    }
}

void append_quoted(std::string& out, std::string_view text) {
    out += '"';
    append_escaped(out, text);
    out += '"';
}

/// Words that look like words stand without quotes; bytes above ASCII need the escaping's look.
bool is_plain(std::string_view text) {
    constexpr std::string_view also = "-_.:/+,@";
    return !text.empty() && text.size() < value_bytes &&
           std::all_of(text.begin(), text.end(), [&](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                      also.find(c) != std::string_view::npos;
           });
}

void append_number(std::string& out, auto number) {
    std::array<char, 24> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

void append_value(std::string& out, format as, const field_value& value) {
    const auto text = std::get_if<std::string_view>(&value);
    if (text && (as == format::json || !is_plain(*text))) {
        append_quoted(out, *text);
    } else if (text) {
        out += *text;
    } else if (const auto yes = std::get_if<bool>(&value)) {
        out += *yes ? "true" : "false";
    } else if (const auto time = std::get_if<std::chrono::microseconds>(&value)) {
        append_number(out, time->count());
    } else if (const auto number = std::get_if<std::int64_t>(&value)) {
        append_number(out, *number);
    } else {
        append_number(out, std::get<std::uint64_t>(value));
    }
}

/// A duration carries its unit in its name.
std::string_view unit_of(const field_value& value) {
    return std::holds_alternative<std::chrono::microseconds>(value) ? "_us" : "";
}

/// The seconds of a busy time are the same for many lines.
void append_time(std::string& out, std::chrono::system_clock::time_point at) {
    using namespace std::chrono;
    thread_local sys_seconds said = sys_seconds::min();
    thread_local std::string words;
    const auto whole = floor<seconds>(at);
    if (whole != said) {
        words = fmt::format("{:%Y-%m-%dT%H:%M:%S}.", fmt::gmtime(system_clock::to_time_t(whole)));
        said = whole;
    }
    const auto rest = static_cast<unsigned>(floor<milliseconds>(at - whole).count());
    const char digits[] = {static_cast<char>('0' + rest / 100), static_cast<char>('0' + rest / 10 % 10),
                           static_cast<char>('0' + rest % 10), 'Z'};
    out.append(words).append(digits, sizeof digits);
}

std::string upper_case(std::string_view word) {
    std::string out(word);
    std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) {
        return static_cast<char>(std::toupper(c));
    });
    return out;
}

void append_text(std::string& out,
                 std::chrono::system_clock::time_point at,
                 const event_info& what,
                 std::span<const field> fields) {
    append_time(out, at);
    out.append(1, ' ').append(upper_case(level_name(what.level))).append(1, ' ');
    out.append(printed_id(what)).append(1, ' ').append(what.text);
    for (const field& each : fields) {
        out.append(1, ' ').append(each.name).append(unit_of(each.value)).append(1, '=');
        append_value(out, format::text, each.value);
    }
}

void append_json(std::string& out,
                 std::chrono::system_clock::time_point at,
                 const event_info& what,
                 std::span<const field> fields) {
    out += R"({"time":")";
    append_time(out, at);
    fmt::format_to(std::back_inserter(out),
                   R"(","level":"{}","id":"{}","event":"{}","text":)",
                   level_name(what.level),
                   printed_id(what),
                   what.name);
    append_quoted(out, what.text);
    for (const field& each : fields) {
        fmt::format_to(std::back_inserter(out), R"(,"{}{}":)", each.name, unit_of(each.value));
        append_value(out, format::json, each.value);
    }
    out += '}';
}

} // namespace

void append_line(std::string& out,
                 format as,
                 std::chrono::system_clock::time_point at,
                 const event_info& what,
                 std::span<const field> fields) {
    if (as == format::json) return append_json(out, at, what, fields);
    append_text(out, at, what, fields);
}

std::string shortened(std::string_view barcode) {
    const std::size_t shown = std::min<std::size_t>(4, barcode.size() / 2);
    return "…" + std::string(barcode.substr(barcode.size() - shown));
}

} // namespace circ::log
