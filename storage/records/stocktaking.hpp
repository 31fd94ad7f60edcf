#pragma once

#include "storage/records/ids.hpp"
#include "storage/records/time.hpp"

#include <optional>
#include <string>

namespace circ::storage {

/// A count of what stands on the shelves. What is expected is not copied: it is what belongs to the
/// scope and was there when it was frozen, less what has been seen or moved since.
struct stock_count {
    count_id id;
    institution_id institution;
    std::string name; ///< what staff calls it; unique per institution
    branch_id branch;
    std::string location;          ///< of the scope; empty: all
    std::string collection;        ///< as above
    std::string item_type;         ///< as above
    std::string first_call_number; ///< in shelf order, inclusive; empty: from the first on
    std::string last_call_number; ///< the shelf up to and with everything that begins so; empty: to
                                  ///< the last
    instant frozen_at{};
    std::string started_by;
    std::optional<instant> ended_at;
    std::string ended_by;
};

/// The day of which a count is: UTC's, as a day's difference matters to no shelf.
[[nodiscard]] inline local_date day_of(const stock_count& what) {
    return local_date{std::chrono::floor<std::chrono::days>(what.frozen_at).time_since_epoch()};
}

/// What a scan says of an item.
enum class scan_finding {
    expected,    ///< it belongs here
    wrong_place, ///< it belongs to another branch or shelf
    on_loan,
    on_hold_shelf,
    in_transit,
    was_missing, ///< and is here
    not_usable,  ///< withdrawn, damaged, in repair, on order, in process
    unknown,     ///< nothing has this barcode
};
inline constexpr int scan_finding_count = static_cast<int>(scan_finding::unknown) + 1;

/// A barcode that was scanned in a count: once per count, however often it was scanned.
struct count_scan {
    scan_id id;
    count_id count;
    std::string barcode;
    item_id item; ///< zero: unknown
    scan_finding finding{};
    bool out_of_order = false; ///< it stood after what belongs behind it
    int times = 1;
    instant at{};
    std::string by;
};

} // namespace circ::storage
