#pragma once

#include "server/circulation/day/job.hpp"

#include <optional>

namespace circ::circulation::day {

// The jobs themselves, by subject. Each pair: who is due, and what is done with one of them. All
// @throw storage::store_error.

using places = std::vector<storage::due_place>;

// holds.cpp
[[nodiscard]] places holds_to_wake(storage::reader&, const day_scene&, storage::due_place, int);
day_effect wake_hold(storage::unit_of_work&, const day_scene&, std::int64_t id);
[[nodiscard]] places holds_to_lapse(storage::reader&, const day_scene&, storage::due_place, int);
[[nodiscard]] places shelf_times_over(storage::reader&, const day_scene&, storage::due_place, int);
/// Of a hold whose date or shelf time is over; what stands on the shelf goes on the list to clear.
day_effect lapse_hold(storage::unit_of_work&, const day_scene&, std::int64_t id);
[[nodiscard]] places shelf_times_ending(storage::reader&, const day_scene&, storage::due_place, int);
day_effect remind_of_shelf(storage::unit_of_work&, const day_scene&, std::int64_t id);

// loans.cpp
[[nodiscard]] places loans_due_today(storage::reader&, const day_scene&, storage::due_place, int);
day_effect renew_by_itself(storage::unit_of_work&, const day_scene&, std::int64_t id);
[[nodiscard]] places loans_due_soon(storage::reader&, const day_scene&, storage::due_place, int);
day_effect remind_of_loan(storage::unit_of_work&, const day_scene&, std::int64_t id);
[[nodiscard]] places loans_overdue(storage::reader&, const day_scene&, storage::due_place, int);
day_effect admonish(storage::unit_of_work&, const day_scene&, std::int64_t id);

/// Which overdue notice is sent, 1 to 3: the last one whose day has come, unless it or a later one
/// was sent before. What was missed is not made up for: nobody gets two letters in one night.
/// @param sent the last one that was, 0 if none
[[nodiscard]] std::optional<int> decide_overdue_notice(const terms& by, int days_overdue, int sent);

// lost.cpp
[[nodiscard]] places loans_long_overdue(storage::reader&, const day_scene&, storage::due_place, int);
day_effect lose_long_overdue(storage::unit_of_work&, const day_scene&, std::int64_t id);

// patrons.cpp
[[nodiscard]] places cards_expiring(storage::reader&, const day_scene&, storage::due_place, int);
day_effect remind_of_card(storage::unit_of_work&, const day_scene&, std::int64_t id);

// retention.cpp
[[nodiscard]] places loans_to_forget(storage::reader&, const day_scene&, storage::due_place, int);
day_effect forget_borrower(storage::unit_of_work&, const day_scene&, std::int64_t id);
[[nodiscard]] places holds_to_forget(storage::reader&, const day_scene&, storage::due_place, int);
day_effect forget_hold(storage::unit_of_work&, const day_scene&, std::int64_t id);
day_effect expire_journal(storage::unit_of_work&, const day_scene&, std::int64_t id);
day_effect forget_in_events(storage::unit_of_work&, const day_scene&, std::int64_t id);
day_effect remove_notices(storage::unit_of_work&, const day_scene&, std::int64_t id);
day_effect remove_reviews(storage::unit_of_work&, const day_scene&, std::int64_t id);
day_effect remove_references(storage::unit_of_work&, const day_scene&, std::int64_t id);
day_effect forget_imports(storage::unit_of_work&, const day_scene&, std::int64_t id);
day_effect forget_shadows(storage::unit_of_work&, const day_scene&, std::int64_t id);

/// Whether a closed loan still has to say whose it was.
[[nodiscard]] bool still_needs_borrower(const storage::loan& loan, bool has_open_fee, const terms& by,
                                        const config::day_settings& keeping, instant now);

} // namespace circ::circulation::day
