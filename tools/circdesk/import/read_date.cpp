#include "tools/circdesk/import/read_date.hpp"

#include "server/circulation/local_time.hpp"

#include <array>
#include <charconv>

namespace circ::tool {
namespace {

using std::chrono::seconds;

/// Takes a number of at most so many digits from the front.
std::optional<int> take_number(std::string_view& from, std::size_t most) {
    std::size_t length = 0;
    while (length < std::min(most, from.size()) && from[length] >= '0' && from[length] <= '9')
        ++length;
    int value = 0;
    if (length == 0) return std::nullopt;
    std::from_chars(from.data(), from.data() + length, value);
    from.remove_prefix(length);
    return value;
}

bool take_one_of(std::string_view& from, std::string_view wanted) {
    if (from.empty() || wanted.find(from.front()) == std::string_view::npos) return false;
    from.remove_prefix(1);
    return true;
}

std::optional<storage::local_date> take_date(std::string_view& from, date_order order) {
    std::array<int, 3> parts{};
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0 && !take_one_of(from, "-./")) return std::nullopt;
        const auto part = take_number(from, 4);
        if (!part) return std::nullopt;
        parts[i] = *part;
    }
    // A year of four digits in front says itself what order it is.
    const bool year_first = order == date_order::year_first || parts[0] > 31;
    const int year = year_first ? parts[0] : parts[2];
    const int month = year_first ? parts[1] : order == date_order::day_first ? parts[1] : parts[0];
    const int day = year_first ? parts[2] : order == date_order::day_first ? parts[0] : parts[1];
    const std::chrono::year_month_day made{std::chrono::year(year),
                                           std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (!made.ok() || year < 1800 || year > 9998) return std::nullopt;
    return storage::local_date(made);
}

/// Digits behind the point of a second; what is finer than a microsecond is passed over.
std::chrono::microseconds take_fraction(std::string_view& from) {
    std::int64_t value = 0;
    std::int64_t unit = 100'000;
    for (; !from.empty() && from.front() >= '0' && from.front() <= '9';
         from.remove_prefix(1), unit /= 10)
        value += (from.front() - '0') * unit;
    return std::chrono::microseconds(value);
}

struct read_time {
    std::chrono::microseconds of_day{};
    std::optional<seconds> offset; ///< from UTC
};

std::optional<read_time> take_time(std::string_view& from) {
    const auto hour = take_number(from, 2);
    if (!hour || !take_one_of(from, ":")) return std::nullopt;
    const auto minute = take_number(from, 2);
    if (!minute) return std::nullopt;
    const auto second = take_one_of(from, ":") ? take_number(from, 2) : std::optional(0);
    if (!second || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
    read_time made{std::chrono::hours(*hour) + std::chrono::minutes(*minute) + seconds(*second),
                   {}};
    if (take_one_of(from, ".")) made.of_day += take_fraction(from);
    if (take_one_of(from, "Z")) {
        made.offset = seconds{};
    } else if (!from.empty() && (from.front() == '+' || from.front() == '-')) {
        const int sign = from.front() == '-' ? -1 : 1;
        from.remove_prefix(1);
        const auto hours = take_number(from, 2);
        static_cast<void>(take_one_of(from, ":"));
        const auto minutes = from.empty() ? std::optional(0) : take_number(from, 2);
        if (!hours || !minutes) return std::nullopt;
        made.offset = sign * (std::chrono::hours(*hours) + std::chrono::minutes(*minutes));
    }
    return made;
}

} // namespace

bool is_no_date(std::string_view text) {
    return text.empty() || text.starts_with("0000-00-00");
}

std::optional<storage::local_date> read_date(std::string_view text, date_order order) {
    const auto day = take_date(text, order);
    if (!day || text.empty()) return day;
    if (!take_one_of(text, "T ") || !take_time(text) || !text.empty()) return std::nullopt;
    return day;
}

std::optional<storage::instant>
read_moment(std::string_view text, date_order order, std::string_view zone, seconds without_time) {
    const auto day = take_date(text, order);
    if (!day) return std::nullopt;
    read_time time{without_time, {}};
    if (!text.empty()) {
        const auto read = take_one_of(text, "T ") ? take_time(text) : std::nullopt;
        if (!read || !text.empty()) return std::nullopt;
        time = *read;
    }
    const auto whole = std::chrono::floor<seconds>(time.of_day);
    const auto wall = circulation::wall_time(*day) + whole;
    const storage::instant at = time.offset
                                    ? storage::instant(wall.time_since_epoch() - *time.offset)
                                    : circulation::to_instant(wall, zone);
    return at + (time.of_day - whole);
}

} // namespace circ::tool
