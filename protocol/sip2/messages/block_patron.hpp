#pragma once

#include "protocol/sip2/layout.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace circ::protocol::sip2 {

/// Block Patron (01)
struct block_patron_request {
    yes_no card_retained = yes_no::no;
    std::optional<date_time> transaction_date;
    std::string institution_id;
    std::string blocked_card_msg;
    std::string patron_identifier;
    secret terminal_password;
    std::vector<unknown_field> extensions;

    friend bool operator==(const block_patron_request&, const block_patron_request&) = default;
};

// clang-format off
template <> struct layout<block_patron_request> {
    using m = block_patron_request;
    static constexpr std::string_view code = "01", title = "Block Patron";
    static constexpr auto sent_as = direction::request;
    static constexpr auto introduced = protocol_version::v1_00;
    static constexpr auto fixed_fields = std::tuple{
        fixed(&m::card_retained, "card_retained"),
        fixed(&m::transaction_date, "transaction_date")};
    static constexpr auto fields = std::tuple{
        field(&m::institution_id, "AO", required),
        field(&m::blocked_card_msg, "AL", required),
        field(&m::patron_identifier, "AA", required),
        field(&m::terminal_password, "AC", required)};
};
// clang-format on

} // namespace circ::protocol::sip2
