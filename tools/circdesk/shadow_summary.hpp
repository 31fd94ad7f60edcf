#pragma once

#include "storage/records/shadow.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace circ::tool {

// What comparisons with a library system came to, in words that a head librarian can read.

struct shadow_summary {
    std::int64_t days = 0;
    storage::shadow_tally counted{};
    std::int64_t differences = 0; ///< how often, tolerances apart
    std::int64_t kinds = 0;
    std::int64_t rules = 0; ///< of the kinds
};

[[nodiscard]] shadow_summary summary_of(std::int64_t days,
                                        const std::vector<storage::shadow_sum>& sums,
                                        const std::vector<storage::shadow_line>& lines);

/// "96,412 requests in 14 days, 99.98 % the same decision, 17 differences of 4 kinds, 2 of them
/// rules"
[[nodiscard]] std::string sentence(const shadow_summary& of);

/// Of the requests compared, in percent with two digits, never rounded up to all of them.
[[nodiscard]] std::string same_decisions(const storage::shadow_tally& of);

/// "checkout (11)"; the name itself of one that has no word.
[[nodiscard]] std::string_view message_in_words(std::string_view operation);
[[nodiscard]] std::string_view cause_in_words(storage::shadow_cause cause);

} // namespace circ::tool
