#pragma once

#include "server/circulation/scene.hpp"
#include "storage/records/facts.hpp"
#include "storage/unit_of_work.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace circ::circulation {

// How a loan becomes lost, whoever decides it: the desk, a stocktaking, or the day's work for what
// is long overdue. It ends when the replacement is settled, or when the item is found
// (loan_return.hpp).

/// What losing a loan comes to.
struct loss {
    storage::loan after;
    money overdue;     ///< what had run up; it stops
    money replacement; ///< the item's price, else what policy says
    money processing;
};

/// @pre `before` is open: on loan or claimed returned
/// @param by    terms for this item and the borrower
/// @param where the calendar of the branch that lent it
/// @spec  circulation §5, Lost
[[nodiscard]] loss decide_loss(const storage::loan& before,
                               const storage::item& what,
                               const terms& by,
                               const branch_calendar& where,
                               instant now);

/// Books an open loan as lost: its fees, a notice of the bill, event and counter. The loan stays
/// with its patron and the item on loan until it is settled or found; one for which policy asks
/// nothing is settled at once.
/// @pre   `what` is on loan, and not lost yet
/// @param why what staff gives as its reason
/// @return the fees charged
/// @throws storage::store_error
std::vector<storage::fee> lose_loan(storage::unit_of_work& unit,
                                    const scene& at,
                                    const storage::item_facts& what,
                                    const requester& by,
                                    std::string_view why,
                                    const surroundings& with);

/// The loan is not billed after all: a bill that nobody has got yet is not sent.
/// @throws storage::store_error
void call_off_bill(storage::unit_of_work& unit, const storage::loan& lost, instant now);

/// Closes a lost loan when this was its replacement and nothing of it is open any more, whether it
/// was paid or let off: lost and paid. The item is missing until somebody finds it.
/// @throws storage::store_error
void close_if_settled(storage::unit_of_work& unit, const storage::fee& answered, instant now);

/// A lost item that was paid for is found, however that comes out: what was paid becomes credit, as policy
/// says of what is found. Nothing for any other item.
/// @pre   `missing` is as it was until now, and no loan has been added since
/// @param back to when overdue fees are counted
/// @return how many rows of money that made
/// @throws storage::store_error
std::int64_t settle_paid(storage::unit_of_work& unit,
                         const scene& at,
                         const storage::item& missing,
                         const requester& by,
                         instant back,
                         const surroundings& with);

} // namespace circ::circulation
