#pragma once

#include "server/circulation/hold_queue.hpp"
#include "server/circulation/scene.hpp"
#include "storage/records/facts.hpp"

#include <optional>
#include <vector>

namespace circ::circulation {

/// What a checkin is decided over.
struct checkin_facts {
    storage::item_facts item;
    storage::branch_id here;
    local_date today{};
    std::optional<storage::hold> next; ///< the next hold that this item can fill
    bool floats = false;               ///< stays where it is returned
    storage::branch_id interlibrary_desk; ///< of what another library lent us; zero: it is our own
    bool not_on_loan_ok = true;
    hold_handling holds = hold_handling::trap;
    bool type_refused = false; ///< this device does not take such items
    bool has_happened = false; ///< the item is here, whatever the device was to refuse
};

/// Where the item goes and what becomes of what was kept for it.
struct checkin_plan {
    bool closes_loan = false;
    bool clears_hold = false; ///< the hold on this item has lapsed or was cancelled: it lets go
    bool frees_hold = false;  ///< whoever the item was on its way to waits for another
    bool ends_transit = false;
    bool to_shelf = false;                 ///< the hold `for_hold` is put on the hold shelf here
    std::optional<storage::hold> for_hold; ///< whose item it is: trapped now, before, or only told
    storage::branch_id send_to;            ///< a new transit there; zero: none
    storage::item_state state{};           ///< afterwards
    alert_kind alert = alert_kind::none;
    storage::branch_id destination; ///< told to the device; zero: none
    bool accepted = true;
    bool only_told = false; ///< the hold stays as it is
};

struct checkin_decision {
    std::vector<reason> refusals;
    std::vector<reason> overruled; ///< would have refused it, had it not happened already
    checkin_plan plan;
};

/// @spec circulation §3, the table
[[nodiscard]] checkin_decision decide_checkin(const checkin_facts& facts);

} // namespace circ::circulation
