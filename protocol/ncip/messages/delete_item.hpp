#pragma once

#include "protocol/ncip/layout.hpp"
#include "protocol/ncip/structures/header.hpp"
#include "protocol/ncip/structures/identifiers.hpp"
#include "protocol/ncip/structures/problem.hpp"

#include <optional>
#include <string_view>
#include <tuple>
#include <vector>

namespace circ::protocol::ncip {

/// DeleteItemResponse: which item
struct delete_item_response {
    std::vector<ncip::problem> problem;
    ncip::item_id item_id;

    friend bool operator==(const delete_item_response&, const delete_item_response&) = default;
};

// clang-format off
template <> struct layout<delete_item_response> {
    using m = delete_item_response;
    static constexpr std::string_view name = "DeleteItemResponse";
    static constexpr auto role = service_role::response;
    static constexpr auto elements = std::tuple{
        element(&m::problem, "Problem", problems),
        element(&m::item_id, "ItemId", required)};
};
// clang-format on

/// DeleteItem: an item leaves
struct delete_item_request {
    std::optional<ncip::mandated_action> mandated_action;
    ncip::item_id item_id;

    friend bool operator==(const delete_item_request&, const delete_item_request&) = default;
};

// clang-format off
template <> struct layout<delete_item_request> {
    using m = delete_item_request;
    static constexpr std::string_view name = "DeleteItem";
    static constexpr auto role = service_role::request;
    using response = ncip::delete_item_response;
    static constexpr auto elements = std::tuple{
        element(&m::mandated_action, "MandatedAction", optional),
        element(&m::item_id, "ItemId", required)};
};
// clang-format on

} // namespace circ::protocol::ncip
