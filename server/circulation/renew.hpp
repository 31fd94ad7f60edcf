#pragma once

#include "server/circulation/scene.hpp"
#include "storage/records/facts.hpp"

#include <optional>
#include <vector>

namespace circ::circulation {

/// What a renewal is decided over.
struct renewal_facts {
    storage::patron_facts patron; ///< the borrower
    storage::item_facts item;     ///< with its open loan
    terms by;
    branch_calendar here;   ///< whose closed days move the due date
    storage::branch_id hours_of; ///< the branch that is
    branch_calendar lender; ///< that the loan has followed until now: what its overdue fee is counted by
    local_date today{};
    money running;                ///< overdue fees of the patron that are still running
    bool wanted_by_other = false; ///< somebody else's hold could be filled with this item
};

/// A renewal that may be made.
struct renewal_plan {
    storage::loan before;
    storage::loan after;
    money overdue; ///< fee of the time until now, charged when an overdue loan is renewed
    money fee;     ///< for the renewal itself
};

/// Decides a renewal: all that speaks against it, or a plan.
/// @pre  facts.item.open_loan belongs to facts.patron
/// @spec circulation §2, Renewal
struct renewal_decision {
    std::vector<reason> refusals;
    std::optional<renewal_plan> plan; ///< when there are none
};
[[nodiscard]] renewal_decision decide_renewal(const renewal_facts& facts,
                                              const fee_agreement& agreed,
                                              const requester& by,
                                              std::optional<instant> due_given,
                                              instant moment);

/// Loads what decide_renewal looks at.
/// @param own of this patron and item, as policy has them where the request comes from
/// @throws storage::store_error
[[nodiscard]] renewal_facts load_renewal_facts(storage::reader& from,
                                               const scene& at,
                                               const requester& by,
                                               const surroundings& with,
                                               storage::patron_facts who,
                                               storage::item_facts what,
                                               const terms& own);

struct made_renewal {
    storage::event_id event;
    storage::fee_id fee; ///< for renewing; zero: nothing was charged for that
};

/// Writes a renewal with its event and counter.
made_renewal apply(storage::unit_of_work& unit,
                   const renewal_plan& plan,
                   const renewal_facts& facts,
                   const scene& at,
                   const requester& by,
                   instant now);

} // namespace circ::circulation
