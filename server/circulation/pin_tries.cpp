#include "server/circulation/pin_tries.hpp"

namespace circ::circulation {

bool count_wrong_pin(storage::unit_of_work& into, storage::patron_id whose, const pin_limits& limits,
                     storage::instant now) {
    auto patron = into.find_patron(whose);
    if (!patron) return false;
    if (++patron->pin_failures >= limits.tries_per_card) {
        patron->pin_failures = 0;
        patron->pin_locked_until = now + limits.locked_for;
        into.add(storage::event{.id = into.new_id<storage::event_id>(),
                                .institution = patron->institution,
                                .at = now,
                                .kind = "pin_locked",
                                .patron = whose});
    }
    into.change(*patron);
    return patron->pin_locked_until && *patron->pin_locked_until > now;
}

void forget_wrong_pins(storage::unit_of_work& into, storage::patron_id whose) {
    auto patron = into.find_patron(whose);
    if (!patron || (patron->pin_failures == 0 && !patron->pin_locked_until)) return;
    patron->pin_failures = 0;
    patron->pin_locked_until.reset();
    into.change(*patron);
}

} // namespace circ::circulation
