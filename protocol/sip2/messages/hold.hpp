#pragma once

#include "protocol/sip2/layout.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace circ::protocol::sip2 {

/// Hold (15)
struct hold_request {
    std::optional<sip2::hold_mode> hold_mode;
    std::optional<date_time> transaction_date;
    std::optional<date_time> expiration_date;
    std::optional<std::string> pickup_location;
    std::optional<sip2::hold_type> hold_type;
    std::string institution_id;
    std::string patron_identifier;
    std::optional<secret> patron_password;
    std::optional<std::string> item_identifier;
    std::optional<std::string> title_identifier;
    std::optional<secret> terminal_password;
    std::optional<yes_no> fee_acknowledged;
    std::vector<unknown_field> extensions;

    friend bool operator==(const hold_request&, const hold_request&) = default;
};

// clang-format off
template <> struct layout<hold_request> {
    using m = hold_request;
    static constexpr std::string_view code = "15", title = "Hold";
    static constexpr auto sent_as = direction::request;
    static constexpr auto introduced = protocol_version::v2_00;
    static constexpr auto fixed_fields = std::tuple{
        fixed(&m::hold_mode, "hold_mode"),
        fixed(&m::transaction_date, "transaction_date")};
    static constexpr auto fields = std::tuple{
        field(&m::expiration_date, "BW", optional),
        field(&m::pickup_location, "BS", optional),
        field(&m::hold_type, "BY", optional),
        field(&m::institution_id, "AO", required),
        field(&m::patron_identifier, "AA", required),
        field(&m::patron_password, "AD", optional),
        field(&m::item_identifier, "AB", optional),
        field(&m::title_identifier, "AJ", optional),
        field(&m::terminal_password, "AC", optional),
        field(&m::fee_acknowledged, "BO", optional)};
};
// clang-format on

/// Hold Response (16)
struct hold_response {
    zero_one ok = zero_one::no;
    yes_no available = yes_no::no;
    std::optional<date_time> transaction_date;
    std::optional<date_time> expiration_date;
    std::optional<std::string> queue_position;
    std::optional<std::string> pickup_location;
    std::string institution_id;
    std::string patron_identifier;
    std::optional<std::string> item_identifier;
    std::optional<std::string> title_identifier;
    std::vector<std::string> screen_message;
    std::vector<std::string> print_line;
    std::vector<unknown_field> extensions;

    friend bool operator==(const hold_response&, const hold_response&) = default;
};

// clang-format off
template <> struct layout<hold_response> {
    using m = hold_response;
    static constexpr std::string_view code = "16", title = "Hold Response";
    static constexpr auto sent_as = direction::response;
    static constexpr auto introduced = protocol_version::v2_00;
    static constexpr auto fixed_fields = std::tuple{
        fixed(&m::ok, "ok"),
        fixed(&m::available, "available"),
        fixed(&m::transaction_date, "transaction_date")};
    static constexpr auto fields = std::tuple{
        field(&m::expiration_date, "BW", optional),
        field(&m::queue_position, "BR", optional),
        field(&m::pickup_location, "BS", optional),
        field(&m::institution_id, "AO", required),
        field(&m::patron_identifier, "AA", required),
        field(&m::item_identifier, "AB", optional),
        field(&m::title_identifier, "AJ", optional),
        field(&m::screen_message, "AF", repeated),
        field(&m::print_line, "AG", repeated)};
};
// clang-format on

} // namespace circ::protocol::sip2
