#pragma once

#include "protocol/sip2/layout.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace circ::protocol::sip2 {

/// Checkout (11)
struct checkout_request {
    yes_no sc_renewal_policy = yes_no::no;
    yes_no no_block = yes_no::no;
    std::optional<date_time> transaction_date;
    std::optional<date_time> nb_due_date;
    std::string institution_id;
    std::string patron_identifier;
    std::string item_identifier;
    secret terminal_password;
    std::optional<std::string> item_properties;
    std::optional<secret> patron_password;
    std::optional<yes_no> fee_acknowledged;
    std::optional<yes_no> cancel;
    std::vector<unknown_field> extensions;

    friend bool operator==(const checkout_request&, const checkout_request&) = default;
};

// clang-format off
template <> struct layout<checkout_request> {
    using m = checkout_request;
    static constexpr std::string_view code = "11", title = "Checkout";
    static constexpr auto sent_as = direction::request;
    static constexpr auto introduced = protocol_version::v1_00;
    static constexpr auto fixed_fields = std::tuple{
        fixed(&m::sc_renewal_policy, "sc_renewal_policy"),
        fixed(&m::no_block, "no_block"),
        fixed(&m::transaction_date, "transaction_date"),
        fixed(&m::nb_due_date, "nb_due_date")};
    static constexpr auto fields = std::tuple{
        field(&m::institution_id, "AO", required),
        field(&m::patron_identifier, "AA", required),
        field(&m::item_identifier, "AB", required),
        field(&m::terminal_password, "AC", required),
        field(&m::item_properties, "CH", optional, since_2_00),
        field(&m::patron_password, "AD", optional, since_2_00),
        field(&m::fee_acknowledged, "BO", optional, since_2_00),
        field(&m::cancel, "BI", optional, since_2_00)};
};
// clang-format on

/// Checkout Response (12)
struct checkout_response {
    zero_one ok = zero_one::no;
    yes_no renewal_ok = yes_no::no;
    magnetic magnetic_media = magnetic::no;
    yes_no desensitize = yes_no::no; ///< an obsolete `U` reads as no
    std::optional<date_time> transaction_date;
    std::string institution_id;
    std::string patron_identifier;
    std::string item_identifier;
    std::string title_identifier;
    std::string due_date;
    std::optional<sip2::fee_type> fee_type;
    std::optional<yes_no> security_inhibit;
    std::optional<currency> currency_type;
    std::optional<std::string> fee_amount;
    std::optional<sip2::media_type> media_type;
    std::optional<std::string> item_properties;
    std::optional<std::string> transaction_id;
    std::vector<std::string> screen_message;
    std::vector<std::string> print_line;
    std::vector<unknown_field> extensions;

    friend bool operator==(const checkout_response&, const checkout_response&) = default;
};

// clang-format off
template <> struct layout<checkout_response> {
    using m = checkout_response;
    static constexpr std::string_view code = "12", title = "Checkout Response";
    static constexpr auto sent_as = direction::response;
    static constexpr auto introduced = protocol_version::v1_00;
    static constexpr auto fixed_fields = std::tuple{
        fixed(&m::ok, "ok"),
        fixed(&m::renewal_ok, "renewal_ok"),
        fixed(&m::magnetic_media, "magnetic_media"),
        fixed(&m::desensitize, "desensitize"),
        fixed(&m::transaction_date, "transaction_date")};
    static constexpr auto fields = std::tuple{
        field(&m::institution_id, "AO", required),
        field(&m::patron_identifier, "AA", required),
        field(&m::item_identifier, "AB", required),
        field(&m::title_identifier, "AJ", required),
        field(&m::due_date, "AH", required),
        field(&m::fee_type, "BT", optional, since_2_00),
        field(&m::security_inhibit, "CI", optional, since_2_00),
        field(&m::currency_type, "BH", optional, since_2_00),
        field(&m::fee_amount, "BV", optional, since_2_00),
        field(&m::media_type, "CK", optional, since_2_00),
        field(&m::item_properties, "CH", optional, since_2_00),
        field(&m::transaction_id, "BK", optional, since_2_00),
        field(&m::screen_message, "AF", repeated),
        field(&m::print_line, "AG", repeated)};
};
// clang-format on

} // namespace circ::protocol::sip2
