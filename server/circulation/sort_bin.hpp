#pragma once

#include "config/routing.hpp"
#include "server/circulation/operations.hpp"

#include <span>
#include <string>
#include <string_view>

namespace circ::circulation {

/// What a sorter's bin is picked by. @note Points into its arguments.
struct bin_facts {
    bool ok = false;
    alert_kind alert = alert_kind::none;
    std::string_view destination; ///< branch code; empty: none
    std::string_view item_type;
    std::string_view collection;
    std::string_view call_number;
};

[[nodiscard]] bin_facts bin_facts_of(const checkin_outcome& from);

/// The bin of the first rule that fits; empty without rules, or where none fits.
[[nodiscard]] std::string pick_bin(std::span<const config::bin_rule> rules, const bin_facts& facts);

} // namespace circ::circulation
