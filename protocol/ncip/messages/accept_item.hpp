#pragma once

#include "protocol/ncip/layout.hpp"
#include "protocol/ncip/structures/fiscal.hpp"
#include "protocol/ncip/structures/header.hpp"
#include "protocol/ncip/structures/identifiers.hpp"
#include "protocol/ncip/structures/item_fields.hpp"
#include "protocol/ncip/structures/problem.hpp"
#include "protocol/ncip/structures/user_fields.hpp"

#include <optional>
#include <string_view>
#include <tuple>
#include <vector>

namespace circ::protocol::ncip {

/// AcceptItemResponse: under which barcode it is kept
struct accept_item_response {
    std::vector<ncip::problem> problem;
    ncip::request_id request_id;
    std::optional<ncip::item_id> item_id;

    friend bool operator==(const accept_item_response&, const accept_item_response&) = default;
};

// clang-format off
template <> struct layout<accept_item_response> {
    using m = accept_item_response;
    static constexpr std::string_view name = "AcceptItemResponse";
    static constexpr auto role = service_role::response;
    static constexpr auto elements = std::tuple{
        element(&m::problem, "Problem", problems),
        element(&m::request_id, "RequestId", required),
        element(&m::item_id, "ItemId", optional)};
};
// clang-format on

/// AcceptItem: an item from elsewhere is here for a reader
struct accept_item_request {
    std::optional<ncip::mandated_action> mandated_action;
    ncip::request_id request_id;
    scheme_value requested_action_type;
    std::optional<ncip::user_id> user_id;
    std::optional<ncip::item_id> item_id;
    std::optional<date_time> date_for_return;
    bool indeterminate_loan_period_flag = false;
    bool non_returnable_flag = false;
    bool renewal_not_permitted = false;
    std::optional<ncip::fiscal_transaction_information> fiscal_transaction_information;
    std::optional<ncip::item_optional_fields> item_optional_fields;
    std::optional<ncip::user_optional_fields> user_optional_fields;
    std::optional<scheme_value> pickup_location;
    std::optional<date_time> pickup_expiry_date;

    friend bool operator==(const accept_item_request&, const accept_item_request&) = default;
};

// clang-format off
template <> struct layout<accept_item_request> {
    using m = accept_item_request;
    static constexpr std::string_view name = "AcceptItem";
    static constexpr auto role = service_role::request;
    using response = ncip::accept_item_response;
    static constexpr auto elements = std::tuple{
        element(&m::mandated_action, "MandatedAction", optional),
        element(&m::request_id, "RequestId", required),
        element(&m::requested_action_type, "RequestedActionType", required),
        element(&m::user_id, "UserId", optional),
        element(&m::item_id, "ItemId", optional),
        element(&m::date_for_return, "DateForReturn", optional),
        element(&m::indeterminate_loan_period_flag, "IndeterminateLoanPeriodFlag", optional),
        element(&m::non_returnable_flag, "NonReturnableFlag", optional),
        element(&m::renewal_not_permitted, "RenewalNotPermitted", optional),
        element(&m::fiscal_transaction_information, "FiscalTransactionInformation", optional),
        element(&m::item_optional_fields, "ItemOptionalFields", optional),
        element(&m::user_optional_fields, "UserOptionalFields", optional),
        element(&m::pickup_location, "PickupLocation", optional),
        element(&m::pickup_expiry_date, "PickupExpiryDate", optional)};
};
// clang-format on

} // namespace circ::protocol::ncip
