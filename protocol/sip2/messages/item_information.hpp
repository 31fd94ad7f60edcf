#pragma once

#include "protocol/sip2/layout.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace circ::protocol::sip2 {

/// Item Information (17)
struct item_information_request {
    std::optional<date_time> transaction_date;
    std::string institution_id;
    std::string item_identifier;
    std::optional<secret> terminal_password;
    std::vector<unknown_field> extensions;

    friend bool operator==(const item_information_request&,
                           const item_information_request&) = default;
};

// clang-format off
template <> struct layout<item_information_request> {
    using m = item_information_request;
    static constexpr std::string_view code = "17", title = "Item Information";
    static constexpr auto sent_as = direction::request;
    static constexpr auto introduced = protocol_version::v2_00;
    static constexpr auto fixed_fields = std::tuple{
        fixed(&m::transaction_date, "transaction_date")};
    static constexpr auto fields = std::tuple{
        field(&m::institution_id, "AO", required),
        field(&m::item_identifier, "AB", required),
        field(&m::terminal_password, "AC", optional)};
};
// clang-format on

/// Item Information Response (18)
struct item_information_response {
    sip2::circulation_status circulation_status = sip2::circulation_status::other;
    sip2::security_marker security_marker = sip2::security_marker::other;
    sip2::fee_type fee_type = sip2::fee_type::other;
    std::optional<date_time> transaction_date;
    std::optional<std::string> hold_queue_length;
    std::optional<std::string> due_date;
    std::optional<date_time> recall_date;
    std::optional<date_time> hold_pickup_date;
    std::string item_identifier;
    std::string title_identifier;
    std::optional<std::string> owner;
    std::optional<currency> currency_type;
    std::optional<std::string> fee_amount;
    std::optional<sip2::media_type> media_type;
    std::optional<std::string> permanent_location;
    std::optional<std::string> current_location;
    std::optional<std::string> item_properties;
    std::vector<std::string> screen_message;
    std::vector<std::string> print_line;
    std::vector<unknown_field> extensions;

    friend bool operator==(const item_information_response&,
                           const item_information_response&) = default;
};

// clang-format off
template <> struct layout<item_information_response> {
    using m = item_information_response;
    static constexpr std::string_view code = "18", title = "Item Information Response";
    static constexpr auto sent_as = direction::response;
    static constexpr auto introduced = protocol_version::v2_00;
    static constexpr auto fixed_fields = std::tuple{
        fixed(&m::circulation_status, "circulation_status"),
        fixed(&m::security_marker, "security_marker"),
        fixed(&m::fee_type, "fee_type"),
        fixed(&m::transaction_date, "transaction_date")};
    static constexpr auto fields = std::tuple{
        field(&m::hold_queue_length, "CF", optional),
        field(&m::due_date, "AH", optional),
        field(&m::recall_date, "CJ", optional),
        field(&m::hold_pickup_date, "CM", optional),
        field(&m::item_identifier, "AB", required),
        field(&m::title_identifier, "AJ", required),
        field(&m::owner, "BG", optional),
        field(&m::currency_type, "BH", optional),
        field(&m::fee_amount, "BV", optional),
        field(&m::media_type, "CK", optional),
        field(&m::permanent_location, "AQ", optional),
        field(&m::current_location, "AP", optional),
        field(&m::item_properties, "CH", optional),
        field(&m::screen_message, "AF", repeated),
        field(&m::print_line, "AG", repeated)};
};
// clang-format on

} // namespace circ::protocol::sip2
