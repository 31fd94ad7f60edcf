#pragma once

#include "protocol/ncip/layout.hpp"
#include "protocol/ncip/structures/header.hpp"
#include "protocol/ncip/structures/identifiers.hpp"
#include "protocol/ncip/structures/notice.hpp"
#include "protocol/ncip/structures/problem.hpp"

#include <optional>
#include <string_view>
#include <tuple>
#include <vector>

namespace circ::protocol::ncip {

/// SendUserNoticeResponse: when he was or will be told
struct send_user_notice_response {
    std::vector<ncip::problem> problem;
    ncip::user_id user_id;
    std::optional<date_time> date_sent;
    std::optional<date_time> date_will_send;

    friend bool operator==(const send_user_notice_response&,
                           const send_user_notice_response&) = default;
};

// clang-format off
template <> struct layout<send_user_notice_response> {
    using m = send_user_notice_response;
    static constexpr std::string_view name = "SendUserNoticeResponse";
    static constexpr auto role = service_role::response;
    static constexpr auto elements = std::tuple{
        element(&m::problem, "Problem", problems),
        element(&m::user_id, "UserId", required),
        element(&m::date_sent, "DateSent", optional),
        element(&m::date_will_send, "DateWillSend", optional)};
};
// clang-format on

/// SendUserNotice: tells a reader something
struct send_user_notice_request {
    std::optional<ncip::mandated_action> mandated_action;
    ncip::user_id user_id;
    std::optional<date_time> date_to_send;
    ncip::user_notice_details user_notice_details;

    friend bool operator==(const send_user_notice_request&,
                           const send_user_notice_request&) = default;
};

// clang-format off
template <> struct layout<send_user_notice_request> {
    using m = send_user_notice_request;
    static constexpr std::string_view name = "SendUserNotice";
    static constexpr auto role = service_role::request;
    using response = ncip::send_user_notice_response;
    static constexpr auto elements = std::tuple{
        element(&m::mandated_action, "MandatedAction", optional),
        element(&m::user_id, "UserId", required),
        element(&m::date_to_send, "DateToSend", optional),
        element(&m::user_notice_details, "UserNoticeDetails", required)};
};
// clang-format on

} // namespace circ::protocol::ncip
