#pragma once

#include "server/circulation/renew.hpp"
#include "server/circulation/scene.hpp"
#include "storage/records/facts.hpp"

#include <optional>
#include <string>
#include <vector>

namespace circ::circulation {

/// What a checkout is decided over.
struct checkout_facts {
    storage::patron_facts patron;
    storage::item_facts item;
    terms by;
    std::string rule; ///< name of the rule that gives the loan period
    branch_calendar here; ///< that its due date follows
    storage::branch_id hours_of; ///< whose that is
    local_date today{};
    money running; ///< overdue fees of the patron that are still running
    int loans_of_type = 0; ///< of the patron; zero where not even all loans reach the limit for a type
    std::optional<storage::hold> own_hold; ///< the patron's, that this item can fill
    int waiting_others = 0;        ///< holds of others that this item can fill (counted up to ten)
    bool item_level_other = false; ///< one of them is for this very item
    bool on_pull_list = false;     ///< staff is to fetch this item for a waiting hold
};

/// A checkout that may be made: what it does besides the new loan.
struct checkout_plan {
    bool returns_first = false; ///< the loan to somebody else that was never checked in is closed
    bool found = false;         ///< the item was missing
    money fee;
    instant due{};
};

struct checkout_decision {
    std::vector<reason> refusals;
    checkout_plan plan; ///< also of a refused one, for what is recorded whatever it violates
};

/// Decides a checkout of an item that the patron does not already have.
/// @spec circulation §2, Checkout
[[nodiscard]] checkout_decision decide_checkout(const checkout_facts& facts,
                                                const fee_agreement& agreed,
                                                const requester& by,
                                                std::optional<instant> due_given,
                                                instant moment);

} // namespace circ::circulation
