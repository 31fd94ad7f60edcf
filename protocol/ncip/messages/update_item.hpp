#pragma once

#include "protocol/ncip/layout.hpp"
#include "protocol/ncip/structures/header.hpp"
#include "protocol/ncip/structures/identifiers.hpp"
#include "protocol/ncip/structures/item_fields.hpp"
#include "protocol/ncip/structures/problem.hpp"

#include <optional>
#include <string_view>
#include <tuple>
#include <vector>

namespace circ::protocol::ncip {

/// UpdateItemResponse: which item
struct update_item_response {
    std::vector<ncip::problem> problem;
    ncip::item_id item_id;

    friend bool operator==(const update_item_response&, const update_item_response&) = default;
};

// clang-format off
template <> struct layout<update_item_response> {
    using m = update_item_response;
    static constexpr std::string_view name = "UpdateItemResponse";
    static constexpr auto role = service_role::response;
    static constexpr auto elements = std::tuple{
        element(&m::problem, "Problem", problems),
        element(&m::item_id, "ItemId", required)};
};
// clang-format on

/// UpdateItem: changes an item: what is to go, what is to come
struct update_item_request {
    std::optional<ncip::mandated_action> mandated_action;
    ncip::item_id item_id;
    std::optional<ncip::item_fields> delete_item_fields;
    std::optional<ncip::item_fields> add_item_fields;

    friend bool operator==(const update_item_request&, const update_item_request&) = default;
};

// clang-format off
template <> struct layout<update_item_request> {
    using m = update_item_request;
    static constexpr std::string_view name = "UpdateItem";
    static constexpr auto role = service_role::request;
    using response = ncip::update_item_response;
    static constexpr auto elements = std::tuple{
        element(&m::mandated_action, "MandatedAction", optional),
        element(&m::item_id, "ItemId", required),
        element(&m::delete_item_fields, "DeleteItemFields", optional),
        element(&m::add_item_fields, "AddItemFields", optional)};
};
// clang-format on

} // namespace circ::protocol::ncip
