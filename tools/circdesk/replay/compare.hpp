#pragma once

#include "protocol/sip2/describe.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

// Two answers to one request, compared field by field. What may differ is said by rules: a way of
// comparing is a row in compare.cpp.

namespace circ::tool {

/// "12.AH date", "AF any": a field and how its values are held against each other.
struct difference_rule {
    std::string message; ///< code of the answer; empty: every one
    std::string field;   ///< id, or the name of one in the fixed part
    std::string how;
};

/// What is sensible between two systems: dates of the answer and what people read may differ.
[[nodiscard]] std::span<const std::string_view> usual_rules() noexcept;

/// @throws complaint (wrong_usage) naming the ways there are
[[nodiscard]] difference_rule typed_rule(const std::string& typed);

/// The ways of comparing with what they mean, for the help.
[[nodiscard]] std::string ways_of_comparing();

struct field_difference {
    std::string field; ///< "AH due_date", "patron_status"
    std::string left;
    std::string right;
};

/// @param left,right answers without tail
/// @param people masked: the left one was recorded so, and the right one is held against it as a log
///               would show it
/// @return what differs, in the order of the left one; the last rule that is about a field counts
[[nodiscard]] std::vector<field_difference>
compare_answers(const std::string& left, const std::string& right, std::span<const difference_rule> rules, protocol::sip2::personal_data people);

} // namespace circ::tool
