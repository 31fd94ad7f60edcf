#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace circ::storage {

/// A 64-bit, time-ordered key that cannot be taken for the key of another kind of record.
/// Zero is no record. Made by unit_of_work::new_id, never by hand outside tests.
template <class Tag>
struct strong_id {
    std::int64_t value = 0;

    [[nodiscard]] explicit operator bool() const noexcept { return value != 0; }
    friend auto operator<=>(const strong_id&, const strong_id&) = default;
};

using institution_id = strong_id<struct institution_tag>;
using branch_id = strong_id<struct branch_tag>;
using title_id = strong_id<struct title_tag>;
using item_id = strong_id<struct item_tag>;
using patron_id = strong_id<struct patron_tag>;
using card_id = strong_id<struct card_tag>;
using loan_id = strong_id<struct loan_tag>;
using hold_id = strong_id<struct hold_tag>;
using transit_id = strong_id<struct transit_tag>;
using fee_id = strong_id<struct fee_tag>;
using fee_entry_id = strong_id<struct fee_entry_tag>;
using payment_id = strong_id<struct payment_tag>;
using block_id = strong_id<struct block_tag>;
using message_id = strong_id<struct message_tag>;
using notice_id = strong_id<struct notice_tag>;
using review_id = strong_id<struct review_tag>;
using closed_day_id = strong_id<struct closed_day_tag>;
using terminal_id = strong_id<struct terminal_tag>;
using journal_id = strong_id<struct journal_tag>;
using event_id = strong_id<struct event_tag>;
using count_id = strong_id<struct count_tag>;
using scan_id = strong_id<struct scan_tag>;
using day_job_id = strong_id<struct day_job_tag>;
using partner_id = strong_id<struct partner_tag>;
using import_run_id = strong_id<struct import_run_tag>;
using reference_id = strong_id<struct reference_tag>;
using order_id = strong_id<struct order_tag>;
using mark_id = strong_id<struct mark_tag>;
using difference_id = strong_id<struct difference_tag>;

} // namespace circ::storage

template <class Tag>
struct std::hash<circ::storage::strong_id<Tag>> {
    std::size_t operator()(circ::storage::strong_id<Tag> id) const noexcept {
        return std::hash<std::int64_t>{}(id.value);
    }
};
