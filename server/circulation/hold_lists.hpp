#pragma once

#include "server/circulation/facts.hpp"

#include <vector>

namespace circ::circulation {

/// A copy that staff is to fetch from its shelf.
struct pull_line {
    storage::item_facts item;
    storage::hold next; ///< who is served next by it
    int waiting = 0;    ///< holds that it can fill, counted up to most_waiting_counted
};

/// What staff of a branch is to fetch for waiting holds: the items there of which is_on_pull_list is
/// true, by location and as they stand on the shelf.
/// @note Whom a copy suits is a rule of policy and the order that of the shelf, so each page walks
///       through all of them; it holds no more than end with the page.
/// @throws storage::store_error
[[nodiscard]] std::vector<pull_line> pull_list(storage::reader& from, const library_facts& of,
                                               const policy& rules, storage::branch_id at,
                                               local_date today, storage::page which);

} // namespace circ::circulation
