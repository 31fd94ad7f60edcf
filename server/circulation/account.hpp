#pragma once

#include "server/circulation/scene.hpp"
#include "storage/records/facts.hpp"

namespace circ::circulation {

/// A patron with flags, counts, limits and what is owed, without lists: what 24, 26 and 64 tell.
/// @throws storage::store_error
[[nodiscard]] patron_view make_account_view(storage::reader& from, const scene& at, const requester& by,
                                            const surroundings& with, storage::patron_facts who);

/// What is left of a view when nothing personal may be told: known or not, and the flags.
[[nodiscard]] patron_view only_flags(const patron_view& from);

} // namespace circ::circulation
