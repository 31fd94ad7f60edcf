#pragma once

#include "protocol/sip2/layout.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace circ::protocol::sip2 {

/// Fee Paid (37)
struct fee_paid_request {
    std::optional<date_time> transaction_date;
    sip2::fee_type fee_type = sip2::fee_type::other;
    sip2::payment_type payment_type = sip2::payment_type::cash;
    std::optional<currency> currency_type;
    std::string fee_amount;
    std::string institution_id;
    std::string patron_identifier;
    std::optional<secret> terminal_password;
    std::optional<secret> patron_password;
    std::optional<std::string> fee_identifier;
    std::optional<std::string> transaction_id;
    std::vector<unknown_field> extensions;

    friend bool operator==(const fee_paid_request&, const fee_paid_request&) = default;
};

// clang-format off
template <> struct layout<fee_paid_request> {
    using m = fee_paid_request;
    static constexpr std::string_view code = "37", title = "Fee Paid";
    static constexpr auto sent_as = direction::request;
    static constexpr auto introduced = protocol_version::v2_00;
    static constexpr auto fixed_fields = std::tuple{
        fixed(&m::transaction_date, "transaction_date"),
        fixed(&m::fee_type, "fee_type"),
        fixed(&m::payment_type, "payment_type"),
        fixed(&m::currency_type, "currency_type")};
    static constexpr auto fields = std::tuple{
        field(&m::fee_amount, "BV", required),
        field(&m::institution_id, "AO", required),
        field(&m::patron_identifier, "AA", required),
        field(&m::terminal_password, "AC", optional),
        field(&m::patron_password, "AD", optional),
        field(&m::fee_identifier, "CG", optional),
        field(&m::transaction_id, "BK", optional)};
};
// clang-format on

/// Fee Paid Response (38)
struct fee_paid_response {
    acceptance payment_accepted = acceptance::no;
    std::optional<date_time> transaction_date;
    std::string institution_id;
    std::string patron_identifier;
    std::optional<std::string> transaction_id;
    std::vector<std::string> screen_message;
    std::vector<std::string> print_line;
    std::vector<unknown_field> extensions;

    friend bool operator==(const fee_paid_response&, const fee_paid_response&) = default;
};

// clang-format off
template <> struct layout<fee_paid_response> {
    using m = fee_paid_response;
    static constexpr std::string_view code = "38", title = "Fee Paid Response";
    static constexpr auto sent_as = direction::response;
    static constexpr auto introduced = protocol_version::v2_00;
    static constexpr auto fixed_fields = std::tuple{
        fixed(&m::payment_accepted, "payment_accepted"),
        fixed(&m::transaction_date, "transaction_date")};
    static constexpr auto fields = std::tuple{
        field(&m::institution_id, "AO", required),
        field(&m::patron_identifier, "AA", required),
        field(&m::transaction_id, "BK", optional),
        field(&m::screen_message, "AF", repeated),
        field(&m::print_line, "AG", repeated)};
};
// clang-format on

} // namespace circ::protocol::sip2
