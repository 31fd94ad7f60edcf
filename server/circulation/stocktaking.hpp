#pragma once

#include "server/circulation/perform.hpp"
#include "storage/records/facts.hpp"
#include "storage/records/stocktaking.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace circ::circulation {

// Counting what stands on the shelves. What was seen is written down with the item, as for any look
// by a device that has it in hand; what a hand reader asks for or writes on (17 and 19 of a device with
// seen_by_look_up) is a scan of the counts that are open there. Nothing is called missing but by
// settle(), which looks at each item again.

/// @return what the desk should do about it, for staff; empty: nothing
[[nodiscard]] std::string_view advice_for(storage::scan_finding what) noexcept;
[[nodiscard]] std::string_view name_of(storage::scan_finding what) noexcept;

/// @param what nullopt: nothing has the barcode
[[nodiscard]] storage::scan_finding judge_scan(const storage::stock_count& in,
                                               const std::optional<storage::item_facts>& what);

struct scanned {
    storage::count_scan scan;
    bool again = false; ///< it was scanned before in this count
    std::optional<storage::item_facts> item;
};

/// A row of what a count found, and what follows from it.
enum class settling_of_count {
    missing, ///< not seen, and nowhere else: it is booked as missing
    found,   ///< it was missing, and was scanned: usable again
};

struct settled {
    std::string barcode;
    storage::item_state before{};
    storage::item_state after{};
    storage::event_id event; ///< that says so: an undo leaves alone what has happened since
};

/// Freezes what is expected: `scope` comes with name, branch and bounds.
/// @return nullopt: there is a count of this name
[[nodiscard]] std::optional<storage::stock_count> start_count(storage::unit_of_work& unit,
                                                              storage::stock_count scope,
                                                              const requester& by,
                                                              instant now);

/// Judges what was scanned, writes it down, and that the item was seen.
/// @param stands_after shelf key of what was scanned before on the same shelf; empty: none
/// @pre the count is open
[[nodiscard]] scanned scan(storage::unit_of_work& unit,
                           const storage::stock_count& in,
                           const std::string& barcode,
                           const requester& by,
                           std::string_view stands_after,
                           instant now);

/// The same for what a device without a count of its own has in hand: in each count that is open where it
/// stands and has the item in its scope; in all that are open there when none has. Where it stood on its
/// shelf is not known.
/// @param at when it was in hand: a count that began later does not know of it
void scan_in_open_counts(storage::unit_of_work& unit, const std::string& barcode, const requester& by, instant at);

/// What would be booked as missing now, in the order of the shelves of the catalogue, at most so
/// many after that item. @return also whether there may be more
struct unseen_page {
    std::vector<storage::item_facts> items;
    storage::item_id last; ///< to go on after
    bool more = false;
};
[[nodiscard]] unseen_page
unseen(storage::reader& from, const storage::stock_count& in, storage::item_id after, int most);

/// Looks at the item again, and books it as `how` says. @return nullopt: it does not apply any more
[[nodiscard]] std::optional<settled> settle(storage::unit_of_work& unit,
                                            const storage::stock_count& in,
                                            storage::item_id what,
                                            settling_of_count how,
                                            const requester& by,
                                            const surroundings& with);

/// Puts back what a count has settled, unless something has happened to it since.
/// @return whether it was put back
[[nodiscard]] bool unsettle(storage::unit_of_work& unit,
                            const settled& what,
                            const requester& by,
                            const std::string& why,
                            const surroundings& with);

} // namespace circ::circulation
