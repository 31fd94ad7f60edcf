#pragma once

#include "config/settings.hpp"
#include "server/circulation/scene.hpp"
#include "storage/unit_of_work.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace circ::circulation {

// What happens by the clock (circulation §8). A job finds who is due, by the state of the store and
// the date alone, and does each in a unit of work of its own that looks again: so a job that was cut
// short goes on where it stood, and one that is run again finds nothing left to do.
//
// To add a job: its functions beside this file, a row in jobs.cpp, a row in its table of tests.

/// Where, for which day and by what rules a job does its work.
struct day_scene {
    scene at; ///< today: the day that is done; moment: now, or the hour at which a missed day was due
    requester by;
    surroundings with;
    config::day_settings keeping; ///< how long what is over still says whom it was about
};

/// What one unit of work came to.
struct day_effect {
    int done = 0;     ///< records; zero: there was nothing to do after all
    std::string what; ///< for a person, "39012000000133 The Two Towers, until 2026-04-14"
};

enum class job_scope { branch, library };
/// Whose a job is where a library system behind us keeps the book of record: what readers are told, lent
/// and charged is its business then; what our store keeps stays ours.
enum class job_owner { book_keeper, store };
/// Days on which nothing ran: each is done by itself where its hour matters, else one run does all.
enum class missed_days { together, each };

struct day_job_kind {
    std::string_view id;
    std::string_view title;
    job_scope scope = job_scope::branch;
    missed_days missed = missed_days::together;
    job_owner whose = job_owner::store;
    /// Who is due, in the order of their places. Null: the job works in batches, without an id,
    /// until nothing is left.
    std::vector<storage::due_place> (*find)(storage::reader&,
                                            const day_scene&,
                                            storage::due_place after,
                                            int most) = nullptr;
    day_effect (*perform)(storage::unit_of_work&, const day_scene&, std::int64_t id) = nullptr;
};

/// All jobs, in the order in which a day's work is done.
[[nodiscard]] std::span<const day_job_kind> day_jobs() noexcept;
/// @return null when there is none of that id
[[nodiscard]] const day_job_kind* find_day_job(std::string_view id) noexcept;

/// The places of records by one of their members, an instant or a date.
template <class Record, class Member>
[[nodiscard]] std::vector<storage::due_place> places_of(const std::vector<Record>& records,
                                                        Member by) {
    std::vector<storage::due_place> places;
    for (const auto& each : records) {
        const auto& at = each.*by;
        if constexpr (requires { at->time_since_epoch(); })
            places.push_back({at->time_since_epoch().count(), each.id.value});
        else
            places.push_back({at.time_since_epoch().count(), each.id.value});
    }
    return places;
}

} // namespace circ::circulation
