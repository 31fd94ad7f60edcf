#pragma once

#include "protocol/sip2/layout.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace circ::protocol::sip2 {

/// Checkin (09)
struct checkin_request {
    yes_no no_block = yes_no::no;
    std::optional<date_time> transaction_date;
    std::optional<date_time> return_date;
    std::string current_location;
    std::string institution_id;
    std::string item_identifier;
    secret terminal_password;
    std::optional<std::string> item_properties;
    std::optional<yes_no> cancel;
    std::vector<unknown_field> extensions;

    friend bool operator==(const checkin_request&, const checkin_request&) = default;
};

// clang-format off
template <> struct layout<checkin_request> {
    using m = checkin_request;
    static constexpr std::string_view code = "09", title = "Checkin";
    static constexpr auto sent_as = direction::request;
    static constexpr auto introduced = protocol_version::v1_00;
    static constexpr auto fixed_fields = std::tuple{
        fixed(&m::no_block, "no_block"),
        fixed(&m::transaction_date, "transaction_date"),
        fixed(&m::return_date, "return_date")};
    static constexpr auto fields = std::tuple{
        field(&m::current_location, "AP", required),
        field(&m::institution_id, "AO", required),
        field(&m::item_identifier, "AB", required),
        field(&m::terminal_password, "AC", required),
        field(&m::item_properties, "CH", optional, since_2_00),
        field(&m::cancel, "BI", optional, since_2_00)};
};
// clang-format on

/// Checkin Response (10)
struct checkin_response {
    zero_one ok = zero_one::no;
    yes_no resensitize = yes_no::no;
    magnetic magnetic_media = magnetic::no;
    yes_no alert = yes_no::no;
    std::optional<date_time> transaction_date;
    std::string institution_id;
    std::string item_identifier;
    std::string permanent_location;
    std::optional<std::string> title_identifier;
    std::optional<std::string> sort_bin;
    std::optional<std::string> patron_identifier;
    std::optional<sip2::media_type> media_type;
    std::optional<std::string> item_properties;
    std::vector<std::string> screen_message;
    std::vector<std::string> print_line;
    std::vector<unknown_field> extensions;

    friend bool operator==(const checkin_response&, const checkin_response&) = default;
};

// clang-format off
template <> struct layout<checkin_response> {
    using m = checkin_response;
    static constexpr std::string_view code = "10", title = "Checkin Response";
    static constexpr auto sent_as = direction::response;
    static constexpr auto introduced = protocol_version::v1_00;
    static constexpr auto fixed_fields = std::tuple{
        fixed(&m::ok, "ok"),
        fixed(&m::resensitize, "resensitize"),
        fixed(&m::magnetic_media, "magnetic_media"),
        fixed(&m::alert, "alert"),
        fixed(&m::transaction_date, "transaction_date")};
    static constexpr auto fields = std::tuple{
        field(&m::institution_id, "AO", required),
        field(&m::item_identifier, "AB", required),
        field(&m::permanent_location, "AQ", required),
        field(&m::title_identifier, "AJ", optional),
        field(&m::sort_bin, "CL", optional, since_2_00),
        field(&m::patron_identifier, "AA", optional, since_2_00),
        field(&m::media_type, "CK", optional, since_2_00),
        field(&m::item_properties, "CH", optional, since_2_00),
        field(&m::screen_message, "AF", repeated),
        field(&m::print_line, "AG", repeated)};
};
// clang-format on

} // namespace circ::protocol::sip2
