#pragma once

#include "config/choices.hpp"
#include "config/document.hpp"
#include "config/ncip_peer.hpp"
#include "config/setting.hpp"
#include "config/settings.hpp"

#include <array>
#include <span>
#include <string_view>
#include <vector>

namespace circ::config {

// clang-format off
template <> inline constexpr auto choices<peer_service> = std::to_array<std::string_view>(
    {"LookupVersion", "LookupAgency", "LookupUser", "LookupItem", "LookupItemSet", "LookupRequest", "CheckOutItem",
     "CheckInItem", "RenewItem", "UndoCheckOutItem", "RequestItem", "CancelRequestItem", "UpdateRequestItem", "AcceptItem",
     "RecallItem", "CancelRecallItem", "CreateUserFiscalTransaction", "CreateUser", "UpdateUser", "DeleteUser",
     "CreateItem", "UpdateItem", "DeleteItem", "UpdateCirculationStatus", "ReportCirculationStatusChange",
     "Notification"});
template <> inline constexpr auto choices<ncip_detail> = std::to_array<std::string_view>({"name", "address", "birth_date", "loans", "requests", "account", "borrowers"});
template <> inline constexpr auto choices<ncip_money_right> = std::to_array<std::string_view>({"charge", "pay", "let_off"});
// clang-format on

template <typename S>
[[nodiscard]] std::span<const setting<S>> table_of();
template <>
std::span<const setting<ncip_peer>> table_of();

/// The word that a file begins such a table with.
inline constexpr std::string_view ncip_peer_key = "ncip_peer";

/// A peer and where it stands in the file, for what can only be judged with all settings read.
struct placed_ncip_peer {
    ncip_peer peer;
    source_place at;
};

/// Reads the list of `[[ncip_peer]]` tables.
[[nodiscard]] std::vector<placed_ncip_peer> read_ncip_peers(const value& from,
                                                            std::vector<mistake>& mistakes);

/// Tells what no peer alone shows: names twice, listeners that are not there or speak SIP2, peers
/// that cannot be told apart, a certificate that nobody asks for.
void check_ncip_peers(const std::vector<placed_ncip_peer>& peers,
                      const settings& all,
                      std::vector<mistake>& mistakes);

} // namespace circ::config
