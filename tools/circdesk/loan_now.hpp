#pragma once

#include "storage/records/circulation.hpp"

#include <string>

namespace circ::tool {

class tool;

/// A loan as it stands now.
struct loan_now {
    storage::loan loan;
    std::string time_zone; ///< of the branch whose hours it follows: in which it is due
};

/// That of an item; without one, an empty one.
[[nodiscard]] loan_now find_loan_now(tool& with, const std::string& barcode);

} // namespace circ::tool
