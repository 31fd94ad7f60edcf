#pragma once

// The list of all messages. Whatever must hold for each one iterates over it; who handles a few
// messages includes their headers instead, and compiles faster.

#include "protocol/sip2/messages/block_patron.hpp"
#include "protocol/sip2/messages/checkin.hpp"
#include "protocol/sip2/messages/checkout.hpp"
#include "protocol/sip2/messages/end_patron_session.hpp"
#include "protocol/sip2/messages/fee_paid.hpp"
#include "protocol/sip2/messages/hold.hpp"
#include "protocol/sip2/messages/item_information.hpp"
#include "protocol/sip2/messages/item_status_update.hpp"
#include "protocol/sip2/messages/login.hpp"
#include "protocol/sip2/messages/patron_enable.hpp"
#include "protocol/sip2/messages/patron_information.hpp"
#include "protocol/sip2/messages/patron_status.hpp"
#include "protocol/sip2/messages/renew.hpp"
#include "protocol/sip2/messages/renew_all.hpp"
#include "protocol/sip2/messages/resend.hpp"
#include "protocol/sip2/messages/sc_status.hpp"

#include <array>
#include <string_view>
#include <variant>

namespace circ::protocol::sip2 {

template <class... Messages>
struct message_types {
    using any = std::variant<Messages...>;
    static constexpr std::size_t size = sizeof...(Messages);
};

using request_types = message_types<login_request,
                                    sc_status_request,
                                    patron_status_request,
                                    patron_information_request,
                                    checkout_request,
                                    checkin_request,
                                    renew_request,
                                    renew_all_request,
                                    item_information_request,
                                    item_status_update_request,
                                    hold_request,
                                    fee_paid_request,
                                    end_patron_session_request,
                                    patron_enable_request,
                                    block_patron_request,
                                    acs_resend_request>;

using response_types = message_types<login_response,
                                     acs_status_response,
                                     patron_status_response,
                                     patron_information_response,
                                     checkout_response,
                                     checkin_response,
                                     renew_response,
                                     renew_all_response,
                                     item_information_response,
                                     item_status_update_response,
                                     hold_response,
                                     fee_paid_response,
                                     end_session_response,
                                     patron_enable_response,
                                     sc_resend_request>;

using request = request_types::any;
using response = response_types::any;

/// One line of the list of messages.
struct message_name {
    std::string_view code;
    std::string_view title;
    direction sent_as;
};

namespace detail {
template <class... Requests, class... Responses>
[[nodiscard]] consteval auto name_all(message_types<Requests...>, message_types<Responses...>) {
    return std::array{
        message_name{layout<Requests>::code, layout<Requests>::title, layout<Requests>::sent_as}...,
        message_name{
            layout<Responses>::code, layout<Responses>::title, layout<Responses>::sent_as}...};
}
} // namespace detail

inline constexpr auto message_names = detail::name_all(request_types{}, response_types{});

} // namespace circ::protocol::sip2
