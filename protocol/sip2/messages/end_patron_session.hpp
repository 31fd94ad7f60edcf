#pragma once

#include "protocol/sip2/layout.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace circ::protocol::sip2 {

/// End Patron Session (35)
struct end_patron_session_request {
    std::optional<date_time> transaction_date;
    std::string institution_id;
    std::string patron_identifier;
    std::optional<secret> terminal_password;
    std::optional<secret> patron_password;
    std::vector<unknown_field> extensions;

    friend bool operator==(const end_patron_session_request&,
                           const end_patron_session_request&) = default;
};

// clang-format off
template <> struct layout<end_patron_session_request> {
    using m = end_patron_session_request;
    static constexpr std::string_view code = "35", title = "End Patron Session";
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

/// End Session Response (36)
struct end_session_response {
    yes_no end_session = yes_no::no;
    std::optional<date_time> transaction_date;
    std::string institution_id;
    std::string patron_identifier;
    std::vector<std::string> screen_message;
    std::vector<std::string> print_line;
    std::vector<unknown_field> extensions;

    friend bool operator==(const end_session_response&, const end_session_response&) = default;
};

// clang-format off
template <> struct layout<end_session_response> {
    using m = end_session_response;
    static constexpr std::string_view code = "36", title = "End Session Response";
    static constexpr auto sent_as = direction::response;
    static constexpr auto introduced = protocol_version::v2_00;
    static constexpr auto fixed_fields = std::tuple{
        fixed(&m::end_session, "end_session"),
        fixed(&m::transaction_date, "transaction_date")};
    static constexpr auto fields = std::tuple{
        field(&m::institution_id, "AO", required),
        field(&m::patron_identifier, "AA", required),
        field(&m::screen_message, "AF", repeated),
        field(&m::print_line, "AG", repeated)};
};
// clang-format on

} // namespace circ::protocol::sip2
