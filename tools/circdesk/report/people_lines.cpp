#include "server/circulation/local_time.hpp"
#include "server/circulation/make_views.hpp"
#include "tools/circdesk/payment_words.hpp"
#include "tools/circdesk/report/lines.hpp"
#include "tools/circdesk/report/pages.hpp"
#include "tools/circdesk/stored_reasons.hpp"

namespace circ::tool::report_lines {

namespace {

using storage::due_place;
using storage::patron;
using storage::payment;

due_place place_of(const payment& of) {
    return {of.at.time_since_epoch().count(), of.id.value};
}

report_line line_of(report_source& from, const payment& of, std::string what) {
    return {std::to_string(of.id.value), of.at, till_of(from.from, of.terminal), of.bk,
            of.patron ? circulation::card_number_of(from.from, of.patron) : std::string(), of.amount,
            std::move(what), reasons_in_words(of.reason)};
}

} // namespace

lines cards_expiring(report_source& from, const report_question& asked) {
    lines made;
    walk_after(
        due_place{},
        [&](auto after) {
            return from.from.patrons_expiring(asked.here.id, asked.today,
                                              asked.today + std::chrono::days{asked.days}, after, report_step);
        },
        [](const patron& of) { return due_place{of.expires_on->time_since_epoch().count(), of.id.value}; },
        [&](const patron& of) {
            made.push_back({*of.expires_on, circulation::card_number_of(from.from, of.id),
                            circulation::display_name(of), of.category, std::int64_t{of.open_loans},
                            std::int64_t{of.open_holds}, of.owed});
        });
    return made;
}

lines credits(report_source& from, const report_question& asked) {
    lines made;
    walk_after(
        storage::patron_id{},
        [&](auto after) { return from.from.patrons_with_credit(asked.here.id, after, report_step); },
        [](const patron& of) { return of.id; },
        [&](const patron& of) {
            made.push_back({circulation::card_number_of(from.from, of.id), circulation::display_name(of),
                            of.credit, of.owed});
        });
    return made;
}

/// Day by day, so that a day is that of the wall.
lines fees(report_source& from, const report_question& asked) {
    const auto& of = from.library.institution;
    lines made;
    for (auto day = asked.since; day <= asked.until; day += std::chrono::days{1}) {
        const auto after = circulation::end_of_day(day - std::chrono::days{1}, of.time_zone);
        const auto until = circulation::end_of_day(day, of.time_zone);
        for (const auto& sum : from.from.payment_sums(of.id, after, until))
            made.push_back({day, till_of(from.from, sum.terminal), payment_words(sum.payment_type),
                            std::int64_t{sum.accepted}, sum.accepted_amount, std::int64_t{sum.refused},
                            sum.refused_amount, sum.accepted_amount + sum.refused_amount, sum.credited});
    }
    return made;
}

lines payments_refused(report_source& from, const report_question& asked) {
    const auto& of = from.library.institution;
    const auto since = circulation::end_of_day(asked.since - std::chrono::days{1}, of.time_zone);
    lines made;
    walk_pages([&](auto which) { return from.from.unsettled_payments(of.id, which); },
               [&](const payment& each) { made.push_back(line_of(from, each, "refused")); });
    walk_after(
        due_place{}, [&](auto after) { return from.from.payments_bk_reused(of.id, since, after, report_step); },
        place_of, [&](const payment& each) { made.push_back(line_of(from, each, "BK reused")); });
    return made;
}

} // namespace circ::tool::report_lines
