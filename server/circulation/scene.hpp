#pragma once

#include "server/circulation/calendar.hpp"
#include "server/circulation/facts.hpp"
#include "server/circulation/operations.hpp"
#include "server/circulation/perform.hpp"

#include <optional>
#include <vector>

namespace circ::circulation {

/// Where and when an operation happens: what every decision looks at first.
struct scene {
    std::shared_ptr<const library_facts> library;
    branch_calendar here; ///< of the requester's branch
    local_date today{};   ///< there
    instant moment{};     ///< when it happened: now, or what an off-line device says

    [[nodiscard]] const storage::branch& branch(storage::branch_id id) const {
        return library->branch(id);
    }
};

/// @throws storage::store_error
[[nodiscard]] scene
load_scene(storage::reader& from, const requester& by, const surroundings& with);

/// Terms for this patron and item; either may be null.
[[nodiscard]] terms terms_for(const scene& at,
                              const surroundings& with,
                              const storage::patron* who,
                              const storage::item* what,
                              storage::branch_id where);

/// Whose opening hours the loan of this item follows.
[[nodiscard]] storage::branch_id
hours_owner_of(const terms& by, const storage::item& what, storage::branch_id where);

/// The calendar of that branch; the one the scene has is not loaded again.
[[nodiscard]] branch_calendar
calendar_at(storage::reader& from, const scene& at, const requester& by, storage::branch_id of);

/// The due date a device has given for what it did without us; of one that may not do so it means
/// nothing, whatever it claims.
[[nodiscard]] std::optional<instant>
due_told(const requester& by, std::optional<instant> given, instant moment);

/// Fills the views of an outcome as far as its facts were found.
void show_item(outcome& in, const scene& at, const storage::item_facts& what, const terms& by);
void show_item(outcome& in, const scene& at, storage::item_facts&& what, const terms& by);
void show_patron(outcome& in, const scene& at, const storage::patron& who);

/// A refused outcome of its kind.
template <class Outcome>
[[nodiscard]] Outcome refused_with(std::vector<reason> why) {
    Outcome made;
    made.result = verdict::refused;
    made.reasons = std::move(why);
    return made;
}

/// What the PIN of the request refuses; nothing for what a device did off-line: it checked what it
/// could.
[[nodiscard]] std::optional<reason>
pin_objection(const requester& by, const surroundings& with, const storage::patron& who);

/// Counts a claim that it has happened already, from a device that was never told it may.
void count_unannounced(storage::unit_of_work& unit,
                       const scene& at,
                       const requester& by,
                       instant now);

/// How far an agreement covers a fee. @return nullopt when it does
[[nodiscard]] std::optional<reason>
fee_objection(money fee, const fee_agreement& agreed, const requester& by);

} // namespace circ::circulation
