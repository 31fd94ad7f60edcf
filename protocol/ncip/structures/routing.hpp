#pragma once

#include "protocol/ncip/layout.hpp"
#include "protocol/ncip/structures/address.hpp"
#include "protocol/ncip/structures/identifiers.hpp"
#include "protocol/ncip/structures/location.hpp"
#include "protocol/ncip/structures/name.hpp"

#include <optional>
#include <string>
#include <tuple>

namespace circ::protocol::ncip {

/// A place or a bin
struct destination {
    std::optional<std::string> bin_number;
    std::optional<ncip::location> location;

    friend bool operator==(const destination&, const destination&) = default;
};

// clang-format off
template <> struct layout<destination> {
    using m = destination;
    static constexpr auto elements = std::tuple{
        element(&m::bin_number, "BinNumber", one_of(1)),
        element(&m::location, "Location", one_of(1))};
};
// clang-format on

/// Where an item must go now
struct routing_information {
    std::string routing_instructions;
    ncip::destination destination;
    std::optional<scheme_value> request_type;
    std::optional<ncip::user_id> user_id;
    std::optional<ncip::name_information> name_information;

    friend bool operator==(const routing_information&, const routing_information&) = default;
};

// clang-format off
template <> struct layout<routing_information> {
    using m = routing_information;
    static constexpr auto elements = std::tuple{
        element(&m::routing_instructions, "RoutingInstructions", required),
        element(&m::destination, "Destination", required),
        element(&m::request_type, "RequestType", optional),
        element(&m::user_id, "UserId", optional),
        element(&m::name_information, "NameInformation", optional)};
};
// clang-format on

/// Where and how an item is sent
struct shipping_information {
    std::optional<std::string> shipping_instructions;
    std::optional<std::string> shipping_note;
    std::optional<ncip::physical_address> physical_address;
    std::optional<ncip::electronic_address> electronic_address;

    friend bool operator==(const shipping_information&, const shipping_information&) = default;
};

// clang-format off
template <> struct layout<shipping_information> {
    using m = shipping_information;
    static constexpr auto elements = std::tuple{
        element(&m::shipping_instructions, "ShippingInstructions", optional),
        element(&m::shipping_note, "ShippingNote", optional),
        element(&m::physical_address, "PhysicalAddress", one_of(1)),
        element(&m::electronic_address, "ElectronicAddress", one_of(1))};
};
// clang-format on

/// The decision comes later
struct pending {
    std::optional<date_time> date_of_expected_reply;

    friend bool operator==(const pending&, const pending&) = default;
};

// clang-format off
template <> struct layout<pending> {
    using m = pending;
    static constexpr auto elements = std::tuple{
        element(&m::date_of_expected_reply, "DateOfExpectedReply", optional)};
};
// clang-format on

/// The reader says that he returned it
struct item_reported_returned {
    std::optional<date_time> date_reported_returned;

    friend bool operator==(const item_reported_returned&, const item_reported_returned&) = default;
};

// clang-format off
template <> struct layout<item_reported_returned> {
    using m = item_reported_returned;
    static constexpr auto elements = std::tuple{
        element(&m::date_reported_returned, "DateReportedReturned", required)};
};
// clang-format on

} // namespace circ::protocol::ncip
