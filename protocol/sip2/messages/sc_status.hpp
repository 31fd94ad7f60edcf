#pragma once

#include "protocol/sip2/layout.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace circ::protocol::sip2 {

/// SC Status (99)
struct sc_status_request {
    sip2::status_code status_code = sip2::status_code::ready;
    three_digits max_print_width{};
    std::optional<sip2::protocol_version> protocol_version;
    std::vector<unknown_field> extensions;

    friend bool operator==(const sc_status_request&, const sc_status_request&) = default;
};

// clang-format off
template <> struct layout<sc_status_request> {
    using m = sc_status_request;
    static constexpr std::string_view code = "99", title = "SC Status";
    static constexpr auto sent_as = direction::request;
    static constexpr auto introduced = protocol_version::v1_00;
    static constexpr auto fixed_fields = std::tuple{
        fixed(&m::status_code, "status_code"),
        fixed(&m::max_print_width, "max_print_width"),
        fixed(&m::protocol_version, "protocol_version")};
    static constexpr auto fields = std::tuple<>{};
};
// clang-format on

/// ACS Status (98)
struct acs_status_response {
    yes_no online_status = yes_no::no;
    yes_no checkin_ok = yes_no::no;
    yes_no checkout_ok = yes_no::no;
    yes_no acs_renewal_policy = yes_no::no;
    yes_no status_update_ok = yes_no::no;
    yes_no offline_ok = yes_no::no;
    three_digits timeout_period{};
    three_digits retries_allowed{};
    std::optional<date_time> date_time_sync;
    sip2::protocol_version protocol_version = sip2::protocol_version::v2_00;
    std::string institution_id;
    std::optional<std::string> library_name;
    sip2::supported_messages supported_messages;
    std::optional<std::string> terminal_location;
    std::vector<std::string> screen_message;
    std::vector<std::string> print_line;
    std::vector<unknown_field> extensions;

    friend bool operator==(const acs_status_response&, const acs_status_response&) = default;
};

// clang-format off
template <> struct layout<acs_status_response> {
    using m = acs_status_response;
    static constexpr std::string_view code = "98", title = "ACS Status";
    static constexpr auto sent_as = direction::response;
    static constexpr auto introduced = protocol_version::v1_00;
    static constexpr auto fixed_fields = std::tuple{
        fixed(&m::online_status, "online_status"),
        fixed(&m::checkin_ok, "checkin_ok"),
        fixed(&m::checkout_ok, "checkout_ok"),
        fixed(&m::acs_renewal_policy, "acs_renewal_policy"),
        fixed(&m::status_update_ok, "status_update_ok"),
        fixed(&m::offline_ok, "offline_ok"),
        fixed(&m::timeout_period, "timeout_period"),
        fixed(&m::retries_allowed, "retries_allowed"),
        fixed(&m::date_time_sync, "date_time_sync", '0'),
        fixed(&m::protocol_version, "protocol_version")};
    static constexpr auto fields = std::tuple{
        field(&m::institution_id, "AO", required),
        field(&m::library_name, "AM", optional),
        field(&m::supported_messages, "BX", required, since_2_00),
        field(&m::terminal_location, "AN", optional),
        field(&m::screen_message, "AF", repeated),
        field(&m::print_line, "AG", repeated)};
};
// clang-format on

} // namespace circ::protocol::sip2
