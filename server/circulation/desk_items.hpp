#pragma once

#include "server/circulation/perform.hpp"
#include "storage/records/facts.hpp"

#include <optional>
#include <string>
#include <vector>

namespace circ::circulation {

/// What the desk says is the matter with an item itself, or that nothing is any more.
struct set_item_state {
    requester by;
    std::string item;
    storage::item_state to = storage::item_state::usable;
    std::string why; ///< the operator's words, kept with the event
};

struct item_state_outcome : outcome {
    storage::item_state before{};
    bool hold_waits_again = false; ///< the item was kept for a reader, who now waits for another
};

template <> struct operation_traits<set_item_state> : operation_traits_of<item_state_outcome, true> {};

/// What speaks against it: an item that is on loan is not elsewhere. It may well be damaged, or no
/// longer wanted when it comes back. @return nullopt when nothing does
[[nodiscard]] std::optional<reason> decide_item_state(const storage::item_facts& what,
                                                      storage::item_state to);

/// What speaks against withdrawing an item that another system deletes: unlike the desk, it does not
/// see who still counts on it.
/// @param queue open holds of its title
[[nodiscard]] std::vector<reason> decide_withdrawal(const storage::item_facts& what,
                                                    const std::vector<storage::hold>& queue,
                                                    storage::local_date today);

/// Sets the state. An item that is not in order is kept for nobody and travels nowhere; one that is in
/// order again goes where its next scan says, and what was paid for it as lost is settled (lost.hpp).
/// @throws storage::store_error
[[nodiscard]] item_state_outcome
perform(storage::unit_of_work& unit, const set_item_state& asked, const surroundings& with);

} // namespace circ::circulation
