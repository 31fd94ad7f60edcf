#include "server/dispatch/texts.hpp"

#include "protocol/sip2/values.hpp"
#include "server/circulation/local_time.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace circ::dispatch {

using circulation::reason;

namespace {

/// Word number `index` of those with a blank between.
std::string_view word_at(std::string_view words, unsigned index) {
    for (; index > 0; --index) words.remove_prefix(std::min(words.find(' ') + 1, words.size()));
    return words.substr(0, words.find(' '));
}

constexpr std::string_view english_months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec";

void put_two(std::string& to, unsigned number, char before_one_digit = '0') {
    to += number < 10 ? before_one_digit : static_cast<char>('0' + number / 10);
    to += static_cast<char>('0' + number % 10);
}

/// A moment on the wall of a branch.
struct moment {
    int year = 0;
    unsigned month = 0; ///< from 1
    unsigned day = 0;
    unsigned hour = 0;
    unsigned minute = 0;
};

moment moment_of(circulation::wall_time wall) {
    const auto day = std::chrono::floor<std::chrono::days>(wall);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(wall - day);
    return {static_cast<int>(date.year()),
            static_cast<unsigned>(date.month()),
            static_cast<unsigned>(date.day()),
            static_cast<unsigned>(time.hours().count()),
            static_cast<unsigned>(time.minutes().count())};
}

/// What a letter of a pattern stands for: those that settings may have, config/text_rules.cpp. Others stand as they are.
void put_part(std::string& to, char letter, const moment& of, std::string_view months) {
    switch (letter) {
    case 'Y': to += std::to_string(of.year); return;
    case 'y': return put_two(to, static_cast<unsigned>(of.year) % 100);
    case 'm': return put_two(to, of.month);
    case 'b': to += word_at(months, of.month - 1); return;
    case 'd': return put_two(to, of.day);
    case 'e': return put_two(to, of.day, ' ');
    case 'H': return put_two(to, of.hour);
    case 'M': return put_two(to, of.minute);
    case '%': to += '%'; return;
    default: to += {'%', letter}; return;
    }
}

} // namespace

std::string format_date(storage::instant at, std::string_view pattern, std::string_view time_zone, std::string_view months) {
    const moment of = moment_of(circulation::to_wall(at, time_zone));
    if (months.empty()) months = english_months;
    std::string text;
    while (!pattern.empty()) {
        const auto mark = std::min(pattern.find('%'), pattern.size());
        text += pattern.substr(0, mark);
        pattern.remove_prefix(mark);
        if (pattern.size() > 1) put_part(text, pattern[1], of, months);
        pattern.remove_prefix(std::min(pattern.size(), std::size_t{2}));
    }
    return text;
}

std::string fill(std::string_view pattern, const std::function<std::string(std::string_view name)>& value_of) {
    std::string out;
    while (!pattern.empty()) {
        const auto open = pattern.find('{');
        out += pattern.substr(0, open);
        if (open == std::string_view::npos) break;
        const auto close = pattern.find('}', open);
        if (close == std::string_view::npos) break;
        out += value_of(pattern.substr(open + 1, close - open - 1));
        pattern.remove_prefix(close + 1);
    }
    return out;
}

texts::texts(std::map<std::string, table, std::less<>> by_language, std::string fallback)
    : by_language_(std::move(by_language)), fallback_(std::move(fallback)) {}

bool texts::speaks(std::string_view language) const { return by_language_.find(language) != by_language_.end(); }

std::string_view texts::text(std::string_view name, std::string_view language) const {
    for (const std::string_view each : {language, std::string_view(fallback_), std::string_view("en")}) {
        const auto found = by_language_.find(each);
        if (found == by_language_.end()) continue;
        if (const auto entry = found->second.find(name); entry != found->second.end()) return entry->second;
    }
    return {};
}

std::string texts::date(storage::instant at, std::string_view language, std::string_view time_zone) const {
    return format_date(at, text("form.date", language), time_zone, text("form.months", language));
}

std::string texts::date_time(storage::instant at, std::string_view language, std::string_view time_zone) const {
    return format_date(at, text("form.date_time", language), time_zone, text("form.months", language));
}

std::string texts::amount(storage::money of, std::string_view language, const circulation::currency& in) const {
    std::string number = protocol::sip2::format_amount(of.minor, static_cast<unsigned>(in.decimals));
    const auto sign = text("form.decimal", language);
    if (const auto point = number.find('.'); point != std::string::npos && !sign.empty()) number.replace(point, 1, sign);
    return number + ' ' + in.code;
}

/// What stands for a placeholder; empty where the reason does not say it.
std::string texts::value_of(std::string_view placeholder, const reason& why, std::string_view language,
                            const text_setting& with) const {
    if (placeholder == "number") return why.number ? std::to_string(*why.number) : "";
    if (placeholder == "limit") return why.limit ? std::to_string(*why.limit) : "";
    if (placeholder == "amount") return why.amount ? amount(*why.amount, language, with.money) : "";
    if (placeholder == "limit_amount") return why.limit_amount ? amount(*why.limit_amount, language, with.money) : "";
    if (placeholder == "date") return why.at ? date(*why.at, language, with.time_zone) : "";
    if (placeholder == "place") return why.place;
    if (placeholder == "field") return why.field;
    if (placeholder == "text") return why.text;
    return {};
}

std::string texts::sentence(const reason& why, std::string_view language, const text_setting& with) const {
    const auto pattern = text(circulation::reason_name(why.code), language);
    return fill(pattern, [&](std::string_view name) { return value_of(name, why, language, with); });
}

} // namespace circ::dispatch
