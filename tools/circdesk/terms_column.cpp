#include "tools/circdesk/terms_column.hpp"

#include "tools/circdesk/export/texts.hpp"
#include "tools/circdesk/import/catalogue.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <type_traits>
#include <utility>

namespace circ::tool {
namespace {

using storage::fee_period;
using storage::institution;
using storage::loan_terms;
using storage::money;

// Each reads what it writes; @return whether it could.

template <int loan_terms::*Member>
struct number_part {
    static std::string write(const loan_terms& of, const institution& /*in*/) {
        return std::to_string(of.*Member);
    }
    static bool read(loan_terms& into, std::string_view text, const institution& /*in*/) {
        constexpr int most = 9999;
        const auto* const end = text.data() + text.size();
        const auto got = std::from_chars(text.data(), end, into.*Member);
        return got.ec == std::errc{} && got.ptr == end && into.*Member >= 0 && into.*Member <= most;
    }
};

std::optional<money> amount_in(std::string_view text, const institution& in) {
    const auto read = price_in(in, std::string(text));
    return read && read->minor >= 0 ? read : std::nullopt;
}

template <money loan_terms::*Member>
struct amount_part {
    static std::string write(const loan_terms& of, const institution& in) {
        return export_text(std::optional(of.*Member), in);
    }
    static bool read(loan_terms& into, std::string_view text, const institution& in) {
        const auto read = amount_in(text, in);
        into.*Member = read.value_or(money{});
        return read.has_value();
    }
};

struct cap_part {
    static std::string write(const loan_terms& of, const institution& in) {
        return of.overdue_cap ? export_text(of.overdue_cap, in) : "none";
    }
    static bool read(loan_terms& into, std::string_view text, const institution& in) {
        into.overdue_cap = amount_in(text, in);
        return into.overdue_cap || text == "none";
    }
};

inline constexpr std::array day_or_hour{std::string_view("day"), std::string_view("hour")};
inline constexpr std::array no_or_yes{std::string_view("no"), std::string_view("yes")};

template <auto Member, const std::array<std::string_view, 2>& Words>
struct word_part {
    using value = std::remove_cvref_t<decltype(std::declval<loan_terms>().*Member)>;
    static std::string write(const loan_terms& of, const institution& /*in*/) {
        return std::string(Words.at(static_cast<std::size_t>(of.*Member)));
    }
    static bool read(loan_terms& into, std::string_view text, const institution& /*in*/) {
        into.*Member = static_cast<value>(text == Words[1]);
        return text == Words[0] || text == Words[1];
    }
};

struct rule_part {
    static std::string write(const loan_terms& of, const institution& /*in*/) { return of.rule; }
    static bool read(loan_terms& into, std::string_view text, const institution& /*in*/) {
        into.rule = text;
        return true;
    }
};

struct part_row {
    std::string_view name;
    std::string_view must_be;
    std::string (*write)(const loan_terms&, const institution&);
    bool (*read)(loan_terms&, std::string_view, const institution&);
};

template <class Part>
constexpr part_row row(std::string_view name, std::string_view must_be) {
    return {name, must_be, &Part::write, &Part::read};
}

constexpr std::array parts{
    row<word_part<&loan_terms::hourly, day_or_hour>>("due", "day or hour"),
    row<number_part<&loan_terms::max_renewals>>("renewals", "a number"),
    row<amount_part<&loan_terms::overdue_rate>>("rate", "an amount"),
    row<word_part<&loan_terms::overdue_per, day_or_hour>>("per", "day or hour"),
    row<cap_part>("cap", "an amount or none"),
    row<number_part<&loan_terms::overdue_grace_days>>("grace", "a number of days"),
    row<word_part<&loan_terms::grace_forgives, no_or_yes>>("forgives", "yes or no"),
    row<word_part<&loan_terms::closed_days_free, no_or_yes>>("closed_free", "yes or no"),
    row<amount_part<&loan_terms::recall_rate>>("recall_rate", "an amount"),
    row<rule_part>("rule", "the name of a rule")}; // the last: its name may have blanks

terms_read wrong(const part_row& part, const institution& in) {
    loan_terms example;
    example.rule = "books";
    std::string sentence(part.name);
    sentence.append("= must stand in its place and be ").append(part.must_be);
    return {std::nullopt, sentence + "; terms read like: " + terms_column(example, in)};
}

} // namespace

std::string terms_column(const loan_terms& of, const institution& in) {
    std::string text;
    for (const auto& each : parts) {
        if (!text.empty()) text += ' ';
        text.append(each.name).append(1, '=').append(each.write(of, in));
    }
    return text;
}

terms_read read_terms_column(std::string_view text, const institution& in) {
    loan_terms made;
    for (const auto& each : parts) {
        const bool is_last = &each == &parts.back();
        const auto word = is_last ? text : text.substr(0, text.find(' '));
        text.remove_prefix(std::min(text.size(), word.size() + 1));
        if (!word.starts_with(each.name) || !word.substr(each.name.size()).starts_with('='))
            return wrong(each, in);
        if (!each.read(made, word.substr(each.name.size() + 1), in)) return wrong(each, in);
    }
    return {std::move(made), {}};
}

} // namespace circ::tool
