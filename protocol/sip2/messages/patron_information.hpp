#pragma once

#include "protocol/sip2/layout.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace circ::protocol::sip2 {

/// Patron Information (63)
struct patron_information_request {
    sip2::language language = sip2::language::unknown;
    std::optional<date_time> transaction_date;
    sip2::summary summary;
    std::string institution_id;
    std::string patron_identifier;
    std::optional<secret> terminal_password;
    std::optional<secret> patron_password;
    std::optional<std::string> start_item;
    std::optional<std::string> end_item;
    std::vector<unknown_field> extensions;

    friend bool operator==(const patron_information_request&,
                           const patron_information_request&) = default;
};

// clang-format off
template <> struct layout<patron_information_request> {
    using m = patron_information_request;
    static constexpr std::string_view code = "63", title = "Patron Information";
    static constexpr auto sent_as = direction::request;
    static constexpr auto introduced = protocol_version::v2_00;
    static constexpr auto fixed_fields = std::tuple{
        fixed(&m::language, "language"),
        fixed(&m::transaction_date, "transaction_date"),
        fixed(&m::summary, "summary")};
    static constexpr auto fields = std::tuple{
        field(&m::institution_id, "AO", required),
        field(&m::patron_identifier, "AA", required),
        field(&m::terminal_password, "AC", optional),
        field(&m::patron_password, "AD", optional),
        field(&m::start_item, "BP", optional),
        field(&m::end_item, "BQ", optional)};
};
// clang-format on

/// Patron Information Response (64)
struct patron_information_response {
    sip2::patron_status patron_status;
    sip2::language language = sip2::language::unknown;
    std::optional<date_time> transaction_date;
    std::optional<count> hold_items_count;
    std::optional<count> overdue_items_count;
    std::optional<count> charged_items_count;
    std::optional<count> fine_items_count;
    std::optional<count> recall_items_count;
    std::optional<count> unavailable_holds_count;
    std::string institution_id;
    std::string patron_identifier;
    std::string personal_name;
    std::optional<count> hold_items_limit;
    std::optional<count> overdue_items_limit;
    std::optional<count> charged_items_limit;
    std::optional<yes_no> valid_patron;
    std::optional<yes_no> valid_patron_password;
    std::optional<currency> currency_type;
    std::optional<std::string> fee_amount;
    std::optional<std::string> fee_limit;
    std::vector<std::string> hold_items;
    std::vector<std::string> overdue_items;
    std::vector<std::string> charged_items;
    std::vector<std::string> fine_items;
    std::vector<std::string> recall_items;
    std::vector<std::string> unavailable_hold_items;
    std::optional<std::string> home_address;
    std::optional<std::string> email_address;
    std::optional<std::string> home_phone_number;
    std::vector<std::string> screen_message;
    std::vector<std::string> print_line;
    std::vector<unknown_field> extensions;

    friend bool operator==(const patron_information_response&,
                           const patron_information_response&) = default;
};

// clang-format off
template <> struct layout<patron_information_response> {
    using m = patron_information_response;
    static constexpr std::string_view code = "64", title = "Patron Information Response";
    static constexpr auto sent_as = direction::response;
    static constexpr auto introduced = protocol_version::v2_00;
    static constexpr auto fixed_fields = std::tuple{
        fixed(&m::patron_status, "patron_status"),
        fixed(&m::language, "language"),
        fixed(&m::transaction_date, "transaction_date"),
        fixed(&m::hold_items_count, "hold_items_count"),
        fixed(&m::overdue_items_count, "overdue_items_count"),
        fixed(&m::charged_items_count, "charged_items_count"),
        fixed(&m::fine_items_count, "fine_items_count"),
        fixed(&m::recall_items_count, "recall_items_count"),
        fixed(&m::unavailable_holds_count, "unavailable_holds_count")};
    static constexpr auto fields = std::tuple{
        field(&m::institution_id, "AO", required),
        field(&m::patron_identifier, "AA", required),
        field(&m::personal_name, "AE", required),
        field(&m::hold_items_limit, "BZ", optional),
        field(&m::overdue_items_limit, "CA", optional),
        field(&m::charged_items_limit, "CB", optional),
        field(&m::valid_patron, "BL", optional),
        field(&m::valid_patron_password, "CQ", optional),
        field(&m::currency_type, "BH", optional),
        field(&m::fee_amount, "BV", optional),
        field(&m::fee_limit, "CC", optional),
        field(&m::hold_items, "AS", repeated),
        field(&m::overdue_items, "AT", repeated),
        field(&m::charged_items, "AU", repeated),
        field(&m::fine_items, "AV", repeated),
        field(&m::recall_items, "BU", repeated),
        field(&m::unavailable_hold_items, "CD", repeated),
        field(&m::home_address, "BD", optional),
        field(&m::email_address, "BE", optional),
        field(&m::home_phone_number, "BF", optional),
        field(&m::screen_message, "AF", repeated),
        field(&m::print_line, "AG", repeated)};
};
// clang-format on

} // namespace circ::protocol::sip2
