#include "tests/bench/report.hpp"

#include <fmt/format.h>

namespace circ::bench {
namespace {

std::string number(double value) { return value < 100 ? fmt::format("{:.2f}", value) : fmt::format("{:.0f}", value); }

/// A number that was not measured is none.
std::string or_nothing(double value) { return value == 0 ? std::string("-") : number(value); }

} // namespace

std::string_view verdict_of(const goal& wanted, double reached) {
    if (wanted.floor == 0) return "";
    const auto is_there = [&](double mark) { return wanted.wants_much() ? reached >= mark : reached <= mark; };
    if (is_there(wanted.aim)) return "reaches the aim";
    return is_there(wanted.floor) ? "above the floor" : "below the floor";
}

tool::table empty_report() {
    return tool::table({"name", "unit", "ours", "limit", "ratio", "floor", "aim", "verdict", "p50 us", "p99 us", "answers", "mismatches"});
}

void add_row(tool::table& to, const goal& wanted, const series& measured) {
    to.add({std::string(wanted.figure), std::string(wanted.unit), number(measured.ours()), or_nothing(measured.limit()),
            measured.has_limit() ? number(measured.value()) : "-", or_nothing(wanted.floor), or_nothing(wanted.aim),
            std::string(verdict_of(wanted, measured.value())), or_nothing(measured.median_us()), or_nothing(measured.p99_us()),
            std::to_string(measured.answers()), std::to_string(measured.mismatches())});
}

} // namespace circ::bench
