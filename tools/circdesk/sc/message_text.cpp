#include "tools/circdesk/sc/message_text.hpp"

#include "protocol/sip2/all_tables.hpp"
#include "protocol/sip2/dictionary.hpp"
#include "server/circulation/local_time.hpp"
#include "tools/circdesk/tool.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <optional>

namespace circ::tool {

namespace sip2 = protocol::sip2;
using storage::instant;

namespace {

struct civil {
    int year;
    unsigned month;
    unsigned day;
    int hour;
    int minute;
    int second;
};

template <class TimePoint>
civil taken_apart(TimePoint at) {
    const auto midnight = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date(std::chrono::local_days(midnight.time_since_epoch()));
    const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(at - midnight));
    return {static_cast<int>(date.year()), static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
            static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
            static_cast<int>(time.seconds().count())};
}

std::string iso_date(const civil& at) {
    char text[40];
    std::snprintf(text, sizeof text, "%04d-%02u-%02u", at.year, at.month, at.day);
    return text;
}

/// What a device sends that was told nothing: no, nothing, cash.
std::string usual_value(const sip2::fixed_row& row, instant now) {
    if (row.name == "transaction_date" || row.name == "return_date") return sip2_date(now);
    if (row.name == "protocol_version") return "2.00";
    if (row.name == "max_print_width") return "080";
    if (row.name == "currency_type") return "EUR";
    if (row.name == "hold_mode") return "+";
    if (row.name == "fee_type") return "01";
    if (row.name == "sc_renewal_policy") return "Y";
    if (row.name == "nb_due_date" || row.name == "summary") return std::string(row.value->width, ' ');
    if (row.value->form.find("`Y`") != std::string_view::npos) return std::string(row.value->width, 'N');
    return std::string(row.value->width, '0');
}

std::string all_names(auto&& from, auto&& name) {
    std::string names;
    for (const auto& each : from) names += (names.empty() ? "" : ", ") + std::string(name(each));
    return names;
}

[[noreturn]] void no_such_field(const sip2::message_table& table, const std::string& name) {
    const std::string fixed = all_names(table.fixed, [](const auto& row) { return row.name; });
    const std::string fields = all_names(table.fields, [](const auto& row) { return sip2::look_up(row.id).name; });
    throw complaint("a " + sip2::name_of(table) + " has no '" + name + "'; it has " + fixed + ", " + fields,
                    wrong_usage);
}

/// Takes the value out of what was given, so that what is left at the end belongs to nobody.
std::optional<std::string> take(std::vector<named_value>& given, std::string_view name, std::string_view id = {}) {
    const auto found = std::find_if(given.begin(), given.end(), [&](const named_value& each) {
        return each.name == name || (!id.empty() && each.name == id);
    });
    if (found == given.end()) return std::nullopt;
    std::string value = std::move(found->value);
    given.erase(found);
    return value;
}

} // namespace

std::string sip2_date(instant at) {
    const civil utc = taken_apart(at);
    char text[40];
    std::snprintf(text, sizeof text, "%04d%02u%02u   Z%02d%02d%02d", utc.year, utc.month, utc.day, utc.hour,
                  utc.minute, utc.second);
    return text;
}

std::string make_message(const std::vector<std::string>& words, instant now) {
    if (words.empty()) throw complaint("no message is named", wrong_usage);
    const sip2::message_table* table = sip2::table_by_name(words.front());
    if (table == nullptr)
        throw complaint("no message is called '" + words.front() + "'; there are " +
                            all_names(sip2::all_tables(), [](const auto* each) { return sip2::name_of(*each); }),
                        wrong_usage);
    std::vector<named_value> given;
    for (auto word = words.begin() + 1; word != words.end(); ++word) given.push_back(read_named_value(*word));

    std::string line(table->code);
    for (const auto& row : table->fixed) {
        std::string value = take(given, row.name).value_or(usual_value(row, now));
        value.resize(row.value->width, ' ');
        line += value;
    }
    for (const auto& row : table->fields) {
        const auto name = sip2::look_up(row.id).name;
        auto value = take(given, name, row.id);
        if (!value && row.occurs == sip2::required) value = "";
        if (value) line += std::string(row.id) + *value + '|';
    }
    // A vendor's own field goes by its id.
    for (const auto& extra : given) {
        const bool is_id = extra.name.size() == 2 && std::all_of(extra.name.begin(), extra.name.end(), [](char c) {
                               return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
                           });
        if (!is_id) no_such_field(*table, extra.name);
        line += extra.name + extra.value + '|';
    }
    return line;
}

namespace {

/// "+28d", "-5m", "" as a span.
std::optional<std::chrono::seconds> read_span(std::string_view text) {
    if (text.empty()) return std::chrono::seconds(0);
    int number = 0;
    const char* const begin = text.data() + 1;
    const char* const end = text.data() + text.size() - 1;
    if (text.size() < 3 || (text[0] != '+' && text[0] != '-') ||
        std::from_chars(begin, end, number).ptr != end)
        return std::nullopt;
    if (text[0] == '-') number = -number;
    switch (text.back()) {
    case 's': return std::chrono::seconds(number);
    case 'm': return std::chrono::minutes(number);
    case 'h': return std::chrono::hours(number);
    case 'd': return std::chrono::days(number);
    default: return std::nullopt;
    }
}

std::string value_in(std::string_view line, std::string_view id) {
    const sip2::message_table* table = sip2::table_by_code(line.substr(0, 2));
    std::size_t at = table != nullptr ? table->fixed_end() : 2;
    while (at < line.size()) {
        const auto end = std::min(line.find('|', at), line.size());
        if (line.substr(at, 2) == id) return std::string(line.substr(at + 2, end - at - 2));
        at = end + 1;
    }
    return {};
}

} // namespace

std::string placeholders::filled(std::string_view line) const {
    std::string out;
    while (!line.empty()) {
        const auto open = line.find('{');
        out += line.substr(0, open);
        if (open == std::string_view::npos) break;
        const auto close = line.find('}', open);
        if (close == std::string_view::npos) throw complaint("'{' without '}' in " + std::string(line), wrong_usage);
        const std::string_view name = line.substr(open + 1, close - open - 1);
        line.remove_prefix(close + 1);
        std::optional<std::chrono::seconds> span;
        if (name == "any")
            out += "{any}";
        else if (name.starts_with("last:"))
            out += value_in(last_answer, name.substr(5));
        else if (name.starts_with("now") && (span = read_span(name.substr(3))))
            out += sip2_date(now + *span);
        else if (name.starts_with("today") && (span = read_span(name.substr(5))))
            out += iso_date(taken_apart(circulation::to_wall(now + *span, time_zone)));
        else
            throw complaint("unknown placeholder {" + std::string(name) + "}: there are {now}, {now+5m}, {today+28d}, "
                            "{last:AA}, {any}",
                            wrong_usage);
    }
    return out;
}

} // namespace circ::tool
