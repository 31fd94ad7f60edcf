#pragma once

#include "storage/reader.hpp"

#include <utility>

namespace circ::tool {

/// Lines that are fetched at once.
inline constexpr int report_step = 500;

/// Gives every record of a list that goes on after the last one to `use`.
/// @param list what comes after this place @param place_of the place of a record
template <class Place, class List, class PlaceOf, class Use>
void walk_after(Place after, List list, PlaceOf place_of, Use use) {
    for (;;) {
        const auto found = list(after);
        for (const auto& each : found)
            use(each);
        if (found.size() < static_cast<std::size_t>(report_step)) return;
        after = place_of(found.back());
    }
}

/// The same of a list by windows.
template <class List, class Use>
void walk_pages(List list, Use use) {
    for (storage::page which{.first = 0, .count = report_step};; which.first += report_step) {
        const auto found = list(which);
        for (const auto& each : found)
            use(each);
        if (found.size() < static_cast<std::size_t>(report_step)) return;
    }
}

} // namespace circ::tool
