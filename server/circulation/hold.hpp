#pragma once

#include "server/circulation/scene.hpp"
#include "storage/records/facts.hpp"

#include <optional>
#include <vector>

namespace circ::circulation {

/// What placing a hold is decided over.
struct hold_facts {
    storage::patron_facts patron;
    terms by;                               ///< for the item named, else for any copy that could be had
    money running;
    local_date today{};
    std::optional<storage::hold> open_hold; ///< the patron's on this title
    bool has_loan = false;                  ///< a copy is on loan to the patron
    bool can_be_filled = false;             ///< some copy may ever go to this patron at this level
    bool a_copy_is_free = false;            ///< though others may be queued for it
    std::optional<place> on_shelf_at;       ///< where a copy stands free for anybody
    std::optional<place> pickup_refused;    ///< the branch, when copies could be had elsewhere alone
    bool lacks_item = false;                ///< asked for at the level of an item, of which none is named
    bool pickup_known = true;
    bool expiry_past = false;
};

/// All that speaks against a hold. @spec circulation §4, Placing
[[nodiscard]] std::vector<reason> decide_hold(const hold_facts& facts, const place_hold& asked);

} // namespace circ::circulation
