#pragma once

#include "server/circulation/operations.hpp"
#include "server/circulation/policy.hpp"

#include <string>

namespace circ::tool {

class tool;

/// The policy of the settings, in the money of the institution.
/// @throws complaint with all its mistakes
[[nodiscard]] circulation::policy policy_of(tool& with);

/// The operator asking at a branch. @throws complaint when there is none of that code
[[nodiscard]] circulation::requester operator_at(tool& with, const std::string& branch);

} // namespace circ::tool
