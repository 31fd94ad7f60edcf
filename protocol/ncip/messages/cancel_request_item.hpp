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

/// CancelRequestItemResponse: which request is gone
struct cancel_request_item_response {
    std::vector<ncip::problem> problem;
    std::optional<ncip::request_id> request_id;
    std::optional<ncip::item_id> item_id;
    ncip::user_id user_id;
    std::optional<ncip::fiscal_transaction_information> fiscal_transaction_information;
    std::optional<ncip::item_optional_fields> item_optional_fields;
    std::optional<ncip::user_optional_fields> user_optional_fields;

    friend bool operator==(const cancel_request_item_response&,
                           const cancel_request_item_response&) = default;
};

// clang-format off
template <> struct layout<cancel_request_item_response> {
    using m = cancel_request_item_response;
    static constexpr std::string_view name = "CancelRequestItemResponse";
    static constexpr auto role = service_role::response;
    static constexpr auto elements = std::tuple{
        element(&m::problem, "Problem", problems),
        element(&m::request_id, "RequestId", one_of(1)),
        element(&m::item_id, "ItemId", one_of(1)),
        element(&m::user_id, "UserId", required),
        element(&m::fiscal_transaction_information, "FiscalTransactionInformation", optional),
        element(&m::item_optional_fields, "ItemOptionalFields", optional),
        element(&m::user_optional_fields, "UserOptionalFields", optional)};
};
// clang-format on

/// CancelRequestItem: takes back a request
struct cancel_request_item_request {
    std::optional<ncip::mandated_action> mandated_action;
    std::optional<ncip::user_id> user_id;
    std::vector<ncip::authentication_input> authentication_input;
    std::optional<ncip::request_id> request_id;
    std::optional<ncip::item_id> item_id;
    scheme_value request_type;
    std::optional<scheme_value> request_scope_type;
    std::optional<ncip::money> acknowledged_fee_amount;
    std::optional<ncip::money> paid_fee_amount;
    std::vector<scheme_value> item_element_type;
    std::vector<scheme_value> user_element_type;

    friend bool operator==(const cancel_request_item_request&,
                           const cancel_request_item_request&) = default;
};

// clang-format off
template <> struct layout<cancel_request_item_request> {
    using m = cancel_request_item_request;
    static constexpr std::string_view name = "CancelRequestItem";
    static constexpr auto role = service_role::request;
    using response = ncip::cancel_request_item_response;
    static constexpr auto elements = std::tuple{
        element(&m::mandated_action, "MandatedAction", optional),
        element(&m::user_id, "UserId", one_of(1)),
        element(&m::authentication_input, "AuthenticationInput", one_of(1)),
        element(&m::request_id, "RequestId", one_of(2)),
        element(&m::item_id, "ItemId", one_of(2)),
        element(&m::request_type, "RequestType", required),
        element(&m::request_scope_type, "RequestScopeType", optional),
        element(&m::acknowledged_fee_amount, "AcknowledgedFeeAmount", optional),
        element(&m::paid_fee_amount, "PaidFeeAmount", optional),
        element(&m::item_element_type, "ItemElementType", repeated),
        element(&m::user_element_type, "UserElementType", repeated)};
};
// clang-format on

} // namespace circ::protocol::ncip
