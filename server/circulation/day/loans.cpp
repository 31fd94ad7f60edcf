#include "server/circulation/day/kinds.hpp"
#include "server/circulation/local_time.hpp"
#include "server/circulation/notice.hpp"
#include "server/circulation/renew.hpp"
#include "server/circulation/trail.hpp"

#include <algorithm>
#include <array>

namespace circ::circulation::day {

namespace {

using storage::loan_state;

constexpr std::array overdue_kinds{notice_overdue_1, notice_overdue_2, notice_overdue_3};

constexpr std::array<std::string_view, 3> overdue_keys{
    "overdue_notice_1_days", "overdue_notice_2_days", "overdue_notice_3_days"};

/// An open loan with all that is asked of it.
struct lent {
    storage::loan loan;
    storage::patron_facts who;
    storage::item_facts item;
    terms by;
    local_date due{};
};

std::optional<lent> load_lent(storage::reader& from, const day_scene& in, std::int64_t id) {
    auto loan = from.find_loan({id});
    if (!loan || loan->state != loan_state::open) return std::nullopt;
    auto who = from.patron_with_facts(loan->patron, in.at.moment);
    auto item = from.item_with_facts(loan->item);
    if (!who || !item) return std::nullopt;
    lent found{std::move(*loan), std::move(*who), std::move(*item), {}, {}};
    found.by = terms_for(in.at, in.with, &found.who.patron, &found.item.item, found.loan.branch);
    found.due = date_in(found.loan.due_at, in.at.branch(found.loan.branch).time_zone);
    return found;
}

std::string in_words(const lent& what) {
    return what.item.item.barcode + " " + what.item.title.text;
}

void tell(storage::unit_of_work& unit, const day_scene& in, const lent& what, std::string_view kind) {
    auto notice =
        make_notice(unit, in.at, what.who.patron, in.with.now, kind, cause_of(what.loan, what.due));
    notice.item = what.loan.item;
    notice.loan = what.loan.id;
    short_form facts;
    facts.put("due", what.due.time_since_epoch().count());
    notice.facts = facts.text();
    unit.add(notice);
}

/// The first moment of a day.
instant begin_of(const day_scene& in, local_date day) {
    return end_of_day(day - std::chrono::days{1}, in.at.here.time_zone) + std::chrono::seconds{1};
}

} // namespace

places loans_due_today(storage::reader& from,
                       const day_scene& in,
                       storage::due_place after,
                       int most) {
    if (in.with.rules.greatest("renew_automatically") == 0) return {};
    const auto next = begin_of(in, in.at.today + std::chrono::days{1});
    const auto due = from.loans_due(in.by.branch, begin_of(in, in.at.today), next, after, most);
    return places_of(due, &storage::loan::due_at);
}

namespace {

/// The renewal that the loan gets by itself today; none where its borrower could not renew it.
struct own_renewal {
    renewal_facts facts;
    std::optional<renewal_plan> plan;
};

own_renewal decide_own_renewal(storage::reader& from, const day_scene& in, const lent& what) {
    own_renewal made;
    if (!what.by.renew_automatically || what.due != in.at.today || what.loan.due_at < in.at.moment)
        return made;
    const terms own =
        terms_for(in.at, in.with, &what.who.patron, &what.item.item, in.by.branch);
    made.facts = load_renewal_facts(from, in.at, in.by, in.with, what.who, what.item, own);
    auto decided = decide_renewal(made.facts, {}, in.by, std::nullopt, in.at.moment);
    if (decided.refusals.empty()) made.plan = std::move(decided.plan);
    return made;
}

} // namespace

day_effect renew_by_itself(storage::unit_of_work& unit, const day_scene& in, std::int64_t id) {
    const auto what = load_lent(unit, in, id);
    if (!what) return {};
    const auto made = decide_own_renewal(unit, in, *what);
    if (!made.plan) return {}; // its reader is reminded instead
    static_cast<void>(apply(unit, *made.plan, made.facts, in.at, in.by, in.with.now));
    return {1, in_words(*what)};
}

places loans_due_soon(storage::reader& from,
                      const day_scene& in,
                      storage::due_place after,
                      int most) {
    const std::chrono::days ahead{in.with.rules.greatest("courtesy_days")};
    const auto until = begin_of(in, in.at.today + ahead + std::chrono::days{1});
    return places_of(from.loans_due(in.by.branch, in.at.moment, until, after, most),
                     &storage::loan::due_at);
}

day_effect remind_of_loan(storage::unit_of_work& unit, const day_scene& in, std::int64_t id) {
    const auto what = load_lent(unit, in, id);
    if (!what || !what->by.courtesy_days || what->loan.due_at < in.with.now) return {}; // over by now
    // What renews itself is only spoken of when it could not.
    const auto days = what->by.renew_automatically ? 0 : *what->by.courtesy_days;
    if ((what->due - in.at.today).count() > days) return {};
    if (unit.find_notice(notice_due_soon, cause_of(what->loan, what->due))) return {};
    if (decide_own_renewal(unit, in, *what).plan) return {};
    tell(unit, in, *what, notice_due_soon);
    return {1, in_words(*what)};
}

places loans_overdue(storage::reader& from,
                     const day_scene& in,
                     storage::due_place after,
                     int most) {
    const bool any = std::ranges::any_of(overdue_keys, [&](std::string_view key) {
        return in.with.rules.greatest(key) > 0;
    });
    if (!any) return {};
    return places_of(from.loans_due(in.by.branch, instant{}, in.at.moment, after, most),
                     &storage::loan::due_at);
}

std::optional<int> decide_overdue_notice(const terms& by, int days_overdue, int sent) {
    const std::array days{
        by.overdue_notice_1_days, by.overdue_notice_2_days, by.overdue_notice_3_days};
    for (int stage = static_cast<int>(days.size()); stage > sent; --stage) {
        const auto& from = days[static_cast<std::size_t>(stage - 1)];
        if (from && days_overdue >= *from) return stage;
    }
    return std::nullopt;
}

day_effect admonish(storage::unit_of_work& unit, const day_scene& in, std::int64_t id) {
    const auto what = load_lent(unit, in, id);
    if (!what) return {};
    const auto cause = cause_of(what->loan, what->due);
    int sent = static_cast<int>(overdue_kinds.size());
    while (sent > 0 && !unit.find_notice(overdue_kinds[static_cast<std::size_t>(sent - 1)], cause))
        --sent;
    const auto overdue = static_cast<int>((in.at.today - what->due).count());
    const auto stage = decide_overdue_notice(what->by, overdue, sent);
    if (!stage) return {};
    tell(unit, in, *what, overdue_kinds[static_cast<std::size_t>(*stage - 1)]);
    return {1, in_words(*what) + ", notice " + std::to_string(*stage)};
}

} // namespace circ::circulation::day
