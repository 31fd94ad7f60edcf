#pragma once

// What another library lends us for one of our readers: how it comes, and how it goes. While it is
// here it is an item as any other, but for its lender (storage::item): it is due no later than the
// lender wants it back, and a return sends it to the interlibrary desk (checkin.cpp).

#include "server/circulation/perform.hpp"
#include "storage/records/facts.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace circ::circulation {

/// The item type of what others lend us, for rules of policy.
inline constexpr std::string_view borrowed_item_type = "interlibrary";

/// What accepting an item is decided over.
struct arrival_facts {
    bool patron_known = true;
    bool number_taken = false;  ///< the request's number stands for something else
    bool barcode_taken = false;
    bool may_have = true;       ///< policy lends such items to such a patron
    bool pickup_known = true;
    std::optional<storage::branch> not_fetched_at; ///< policy lets nothing be fetched there
    std::optional<instant> wanted_back;
    instant now{};
};

/// All that speaks against it. That the reader owes fees does not: the item is here, and lending it
/// will ask for them.
[[nodiscard]] std::vector<reason> decide_arrival(const arrival_facts& facts, const accept_item& asked);

/// All that speaks against sending an item home.
/// @param waiting open holds that no other item can fill
[[nodiscard]] std::vector<reason> decide_departure(const storage::item_facts& what, int waiting);

} // namespace circ::circulation
