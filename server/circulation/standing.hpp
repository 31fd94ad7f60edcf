#pragma once

#include "server/circulation/device_rules.hpp"
#include "server/circulation/local_time.hpp"
#include "server/circulation/reason.hpp"
#include "server/circulation/terms.hpp"
#include "server/circulation/views.hpp"
#include "storage/records/facts.hpp"

#include <optional>
#include <string>
#include <vector>

namespace circ::circulation {

enum class purpose { checkout, renewal, hold };

/// What the standing of a patron is judged by, besides the patron.
struct standing_question {
    purpose what = purpose::checkout;
    local_date today{};   ///< where it happens
    money running;        ///< overdue fees still running
    std::string item_type{}; ///< empty: of something unrestricted
    int loans_of_type = 0;
};

/// What the card that was scanned refuses, whoever holds it: reported lost or stolen, or replaced.
[[nodiscard]] std::optional<reason> card_refusal(const storage::patron_facts& who);

/// What the patron owes; credit counts against it, and running fees where the terms say so.
[[nodiscard]] money balance(const storage::patron_facts& who, const terms& by, money running);

/// Whole years lived on that day; nullopt when the birth date is unknown.
[[nodiscard]] std::optional<int> age_on(const storage::patron& who, local_date day);

/// Everything about the patron that refuses this, whatever the item; empty if nothing does.
[[nodiscard]] std::vector<reason> standing(const storage::patron_facts& who, const terms& by,
                                           const standing_question& asked);

/// What the PIN of the request refuses under this rule.
/// @param proved_before this card's PIN was right in this session not long ago
[[nodiscard]] std::optional<reason> pin_refusal(pin_state pin, const device_rules& rules, bool proved_before,
                                                std::optional<instant> locked_until);

/// Whether a request with this PIN may see who the patron is.
[[nodiscard]] bool may_see_details(pin_state pin, const device_rules& rules);

} // namespace circ::circulation
