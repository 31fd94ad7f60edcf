#include "server/circulation/overdue_fee.hpp"

#include <algorithm>
#include <cstdint>

namespace circ::circulation {

using std::chrono::days;

namespace {

std::int64_t days_late(const storage::loan_terms& terms, instant due, instant back,
                       const branch_calendar& when) {
    const auto first = date_in(due, when.time_zone);
    const auto last = date_in(back, when.time_zone);
    if (terms.closed_days_free) return open_days_between(when, first, last);
    return std::max<std::int64_t>((last - first).count(), 0);
}

/// How much of the time between the two falls on closed days.
instant::duration closed_time(instant due, instant back, const branch_calendar& when) {
    instant::duration closed{0};
    const auto last = date_in(back, when.time_zone);
    for (auto day = date_in(due, when.time_zone); day <= last; day += days{1}) {
        if (is_open_on(when, day)) continue;
        const auto from = std::max(to_instant(wall_time{day}, when.time_zone), due);
        const auto to = std::min(to_instant(wall_time{day + days{1}}, when.time_zone), back);
        closed += to - from;
    }
    return closed;
}

std::int64_t hours_late(const storage::loan_terms& terms, instant due, instant back,
                        const branch_calendar& when) {
    auto late = back - due;
    if (terms.closed_days_free) late -= closed_time(due, back, when);
    return std::chrono::ceil<std::chrono::hours>(late).count();
}

} // namespace

storage::money overdue_fee(const storage::loan_terms& terms, instant due, instant back,
                           const branch_calendar& when) {
    if (back <= due || terms.overdue_rate.minor <= 0) return {};
    const bool by_hour = terms.overdue_per == storage::fee_period::hour;
    const auto late = by_hour ? hours_late(terms, due, back, when) : days_late(terms, due, back, when);
    const std::int64_t grace = std::int64_t{terms.overdue_grace_days} * (by_hour ? 24 : 1);
    if (late <= grace) return {};
    const storage::money fee{(terms.grace_forgives ? late - grace : late) * terms.overdue_rate.minor};
    return terms.overdue_cap ? std::min(fee, *terms.overdue_cap) : fee;
}

storage::money overdue_fee(const storage::loan& of, instant back, const branch_calendar& when) {
    const auto& terms = of.terms;
    if (!of.recall_due_at || terms.recall_rate.minor <= 0) return overdue_fee(terms, of.due_at, back, when);
    const instant recalled_until = std::max(of.due_at, *of.recall_due_at);
    auto afterwards = terms;
    afterwards.overdue_rate = terms.recall_rate;
    afterwards.overdue_grace_days = 0;
    const storage::money fee = overdue_fee(terms, of.due_at, std::min(back, recalled_until), when) +
                               overdue_fee(afterwards, recalled_until, back, when);
    return terms.overdue_cap ? std::min(fee, *terms.overdue_cap) : fee;
}

} // namespace circ::circulation
