#pragma once

#include "protocol/ncip/layout.hpp"

#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace circ::protocol::ncip {

/// One step on the way to a place; level 1 is the widest
struct location_name_instance {
    std::optional<number> location_name_level;
    std::string location_name_value;

    friend bool operator==(const location_name_instance&, const location_name_instance&) = default;
};

// clang-format off
template <> struct layout<location_name_instance> {
    using m = location_name_instance;
    static constexpr auto elements = std::tuple{
        element(&m::location_name_level, "LocationNameLevel", required),
        element(&m::location_name_value, "LocationNameValue", required)};
};
// clang-format on

/// A place, from the library to the shelf
struct location_name {
    std::vector<ncip::location_name_instance> location_name_instance;

    friend bool operator==(const location_name&, const location_name&) = default;
};

// clang-format off
template <> struct layout<location_name> {
    using m = location_name;
    static constexpr auto elements = std::tuple{
        element(&m::location_name_instance, "LocationNameInstance", some)};
};
// clang-format on

/// Where an item is, or belongs
struct location {
    scheme_value location_type;
    ncip::location_name location_name;
    std::optional<date_time> valid_from_date;
    std::optional<date_time> valid_to_date;

    friend bool operator==(const location&, const location&) = default;
};

// clang-format off
template <> struct layout<location> {
    using m = location;
    static constexpr auto elements = std::tuple{
        element(&m::location_type, "LocationType", required),
        element(&m::location_name, "LocationName", required),
        element(&m::valid_from_date, "ValidFromDate", optional),
        element(&m::valid_to_date, "ValidToDate", optional)};
};
// clang-format on

} // namespace circ::protocol::ncip
