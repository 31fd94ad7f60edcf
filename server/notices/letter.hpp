#pragma once

#include "storage/reader.hpp"

#include <boost/json/object.hpp>

namespace circ::notices {

/// A notice with everything that a letter needs, read anew: address and amounts are those of now.
/// docs/operators/day.md shows one and says what each member is.
/// @throws storage::store_error
[[nodiscard]] boost::json::object letter_of(storage::reader& from,
                                            const storage::institution& of,
                                            const storage::notice& what);

} // namespace circ::notices
