#pragma once

#include "protocol/sip2/layout.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace circ::protocol::sip2 {

/// Patron Enable (25)
struct patron_enable_request {
    std::optional<date_time> transaction_date;
    std::string institution_id;
    std::string patron_identifier;
    std::optional<secret> terminal_password;
    std::optional<secret> patron_password;
    std::vector<unknown_field> extensions;

    friend bool operator==(const patron_enable_request&, const patron_enable_request&) = default;
};

// clang-format off
template <> struct layout<patron_enable_request> {
    using m = patron_enable_request;
    static constexpr std::string_view code = "25", title = "Patron Enable";
    static constexpr auto sent_as = direction::request;
    static constexpr auto introduced = protocol_version::v2_00;
    static constexpr auto fixed_fields = std::tuple{
        fixed(&m::transaction_date, "transaction_date")};
    static constexpr auto fields = std::tuple{
        field(&m::institution_id, "AO", required),
        field(&m::patron_identifier, "AA", required),
        field(&m::terminal_password, "AC", optional),
        field(&m::patron_password, "AD", optional)};
};
// clang-format on

/// Patron Enable Response (26)
struct patron_enable_response {
    sip2::patron_status patron_status;
    sip2::language language = sip2::language::unknown;
    std::optional<date_time> transaction_date;
    std::string institution_id;
    std::string patron_identifier;
    std::string personal_name;
    std::optional<yes_no> valid_patron;
    std::optional<yes_no> valid_patron_password;
    std::vector<std::string> screen_message;
    std::vector<std::string> print_line;
    std::vector<unknown_field> extensions;

    friend bool operator==(const patron_enable_response&, const patron_enable_response&) = default;
};

// clang-format off
template <> struct layout<patron_enable_response> {
    using m = patron_enable_response;
    static constexpr std::string_view code = "26", title = "Patron Enable Response";
    static constexpr auto sent_as = direction::response;
    static constexpr auto introduced = protocol_version::v2_00;
    static constexpr auto fixed_fields = std::tuple{
        fixed(&m::patron_status, "patron_status"),
        fixed(&m::language, "language"),
        fixed(&m::transaction_date, "transaction_date")};
    static constexpr auto fields = std::tuple{
        field(&m::institution_id, "AO", required),
        field(&m::patron_identifier, "AA", required),
        field(&m::personal_name, "AE", required),
        field(&m::valid_patron, "BL", optional),
        field(&m::valid_patron_password, "CQ", optional),
        field(&m::screen_message, "AF", repeated),
        field(&m::print_line, "AG", repeated)};
};
// clang-format on

} // namespace circ::protocol::sip2
