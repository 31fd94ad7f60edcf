#pragma once

#include "protocol/sip2/layout.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace circ::protocol::sip2 {

/// Patron Status Request (23)
struct patron_status_request {
    sip2::language language = sip2::language::unknown;
    std::optional<date_time> transaction_date;
    std::string institution_id;
    std::string patron_identifier;
    secret terminal_password;
    secret patron_password;
    std::vector<unknown_field> extensions;

    friend bool operator==(const patron_status_request&, const patron_status_request&) = default;
};

// clang-format off
template <> struct layout<patron_status_request> {
    using m = patron_status_request;
    static constexpr std::string_view code = "23", title = "Patron Status Request";
    static constexpr auto sent_as = direction::request;
    static constexpr auto introduced = protocol_version::v1_00;
    static constexpr auto fixed_fields = std::tuple{
        fixed(&m::language, "language"),
        fixed(&m::transaction_date, "transaction_date")};
    static constexpr auto fields = std::tuple{
        field(&m::institution_id, "AO", required),
        field(&m::patron_identifier, "AA", required),
        field(&m::terminal_password, "AC", required),
        field(&m::patron_password, "AD", required)};
};
// clang-format on

/// Patron Status Response (24)
struct patron_status_response {
    sip2::patron_status patron_status;
    sip2::language language = sip2::language::unknown;
    std::optional<date_time> transaction_date;
    std::string institution_id;
    std::string patron_identifier;
    std::string personal_name;
    std::optional<yes_no> valid_patron;
    std::optional<yes_no> valid_patron_password;
    std::optional<currency> currency_type;
    std::optional<std::string> fee_amount;
    std::vector<std::string> screen_message;
    std::vector<std::string> print_line;
    std::vector<unknown_field> extensions;

    friend bool operator==(const patron_status_response&, const patron_status_response&) = default;
};

// clang-format off
template <> struct layout<patron_status_response> {
    using m = patron_status_response;
    static constexpr std::string_view code = "24", title = "Patron Status Response";
    static constexpr auto sent_as = direction::response;
    static constexpr auto introduced = protocol_version::v1_00;
    static constexpr auto fixed_fields = std::tuple{
        fixed(&m::patron_status, "patron_status"),
        fixed(&m::language, "language"),
        fixed(&m::transaction_date, "transaction_date")};
    static constexpr auto fields = std::tuple{
        field(&m::institution_id, "AO", required),
        field(&m::patron_identifier, "AA", required),
        field(&m::personal_name, "AE", required),
        field(&m::valid_patron, "BL", optional, since_2_00),
        field(&m::valid_patron_password, "CQ", optional, since_2_00),
        field(&m::currency_type, "BH", optional, since_2_00),
        field(&m::fee_amount, "BV", optional, since_2_00),
        field(&m::screen_message, "AF", repeated),
        field(&m::print_line, "AG", repeated)};
};
// clang-format on

} // namespace circ::protocol::sip2
