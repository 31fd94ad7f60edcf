#include "protocol/ncip/dates.hpp"

#include <fmt/format.h>

#include <utility>

namespace circ::protocol::ncip {
namespace {

using std::chrono::microseconds;
using std::chrono::minutes;

/// What is left to read of a date.
class cursor {
public:
    explicit cursor(std::string_view text) : rest_(text) {}

    /// Exactly so many digits.
    std::optional<int> digits(std::size_t count) {
        if (rest_.size() < count) return std::nullopt;
        int value = 0;
        for (const char digit : rest_.substr(0, count)) {
            if (digit < '0' || digit > '9') return std::nullopt;
            value = value * 10 + (digit - '0');
        }
        rest_.remove_prefix(count);
        return value;
    }

    /// One of these characters, if the next is one.
    char any_of(std::string_view marks) {
        if (rest_.empty() || marks.find(rest_.front()) == std::string_view::npos) return 0;
        const char found = rest_.front();
        rest_.remove_prefix(1);
        return found;
    }

    /// The fraction behind a decimal point, its digits beyond a microsecond dropped.
    std::optional<microseconds> fraction() {
        if (any_of(".,") == 0) return microseconds{0};
        int scale = 100'000;
        microseconds value{0};
        bool is_there = false;
        while (const char digit = any_of("0123456789")) {
            value += microseconds{(digit - '0') * scale};
            scale /= 10;
            is_there = true;
        }
        if (!is_there) return std::nullopt;
        return value;
    }

    [[nodiscard]] bool at_end() const noexcept { return rest_.empty(); }

private:
    std::string_view rest_;
};

std::optional<std::chrono::year_month_day> read_day(cursor& from, date_order order) {
    const auto year = from.digits(4);
    if (!year || from.any_of("-") == 0) return std::nullopt;
    auto month = from.digits(2);
    if (!month || from.any_of("-") == 0) return std::nullopt;
    auto day = from.digits(2);
    if (!day) return std::nullopt;
    if (order == date_order::year_day_month) std::swap(month, day);
    const std::chrono::year_month_day read{std::chrono::year{*year},
                                           std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    if (!read.ok()) return std::nullopt;
    return read;
}

std::optional<microseconds> read_time(cursor& from) {
    const auto hour = from.digits(2);
    if (!hour || from.any_of(":") == 0) return std::nullopt;
    const auto minute = from.digits(2);
    if (!minute) return std::nullopt;
    int second = 0;
    if (from.any_of(":") != 0) {
        const auto read = from.digits(2);
        if (!read) return std::nullopt;
        second = *read;
    }
    const auto fraction = from.fraction();
    const bool is_midnight = *hour == 24 && *minute == 0 && second == 0; // of the next day
    if (!fraction || (*hour > 23 && !is_midnight) || *minute > 59 || second > 60)
        return std::nullopt;
    return std::chrono::hours{*hour} + minutes{*minute} + std::chrono::seconds{second} + *fraction;
}

/// How far the clock is ahead of UTC.
std::optional<minutes> read_offset(cursor& from, char sign) {
    if (sign == 'Z' || sign == 'z') return minutes{0};
    const auto hours = from.digits(2);
    if (!hours) return std::nullopt;
    from.any_of(":");
    const auto rest = from.at_end() ? std::optional{0} : from.digits(2);
    if (!rest || *hours > 14 || *rest > 59) return std::nullopt;
    const minutes ahead{*hours * 60 + *rest};
    return sign == '-' ? -ahead : ahead;
}

template <class TimePoint>
std::string written(TimePoint at) {
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{at - day};
    auto text = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}",
                            static_cast<int>(date.year()),
                            static_cast<unsigned>(date.month()),
                            static_cast<unsigned>(date.day()),
                            time.hours().count(),
                            time.minutes().count(),
                            time.seconds().count());
    if (const auto fraction = time.subseconds().count(); fraction != 0) {
        text += fmt::format(".{:06}", fraction);
        text.erase(text.find_last_not_of('0') + 1);
    }
    return text;
}

std::string written(instant at, const dialect& as) {
    if (as.dates == date_style::utc) return written(at) + 'Z';
    const minutes ahead = as.utc_offset ? as.utc_offset(at) : minutes{0};
    auto text = written(at + ahead);
    if (as.dates == date_style::no_zone) return text;
    const auto size = std::chrono::abs(ahead).count();
    text += fmt::format("{}{:02}:{:02}", ahead < minutes{0} ? '-' : '+', size / 60, size % 60);
    return text;
}

} // namespace

std::optional<date_time> read_date(std::string_view text, date_order order) {
    cursor from(trimmed(text));
    const auto day = read_day(from, order);
    if (!day) return std::nullopt;
    wall_time at = std::chrono::local_days{*day};
    if (from.any_of("Tt ") != 0) {
        const auto time = read_time(from);
        if (!time) return std::nullopt;
        at += *time;
    }
    if (from.at_end()) return at;
    from.any_of(" ");
    const char sign = from.any_of("Zz+-");
    const auto ahead = sign == 0 ? std::nullopt : read_offset(from, sign);
    if (!ahead || !from.at_end()) return std::nullopt;
    return instant{at.time_since_epoch() - *ahead};
}

std::string write_date(const date_time& when, const dialect& as) {
    if (const auto* at = std::get_if<instant>(&when)) return written(*at, as);
    return written(std::get<wall_time>(when));
}

} // namespace circ::protocol::ncip
