#include "server/circulation/notice.hpp"

#include "server/circulation/desk_request.hpp"
#include "server/circulation/standing.hpp"
#include "server/circulation/trail.hpp"

#include <array>
#include <utility>

namespace circ::circulation {

namespace {

constexpr int of_age = 18;

constexpr std::array kinds{
    notice_kind{notice_hold_ready, "what was held waits on the shelf"},
    notice_kind{notice_shelf_ending, "what waits on the shelf does so only a few days more"},
    notice_kind{notice_hold_lapsed, "the hold has ended without having been fetched or filled"},
    notice_kind{notice_due_soon, "a loan is due in a few days"},
    notice_kind{notice_overdue_1, "a loan is overdue"},
    notice_kind{notice_overdue_2, "a loan is still overdue"},
    notice_kind{notice_overdue_3, "a loan is long overdue; the bill comes next"},
    notice_kind{notice_bill, "what was not returned, or lost, has been billed"},
    notice_kind{notice_recall, "somebody waits for a loan; it is due earlier"},
    notice_kind{notice_card_expiring, "the card is good for a short time only"},
};

} // namespace

std::span<const notice_kind> notice_kinds() noexcept {
    return kinds;
}

bool guarantor_reads_for(const storage::patron& who, local_date day) {
    if (!who.guarantor) return false;
    const auto age = age_on(who, day);
    return !age || *age < of_age;
}

storage::notice make_notice(storage::unit_of_work& unit,
                            const scene& at,
                            const storage::patron& about,
                            instant now,
                            std::string_view kind,
                            std::string cause) {
    storage::patron to = about;
    if (guarantor_reads_for(about, at.today))
        if (auto guarantor = unit.find_patron(about.guarantor); guarantor && !guarantor->erased_at)
            to = std::move(*guarantor);
    storage::notice made;
    made.id = unit.new_id<storage::notice_id>();
    made.patron = about.id;
    made.kind = kind;
    made.cause = std::move(cause);
    made.created_at = now;
    made.recipient = to.id;
    made.channel =
        to.email.empty() ? storage::notice_channel::post : storage::notice_channel::email;
    made.language = to.language.empty() ? at.library->institution.language : to.language;
    return made;
}

std::string cause_of(const storage::hold& what) {
    const auto name = "hold " + std::to_string(what.id.value);
    if (!what.trapped_at) return name;
    return name + " at " + std::to_string(what.trapped_at->time_since_epoch().count());
}

std::string cause_of(const storage::loan& what, local_date due) {
    return "loan " + std::to_string(what.id.value) + " due " +
           std::to_string(due.time_since_epoch().count());
}

namespace {

using storage::notice_state;

void end_claim(storage::notice& on) {
    on.claimed_by.clear();
    on.claimed_until.reset();
}

/// Writes what has become of a notice, with its event.
notice_change write_notice(storage::unit_of_work& unit,
                           storage::notice after,
                           const requester& by,
                           instant now,
                           std::string_view kind,
                           std::string_view why = {}) {
    end_claim(after);
    unit.change(after);
    auto event = make_event(unit, by, now, kind, why);
    event.patron = after.patron;
    event.item = after.item;
    event.loan = after.loan;
    event.hold = after.hold;
    short_form kept;
    kept.put("notice", after.id.value);
    kept.put("tries", after.tries);
    event.detail = kept.text();
    unit.add(event);
    return notice_change::done;
}

/// Notices of one institution are not another's to change.
std::optional<storage::notice>
find_own(storage::reader& from, storage::notice_id id, const requester& by) {
    auto found = from.find_notice(id);
    return found && own(from.find_patron(found->patron), by) ? found : std::nullopt;
}

} // namespace

bool call_off_notice(storage::unit_of_work& unit,
                     std::string_view kind,
                     const std::string& cause,
                     instant now) {
    auto told = unit.find_notice(kind, cause);
    if (!told || (told->state != notice_state::waiting && told->state != notice_state::failed)) return false;
    told->state = notice_state::given_up;
    told->done_at = now;
    told->last_error.clear(); // there is nothing to tell any more
    unit.change(*told);
    return true;
}

void call_notice_again(storage::unit_of_work& unit,
                       std::string_view kind,
                       const std::string& cause) {
    auto told = unit.find_notice(kind, cause);
    if (!told || told->state != notice_state::given_up) return;
    told->state = notice_state::waiting;
    told->done_at.reset();
    unit.change(*told);
}

bool has_failed(const storage::notice& what) {
    return what.state == notice_state::failed || (what.state == notice_state::given_up && !what.last_error.empty());
}

bool is_claimed(const storage::notice& what, instant now) {
    return what.claimed_until && *what.claimed_until > now;
}

notice_change claim_notice(storage::unit_of_work& unit,
                           storage::notice_id id,
                           notice_state state,
                           const requester& by,
                           instant until) {
    auto notice = find_own(unit, id, by);
    if (!notice) return notice_change::not_there;
    if (notice->state != state) return notice_change::already_so;
    if (notice->claimed_until) return notice_change::being_handed_over;
    notice->claimed_by = by.operator_name;
    notice->claimed_until = until;
    unit.change(*notice);
    return notice_change::done;
}

notice_change take_over_notice(storage::unit_of_work& unit,
                               storage::notice_id id,
                               const requester& by,
                               instant now) {
    auto notice = find_own(unit, id, by);
    if (!notice) return notice_change::not_there;
    if (notice->state == notice_state::handed_over) return notice_change::already_so;
    notice->state = notice_state::handed_over;
    notice->done_at = now;
    notice->last_error.clear();
    return write_notice(unit, *notice, by, now, "notice_handed_over");
}

notice_change fail_notice(storage::unit_of_work& unit,
                          storage::notice_id id,
                          const requester& by,
                          instant now,
                          std::string_view error,
                          int most_tries) {
    auto notice = find_own(unit, id, by);
    if (!notice) return notice_change::not_there;
    if (notice->done_at) { // somebody else has settled it meanwhile, or it was called off
        end_claim(*notice);
        unit.change(*notice);
        return notice_change::already_so;
    }
    ++notice->tries;
    notice->last_error = error;
    const bool given_up = notice->tries >= most_tries;
    notice->state = given_up ? notice_state::given_up : notice_state::failed;
    if (given_up) notice->done_at = now;
    return write_notice(unit, *notice, by, now, given_up ? "notice_given_up" : "notice_failed");
}

notice_change give_up_notice(storage::unit_of_work& unit,
                             storage::notice_id id,
                             const requester& by,
                             instant now,
                             std::string_view why) {
    auto notice = find_own(unit, id, by);
    if (!notice) return notice_change::not_there;
    if (notice->done_at && !has_failed(*notice)) return notice_change::already_so;
    notice->state = notice_state::given_up;
    notice->done_at = now;
    notice->last_error.clear(); // staff knows of it
    return write_notice(unit, *notice, by, now, "notice_given_up", why);
}

notice_change retry_notice(storage::unit_of_work& unit,
                           storage::notice_id id,
                           const requester& by,
                           instant now,
                           std::string_view why) {
    auto notice = find_own(unit, id, by);
    if (!notice) return notice_change::not_there;
    if (is_claimed(*notice, now)) return notice_change::being_handed_over;
    if (notice->state == notice_state::waiting) return notice_change::already_so;
    notice->state = notice_state::waiting;
    notice->tries = 0;
    notice->done_at.reset();
    return write_notice(unit, *notice, by, now, "notice_retried", why);
}

} // namespace circ::circulation
