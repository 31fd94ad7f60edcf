#pragma once

#include "server/circulation/perform.hpp"
#include "server/circulation/trail.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace circ::circulation {

/// How long a request is known again.
inline constexpr std::chrono::minutes journal_window{15};
inline constexpr std::chrono::days journal_window_posted{90}; ///< when the device did it off-line

/// Whether the request can be told from a new one at all: it has a digest and a readable
/// transaction date, and unless it only tells what has happened, one within a day of our clock,
/// since some devices send a constant one.
[[nodiscard]] bool can_be_repeated(const requester& by, const surroundings& with);

/// What this very request did when it came before, within its window; the caller still has to see
/// that the effect stands. nullopt for a request that cannot be repeated.
[[nodiscard]] std::optional<storage::journal_entry> find_repeat(storage::reader& from,
                                                                const requester& by,
                                                                const surroundings& with,
                                                                std::string_view operation);

/// The loan that this very request made or renewed before, if it still stands as that left it: open, and
/// due no earlier but for a recall.
[[nodiscard]] std::optional<storage::loan> find_repeated_loan(storage::reader& from,
                                                              const requester& by,
                                                              const surroundings& with,
                                                              std::string_view operation);

/// Writes down what the request did, so that its repeat changes nothing; nothing is written of a
/// request that cannot be repeated. What it had left to staff, when it could not be posted before, is
/// settled by that.
/// @param effects ids and facts; terminal, digest and times are filled in here
void record(storage::unit_of_work& unit,
            const requester& by,
            const surroundings& with,
            std::string_view operation,
            storage::journal_entry effects);

/// Adds a row for staff; a request that comes again does not add a second one.
void review_once(storage::unit_of_work& unit,
                 const requester& by,
                 const surroundings& with,
                 const storage::review_entry& row);

/// Whether staff has dealt with what this very request left to them: it changes nothing then.
[[nodiscard]] bool was_settled_by_staff(storage::reader& from,
                                        const requester& by,
                                        const surroundings& with,
                                        std::string_view operation);

/// What a device did off-line and cannot be posted, as it was sent.
struct unposted {
    std::string_view operation;
    std::string card;
    std::string barcode;
    std::optional<instant> due;
    std::string control_number; ///< of a title, where no item is named
};

/// Leaves it to staff, so that it can be posted later; nothing for a request that only asks.
void review_unposted(storage::unit_of_work& unit,
                     const requester& by,
                     const surroundings& with,
                     const unposted& what,
                     const std::vector<reason>& why);

/// Leaves to staff what was posted against these rules; nothing if there are none.
/// @return whether something was left
[[nodiscard]] bool review_overruled(storage::unit_of_work& unit,
                                    const requester& by,
                                    const surroundings& with,
                                    std::string_view operation,
                                    const storage::loan& made,
                                    const std::vector<reason>& why);

} // namespace circ::circulation
