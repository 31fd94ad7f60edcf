#include "server/circulation/scene.hpp"

#include "server/circulation/lending.hpp"
#include "server/circulation/local_time.hpp"
#include "server/circulation/make_views.hpp"
#include "server/circulation/standing.hpp"
#include "server/circulation/trail.hpp"

#include <utility>

namespace circ::circulation {

scene load_scene(storage::reader& from, const requester& by, const surroundings& with) {
    scene at;
    at.library = load_library(from, by.institution);
    at.moment = moment_of(by, with.now);
    at.here = load_calendar(from, *at.library, by.branch, at.moment);
    at.today = date_in(at.moment, at.here.time_zone);
    return at;
}

terms terms_for(const scene& at,
                const surroundings& with,
                const storage::patron* who,
                const storage::item* what,
                storage::branch_id where) {
    return with.rules.find(subject_of(who, what, where, *at.library, at.today));
}

storage::branch_id
hours_owner_of(const terms& by, const storage::item& what, storage::branch_id where) {
    return by.opening_hours == hours_owner::item_branch ? what.branch : where;
}

branch_calendar
calendar_at(storage::reader& from, const scene& at, const requester& by, storage::branch_id of) {
    return of == by.branch ? at.here : load_calendar(from, *at.library, of, at.moment);
}

std::optional<instant>
due_told(const requester& by, std::optional<instant> given, instant moment) {
    return is_posted(by) ? believable_due(given, moment) : std::nullopt;
}

void show_item(outcome& in, const scene& at, const storage::item_facts& what, const terms& by) {
    in.item = make_item_view(what, *at.library, by, at.today);
}

void show_item(outcome& in, const scene& at, storage::item_facts&& what, const terms& by) {
    in.item = make_item_view(std::move(what), *at.library, by, at.today);
}

void show_patron(outcome& in, const scene& at, const storage::patron& who) {
    in.patron = make_patron_view(who, *at.library);
}

std::optional<reason>
pin_objection(const requester& by, const surroundings& with, const storage::patron& who) {
    if (is_posted(by)) return std::nullopt;
    return pin_refusal(with.pin, *by.rules, by.pin_proved_before, who.pin_locked_until);
}

void count_unannounced(storage::unit_of_work& unit,
                       const scene& at,
                       const requester& by,
                       instant now) {
    if (by.when == timing::already_happened && !is_posted(by))
        count_event(unit, by, *at.library, now, {}, "no_block_ignored");
}

std::optional<reason> fee_objection(money fee, const fee_agreement& agreed, const requester& by) {
    if (fee.minor <= 0 || is_posted(by)) return std::nullopt;
    const bool covered = agreed.to == fee_agreement::kind::any ||
                         (agreed.to == fee_agreement::kind::exactly && agreed.amount == fee);
    if (covered) return std::nullopt;
    return reason{.code = reason_code::fee_not_agreed, .amount = fee};
}

} // namespace circ::circulation
