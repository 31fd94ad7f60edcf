#include "server/circulation/lending.hpp"

#include <algorithm>
#include <utility>

namespace circ::circulation {

namespace {

std::optional<money> cap_of(const terms& by, const storage::item& what) {
    if (!by.overdue_cap_at_price) return by.overdue_cap;
    const auto price = what.price.value_or(by.replacement_price);
    return by.overdue_cap ? std::min(*by.overdue_cap, price) : price;
}

instant plain_due(const terms& by, instant from, const branch_calendar& here) {
    if (by.loan_hours > 0) {
        return due_after_hours(here,
                               from,
                               std::chrono::hours{by.loan_hours},
                               std::chrono::minutes{by.due_minutes_after_opening});
    }
    if (by.fixed_due_date && *by.fixed_due_date > date_in(from, here.time_zone)) {
        return due_on(here, *by.fixed_due_date);
    }
    return due_after_days(here, from, static_cast<int>(by.loan_days));
}

} // namespace

storage::loan_terms make_loan_terms(const terms& by, const storage::item& what, std::string rule) {
    storage::loan_terms kept;
    kept.rule = std::move(rule);
    kept.hourly = by.loan_hours > 0;
    kept.max_renewals = what.renewable ? static_cast<int>(by.max_renewals) : 0;
    kept.overdue_rate = by.overdue_exempt ? money{} : by.overdue_rate;
    kept.recall_rate = by.overdue_exempt ? money{} : by.recall_rate;
    kept.overdue_per =
        by.overdue_per == fee_unit::hour ? storage::fee_period::hour : storage::fee_period::day;
    kept.overdue_cap = cap_of(by, what);
    kept.overdue_grace_days = static_cast<int>(by.overdue_grace_days);
    kept.grace_forgives = by.overdue_grace_forgives;
    kept.closed_days_free = by.overdue_closed_days_free;
    return kept;
}

instant
due_of(const terms& by, const storage::patron& who, instant from, const branch_calendar& here, instant moment) {
    const auto due = plain_due(by, from, here);
    if (!by.not_beyond_expiry || !who.expires_on) return due;
    const auto last = end_of_day(*who.expires_on, here.time_zone);
    return last >= moment ? std::min(due, last) : due;
}

instant due_for_lender(instant due, const storage::item& what) {
    return what.wanted_back ? std::min(due, *what.wanted_back) : due;
}

std::optional<instant> believable_due(std::optional<instant> given, instant moment) {
    constexpr std::chrono::days longest{366};
    if (!given || *given <= moment || *given > moment + longest) return std::nullopt;
    return given;
}

} // namespace circ::circulation
