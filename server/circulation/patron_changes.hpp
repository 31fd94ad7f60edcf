#pragma once

#include "server/circulation/perform.hpp"
#include "storage/records/people.hpp"

#include <vector>

namespace circ::circulation {

// What other systems make of patrons: new ones, what is said of them, that they are gone.

/// What forgetting a patron is decided over.
struct departing_patron {
    storage::patron patron;
    int holds = 0; ///< open ones that are not over by their dates
    bool stands_for_partner = false;
};

/// Category and branch stay for the figures, and nothing that tells who it was.
[[nodiscard]] storage::patron without_person(const storage::patron& who, instant now);

/// All that is still open, each with its number or amount.
[[nodiscard]] std::vector<reason> decide_erasure(const departing_patron& facts);

} // namespace circ::circulation
