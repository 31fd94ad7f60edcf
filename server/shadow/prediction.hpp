#pragma once

#include "server/shadow/side.hpp"

namespace circ::shadow {

/// What a library system would decide, by what it tells of reader and item: only what follows from
/// that for any system that we know. What its own policy decides alone (renewal limits, ages, fees
/// of a loan) is left open. To predict another operation, or more of one: its rule in prediction.cpp.
[[nodiscard]] decision predict(const circulation::any_operation& what, const side& there);

/// Whether it has been done there as well, by whoever keeps both in step, so that it need not be
/// predicted. What it met there is gone then, and only the decisions are laid side by side.
/// @param before our own side, before the change
[[nodiscard]] bool is_done_there(const circulation::any_operation& what,
                                 const side& before,
                                 const side& there);

/// What it decided then.
[[nodiscard]] decision look_up(const circulation::any_operation& what, const side& there);

/// Whether a reason can be seen from what a system tells of reader and item. What we refuse for any
/// other, a prediction can only overlook.
[[nodiscard]] bool can_be_seen(circulation::reason_code why) noexcept;

} // namespace circ::shadow
