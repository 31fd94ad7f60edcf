#pragma once

#include "protocol/sip2/layout.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace circ::protocol::sip2 {

/// Renew All (65)
struct renew_all_request {
    std::optional<date_time> transaction_date;
    std::string institution_id;
    std::string patron_identifier;
    std::optional<secret> patron_password;
    std::optional<secret> terminal_password;
    std::optional<yes_no> fee_acknowledged;
    std::vector<unknown_field> extensions;

    friend bool operator==(const renew_all_request&, const renew_all_request&) = default;
};

// clang-format off
template <> struct layout<renew_all_request> {
    using m = renew_all_request;
    static constexpr std::string_view code = "65", title = "Renew All";
    static constexpr auto sent_as = direction::request;
    static constexpr auto introduced = protocol_version::v2_00;
    static constexpr auto fixed_fields = std::tuple{
        fixed(&m::transaction_date, "transaction_date")};
    static constexpr auto fields = std::tuple{
        field(&m::institution_id, "AO", required),
        field(&m::patron_identifier, "AA", required),
        field(&m::patron_password, "AD", optional),
        field(&m::terminal_password, "AC", optional),
        field(&m::fee_acknowledged, "BO", optional)};
};
// clang-format on

/// Renew All Response (66)
struct renew_all_response {
    zero_one ok = zero_one::no;
    count renewed_count{};
    count unrenewed_count{};
    std::optional<date_time> transaction_date;
    std::string institution_id;
    std::vector<std::string> renewed_items;
    std::vector<std::string> unrenewed_items;
    std::vector<std::string> screen_message;
    std::vector<std::string> print_line;
    std::vector<unknown_field> extensions;

    friend bool operator==(const renew_all_response&, const renew_all_response&) = default;
};

// clang-format off
template <> struct layout<renew_all_response> {
    using m = renew_all_response;
    static constexpr std::string_view code = "66", title = "Renew All Response";
    static constexpr auto sent_as = direction::response;
    static constexpr auto introduced = protocol_version::v2_00;
    static constexpr auto fixed_fields = std::tuple{
        fixed(&m::ok, "ok"),
        fixed(&m::renewed_count, "renewed_count"),
        fixed(&m::unrenewed_count, "unrenewed_count"),
        fixed(&m::transaction_date, "transaction_date")};
    static constexpr auto fields = std::tuple{
        field(&m::institution_id, "AO", required),
        field(&m::renewed_items, "BM", repeated),
        field(&m::unrenewed_items, "BN", repeated),
        field(&m::screen_message, "AF", repeated),
        field(&m::print_line, "AG", repeated)};
};
// clang-format on

} // namespace circ::protocol::sip2
