#include "server/circulation/day/kinds.hpp"
#include "server/circulation/local_time.hpp"
#include "server/circulation/notice.hpp"
#include "server/circulation/trail.hpp"

namespace circ::circulation::day {

places cards_expiring(storage::reader& from,
                      const day_scene& in,
                      storage::due_place after,
                      int most) {
    const std::chrono::days ahead{in.with.rules.greatest("expiry_notice_days")};
    if (ahead.count() == 0) return {};
    return places_of(
        from.patrons_expiring(in.by.branch, in.at.today, in.at.today + ahead, after, most),
        &storage::patron::expires_on);
}

day_effect remind_of_card(storage::unit_of_work& unit, const day_scene& in, std::int64_t id) {
    const auto who = unit.find_patron({id});
    if (!who || who->erased_at || !who->expires_on) return {};
    if (*who->expires_on < date_in(in.with.now, in.at.here.time_zone)) return {}; // over by now
    const auto days = terms_for(in.at, in.with, &*who, nullptr, who->branch).expiry_notice_days;
    if (!days || (*who->expires_on - in.at.today).count() > *days) return {};
    const auto until = who->expires_on->time_since_epoch().count();
    // A card that was made good for longer may expire again. The statement remove_done_notices knows these words.
    const auto cause = "patron " + std::to_string(id) + " until " + std::to_string(until);
    if (unit.find_notice(notice_card_expiring, cause)) return {};
    auto notice = make_notice(unit, in.at, *who, in.with.now, notice_card_expiring, cause);
    short_form facts;
    facts.put("until", until);
    notice.facts = facts.text();
    unit.add(notice);
    return {1, card_number_of(unit, who->id)};
}

} // namespace circ::circulation::day
