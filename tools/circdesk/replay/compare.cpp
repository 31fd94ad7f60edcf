#include "tools/circdesk/replay/compare.hpp"

#include "protocol/sip2/any_message.hpp"
#include "tools/circdesk/tool.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <optional>
#include <utility>

namespace circ::tool {

namespace sip2 = protocol::sip2;

namespace {

// clang-format off
constexpr std::array<std::string_view, 9> usual{
    "transaction_date any", "date_time_sync any", "AF any", "AG any", "BK any", "AH date", "BV number", "CC number", "AM any"};
// clang-format on

using values = std::vector<std::string>;

/// All digits of a date, without its time: "20261223    235959" and "2026-12-23" are one day.
std::string day_of(const std::string& text) {
    std::string digits;
    for (const char c : text)
        if (std::isdigit(static_cast<unsigned char>(c)) != 0 && digits.size() < 8) digits += c;
    return digits;
}

std::string small(std::string text) {
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

template <class Same>
bool each_same(const values& left, const values& right, Same same) {
    return std::ranges::equal(left, right, same);
}

/// One way of comparing all values that a field has.
struct way {
    std::string_view name;
    std::string_view text;
    bool (*same)(const values& left, const values& right);
};

// clang-format off
constexpr way ways[] = {
    {"same", "equal, in the same order", [](const values& l, const values& r) { return l == r; }},
    {"any", "may be anything, or missing", [](const values&, const values&) { return true; }},
    {"there", "both have it, or neither", [](const values& l, const values& r) { return l.empty() == r.empty(); }},
    {"set", "equal, in any order", [](const values& l, const values& r) { return std::ranges::is_permutation(l, r); }},
    {"date", "the same day, however it is written", [](const values& l, const values& r) {
        return each_same(l, r, [](const auto& a, const auto& b) { return day_of(a) == day_of(b); }); }},
    {"number", "the same number: 1.5 and 1.50", [](const values& l, const values& r) {
        return each_same(l, r, [](const auto& a, const auto& b) { return std::strtod(a.c_str(), nullptr) == std::strtod(b.c_str(), nullptr); }); }},
    {"case", "equal but for capitals", [](const values& l, const values& r) {
        return each_same(l, r, [](const auto& a, const auto& b) { return small(a) == small(b); }); }},
    {"begins", "one begins as the other one", [](const values& l, const values& r) {
        return each_same(l, r, [](const auto& a, const auto& b) { return a.starts_with(b) || b.starts_with(a); }); }},
};
// clang-format on

const way* find_way(std::string_view name) {
    const auto* found = std::ranges::find(ways, name, &way::name);
    return found == std::end(ways) ? nullptr : found;
}

/// A field with all its values, none of which is empty: to leave a field out says as much.
struct field_values {
    std::string id; ///< or the name in the fixed part
    std::string shown;
    values all;
};

struct taken_apart {
    std::string code;
    std::vector<field_values> fields;
};

std::optional<taken_apart> take_apart(const std::string& answer, sip2::personal_data people) {
    const auto read = sip2::parse_response(answer, {});
    if (!read) return std::nullopt;
    const auto view = sip2::view_of(read->value);
    taken_apart made{std::string(view.table.code), {}};
    for (auto& each : sip2::describe(view, people)) {
        std::string id = each.id.empty() ? std::string(each.name) : each.id;
        auto found = std::ranges::find(made.fields, id, &field_values::id);
        if (found == made.fields.end()) {
            std::string shown = each.id.empty() ? id : id + ' ' + std::string(each.name);
            found = made.fields.insert(found, {std::move(id), std::move(shown), {}});
        }
        if (!each.value.empty()) found->all.push_back(std::move(each.value));
    }
    return made;
}

std::string joined(const values& all) {
    std::string text;
    for (const auto& each : all) text += (text.empty() ? "" : ", ") + each;
    return text;
}

/// Lists are compared in any order: no standard says one.
const way& way_for(const std::string& code, const std::string& field, std::span<const difference_rule> rules) {
    const way* chosen = find_way("set");
    for (const auto& each : rules)
        if (each.field == field && (each.message.empty() || each.message == code)) chosen = find_way(each.how);
    return *chosen;
}

} // namespace

std::span<const std::string_view> usual_rules() noexcept {
    return usual;
}

difference_rule typed_rule(const std::string& typed) {
    const auto blank = std::min(typed.find(' '), typed.size());
    difference_rule made{{}, typed.substr(0, blank), blank < typed.size() ? typed.substr(blank + 1) : "any"};
    if (const auto dot = made.field.find('.'); dot == 2) {
        made.message = made.field.substr(0, dot);
        made.field.erase(0, dot + 1);
    }
    if (made.field.empty() || find_way(made.how) == nullptr)
        throw complaint("'" + typed + "' is not FIELD HOW, as '12.AH date'; ways of comparing are " + ways_of_comparing(), wrong_usage);
    return made;
}

std::string ways_of_comparing() {
    std::string all;
    for (const auto& each : ways) all.append(all.empty() ? "" : "; ").append(each.name).append(" (").append(each.text).append(")");
    return all;
}

std::vector<field_difference>
compare_answers(const std::string& left, const std::string& right, std::span<const difference_rule> rules, sip2::personal_data people) {
    const auto first = take_apart(left, people);
    const auto second = take_apart(right, people);
    if (!first || !second || first->code != second->code) {
        if (left == right) return {};
        return {{"(message)", left.empty() ? "(nothing)" : left, right.empty() ? "(nothing)" : right}};
    }
    std::vector<field_difference> found;
    const auto hold_against = [&](const field_values& one, const values& other, bool is_left) {
        if (way_for(first->code, one.id, rules).same(one.all, other)) return;
        found.push_back({one.shown, joined(is_left ? one.all : other), joined(is_left ? other : one.all)});
    };
    for (const auto& each : first->fields) {
        const auto same = std::ranges::find(second->fields, each.id, &field_values::id);
        hold_against(each, same == second->fields.end() ? values{} : same->all, true);
    }
    for (const auto& each : second->fields)
        if (std::ranges::find(first->fields, each.id, &field_values::id) == first->fields.end()) hold_against(each, {}, false);
    return found;
}

} // namespace circ::tool
