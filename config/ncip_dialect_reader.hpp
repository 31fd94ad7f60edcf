#pragma once

#include "config/choices.hpp"
#include "config/ncip_dialect.hpp"
#include "config/setting.hpp"

#include <array>
#include <span>
#include <string>
#include <string_view>

namespace circ::config {

// clang-format off
template <> inline constexpr auto choices<ncip_release> = std::to_array<std::string_view>({"as_asked", "2.02", "2.01", "2.0"});
template <> inline constexpr auto choices<ncip_names> = std::to_array<std::string_view>({"default_namespace", "prefixed", "no_namespace"});
template <> inline constexpr auto choices<ncip_attributes> = std::to_array<std::string_view>({"qualified", "plain"});
template <> inline constexpr auto choices<ncip_schemes> = std::to_array<std::string_view>({"as_given", "standard", "none"});
template <> inline constexpr auto choices<ncip_dates> = std::to_array<std::string_view>({"utc", "offset", "no_zone"});
template <> inline constexpr auto choices<ncip_date_order> = std::to_array<std::string_view>({"year_month_day", "year_day_month"});
template <> inline constexpr auto choices<ncip_money> = std::to_array<std::string_view>({"minor", "major"});
template <> inline constexpr auto choices<ncip_balance> = std::to_array<std::string_view>({"owed_is_positive", "owed_is_negative"});
template <> inline constexpr auto choices<ncip_id_agency> = std::to_array<std::string_view>({"ours", "theirs", "none"});
template <> inline constexpr auto choices<ncip_problem> = std::to_array<std::string_view>(
    {"unknown_user", "auth_failed", "user_blocked", "too_many", "unknown_item", "item_not_loaned", "already_loaned",
     "item_restricted", "has_requests", "not_renewable", "max_renewals", "unknown_request", "duplicate", "fee_required",
     "data_missing", "unauthorized", "unsupported", "temporary", "syntax", "other"});
// clang-format on

/// `{ "Patron Requires Membership" = "user_blocked" }`
template <>
struct codec<ncip_problem_texts> {
    static void
    read(const value& from, ncip_problem_texts& to, const bounds&, const reading& where);
    static std::string show(const ncip_problem_texts& texts);
    static std::string allowed(const bounds&);
};

/// The rows of a dialect.
template <typename S>
[[nodiscard]] std::span<const setting<S>> table_of();
template <>
std::span<const setting<ncip_dialect>> table_of();

/// The key under which a peer's table has it.
inline constexpr std::string_view ncip_dialect_key = "dialect";

/// Reads the table of a dialect; keys that it does not have stay as they are.
void read_ncip_dialect(const value& from, ncip_dialect& to, const reading& where);

} // namespace circ::config
