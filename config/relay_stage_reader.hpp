#pragma once

#include "config/choices.hpp"
#include "config/relay_stage.hpp"
#include "config/setting.hpp"
#include "config/settings.hpp"

#include <array>
#include <span>
#include <string_view>
#include <vector>

namespace circ::config {

// clang-format off
template <> inline constexpr auto choices<relay_stage> = std::to_array<std::string_view>({"local", "shadow_read", "shadow_decide", "canary", "relay"});
template <> inline constexpr auto choices<relayed_operation> = std::to_array<std::string_view>(
    {"patron_account", "item_details", "checkout", "checkin", "undo_checkout", "undo_checkin", "renew", "renew_all",
     "place_hold", "change_hold", "cancel_hold", "pay_fee", "block_patron", "enable_patron", "update_item_properties"});
// clang-format on

inline constexpr std::string_view relay_key = "relay";

template <typename S>
[[nodiscard]] std::span<const setting<S>> table_of();
template <>
std::span<const setting<relay_rule>> table_of();

/// Reads the list of `[[relay]]` tables.
[[nodiscard]] std::vector<relay_rule> read_relays(const value& from,
                                                  std::vector<mistake>& mistakes);

/// Tells what no rule alone shows: library systems that are not there, rules that are never
/// reached.
void check_relays(const settings& all, std::vector<mistake>& mistakes);

} // namespace circ::config
