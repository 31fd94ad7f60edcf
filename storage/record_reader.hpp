#pragma once

#include "storage/reader.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace circ::storage {

/// How often something happened on a day, by all that it is counted by.
struct counter_line {
    counter_key key;
    std::int64_t amount = 0;
};

/// Whole kinds of record, open or over, of every institution: what exports ask of the store and no
/// request does; in the same snapshot. At most so many after that one, in the order in which they were
/// made: whose they are is for the caller to see, so that a page costs what is on it, however much of
/// others lies between. All @throw store_error.
class record_reader : public reader {
public:
    explicit record_reader(const reader& from) : reader(from) {}

    [[nodiscard]] std::vector<hold> holds_after(hold_id after, int most);
    [[nodiscard]] std::vector<transit> transits_after(transit_id after, int most);
    [[nodiscard]] std::vector<fee> fees_after(fee_id after, int most);
    [[nodiscard]] std::vector<fee_entry> fee_entries_after(fee_entry_id after, int most);
    [[nodiscard]] std::vector<block> blocks_after(block_id after, int most);
    [[nodiscard]] std::vector<notice> notices_after(notice_id after, int most);
    [[nodiscard]] std::vector<review_entry> reviews_after(review_id after, int most);
    [[nodiscard]] std::vector<event> events_after(event_id after, int most);
    [[nodiscard]] std::vector<count_scan> scans_after(scan_id after, int most);
    /// All of the first day after that one on which anything was counted, by their keys.
    [[nodiscard]] std::vector<counter_line> counters_after(local_date day);

    [[nodiscard]] std::optional<stock_count> stock_count_of(count_id id);
    /// The newest event that filled, cancelled or ended a hold, as long as it says whose that was.
    [[nodiscard]] std::optional<event> end_of(const hold& closed);
};

} // namespace circ::storage
