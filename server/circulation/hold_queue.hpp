#pragma once

#include "server/circulation/facts.hpp"
#include "storage/records/facts.hpp"

#include <string>
#include <vector>

namespace circ::circulation {

/// Whether the hold is open and still wanted on that day.
[[nodiscard]] bool is_wanted(const storage::hold& one, local_date today);

/// Whether an item trapped by this hold is still kept for its patron.
[[nodiscard]] bool keeps_its_item(const storage::hold& one, local_date today);

/// Whether an open hold is over by its dates, whether or not the night's work has said so.
[[nodiscard]] bool has_lapsed(const storage::hold& one, local_date today);

/// Whether the hold asks for this item: by level alone.
[[nodiscard]] bool asks_for(const storage::hold& one, const storage::item& what);

/// Whether policy lets the item go to that patron: lent at all, old enough.
[[nodiscard]] bool may_have(const storage::patron& who, const terms& by, local_date today);

/// Whether a hold of this item may be fetched at that branch.
[[nodiscard]] bool may_be_fetched_at(storage::branch_id pickup, const terms& by, const storage::item& what,
                                     const library_facts& of, const policy& rules);

/// Waiting holds that this item can fill, next first, at most `most`. Where policy says so, those
/// fetched where the item is go before younger ones elsewhere.
/// @throws storage::store_error
[[nodiscard]] std::vector<storage::hold> holds_to_fill(storage::reader& from, const storage::item_facts& what,
                                                       const library_facts& of, const policy& rules,
                                                       local_date today, int most);

/// So many waiting holds decide whether an item is to be fetched; more make no difference.
inline constexpr int most_waiting_counted = 10;

/// Whether the item stands on the shelf, free for anybody.
[[nodiscard]] bool is_available(const storage::item_facts& what);

/// Whether staff is to fetch this item: of the copies on the shelf the oldest are taken, each for the first
/// of these holds that it can fill itself.
/// @param waiting holds that this item can fill, next first
/// @throws storage::store_error
[[nodiscard]] bool is_on_pull_list(storage::reader& from, const storage::item_facts& what,
                                   std::vector<storage::hold> waiting, const library_facts& of,
                                   const policy& rules, local_date today);

} // namespace circ::circulation
