#pragma once

#include "protocol/sip2/layout.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace circ::protocol::sip2 {

/// Item Status Update (19)
struct item_status_update_request {
    std::optional<date_time> transaction_date;
    std::string institution_id;
    std::string item_identifier;
    std::optional<secret> terminal_password;
    std::string item_properties;
    std::vector<unknown_field> extensions;

    friend bool operator==(const item_status_update_request&,
                           const item_status_update_request&) = default;
};

// clang-format off
template <> struct layout<item_status_update_request> {
    using m = item_status_update_request;
    static constexpr std::string_view code = "19", title = "Item Status Update";
    static constexpr auto sent_as = direction::request;
    static constexpr auto introduced = protocol_version::v2_00;
    static constexpr auto fixed_fields = std::tuple{
        fixed(&m::transaction_date, "transaction_date")};
    static constexpr auto fields = std::tuple{
        field(&m::institution_id, "AO", required),
        field(&m::item_identifier, "AB", required),
        field(&m::terminal_password, "AC", optional),
        field(&m::item_properties, "CH", required)};
};
// clang-format on

/// Item Status Update Response (20)
struct item_status_update_response {
    zero_one item_properties_ok = zero_one::no;
    std::optional<date_time> transaction_date;
    std::string item_identifier;
    std::optional<std::string> title_identifier;
    std::optional<std::string> item_properties;
    std::vector<std::string> screen_message;
    std::vector<std::string> print_line;
    std::vector<unknown_field> extensions;

    friend bool operator==(const item_status_update_response&,
                           const item_status_update_response&) = default;
};

// clang-format off
template <> struct layout<item_status_update_response> {
    using m = item_status_update_response;
    static constexpr std::string_view code = "20", title = "Item Status Update Response";
    static constexpr auto sent_as = direction::response;
    static constexpr auto introduced = protocol_version::v2_00;
    static constexpr auto fixed_fields = std::tuple{
        fixed(&m::item_properties_ok, "item_properties_ok"),
        fixed(&m::transaction_date, "transaction_date")};
    static constexpr auto fields = std::tuple{
        field(&m::item_identifier, "AB", required),
        field(&m::title_identifier, "AJ", optional),
        field(&m::item_properties, "CH", optional),
        field(&m::screen_message, "AF", repeated),
        field(&m::print_line, "AG", repeated)};
};
// clang-format on

} // namespace circ::protocol::sip2
