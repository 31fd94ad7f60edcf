#include "config/matching.hpp"

#include <algorithm>

namespace circ::config {

namespace {

bool names(const std::vector<std::string>& list, std::string_view word) {
    return list.empty() || std::find(list.begin(), list.end(), word) != list.end();
}

bool fits(const match_conditions& when, const matched_device& device) {
    const bool asks_for_login = !when.login.empty() || !when.location.empty();
    if (asks_for_login && !device.login) return false;
    const bool from_there = when.address.empty() || is_in(when.address, device.address);
    return from_there && names(when.listener, device.listener) && names(when.login, device.login.value_or("")) &&
           names(when.location, device.location);
}

} // namespace

const match_rule* first_match(const std::vector<match_rule>& rules, const matched_device& device) {
    const auto found =
        std::find_if(rules.begin(), rules.end(), [&](const match_rule& each) { return fits(each.when, device); });
    return found == rules.end() ? nullptr : &*found;
}

} // namespace circ::config
