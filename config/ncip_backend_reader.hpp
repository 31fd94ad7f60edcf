#pragma once

#include "config/choices.hpp"
#include "config/ncip_backend.hpp"
#include "config/setting.hpp"

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace circ::config {

// clang-format off
template <> inline constexpr auto choices<ncip_pin_check> = std::to_array<std::string_view>({"auth_inputs", "user_id_and_pin", "user_id_and_login", "none"});
template <> inline constexpr auto choices<ncip_unchecked_pin> = std::to_array<std::string_view>({"invalid", "valid"});
template <> inline constexpr auto choices<ncip_name_order> = std::to_array<std::string_view>({"given_first", "surname_first"});
template <> inline constexpr auto choices<ncip_unknown_marker> = std::to_array<std::string_view>({"desensitize", "leave"});
template <> inline constexpr auto choices<ncip_undo_checkout> = std::to_array<std::string_view>({"refuse", "checkin"});
template <> inline constexpr auto choices<ncip_undo_checkin> = std::to_array<std::string_view>({"refuse", "checkout"});
template <> inline constexpr auto choices<ncip_change_hold> = std::to_array<std::string_view>({"refuse", "cancel_and_request"});
template <> inline constexpr auto choices<ncip_title_key> = std::to_array<std::string_view>({"look_up", "record_number"});
template <> inline constexpr auto choices<ncip_block> = std::to_array<std::string_view>({"refuse", "keep_here"});
template <> inline constexpr auto choices<ncip_item_status> = std::to_array<std::string_view>({"refuse", "update_item"});
template <> inline constexpr auto choices<ncip_location_level> = std::to_array<std::string_view>({"all", "first", "last"});
template <> inline constexpr auto choices<ncip_request_word> = std::to_array<std::string_view>({"Hold", "Loan", "Page"});
template <> inline constexpr auto choices<ncip_service> = std::to_array<std::string_view>(
    {"LookupUser", "LookupItem", "LookupRequest", "LookupAgency", "CheckOutItem", "CheckInItem", "RenewItem", "UndoCheckOutItem",
     "RequestItem", "CancelRequestItem", "UpdateRequestItem", "CreateUserFiscalTransaction", "UpdateUser", "UpdateItem"});
template <> inline constexpr auto choices<ncip_book> = std::to_array<std::string_view>({"by_stage", "local", "backend"});
template <> inline constexpr auto choices<ncip_outbox_operation> = std::to_array<std::string_view>({"checkout", "checkin", "renew", "pay_fee"});
// clang-format on

inline constexpr std::string_view ncip_backend_key = "ncip_backend";

template <typename S>
[[nodiscard]] std::span<const setting<S>> table_of();
template <>
std::span<const setting<ncip_backend>> table_of();

/// Reads all `[[ncip_backend]]`; tells names that are used twice and files that do not fit
/// together.
[[nodiscard]] std::vector<ncip_backend> read_ncip_backends(const value& from,
                                                           std::vector<mistake>& mistakes);

/// "AO=FROM,TO" and "login=FROM", taken apart.
struct named_agencies {
    std::string name;
    std::string from;
    std::string to; ///< empty where only one is named
};
/// @return nothing where it has no `=` or a part is empty
[[nodiscard]] std::optional<named_agencies> parse_named_agencies(std::string_view text);

} // namespace circ::config
