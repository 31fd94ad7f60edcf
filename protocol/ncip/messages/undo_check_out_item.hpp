#pragma once

#include "protocol/ncip/layout.hpp"
#include "protocol/ncip/structures/fiscal.hpp"
#include "protocol/ncip/structures/header.hpp"
#include "protocol/ncip/structures/identifiers.hpp"
#include "protocol/ncip/structures/problem.hpp"

#include <optional>
#include <string_view>
#include <tuple>
#include <vector>

namespace circ::protocol::ncip {

/// UndoCheckOutItemResponse: which loan is gone
struct undo_check_out_item_response {
    std::vector<ncip::problem> problem;
    ncip::item_id item_id;
    std::optional<ncip::user_id> user_id;
    std::optional<ncip::fiscal_transaction_information> fiscal_transaction_information;

    friend bool operator==(const undo_check_out_item_response&,
                           const undo_check_out_item_response&) = default;
};

// clang-format off
template <> struct layout<undo_check_out_item_response> {
    using m = undo_check_out_item_response;
    static constexpr std::string_view name = "UndoCheckOutItemResponse";
    static constexpr auto role = service_role::response;
    static constexpr auto elements = std::tuple{
        element(&m::problem, "Problem", problems),
        element(&m::item_id, "ItemId", required),
        element(&m::user_id, "UserId", optional),
        element(&m::fiscal_transaction_information, "FiscalTransactionInformation", optional)};
};
// clang-format on

/// UndoCheckOutItem: takes back a checkout made in error
struct undo_check_out_item_request {
    std::optional<ncip::mandated_action> mandated_action;
    ncip::item_id item_id;
    std::optional<ncip::user_id> user_id;
    std::vector<ncip::authentication_input> authentication_input;
    std::optional<ncip::request_id> request_id;

    friend bool operator==(const undo_check_out_item_request&,
                           const undo_check_out_item_request&) = default;
};

// clang-format off
template <> struct layout<undo_check_out_item_request> {
    using m = undo_check_out_item_request;
    static constexpr std::string_view name = "UndoCheckOutItem";
    static constexpr auto role = service_role::request;
    using response = ncip::undo_check_out_item_response;
    static constexpr auto elements = std::tuple{
        element(&m::mandated_action, "MandatedAction", optional),
        element(&m::item_id, "ItemId", required),
        element(&m::user_id, "UserId", optional),
        element(&m::authentication_input, "AuthenticationInput", repeated),
        element(&m::request_id, "RequestId", optional)};
};
// clang-format on

} // namespace circ::protocol::ncip
