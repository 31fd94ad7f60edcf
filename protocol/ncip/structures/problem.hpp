#pragma once

#include "protocol/ncip/layout.hpp"

#include <optional>
#include <string>
#include <tuple>

namespace circ::protocol::ncip {

/// Why something was not done; problem_type.hpp has the words for it.
struct problem {
    scheme_value problem_type;
    std::optional<std::string> problem_detail;
    std::optional<std::string> problem_element;
    std::optional<std::string> problem_value;

    friend bool operator==(const problem&, const problem&) = default;
};

// clang-format off
template <> struct layout<problem> {
    using m = problem;
    static constexpr auto elements = std::tuple{
        element(&m::problem_type, "ProblemType", required),
        element(&m::problem_detail, "ProblemDetail", optional),
        element(&m::problem_element, "ProblemElement", optional),
        element(&m::problem_value, "ProblemValue", optional)};
};
// clang-format on

} // namespace circ::protocol::ncip
