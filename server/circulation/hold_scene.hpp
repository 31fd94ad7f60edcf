#pragma once

#include "server/circulation/operations.hpp"
#include "server/circulation/perform.hpp"
#include "server/circulation/scene.hpp"
#include "storage/records/facts.hpp"
#include "storage/unit_of_work.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace circ::circulation {

// What placing, changing and cancelling a hold have in common.

/// Copies of a title that a request for a hold looks at; others make no difference to it.
inline constexpr storage::page copies_looked_at{.first = 0, .count = 200};

/// Patron and title of a hold request, with what was found of them shown.
struct hold_scene {
    scene at;
    std::optional<storage::hold> named; ///< by its key
    std::optional<storage::patron_facts> who;
    std::optional<storage::title> title;
    std::optional<storage::item_facts> item;
    hold_outcome made; ///< refused already when something was not found
};

/// Loads what a request is about: the hold that it names, else the card and the item or title.
/// @throws storage::store_error
[[nodiscard]] hold_scene load_hold_scene(storage::reader& from, const place_hold& asked, const surroundings& with);
[[nodiscard]] hold_scene load_hold_scene(storage::reader& from, const change_hold& asked, const surroundings& with);
[[nodiscard]] hold_scene load_hold_scene(storage::reader& from, const cancel_hold& asked, const surroundings& with);

/// The hold that is named, else the patron's on the title, unless it is over.
/// @pre patron and title were found
[[nodiscard]] std::optional<storage::hold> standing_hold(storage::reader& from, const hold_scene& in);

/// Where it is to be fetched; when nothing is said, the terminal's branch, else the patron's.
/// @return no branch where there is none of that code
[[nodiscard]] storage::branch_id pickup_of(storage::reader& from, const requester& by, const std::string& named,
                                           const storage::patron& who);

/// Until which day somebody waits, on the calendar of the branch.
[[nodiscard]] std::optional<local_date> expiry_of(const std::optional<instant>& asked, const scene& at);

/// Whether a copy that goes to the hold's patron under these terms may be fetched where the hold says.
[[nodiscard]] bool may_be_fetched(const scene& at, const surroundings& with, const terms& by, const storage::item& copy,
                                  const storage::hold& wanted);

/// Tells of a hold where it is fetched, until when, and how many are before it.
void show_hold(hold_outcome& made, storage::reader& from, const scene& at, const storage::hold& hold);

/// Leaves the trail of what became of a hold.
storage::event_id add_hold_event(storage::unit_of_work& unit, const requester& by, const surroundings& with,
                                 std::string_view kind, const storage::hold& hold);

} // namespace circ::circulation
