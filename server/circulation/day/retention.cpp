#include "server/circulation/day/kinds.hpp"

#include "server/circulation/local_time.hpp"
#include "storage/shadow_book.hpp"

#include <algorithm>
#include <limits>

namespace circ::circulation::day {

namespace {

constexpr int batch = 500;

day_effect effect_of(int rows) {
    return {rows, rows == 0 ? "" : std::to_string(rows) + (rows == 1 ? " row" : " rows")};
}

} // namespace

bool still_needs_borrower(const storage::loan& loan,
                          bool has_open_fee,
                          const terms& by,
                          const config::day_settings& keeping,
                          instant now) {
    if (loan.is_open() || has_open_fee) return true;
    // A return dated back is known to us only since it was handled.
    const auto over = std::max(*loan.closed_at, loan.return_seen_at.value_or(*loan.closed_at));
    if (now - over < std::max(keeping.loan_patron, keeping.damage)) return true;
    // Found again, what was paid goes back to whoever paid it.
    return loan.state == storage::loan_state::paid_for && loan.lost_at &&
           now - *loan.lost_at < std::chrono::days{by.refund_days};
}

places loans_to_forget(storage::reader& from,
                       const day_scene& in,
                       storage::due_place after,
                       int most) {
    const auto before = in.with.now - std::max(in.keeping.loan_patron, in.keeping.damage);
    return places_of(from.loans_to_cut(in.by.branch, before, after, most), &storage::loan::closed_at);
}

day_effect forget_borrower(storage::unit_of_work& unit, const day_scene& in, std::int64_t id) {
    const auto loan = unit.find_loan({id});
    if (!loan || !loan->patron) return {};
    const auto fees = unit.fees_of_loan(loan->id);
    const bool has_open_fee = std::ranges::any_of(
        fees, [&](const auto& each) { return unit.find_open_fee(each.id).has_value(); });
    const auto who = unit.find_patron(loan->patron);
    const auto item = unit.find_item(loan->item);
    const auto by = terms_for(
        in.at, in.with, who ? &*who : nullptr, item ? &*item : nullptr, loan->branch);
    if (still_needs_borrower(*loan, has_open_fee, by, in.keeping, in.with.now)) return {};
    unit.forget_borrower(*loan);
    return {1, item ? item->barcode : ""};
}

places holds_to_forget(storage::reader& from,
                       const day_scene& in,
                       storage::due_place after,
                       int most) {
    return places_of(
        from.holds_closed(in.by.branch, in.with.now - in.keeping.hold_notice, after, most),
        &storage::hold::closed_at);
}

day_effect forget_hold(storage::unit_of_work& unit, const day_scene& in, std::int64_t id) {
    const auto what = unit.find_hold({id});
    if (!what || !what->closed_at || what->trapped_item) return {};
    if (*what->closed_at > in.with.now - in.keeping.hold_notice) return {};
    unit.forget(*what);
    return {1, "hold " + std::to_string(id)};
}

day_effect expire_journal(storage::unit_of_work& unit, const day_scene& in, std::int64_t) {
    return effect_of(unit.expire_journal(in.with.now, batch));
}

day_effect forget_in_events(storage::unit_of_work& unit, const day_scene& in, std::int64_t) {
    return effect_of(unit.forget_in_events(in.with.now - in.keeping.event_patron, batch));
}

day_effect remove_notices(storage::unit_of_work& unit, const day_scene& in, std::int64_t) {
    return effect_of(unit.remove_done_notices(in.with.now - in.keeping.hold_notice, batch));
}

day_effect remove_reviews(storage::unit_of_work& unit, const day_scene& in, std::int64_t) {
    return effect_of(unit.remove_settled_reviews(in.with.now - in.keeping.event_patron, batch));
}

day_effect remove_references(storage::unit_of_work& unit, const day_scene& in, std::int64_t) {
    return effect_of(unit.remove_spent_references(in.with.now - in.keeping.event_patron, batch));
}

/// Marks hold records as they were before, with names and addresses, and rejects the numbers of
/// cards: they are not kept for ever.
day_effect forget_imports(storage::unit_of_work& unit, const day_scene& in, std::int64_t) {
    using kind = storage::imported_kind;
    constexpr auto greatest = std::numeric_limits<std::int64_t>::max();
    constexpr int runs_of_page = 100;
    const auto before = in.with.now - in.keeping.hold_notice;
    int rows = 0;
    bool is_last = false;
    for (int first = 0; !is_last && rows < batch; first += runs_of_page) {
        const auto runs = unit.import_runs(in.by.institution, {.first = first, .count = runs_of_page});
        is_last = runs.size() < runs_of_page;
        for (const auto& run : runs) {
            if (run.begun_at >= before) continue;
            rows += unit.remove_rejects(run.id);
            for (const auto each : {kind::title, kind::item, kind::patron, kind::loan, kind::hold, kind::fee, kind::credit,
                                    kind::card, kind::block, kind::message})
                for (const auto& mark : unit.import_marks(run.id, each, greatest, std::max(0, batch - rows))) {
                    unit.remove(mark);
                    ++rows;
                }
        }
    }
    return effect_of(rows);
}

day_effect forget_shadows(storage::unit_of_work& unit, const day_scene& in, std::int64_t) {
    const auto first = date_in(in.with.now - in.keeping.event_patron, "UTC");
    return effect_of(storage::shadow_book(unit).remove_old(in.by.institution, first));
}

} // namespace circ::circulation::day
