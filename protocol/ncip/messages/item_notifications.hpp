#pragma once

#include "protocol/ncip/layout.hpp"
#include "protocol/ncip/messages/acknowledgement.hpp"
#include "protocol/ncip/structures/bibliographic_description.hpp"
#include "protocol/ncip/structures/fiscal.hpp"
#include "protocol/ncip/structures/identifiers.hpp"
#include "protocol/ncip/structures/item_fields.hpp"
#include "protocol/ncip/structures/location.hpp"
#include "protocol/ncip/structures/routing.hpp"
#include "protocol/ncip/structures/user_fields.hpp"

#include <optional>
#include <string_view>
#include <tuple>
#include <vector>

namespace circ::protocol::ncip {

/// ItemCreated: there is a new item
struct item_created {
    ncip::item_id item_id;
    std::optional<ncip::request_id> request_id;
    ncip::bibliographic_description bibliographic_description;
    std::vector<scheme_value> item_use_restriction_type;
    std::optional<scheme_value> circulation_status;
    std::optional<ncip::item_description> item_description;
    std::vector<ncip::location> location;
    std::optional<ncip::physical_condition> physical_condition;
    std::optional<scheme_value> security_marker;
    bool sensitization_flag = false;

    friend bool operator==(const item_created&, const item_created&) = default;
};

// clang-format off
template <> struct layout<item_created> {
    using m = item_created;
    static constexpr std::string_view name = "ItemCreated";
    static constexpr std::string_view response_name = "ItemCreatedResponse";
    static constexpr auto role = service_role::notification;
    using response = acknowledgement<item_created>;
    static constexpr auto elements = std::tuple{
        element(&m::item_id, "ItemId", required),
        element(&m::request_id, "RequestId", optional),
        element(&m::bibliographic_description, "BibliographicDescription", required),
        element(&m::item_use_restriction_type, "ItemUseRestrictionType", repeated),
        element(&m::circulation_status, "CirculationStatus", optional),
        element(&m::item_description, "ItemDescription", optional),
        element(&m::location, "Location", repeated),
        element(&m::physical_condition, "PhysicalCondition", optional),
        element(&m::security_marker, "SecurityMarker", optional),
        element(&m::sensitization_flag, "SensitizationFlag", optional)};
};
// clang-format on

/// ItemUpdated: an item was changed
struct item_updated {
    ncip::item_id item_id;
    std::optional<ncip::item_fields> delete_item_fields;
    std::optional<ncip::item_fields> add_item_fields;

    friend bool operator==(const item_updated&, const item_updated&) = default;
};

// clang-format off
template <> struct layout<item_updated> {
    using m = item_updated;
    static constexpr std::string_view name = "ItemUpdated";
    static constexpr std::string_view response_name = "ItemUpdatedResponse";
    static constexpr auto role = service_role::notification;
    using response = acknowledgement<item_updated>;
    static constexpr auto elements = std::tuple{
        element(&m::item_id, "ItemId", required),
        element(&m::delete_item_fields, "DeleteItemFields", optional),
        element(&m::add_item_fields, "AddItemFields", optional)};
};
// clang-format on

/// CirculationStatusUpdated: the status of an item was set
struct circulation_status_updated {
    ncip::item_id item_id;
    scheme_value circulation_status;

    friend bool operator==(const circulation_status_updated&,
                           const circulation_status_updated&) = default;
};

// clang-format off
template <> struct layout<circulation_status_updated> {
    using m = circulation_status_updated;
    static constexpr std::string_view name = "CirculationStatusUpdated";
    static constexpr std::string_view response_name = "CirculationStatusUpdatedResponse";
    static constexpr auto role = service_role::notification;
    using response = acknowledgement<circulation_status_updated>;
    static constexpr auto elements = std::tuple{
        element(&m::item_id, "ItemId", required),
        element(&m::circulation_status, "CirculationStatus", required)};
};
// clang-format on

/// CirculationStatusChangeReported: a reader said what became of an item
struct circulation_status_change_reported {
    ncip::item_id item_id;
    ncip::user_id user_id;
    std::optional<ncip::item_reported_returned> item_reported_returned;
    bool item_reported_never_borrowed = false;
    bool item_reported_lost = false;
    bool item_reported_missing = false;
    std::optional<ncip::item_optional_fields> item_optional_fields;
    std::optional<ncip::user_optional_fields> user_optional_fields;
    std::optional<ncip::fiscal_transaction_information> fiscal_transaction_information;

    friend bool operator==(const circulation_status_change_reported&,
                           const circulation_status_change_reported&) = default;
};

// clang-format off
template <> struct layout<circulation_status_change_reported> {
    using m = circulation_status_change_reported;
    static constexpr std::string_view name = "CirculationStatusChangeReported";
    static constexpr std::string_view response_name = "CirculationStatusChangeReportedResponse";
    static constexpr auto role = service_role::notification;
    using response = acknowledgement<circulation_status_change_reported>;
    static constexpr auto elements = std::tuple{
        element(&m::item_id, "ItemId", required),
        element(&m::user_id, "UserId", required),
        element(&m::item_reported_returned, "ItemReportedReturned", one_of(1)),
        element(&m::item_reported_never_borrowed, "ItemReportedNeverBorrowed", one_of(1)),
        element(&m::item_reported_lost, "ItemReportedLost", one_of(1)),
        element(&m::item_reported_missing, "ItemReportedMissing", one_of(1)),
        element(&m::item_optional_fields, "ItemOptionalFields", optional),
        element(&m::user_optional_fields, "UserOptionalFields", optional),
        element(&m::fiscal_transaction_information, "FiscalTransactionInformation", optional)};
};
// clang-format on

} // namespace circ::protocol::ncip
