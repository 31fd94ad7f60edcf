#pragma once

#include "server/circulation/any_operation.hpp"
#include "server/relay/reconcile.hpp"
#include "storage/reader.hpp"
#include "storage/records/library.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace circ::tool {

/// One difference, and whose it is.
struct reader_difference {
    std::string card; ///< empty: of an item, whose reader there we do not know
    relay::found_difference what;
};

/// Which side is to say what the book of record at the other one says.
enum class side_to_mend { ours, theirs };

/// As whom it is done.
struct mender {
    circulation::requester by;
    storage::institution of;
    std::string reference; ///< money is known by it, however often it is tried
};

/// What is to be done at a side, in this order. @return nothing for what no operation changes
/// @throws storage::store_error
[[nodiscard]] std::vector<circulation::any_operation> orders_to_mend(const reader_difference& what,
                                                                     side_to_mend at,
                                                                     const mender& as,
                                                                     storage::reader& here);

/// Why an operation was not done, in words; empty: it was.
[[nodiscard]] std::string reasons_against(const circulation::outcome& of);

/// How a row ends that could not be mended: the command of ours, or where a person goes.
/// @param number of the row
[[nodiscard]] std::string
way_out(const reader_difference& what, side_to_mend at, std::string_view number);

} // namespace circ::tool
