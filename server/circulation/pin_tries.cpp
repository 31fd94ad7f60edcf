#include "server/circulation/pin_tries.hpp"

#include "server/circulation/trail.hpp"

namespace circ::circulation {

bool is_pin_locked(const storage::patron& whose, storage::instant now) {
    return whose.pin_locked_until && *whose.pin_locked_until > now;
}

std::optional<reason> unproved_card_refusal(pin_state pin, const device_rules& rules) {
    if (!rules.hides_unknown_cards || pin == pin_state::right || pin == pin_state::not_needed) return std::nullopt;
    const bool given = pin == pin_state::wrong || pin == pin_state::locked;
    return reason{.code = given ? reason_code::pin_wrong : reason_code::pin_missing};
}

wrong_pin count_wrong_pin(storage::unit_of_work& into, storage::patron_id whose, const pin_limits& limits,
                          storage::instant now) {
    auto patron = into.find_patron(whose);
    if (!patron) return wrong_pin::counted;
    const bool was_locked = is_pin_locked(*patron, now);
    const bool locks = !was_locked && ++patron->pin_failures >= limits.tries_per_card;
    if (locks) {
        patron->pin_failures = 0;
        patron->pin_locked_until = now + limits.locked_for;
        into.add(storage::event{.id = into.new_id<storage::event_id>(),
                                .institution = patron->institution,
                                .at = now,
                                .kind = "pin_locked",
                                .patron = whose});
    }
    into.change(*patron); // behind a lock too: the time to the answer must not tell which cards there are
    return was_locked ? wrong_pin::behind_lock : locks ? wrong_pin::locks : wrong_pin::counted;
}

void count_pin_of_nobody(storage::unit_of_work& into, const requester& by, storage::instant now) {
    count_event(into, by, *load_library(into, by.institution), now, {}, "pin_of_unknown_card");
}

void replace_verifier(storage::unit_of_work& into, storage::patron_id whose, const std::string& before, const std::string& after) {
    auto patron = into.find_patron(whose);
    if (!patron || patron->pin_verifier != before) return;
    patron->pin_verifier = after;
    into.change(*patron);
}

void forget_wrong_pins(storage::unit_of_work& into, storage::patron_id whose) {
    auto patron = into.find_patron(whose);
    if (!patron || (patron->pin_failures == 0 && !patron->pin_locked_until)) return;
    patron->pin_failures = 0;
    patron->pin_locked_until.reset();
    into.change(*patron);
}

} // namespace circ::circulation
