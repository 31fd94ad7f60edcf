#pragma once

#include "protocol/ncip/layout.hpp"
#include "protocol/ncip/structures/bibliographic_description.hpp"
#include "protocol/ncip/structures/location.hpp"

#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace circ::protocol::ncip {

/// One level of a number, as the volume
struct enumeration_level_instance {
    std::optional<number> enumeration_level;
    std::optional<std::string> enumeration_caption;
    std::string enumeration_value;

    friend bool operator==(const enumeration_level_instance&,
                           const enumeration_level_instance&) = default;
};

// clang-format off
template <> struct layout<enumeration_level_instance> {
    using m = enumeration_level_instance;
    static constexpr auto elements = std::tuple{
        element(&m::enumeration_level, "EnumerationLevel", one_of(1)),
        element(&m::enumeration_caption, "EnumerationCaption", one_of(1)),
        element(&m::enumeration_value, "EnumerationValue", required)};
};
// clang-format on

/// One level of a date, as the year
struct chronology_level_instance {
    std::optional<number> chronology_level;
    std::optional<std::string> chronology_caption;
    std::string chronology_value;

    friend bool operator==(const chronology_level_instance&,
                           const chronology_level_instance&) = default;
};

// clang-format off
template <> struct layout<chronology_level_instance> {
    using m = chronology_level_instance;
    static constexpr auto elements = std::tuple{
        element(&m::chronology_level, "ChronologyLevel", one_of(1)),
        element(&m::chronology_caption, "ChronologyCaption", one_of(1)),
        element(&m::chronology_value, "ChronologyValue", required)};
};
// clang-format on

/// A volume or part by number
struct holdings_enumeration {
    std::vector<ncip::enumeration_level_instance> enumeration_level_instance;

    friend bool operator==(const holdings_enumeration&, const holdings_enumeration&) = default;
};

// clang-format off
template <> struct layout<holdings_enumeration> {
    using m = holdings_enumeration;
    static constexpr auto elements = std::tuple{
        element(&m::enumeration_level_instance, "EnumerationLevelInstance", some)};
};
// clang-format on

/// A volume or part by date
struct holdings_chronology {
    std::vector<ncip::chronology_level_instance> chronology_level_instance;

    friend bool operator==(const holdings_chronology&, const holdings_chronology&) = default;
};

// clang-format off
template <> struct layout<holdings_chronology> {
    using m = holdings_chronology;
    static constexpr auto elements = std::tuple{
        element(&m::chronology_level_instance, "ChronologyLevelInstance", some)};
};
// clang-format on

/// Volumes and parts in their numbers
struct structured_holdings_data {
    std::optional<ncip::holdings_enumeration> holdings_enumeration;
    std::optional<ncip::holdings_chronology> holdings_chronology;

    friend bool operator==(const structured_holdings_data&,
                           const structured_holdings_data&) = default;
};

// clang-format off
template <> struct layout<structured_holdings_data> {
    using m = structured_holdings_data;
    static constexpr auto elements = std::tuple{
        element(&m::holdings_enumeration, "HoldingsEnumeration", one_of(1)),
        element(&m::holdings_chronology, "HoldingsChronology", one_of(1))};
};
// clang-format on

/// Volumes and parts of an item
struct holdings_information {
    std::vector<ncip::structured_holdings_data> structured_holdings_data;
    std::optional<std::string> unstructured_holdings_data;

    friend bool operator==(const holdings_information&, const holdings_information&) = default;
};

// clang-format off
template <> struct layout<holdings_information> {
    using m = holdings_information;
    static constexpr auto elements = std::tuple{
        element(&m::structured_holdings_data, "StructuredHoldingsData", one_of(1)),
        element(&m::unstructured_holdings_data, "UnstructuredHoldingsData", one_of(1))};
};
// clang-format on

/// Call number, copy, volume
struct item_description {
    std::optional<std::string> call_number;
    std::optional<std::string> copy_number;
    std::optional<scheme_value> item_description_level;
    std::optional<ncip::holdings_information> holdings_information;
    std::optional<number> number_of_pieces;

    friend bool operator==(const item_description&, const item_description&) = default;
};

// clang-format off
template <> struct layout<item_description> {
    using m = item_description;
    static constexpr auto elements = std::tuple{
        element(&m::call_number, "CallNumber", optional),
        element(&m::copy_number, "CopyNumber", optional),
        element(&m::item_description_level, "ItemDescriptionLevel", optional),
        element(&m::holdings_information, "HoldingsInformation", optional),
        element(&m::number_of_pieces, "NumberOfPieces", optional)};
};
// clang-format on

/// What is wrong with an item
struct physical_condition {
    scheme_value physical_condition_type;
    std::optional<std::string> physical_condition_details;

    friend bool operator==(const physical_condition&, const physical_condition&) = default;
};

// clang-format off
template <> struct layout<physical_condition> {
    using m = physical_condition;
    static constexpr auto elements = std::tuple{
        element(&m::physical_condition_type, "PhysicalConditionType", required),
        element(&m::physical_condition_details, "PhysicalConditionDetails", optional)};
};
// clang-format on

/// A resource itself, or where it is
struct electronic_resource {
    std::optional<scheme_value> electronic_data_format_type;
    std::optional<std::string> actual_resource;
    std::optional<std::string> reference_to_resource;

    friend bool operator==(const electronic_resource&, const electronic_resource&) = default;
};

// clang-format off
template <> struct layout<electronic_resource> {
    using m = electronic_resource;
    static constexpr auto elements = std::tuple{
        element(&m::electronic_data_format_type, "ElectronicDataFormatType", one_of(1)),
        element(&m::actual_resource, "ActualResource", optional),
        element(&m::reference_to_resource, "ReferenceToResource", one_of(1))};
};
// clang-format on

/// What an answer may tell of an item
struct item_optional_fields {
    std::optional<ncip::bibliographic_description> bibliographic_description;
    std::vector<scheme_value> item_use_restriction_type;
    std::optional<scheme_value> circulation_status;
    std::optional<number> hold_queue_length;
    std::optional<ncip::item_description> item_description;
    std::vector<ncip::location> location;
    std::optional<ncip::physical_condition> physical_condition;
    std::optional<ncip::electronic_resource> electronic_resource;
    std::optional<scheme_value> security_marker;
    bool sensitization_flag = false;
    std::optional<date_time> date_due;

    friend bool operator==(const item_optional_fields&, const item_optional_fields&) = default;
};

// clang-format off
template <> struct layout<item_optional_fields> {
    using m = item_optional_fields;
    static constexpr auto elements = std::tuple{
        element(&m::bibliographic_description, "BibliographicDescription", optional),
        element(&m::item_use_restriction_type, "ItemUseRestrictionType", repeated),
        element(&m::circulation_status, "CirculationStatus", optional),
        element(&m::hold_queue_length, "HoldQueueLength", optional),
        element(&m::item_description, "ItemDescription", optional),
        element(&m::location, "Location", repeated),
        element(&m::physical_condition, "PhysicalCondition", optional),
        element(&m::electronic_resource, "ElectronicResource", optional),
        element(&m::security_marker, "SecurityMarker", optional),
        element(&m::sensitization_flag, "SensitizationFlag", optional),
        element(&m::date_due, "DateDue", optional, since_2_02)};
};
// clang-format on

/// AddItemFields, DeleteItemFields: what changes in an item
struct item_fields {
    std::optional<ncip::bibliographic_description> bibliographic_description;
    std::vector<scheme_value> item_use_restriction_type;
    std::optional<ncip::item_description> item_description;
    std::vector<ncip::location> location;
    std::optional<ncip::physical_condition> physical_condition;
    std::optional<scheme_value> security_marker;
    bool sensitization_flag = false;

    friend bool operator==(const item_fields&, const item_fields&) = default;
};

// clang-format off
template <> struct layout<item_fields> {
    using m = item_fields;
    static constexpr auto elements = std::tuple{
        element(&m::bibliographic_description, "BibliographicDescription", optional),
        element(&m::item_use_restriction_type, "ItemUseRestrictionType", repeated),
        element(&m::item_description, "ItemDescription", optional),
        element(&m::location, "Location", repeated),
        element(&m::physical_condition, "PhysicalCondition", optional),
        element(&m::security_marker, "SecurityMarker", optional),
        element(&m::sensitization_flag, "SensitizationFlag", optional)};
};
// clang-format on

} // namespace circ::protocol::ncip
