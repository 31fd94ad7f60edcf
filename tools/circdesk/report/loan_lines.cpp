#include "server/circulation/make_views.hpp"
#include "server/circulation/overdue_fee.hpp"
#include "tools/circdesk/report/lines.hpp"
#include "tools/circdesk/report/pages.hpp"

#include <map>

namespace circ::tool::report_lines {

namespace {

using storage::loan;
using storage::loan_state;


/// The calendars that overdue fees are counted by, each loaded once.
class fee_calendars {
public:
    fee_calendars(report_source& from, storage::instant now) : from_(from), now_(now) {}

    [[nodiscard]] storage::money fee_of(const loan& of) {
        const auto [when, is_new] = known_.try_emplace(circulation::hours_of(of));
        if (is_new) when->second = circulation::load_calendar_of(from_.from, from_.library, of);
        return circulation::overdue_fee(of, now_, when->second);
    }

private:
    report_source& from_;
    storage::instant now_;
    std::map<storage::branch_id, circulation::branch_calendar> known_;
};

/// Since when a loan is lost or claimed.
storage::instant state_since(const loan& of) {
    const auto& since = of.state == loan_state::lost ? of.lost_at : of.claimed_at;
    return since.value_or(of.due_at);
}

/// What is open of a loan's fees.
storage::money owed_for(report_source& from, const loan& of) {
    storage::money sum;
    for (const auto& each : from.from.fees_of_loan(of.id))
        if (const auto open = from.from.find_open_fee(each.id)) sum += open->amount;
    return sum;
}

lines loans_in(report_source& from, const report_question& asked, loan_state state) {
    lines made;
    walk_after(
        storage::loan_id{},
        [&](auto after) { return from.from.loans_of_branch_in(asked.here.id, state, after, report_step); },
        [](const loan& of) { return of.id; },
        [&](const loan& of) {
            const auto what = from.from.item_with_facts(of.item);
            if (!what) return;
            made.push_back({location_on(what->item, asked.today), what->item.call_number, what->item.barcode, what->title.text,
                            state_since(of), circulation::card_number_of(from.from, of.patron),
                            owed_for(from, of)});
        });
    return made;
}

} // namespace

lines overdues(report_source& from, const report_question& asked) {
    fee_calendars calendars(from, asked.now);
    lines made;
    walk_after(
        storage::due_place{},
        [&](auto after) {
            return from.from.loans_due(asked.here.id, storage::instant::min(), asked.now, after, report_step);
        },
        [](const loan& of) { return storage::due_place{of.due_at.time_since_epoch().count(), of.id.value}; },
        [&](const loan& of) {
            const auto what = from.from.item_with_facts(of.item);
            const auto who = from.from.find_patron(of.patron);
            const auto late = asked.days_since(of.due_at);
            if (!what || !who || late < asked.days) return;
            made.push_back({of.due_at, late, circulation::card_number_of(from.from, who->id), circulation::display_name(*who),
                            who->phone, who->email, what->item.barcode, what->title.text,
                            what->item.call_number, calendars.fee_of(of)});
        });
    return made;
}

lines lost(report_source& from, const report_question& asked) {
    return loans_in(from, asked, loan_state::lost);
}

lines claims(report_source& from, const report_question& asked) {
    return loans_in(from, asked, loan_state::claimed_returned);
}

} // namespace circ::tool::report_lines
