#pragma once

#include "config/address_range.hpp"
#include "config/mistake.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace circ::config {

/// What a `[[match]]` asks of a device; what is empty lets everything through.
struct match_conditions {
    std::vector<std::string> listener; ///< names
    std::vector<address_range> address;
    std::vector<std::string> login;
    std::vector<std::string> location; ///< codes that devices name in their login

    friend bool operator==(const match_conditions&, const match_conditions&) = default;
};

/// One `[[match]]`: the first that fits a device says which profile it has, whatever its listener
/// and its account say, and as whom it is let in where it does not log in.
struct match_rule {
    match_conditions when;
    std::string profile;  ///< empty: as without the rule
    std::string terminal; ///< login name of an account; empty: as without the rule
    source_place at;

    friend bool operator==(const match_rule&, const match_rule&) = default;
};

/// What is known of a device: before its login no more than where it came in.
struct matched_device {
    std::string_view listener;
    std::string_view address;
    std::optional<std::string_view> login = {};
    std::string_view location = {}; ///< of the login
};

/// @return null when none fits; a rule for logins or locations fits nobody who has not logged in
[[nodiscard]] const match_rule* first_match(const std::vector<match_rule>& rules, const matched_device& device);

} // namespace circ::config
