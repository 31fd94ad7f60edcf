#pragma once

#include "protocol/ncip/layout.hpp"
#include "protocol/ncip/structures/problem.hpp"

#include <string_view>
#include <tuple>
#include <vector>

namespace circ::protocol::ncip {

/// The response to a notification: nothing, or why it was not taken
template <class Notification>
struct acknowledgement {
    std::vector<ncip::problem> problem;

    friend bool operator==(const acknowledgement&, const acknowledgement&) = default;
};

template <class Notification>
struct layout<acknowledgement<Notification>> {
    using m = acknowledgement<Notification>;
    static constexpr std::string_view name = layout<Notification>::response_name;
    static constexpr auto role = service_role::response;
    static constexpr auto elements = std::tuple{element(&m::problem, "Problem", problems)};
};

} // namespace circ::protocol::ncip
