#pragma once

// The types of SIP2's values. Each is a plain type that holds only what may be sent, and a `wire`
// beside it that reads and writes its text. Free text stays std::string, passwords are `secret`.
// To add a type: the type, its `wire`, and a row of the table in test_values.cpp.

#include "protocol/sip2/codes.hpp"
#include "protocol/sip2/flag_set.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace circ::protocol::sip2 {

/// What became of a text: taken; taken although it is not what the standard allows; not taken, so
/// that the value keeps its default.
enum class reading : std::uint8_t { good, doubtful, refused };

/// How a value looks on the wire: `width` and `form` (for the manual), `read`, `write`.
template <class T>
struct wire;

/// A value of one character out of a few.
template <class T, char... Allowed>
struct letter_wire {
    static constexpr std::size_t width = 1;

    [[nodiscard]] static constexpr reading read(std::string_view text, T& into) noexcept {
        if (text.size() != 1 || !((text[0] == Allowed) || ...)) {
            return reading::refused;
        }
        into = static_cast<T>(text[0]);
        return reading::good;
    }
    static void write(std::string& out, T value) { out += static_cast<char>(value); }
};

/// A number of fixed width. Reading takes blanks in front, as terminals pad with them.
template <class T, std::size_t Width, unsigned Lowest, unsigned Highest>
struct number_wire {
    static constexpr std::size_t width = Width;

    [[nodiscard]] static constexpr reading read(std::string_view text, T& into) noexcept {
        const auto start = text.find_first_not_of(' ');
        if (start == std::string_view::npos || text.size() > Width) {
            return reading::refused;
        }
        unsigned number = 0;
        for (const char digit : text.substr(start)) {
            if (digit < '0' || digit > '9') {
                return reading::refused;
            }
            number = number * 10 + static_cast<unsigned>(digit - '0');
        }
        if (number < Lowest || number > Highest) {
            return reading::refused;
        }
        into = static_cast<T>(number);
        return reading::good;
    }
    static void write(std::string& out, T value) {
        unsigned number = std::min(static_cast<unsigned>(value), Highest);
        std::array<char, Width> digits{};
        for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, number /= 10) {
            *digit = static_cast<char>('0' + number % 10);
        }
        out.append(digits.data(), Width);
    }
};

/// A row of yes-or-no positions; `Off` is written for no. A short row reads as far as it goes.
template <class Flags, char Off>
struct flags_wire {
    static constexpr std::size_t width = Flags::size;
    static constexpr bool may_be_cut = true;

    [[nodiscard]] static constexpr reading read(std::string_view text, Flags& into) noexcept {
        reading result = text.size() < width ? reading::doubtful : reading::good;
        for (std::size_t i = 0; i < std::min(width, text.size()); ++i) {
            if (text[i] == 'Y') {
                into.set(static_cast<typename Flags::flag>(i));
            } else if (text[i] != Off) {
                result = reading::doubtful;
            }
        }
        return result;
    }
    static void write(std::string& out, const Flags& value) {
        for (std::size_t i = 0; i < width; ++i) {
            out += value.test(static_cast<typename Flags::flag>(i)) ? 'Y' : Off;
        }
    }
};

enum class yes_no : char { no = 'N', yes = 'Y' };
template <>
struct wire<yes_no> : letter_wire<yes_no, 'Y', 'N'> {
    static constexpr std::string_view form = "`Y` or `N`";
};
[[nodiscard]] constexpr yes_no to_yes_no(bool is) noexcept {
    return is ? yes_no::yes : yes_no::no;
}

/// The flag `ok` of most answers, which is not a letter.
enum class zero_one : char { no = '0', yes = '1' };
template <>
struct wire<zero_one> : letter_wire<zero_one, '0', '1'> {
    static constexpr std::string_view form = "`0` or `1`";
};
[[nodiscard]] constexpr zero_one to_zero_one(bool is) noexcept {
    return is ? zero_one::yes : zero_one::no;
}

/// Whether a payment was taken on: letters by the standard, digits for terminals that know no
/// other.
enum class acceptance : char { no = 'N', yes = 'Y', zero = '0', one = '1' };
template <>
struct wire<acceptance> : letter_wire<acceptance, 'Y', 'N', '0', '1'> {
    static constexpr std::string_view form = "`Y` or `N`";
};
[[nodiscard]] constexpr bool is_accepted(acceptance answer) noexcept {
    return answer == acceptance::yes || answer == acceptance::one;
}

enum class magnetic : char { no = 'N', yes = 'Y', unknown = 'U' };
template <>
struct wire<magnetic> : letter_wire<magnetic, 'Y', 'N', 'U'> {
    static constexpr std::string_view form = "`Y`, `N` or `U`";
};

template <>
struct wire<status_code> : letter_wire<status_code, '0', '1', '2'> {
    static constexpr std::string_view form = "`0`, `1` or `2`";
};
template <>
struct wire<hold_mode> : letter_wire<hold_mode, '+', '-', '*'> {
    static constexpr std::string_view form = "`+`, `-` or `*`";
};

/// How a login's name or password is encrypted; any character, `0` is plain text.
enum class algorithm : char { plain = '0' };
template <>
struct wire<algorithm> {
    static constexpr std::size_t width = 1;
    static constexpr std::string_view form = "one character, `0` is plain";

    [[nodiscard]] static constexpr reading read(std::string_view text, algorithm& into) noexcept {
        if (text.size() != 1 || text[0] <= ' ' || text[0] > '~') {
            return reading::refused;
        }
        into = static_cast<algorithm>(text[0]);
        return reading::good;
    }
    static void write(std::string& out, algorithm value) { out += static_cast<char>(value); }
};

template <>
struct wire<language> : number_wire<language, 3, 0, 27> {
    static constexpr std::string_view form = "`000` to `027`";
};
template <>
struct wire<circulation_status> : number_wire<circulation_status, 2, 0, 99> {
    static constexpr std::string_view form = "two digits";
};
template <>
struct wire<security_marker> : number_wire<security_marker, 2, 0, 99> {
    static constexpr std::string_view form = "two digits";
};
template <>
struct wire<fee_type> : number_wire<fee_type, 2, 1, 99> {
    static constexpr std::string_view form = "`01` to `99`";
};
template <>
struct wire<payment_type> : number_wire<payment_type, 2, 0, 99> {
    static constexpr std::string_view form = "two digits";
};
template <>
struct wire<media_type> : number_wire<media_type, 3, 0, 999> {
    static constexpr std::string_view form = "three digits";
};
template <>
struct wire<hold_type> : number_wire<hold_type, 1, 1, 9> {
    static constexpr std::string_view form = "`1` to `9`";
};

/// A width in characters, a number of retries or a time in tenths of a second.
enum class three_digits : std::uint16_t {};
template <>
struct wire<three_digits> : number_wire<three_digits, 3, 0, 999> {
    static constexpr std::string_view form = "three digits";
};

/// A count; what is above 9999 is written as 9999. An unknown one is an empty optional.
enum class count : std::uint32_t {};
template <>
struct wire<count> : number_wire<count, 4, 0, 9999> {
    static constexpr std::string_view form = "four digits";
};

using patron_status = flag_set<patron_flag, 14>;
template <>
struct wire<patron_status> : flags_wire<patron_status, ' '> {
    static constexpr std::string_view form = "14 times `Y` or blank";
};
using summary = flag_set<summary_list, 10>;
template <>
struct wire<summary> : flags_wire<summary, ' '> {
    static constexpr std::string_view form = "10 times `Y` or blank";
};
using supported_messages = flag_set<message_pair, 16>;
template <>
struct wire<supported_messages> : flags_wire<supported_messages, 'N'> {
    static constexpr std::string_view form = "16 times `Y` or `N`";
};

/// A calendar date with its time of day, as written; no clock and no time zone database.
/// One that is blank on the wire is an empty optional.
struct date_time {
    std::uint16_t year = 1970;
    std::uint8_t month = 1;
    std::uint8_t day = 1;
    char zone = ' '; ///< blank: local time of the library; else a letter, `Z` is UTC
    std::uint8_t hour = 0;
    std::uint8_t minute = 0;
    std::uint8_t second = 0;

    friend bool operator==(const date_time&, const date_time&) = default;
};
template <>
struct wire<date_time> {
    static constexpr std::size_t width = 18;
    static constexpr std::string_view form = "`YYYYMMDDZZZZHHMMSS`";

    /// A zone that nobody knows is doubtful and reads as local time.
    [[nodiscard]] static reading read(std::string_view text, date_time& into) noexcept;
    static void write(std::string& out, const date_time& value);
};

/// How far the zone of `when` is ahead of UTC; nothing for local time.
[[nodiscard]] std::optional<std::chrono::hours> utc_offset(const date_time& when) noexcept;

/// The release that a peer speaks, as far as the difference matters.
enum class protocol_version : std::uint8_t { older, v1_00, v2_00 };
template <>
struct wire<protocol_version> {
    static constexpr std::size_t width = 4;
    static constexpr std::string_view form = "`1.00` or `2.00`";

    /// The first digit decides, because `2.0E` and ` 2.0` are seen; these are doubtful.
    [[nodiscard]] static reading read(std::string_view text, protocol_version& into) noexcept;
    static void write(std::string& out, protocol_version value);
};

/// Three upper-case letters of ISO 4217.
struct currency {
    std::array<char, 3> code{};

    [[nodiscard]] std::string_view view() const noexcept { return {code.data(), code.size()}; }
    friend bool operator==(const currency&, const currency&) = default;
};
template <>
struct wire<currency> {
    static constexpr std::size_t width = 3;
    static constexpr std::string_view form = "three letters of ISO 4217";

    [[nodiscard]] static reading read(std::string_view text, currency& into) noexcept;
    static void write(std::string& out, const currency& value) { out += value.view(); }
};
/// @return nothing when `text` is not three upper-case letters
[[nodiscard]] std::optional<currency> make_currency(std::string_view text) noexcept;

/// Whether a decimal comma passes for the point: some payment stations send one.
enum class decimal_sign { point, point_or_comma };

/// An amount in minor units of its currency (cents), of which `decimals` make one unit.
/// @return nothing for anything but digits, a sign in front, and at most `decimals` decimals
/// @pre    decimals <= 4, as ISO 4217 has no more
[[nodiscard]] std::optional<std::int64_t>
parse_amount(std::string_view text, unsigned decimals, decimal_sign sign) noexcept;
[[nodiscard]] std::string format_amount(std::int64_t minor_units, unsigned decimals);

/// A plain number in text, such as a start item; leading zeros pass.
/// @return nothing when it is empty, not a number, or above nine digits
[[nodiscard]] std::optional<std::uint32_t> parse_number(std::string_view text) noexcept;

} // namespace circ::protocol::sip2
