#pragma once

#include "config/profile.hpp"
#include "config/settings.hpp"

#include <array>
#include <string_view>

namespace circ::config {

/// The words of an enumeration in a settings file, in the order of its enumerators.
template <typename E>
inline constexpr std::array<std::string_view, 0> choices{};

// clang-format off
template <> inline constexpr auto choices<listener_kind> = std::to_array<std::string_view>(
    {"plain", "telnet_login", "tls", "tls_telnet_login", "ncip-http", "ncip-https", "ncip-tcp", "ncip-tls"});
template <> inline constexpr auto choices<client_certificate> = std::to_array<std::string_view>({"none", "optional", "required"});
template <> inline constexpr auto choices<log_format> = std::to_array<std::string_view>({"text", "json"});
template <> inline constexpr auto choices<log_level> = std::to_array<std::string_view>({"debug", "info", "warning", "error"});

template <> inline constexpr auto choices<day_runner> = std::to_array<std::string_view>({"daemon", "timer"});

template <> inline constexpr auto choices<protocol_version> = std::to_array<std::string_view>({"auto", "1.00", "2.00"});
template <> inline constexpr auto choices<terminator> = std::to_array<std::string_view>({"CR", "CRLF"});
template <> inline constexpr auto choices<encoding> = std::to_array<std::string_view>({"utf-8", "cp850", "iso-8859-1", "windows-1252", "ascii"});
template <> inline constexpr auto choices<checksum_rule> = std::to_array<std::string_view>({"check", "require", "ignore"});
template <> inline constexpr auto choices<error_detection> = std::to_array<std::string_view>({"mirror", "always", "never"});
template <> inline constexpr auto choices<sequence_check> = std::to_array<std::string_view>({"log", "strict", "off"});
template <> inline constexpr auto choices<unknown_command> = std::to_array<std::string_view>({"96", "ignore"});
template <> inline constexpr auto choices<fixed_part> = std::to_array<std::string_view>({"resync", "strict"});
template <> inline constexpr auto choices<login_rule> = std::to_array<std::string_view>({"required", "by_address"});
template <> inline constexpr auto choices<ao_policy> = std::to_array<std::string_view>({"echo", "own", "enforce"});
template <> inline constexpr auto choices<item_lists> = std::to_array<std::string_view>({"barcode", "title", "both"});
template <> inline constexpr auto choices<title_id> = std::to_array<std::string_view>({"title", "number"});
template <> inline constexpr auto choices<hold_count> = std::to_array<std::string_view>({"ready", "all"});
template <> inline constexpr auto choices<unknown_count> = std::to_array<std::string_view>({"blank", "zero"});
template <> inline constexpr auto choices<unrenewed_items> = std::to_array<std::string_view>({"barcode", "reason"});
template <> inline constexpr auto choices<multi_summary> = std::to_array<std::string_view>({"all", "first"});
template <> inline constexpr auto choices<pin_policy> = std::to_array<std::string_view>({"if_present", "in_session", "each_request", "none"});
template <> inline constexpr auto choices<empty_pin> = std::to_array<std::string_view>({"refused", "not_checked"});
template <> inline constexpr auto choices<details_without_pin> = std::to_array<std::string_view>({"if_none_given", "minimal", "full"});
template <> inline constexpr auto choices<unknown_card> = std::to_array<std::string_view>({"told", "as_wrong_pin"});
template <> inline constexpr auto choices<renewal_ok_on_refusal> = std::to_array<std::string_view>({"real", "N"});
template <> inline constexpr auto choices<fee_without_ack> = std::to_array<std::string_view>({"refuse", "charge"});
template <> inline constexpr auto choices<fee_accepted_code> = std::to_array<std::string_view>({"Y/N", "1/0"});
template <> inline constexpr auto choices<return_date_rule> = std::to_array<std::string_view>({"backdate", "ignore"});
template <> inline constexpr auto choices<alert_reason> = std::to_array<std::string_view>({"hold", "transit", "refused"});
template <> inline constexpr auto choices<block_patron_policy> = std::to_array<std::string_view>({"note", "block", "ignore"});
template <> inline constexpr auto choices<hold_handling> = std::to_array<std::string_view>({"trap", "tell_only", "refuse"});
template <> inline constexpr auto choices<returns_dated> = std::to_array<std::string_view>({"now", "last_open_day"});
template <> inline constexpr auto choices<bk_scope> = std::to_array<std::string_view>({"day", "ever", "none"});
template <> inline constexpr auto choices<overpayment> = std::to_array<std::string_view>({"refuse", "credit"});
template <> inline constexpr auto choices<other_alert> = std::to_array<std::string_view>({"99", "98"});
template <> inline constexpr auto choices<bin_outcome> = std::to_array<std::string_view>({"any", "yes", "no"});
template <> inline constexpr auto choices<bin_alert> = std::to_array<std::string_view>({"none", "hold_here", "hold_elsewhere", "interlibrary", "transit", "other"});
template <> inline constexpr auto choices<receipt_kind> = std::to_array<std::string_view>({"10", "12", "30", "36", "38", "66"});
template <> inline constexpr auto choices<request_code> = std::to_array<std::string_view>(
    {"01", "09", "11", "15", "17", "19", "23", "25", "29", "35", "37", "63", "65"});
// clang-format on

} // namespace circ::config
