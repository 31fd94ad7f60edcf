#pragma once

#include "protocol/ncip/release.hpp"
#include "protocol/ncip/values.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

namespace circ::protocol::ncip {

/// How element names are tied to the namespace. The default is valid by the schema and read by all
/// peers seen: a default namespace for the elements, a prefix for attributes alone.
enum class name_style : std::uint8_t { default_namespace, prefixed, no_namespace };

/// `ncip:version` is valid; `version` is what some peers look for.
enum class attribute_style : std::uint8_t { qualified, plain };

/// Which values get a Scheme attribute: those that have one; all that the standard has a list for,
/// as peers built with the eXtensible Catalog toolkit want it; none, as NCIPServer wants it.
enum class scheme_style : std::uint8_t { as_given, standard, none };

/// How an instant is written. Wall time never gets a zone.
enum class date_style : std::uint8_t { utc, offset, no_zone };

/// What an amount without a decimal point counts.
enum class money_unit : std::uint8_t { minor, major };

/// The order in a date that a peer writes; older Koha servers exchange day and month.
enum class date_order : std::uint8_t { year_month_day, year_day_month };

/// How one peer writes and reads, where peers differ.
struct dialect {
    ncip::release release = ncip::release::v2_02;
    std::string version = {}; ///< the release's own when empty
    name_style names = name_style::default_namespace;
    std::string prefix = "ncip";
    attribute_style attributes = attribute_style::qualified;
    scheme_style schemes = scheme_style::as_given;
    date_style dates = date_style::utc;
    date_order order = date_order::year_month_day;
    money_unit money = money_unit::minor;
    std::string currency = "EUR"; ///< of an amount that an older release wants and nobody has
    /// How far the peer's wall clock is ahead of UTC at an instant; for every style but `utc`.
    std::function<std::chrono::minutes(instant)> utc_offset = {};
};

} // namespace circ::protocol::ncip
