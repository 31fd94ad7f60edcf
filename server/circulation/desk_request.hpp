#pragma once

#include "server/circulation/desk.hpp"
#include "server/circulation/scene.hpp"
#include "storage/records/facts.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace circ::circulation {

// What all operations of the desk begin with.

/// The requester at the branch it names, else at this one.
[[nodiscard]] requester at_branch(requester by, storage::branch_id otherwise);

/// The requester at the branch it names, else where the reader of this card belongs; nowhere when
/// nobody has it.
[[nodiscard]] requester
at_readers_branch(storage::reader& from, const requester& by, const std::string& card);

/// What the event of a request keeps as its reason: what it says, else who asks.
[[nodiscard]] std::string reason_or_asker(const requester& by, const std::string& why);

/// A request without this is refused; `field` says what it is.
void demand(std::vector<reason>& reasons, std::string_view value, std::string field);

/// What was found by its number, if it is the requester's institution's: all of a store share their numbers.
template <class Record>
[[nodiscard]] std::optional<Record> own(std::optional<Record> found, const requester& by) {
    if (found && found->institution != by.institution) found.reset();
    return found;
}

/// Whom a card stands for, and what stands against the request so far.
struct desk_patron {
    std::optional<storage::patron_facts> who;
    requester by; ///< at the patron's branch unless it names another
    std::vector<reason> reasons;
};

/// @throws storage::store_error
[[nodiscard]] desk_patron
find_patron(storage::reader& from, const requester& by, const std::string& card, instant now);

} // namespace circ::circulation
