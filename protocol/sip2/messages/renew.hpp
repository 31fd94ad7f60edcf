#pragma once

#include "protocol/sip2/layout.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace circ::protocol::sip2 {

/// Renew (29)
struct renew_request {
    yes_no third_party_allowed = yes_no::no;
    yes_no no_block = yes_no::no;
    std::optional<date_time> transaction_date;
    std::optional<date_time> nb_due_date;
    std::string institution_id;
    std::string patron_identifier;
    std::optional<secret> patron_password;
    std::optional<std::string> item_identifier;
    std::optional<std::string> title_identifier;
    std::optional<secret> terminal_password;
    std::optional<std::string> item_properties;
    std::optional<yes_no> fee_acknowledged;
    std::vector<unknown_field> extensions;

    friend bool operator==(const renew_request&, const renew_request&) = default;
};

// clang-format off
template <> struct layout<renew_request> {
    using m = renew_request;
    static constexpr std::string_view code = "29", title = "Renew";
    static constexpr auto sent_as = direction::request;
    static constexpr auto introduced = protocol_version::v2_00;
    static constexpr auto fixed_fields = std::tuple{
        fixed(&m::third_party_allowed, "third_party_allowed"),
        fixed(&m::no_block, "no_block"),
        fixed(&m::transaction_date, "transaction_date"),
        fixed(&m::nb_due_date, "nb_due_date")};
    static constexpr auto fields = std::tuple{
        field(&m::institution_id, "AO", required),
        field(&m::patron_identifier, "AA", required),
        field(&m::patron_password, "AD", optional),
        field(&m::item_identifier, "AB", optional),
        field(&m::title_identifier, "AJ", optional),
        field(&m::terminal_password, "AC", optional),
        field(&m::item_properties, "CH", optional),
        field(&m::fee_acknowledged, "BO", optional)};
};
// clang-format on

/// Renew Response (30)
struct renew_response {
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

    friend bool operator==(const renew_response&, const renew_response&) = default;
};

// clang-format off
template <> struct layout<renew_response> {
    using m = renew_response;
    static constexpr std::string_view code = "30", title = "Renew Response";
    static constexpr auto sent_as = direction::response;
    static constexpr auto introduced = protocol_version::v2_00;
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
        field(&m::fee_type, "BT", optional),
        field(&m::security_inhibit, "CI", optional),
        field(&m::currency_type, "BH", optional),
        field(&m::fee_amount, "BV", optional),
        field(&m::media_type, "CK", optional),
        field(&m::item_properties, "CH", optional),
        field(&m::transaction_id, "BK", optional),
        field(&m::screen_message, "AF", repeated),
        field(&m::print_line, "AG", repeated)};
};
// clang-format on

} // namespace circ::protocol::sip2
