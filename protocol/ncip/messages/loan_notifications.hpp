#pragma once

#include "protocol/ncip/layout.hpp"
#include "protocol/ncip/messages/acknowledgement.hpp"
#include "protocol/ncip/structures/fiscal.hpp"
#include "protocol/ncip/structures/identifiers.hpp"
#include "protocol/ncip/structures/item_fields.hpp"
#include "protocol/ncip/structures/routing.hpp"
#include "protocol/ncip/structures/user_fields.hpp"

#include <optional>
#include <string_view>
#include <tuple>

namespace circ::protocol::ncip {

/// ItemCheckedOut: an item was lent
struct item_checked_out {
    ncip::user_id user_id;
    ncip::item_id item_id;
    std::optional<ncip::request_id> request_id;
    std::optional<date_time> date_due;
    bool indeterminate_loan_period_flag = false;
    bool non_returnable_flag = false;
    bool electronic_resource_provided_flag = false;
    std::optional<number> renewal_count;
    std::optional<ncip::fiscal_transaction_information> fiscal_transaction_information;
    std::optional<ncip::shipping_information> shipping_information;
    std::optional<ncip::item_optional_fields> item_optional_fields;
    std::optional<ncip::user_optional_fields> user_optional_fields;

    friend bool operator==(const item_checked_out&, const item_checked_out&) = default;
};

// clang-format off
template <> struct layout<item_checked_out> {
    using m = item_checked_out;
    static constexpr std::string_view name = "ItemCheckedOut";
    static constexpr std::string_view response_name = "ItemCheckedOutResponse";
    static constexpr auto role = service_role::notification;
    using response = acknowledgement<item_checked_out>;
    static constexpr auto elements = std::tuple{
        element(&m::user_id, "UserId", required),
        element(&m::item_id, "ItemId", required),
        element(&m::request_id, "RequestId", optional),
        element(&m::date_due, "DateDue", one_of(1)),
        element(&m::indeterminate_loan_period_flag, "IndeterminateLoanPeriodFlag", one_of(1)),
        element(&m::non_returnable_flag, "NonReturnableFlag", one_of(1)),
        element(&m::electronic_resource_provided_flag, "ElectronicResourceProvidedFlag", optional),
        element(&m::renewal_count, "RenewalCount", optional),
        element(&m::fiscal_transaction_information, "FiscalTransactionInformation", optional),
        element(&m::shipping_information, "ShippingInformation", optional),
        element(&m::item_optional_fields, "ItemOptionalFields", optional),
        element(&m::user_optional_fields, "UserOptionalFields", optional)};
};
// clang-format on

/// ItemCheckedIn: an item came back
struct item_checked_in {
    std::optional<ncip::user_id> user_id;
    ncip::item_id item_id;
    std::optional<ncip::routing_information> routing_information;
    std::optional<ncip::fiscal_transaction_information> fiscal_transaction_information;
    std::optional<ncip::item_optional_fields> item_optional_fields;
    std::optional<ncip::user_optional_fields> user_optional_fields;

    friend bool operator==(const item_checked_in&, const item_checked_in&) = default;
};

// clang-format off
template <> struct layout<item_checked_in> {
    using m = item_checked_in;
    static constexpr std::string_view name = "ItemCheckedIn";
    static constexpr std::string_view response_name = "ItemCheckedInResponse";
    static constexpr auto role = service_role::notification;
    using response = acknowledgement<item_checked_in>;
    static constexpr auto elements = std::tuple{
        element(&m::user_id, "UserId", optional),
        element(&m::item_id, "ItemId", required),
        element(&m::routing_information, "RoutingInformation", optional),
        element(&m::fiscal_transaction_information, "FiscalTransactionInformation", optional),
        element(&m::item_optional_fields, "ItemOptionalFields", optional),
        element(&m::user_optional_fields, "UserOptionalFields", optional)};
};
// clang-format on

/// ItemRenewed: a loan was renewed
struct item_renewed {
    std::optional<ncip::user_id> user_id;
    ncip::item_id item_id;
    std::optional<date_time> date_due;
    std::optional<number> renewal_count;
    std::optional<ncip::fiscal_transaction_information> fiscal_transaction_information;
    std::optional<ncip::item_optional_fields> item_optional_fields;
    std::optional<ncip::user_optional_fields> user_optional_fields;

    friend bool operator==(const item_renewed&, const item_renewed&) = default;
};

// clang-format off
template <> struct layout<item_renewed> {
    using m = item_renewed;
    static constexpr std::string_view name = "ItemRenewed";
    static constexpr std::string_view response_name = "ItemRenewedResponse";
    static constexpr auto role = service_role::notification;
    using response = acknowledgement<item_renewed>;
    static constexpr auto elements = std::tuple{
        element(&m::user_id, "UserId", optional),
        element(&m::item_id, "ItemId", required),
        element(&m::date_due, "DateDue", required),
        element(&m::renewal_count, "RenewalCount", optional),
        element(&m::fiscal_transaction_information, "FiscalTransactionInformation", optional),
        element(&m::item_optional_fields, "ItemOptionalFields", optional),
        element(&m::user_optional_fields, "UserOptionalFields", optional)};
};
// clang-format on

/// ItemRecalled: a loan was called back
struct item_recalled {
    std::optional<ncip::user_id> user_id;
    ncip::item_id item_id;
    std::optional<date_time> date_due;
    std::optional<ncip::shipping_information> shipping_information;
    std::optional<ncip::item_optional_fields> item_optional_fields;
    std::optional<ncip::user_optional_fields> user_optional_fields;

    friend bool operator==(const item_recalled&, const item_recalled&) = default;
};

// clang-format off
template <> struct layout<item_recalled> {
    using m = item_recalled;
    static constexpr std::string_view name = "ItemRecalled";
    static constexpr std::string_view response_name = "ItemRecalledResponse";
    static constexpr auto role = service_role::notification;
    using response = acknowledgement<item_recalled>;
    static constexpr auto elements = std::tuple{
        element(&m::user_id, "UserId", optional),
        element(&m::item_id, "ItemId", required),
        element(&m::date_due, "DateDue", required),
        element(&m::shipping_information, "ShippingInformation", optional),
        element(&m::item_optional_fields, "ItemOptionalFields", optional),
        element(&m::user_optional_fields, "UserOptionalFields", optional)};
};
// clang-format on

/// ItemRecallCancelled: a recall was taken back
struct item_recall_cancelled {
    std::optional<ncip::user_id> user_id;
    ncip::item_id item_id;
    std::optional<ncip::fiscal_transaction_information> fiscal_transaction_information;
    std::optional<ncip::item_optional_fields> item_optional_fields;
    std::optional<ncip::user_optional_fields> user_optional_fields;

    friend bool operator==(const item_recall_cancelled&, const item_recall_cancelled&) = default;
};

// clang-format off
template <> struct layout<item_recall_cancelled> {
    using m = item_recall_cancelled;
    static constexpr std::string_view name = "ItemRecallCancelled";
    static constexpr std::string_view response_name = "ItemRecallCancelledResponse";
    static constexpr auto role = service_role::notification;
    using response = acknowledgement<item_recall_cancelled>;
    static constexpr auto elements = std::tuple{
        element(&m::user_id, "UserId", optional),
        element(&m::item_id, "ItemId", required),
        element(&m::fiscal_transaction_information, "FiscalTransactionInformation", optional),
        element(&m::item_optional_fields, "ItemOptionalFields", optional),
        element(&m::user_optional_fields, "UserOptionalFields", optional)};
};
// clang-format on

} // namespace circ::protocol::ncip
