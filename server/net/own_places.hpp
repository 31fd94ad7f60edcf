#pragma once

#include "server/circulation/any_operation.hpp"
#include "storage/reader.hpp"

namespace circ::net {

/// Another system tells places by name; one that bears the name of a branch of ours is that branch,
/// and devices are told its code as ever.
void name_own_places(circulation::any_outcome& in, storage::reader& from, storage::institution_id of);

} // namespace circ::net
