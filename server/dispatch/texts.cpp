#include "server/dispatch/texts.hpp"

#include "protocol/sip2/values.hpp"
#include "server/circulation/local_time.hpp"

#include <chrono>
#include <ctime>
#include <iomanip>
#include <sstream>
#include <utility>

namespace circ::dispatch {

using circulation::reason;

namespace {

constexpr std::size_t longest_sentence = 255;

/// What stands for a placeholder; empty where the reason does not say it.
std::string value_of(std::string_view placeholder, const reason& why, const text_setting& with) {
    if (placeholder == "number") return why.number ? std::to_string(*why.number) : "";
    if (placeholder == "limit") return why.limit ? std::to_string(*why.limit) : "";
    if (placeholder == "amount") return why.amount ? format_money(*why.amount, with.money) : "";
    if (placeholder == "limit_amount") return why.limit_amount ? format_money(*why.limit_amount, with.money) : "";
    if (placeholder == "date") return why.at ? format_date(*why.at, with.date_format, with.time_zone) : "";
    if (placeholder == "place") return why.place;
    if (placeholder == "field") return why.field;
    if (placeholder == "text") return why.text;
    return {};
}

std::string filled(std::string_view pattern, const reason& why, const text_setting& with) {
    std::string out;
    while (!pattern.empty()) {
        const auto open = pattern.find('{');
        out += pattern.substr(0, open);
        if (open == std::string_view::npos) break;
        const auto close = pattern.find('}', open);
        if (close == std::string_view::npos) break;
        out += value_of(pattern.substr(open + 1, close - open - 1), why, with);
        pattern.remove_prefix(close + 1);
    }
    return out;
}

/// Cut at most, never inside a character.
std::string cut(std::string text) {
    if (text.size() <= longest_sentence) return text;
    std::size_t end = longest_sentence;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    text.resize(end);
    return text;
}

} // namespace

std::string format_date(storage::instant at, const std::string& pattern, std::string_view time_zone) {
    const auto wall = circulation::to_wall(at, time_zone);
    const auto day = std::chrono::floor<std::chrono::days>(wall);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(wall - day);
    std::tm parts{};
    parts.tm_year = static_cast<int>(date.year()) - 1900;
    parts.tm_mon = static_cast<int>(static_cast<unsigned>(date.month())) - 1;
    parts.tm_mday = static_cast<int>(static_cast<unsigned>(date.day()));
    parts.tm_hour = static_cast<int>(time.hours().count());
    parts.tm_min = static_cast<int>(time.minutes().count());
    parts.tm_sec = static_cast<int>(time.seconds().count());
    parts.tm_wday = static_cast<int>(std::chrono::weekday(day).c_encoding());
    std::ostringstream text;
    text << std::put_time(&parts, pattern.c_str());
    return text.str();
}

std::string format_money(storage::money amount, const circulation::currency& in) {
    return protocol::sip2::format_amount(amount.minor, static_cast<unsigned>(in.decimals)) + ' ' + in.code;
}

texts::texts(std::map<std::string, table, std::less<>> by_language, std::string fallback)
    : by_language_(std::move(by_language)), fallback_(std::move(fallback)) {}

bool texts::speaks(std::string_view language) const { return by_language_.find(language) != by_language_.end(); }

std::string texts::sentence(const reason& why, std::string_view language, const text_setting& with) const {
    for (const std::string_view each : {language, std::string_view(fallback_), std::string_view("en")}) {
        const auto found = by_language_.find(each);
        if (found == by_language_.end()) continue;
        const auto pattern = found->second.find(circulation::reason_name(why.code));
        if (pattern != found->second.end()) return cut(filled(pattern->second, why, with));
    }
    return {};
}

} // namespace circ::dispatch
