#pragma once

#include "server/circulation/local_time.hpp"
#include "server/circulation/perform.hpp"
#include "storage/records/facts.hpp"

#include <optional>
#include <string>
#include <vector>

namespace circ::circulation {

// What staff decides about one hold, named by its id. Each needs a reason, which its event keeps with
// the operator's name. A requester without a branch stands at the pickup's, or where the item is.

/// It waits on and keeps its place, but is not served until that day, or until it is woken.
struct suspend_hold {
    requester by;
    storage::hold_id hold;
    std::string why;
    std::optional<local_date> until;
};

struct wake_hold {
    requester by;
    storage::hold_id hold;
    std::string why;
};

/// Gives it another place in the queue of its title; 1 is the first of all open holds.
struct reorder_hold {
    requester by;
    storage::hold_id hold;
    std::string why;
    int position = 1;
};

/// A copy that is on the shelf or on its way already is sent on at its next scan.
struct change_pickup {
    requester by;
    storage::hold_id hold;
    std::string why;
    std::string pickup; ///< branch code
};

/// The last day on which it is still wanted; none: as long as it takes.
struct change_expiry {
    requester by;
    storage::hold_id hold;
    std::string why;
    std::optional<local_date> until;
};

/// Cancels it, or lets it lapse before its day; a copy on the shelf is then to be cleared.
struct end_hold {
    requester by;
    storage::hold_id hold;
    std::string why;
    storage::hold_state as = storage::hold_state::cancelled; ///< or lapsed
};

/// Takes an item that stands there for nobody off the hold shelf: what scanning it would do. One that
/// a scan does not take, being damaged, say, is only let go of.
struct clear_hold_shelf {
    requester by;
    std::string item;
    std::string why;
};

/// What a decision about one hold looks at.
struct desk_hold_facts {
    std::optional<storage::hold> hold;
    local_date today{};
    std::string why;
    bool must_wait = false;          ///< the verb is about a hold without an item
    std::optional<local_date> until; ///< of a suspension
    std::string unknown_pickup;      ///< a code that no branch has
};

/// All that speaks against it.
[[nodiscard]] std::vector<reason> decide_desk_hold(const desk_hold_facts& facts);

/// Whether the item stands on the hold shelf for nobody, or at a branch where nobody comes for it.
[[nodiscard]] bool is_to_be_cleared(const storage::item_facts& item, local_date today);

/// The queue after a hold was given another place in it: those whose rank changes.
/// @pre queue holds all open holds of a title in their order, the hold among them
[[nodiscard]] std::vector<storage::hold> decide_order(std::vector<storage::hold> queue, storage::hold_id moved,
                                                      int position);

template <> struct operation_traits<suspend_hold> : operation_traits_of<hold_outcome, true> {};
template <> struct operation_traits<wake_hold> : operation_traits_of<hold_outcome, true> {};
template <> struct operation_traits<reorder_hold> : operation_traits_of<hold_outcome, true> {};
template <> struct operation_traits<change_pickup> : operation_traits_of<hold_outcome, true> {};
template <> struct operation_traits<change_expiry> : operation_traits_of<hold_outcome, true> {};
template <> struct operation_traits<end_hold> : operation_traits_of<hold_outcome, true> {};
template <> struct operation_traits<clear_hold_shelf> : operation_traits_of<checkin_outcome, true> {};

[[nodiscard]] hold_outcome perform(storage::unit_of_work&, const suspend_hold&, const surroundings&);
[[nodiscard]] hold_outcome perform(storage::unit_of_work&, const wake_hold&, const surroundings&);
[[nodiscard]] hold_outcome perform(storage::unit_of_work&, const reorder_hold&, const surroundings&);
[[nodiscard]] hold_outcome perform(storage::unit_of_work&, const change_pickup&, const surroundings&);
[[nodiscard]] hold_outcome perform(storage::unit_of_work&, const change_expiry&, const surroundings&);
[[nodiscard]] hold_outcome perform(storage::unit_of_work&, const end_hold&, const surroundings&);
[[nodiscard]] checkin_outcome perform(storage::unit_of_work&, const clear_hold_shelf&, const surroundings&);

} // namespace circ::circulation
