#include "server/circulation/day/kinds.hpp"
#include "server/circulation/local_time.hpp"
#include "server/circulation/lost.hpp"

namespace circ::circulation::day {

places loans_long_overdue(storage::reader& from,
                          const day_scene& in,
                          storage::due_place after,
                          int most) {
    if (in.with.rules.greatest("lost_after_days") == 0) return {};
    return places_of(from.loans_due(in.by.branch, instant{}, in.at.moment, after, most),
                     &storage::loan::due_at);
}

day_effect lose_long_overdue(storage::unit_of_work& unit, const day_scene& in, std::int64_t id) {
    const auto loan = unit.find_loan({id});
    if (!loan || loan->state != storage::loan_state::open) return {};
    const auto who = unit.find_patron(loan->patron);
    const auto item = unit.item_with_facts(loan->item);
    if (!who || !item) return {};
    const auto after =
        terms_for(in.at, in.with, &*who, &item->item, loan->branch).lost_after_days;
    const auto due = date_in(loan->due_at, in.at.branch(loan->branch).time_zone);
    if (!after || (in.at.today - due).count() < *after) return {};
    const auto charged = lose_loan(
        unit, in.at, *item, in.by, "overdue for " + std::to_string(*after) + " days", in.with);
    return {1, item->item.barcode + " " + item->title.text + ", " + std::to_string(charged.size()) +
                   (charged.size() == 1 ? " fee" : " fees")};
}

} // namespace circ::circulation::day
