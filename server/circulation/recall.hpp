#pragma once

// A recall calls a loan back for somebody who waits: its due date only gets earlier, it is renewed
// no more, and late days after the recall date may cost more. It is given up with the hold behind
// it: whoever closes a hold calls give_up_recall.

#include "server/circulation/perform.hpp"
#include "server/circulation/scene.hpp"
#include "server/circulation/trail.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace circ::circulation {

/// Of the desk: calls the item back, or of the title the copy that can be here first, for this
/// card; places its hold if there is none.
struct place_recall {
    requester by;
    std::string card;
    target what;
    std::string why;
};

template <> struct operation_traits<place_recall> : operation_traits_of<recall_outcome, true> {};

// A requester without a branch stands at that of the patron.
[[nodiscard]] recall_outcome perform(storage::unit_of_work&, const place_recall&, const surroundings&);

/// What a recall is decided over.
struct recall_facts {
    storage::loan loan; ///< open
    terms by;           ///< of the borrower and the item
    branch_calendar where; ///< of the branch that lent it
    instant now{};
    std::optional<instant> wanted{}; ///< not needed before
};

struct recall_plan {
    storage::loan before;
    storage::loan after; ///< without the hold behind it
};

struct recall_decision {
    std::vector<reason> refusals;
    std::optional<recall_plan> plan; ///< when there are none
};

/// @spec circulation §2, recall
[[nodiscard]] recall_decision decide_recall(const recall_facts& facts);

/// Loads what decide_recall looks at. @pre `copy` is on loan. @throws storage::store_error
[[nodiscard]] recall_facts load_recall_facts(storage::reader& from,
                                             const scene& at,
                                             const surroundings& with,
                                             const storage::item_facts& copy);

/// Of the copies of this title on loan to others the one that can be back first, or why there is
/// none.
/// @param wanted the hold behind it, or what it would be
/// @param of     that item alone; zero: any copy
[[nodiscard]] recall_decision find_recall(storage::reader& from,
                                          const scene& at,
                                          const surroundings& with,
                                          const storage::patron& asking,
                                          const storage::hold& wanted,
                                          storage::item_id of);

/// Writes a recall with its event, counter and notice.
/// @param behind the hold that it is made for; one without an id for nobody in particular
void apply(storage::unit_of_work& unit,
           const scene& at,
           recall_plan plan,
           const storage::hold& behind,
           const requester& by,
           instant now,
           std::string_view why = {});

/// The loan is due as before.
/// @pre   it is recalled
/// @param kept remembers it for put_recall_back
void give_up_recall(storage::unit_of_work& unit,
                    const storage::loan& of,
                    const requester& by,
                    instant now,
                    short_form& kept,
                    std::string_view why = {});

/// The same when the hold behind it goes; nothing when nothing was called back for it.
void give_up_recall(storage::unit_of_work& unit,
                    storage::hold_id behind,
                    const requester& by,
                    instant now,
                    short_form& kept);

/// When the loan would be due had nobody called it back: what a request is known again by.
[[nodiscard]] inline instant due_but_for_recall(const storage::loan& of) {
    return of.due_before_recall.value_or(of.due_at);
}

/// Takes give_up_recall back, for an undo; nothing when the loan has changed since.
void put_recall_back(storage::unit_of_work& unit, const short_form& kept);

/// The loan goes as if it had not been, and with it what was told of its recall.
void forget_recall(storage::unit_of_work& unit, const storage::loan& of);

} // namespace circ::circulation
