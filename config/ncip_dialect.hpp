#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>

namespace circ::config {

// How one NCIP peer writes and reads, where peers differ. The same table stands in whoever asks us
// (`[ncip_peer.dialect]`) and in whomever we ask. dispatch makes protocol/ncip's dialect of it.

enum class ncip_release : std::uint8_t { as_asked, v2_02, v2_01, v2_0 };
enum class ncip_names : std::uint8_t { default_namespace, prefixed, no_namespace };
enum class ncip_attributes : std::uint8_t { qualified, plain };
enum class ncip_schemes : std::uint8_t { as_given, standard, none };
enum class ncip_dates : std::uint8_t { utc, offset, no_zone };
enum class ncip_date_order : std::uint8_t { year_month_day, year_day_month };
enum class ncip_money : std::uint8_t { minor, major };
enum class ncip_balance : std::uint8_t { owed_is_positive, owed_is_negative };
enum class ncip_id_agency : std::uint8_t { ours, theirs, none };

/// What a reason of a peer comes to; in the order of protocol/ncip's problem_class.
/// @note It stands twice since neither room sees the other, nor both a third; dispatch and relay hold them equal.
enum class ncip_problem : std::uint8_t {
    unknown_user,
    auth_failed,
    user_blocked,
    too_many,
    unknown_item,
    item_not_loaned,
    already_loaned,
    item_restricted,
    has_requests,
    not_renewable,
    max_renewals,
    unknown_request,
    duplicate,
    fee_required,
    data_missing,
    unauthorized,
    unsupported,
    temporary,
    syntax,
    other,
};

/// A text of a peer and what it comes to, beside those that are known of all.
using ncip_problem_texts = std::map<std::string, ncip_problem, std::less<>>;

struct ncip_dialect {
    ncip_release release = ncip_release::as_asked; ///< asked by us: 2.02
    std::string version_text;                      ///< empty: the release's own
    ncip_names names = ncip_names::default_namespace;
    std::string prefix = "ncip";
    ncip_attributes attributes = ncip_attributes::qualified;
    ncip_schemes schemes = ncip_schemes::as_given;
    ncip_dates dates = ncip_dates::utc;
    ncip_date_order date_order = ncip_date_order::year_month_day;
    ncip_money money = ncip_money::minor;
    ncip_balance balance = ncip_balance::owed_is_positive;
    std::string content_type = "application/xml; charset=utf-8";
    std::string agency_scheme;
    ncip_id_agency id_agency = ncip_id_agency::ours; ///< of users, items and requests
    std::string user_id_type = "Barcode";            ///< empty: left out
    std::string item_id_type = "Barcode";
    std::string request_id_type;
    std::string record_id_code; ///< of our control numbers; empty: the agency stands with them
    ncip_problem_texts problems;

    friend bool operator==(const ncip_dialect&, const ncip_dialect&) = default;
};

} // namespace circ::config
