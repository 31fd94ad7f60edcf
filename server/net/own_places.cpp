#include "server/net/own_places.hpp"

#include <algorithm>
#include <type_traits>
#include <variant>

namespace circ::net {

using circulation::checkin_outcome;
using circulation::place;

namespace {

void take_code(place& of, const storage::library& ours) {
    const auto found = std::ranges::find(ours.branches, of.name, &storage::branch::name);
    if (of.name.empty() || found == ours.branches.end()) return;
    of.code = found->code;
    of.time_zone = found->time_zone;
}

} // namespace

void name_own_places(circulation::any_outcome& in, storage::reader& from, storage::institution_id of) {
    const auto ours = from.library_of(of);
    if (!ours) return;
    std::visit(
        [&](auto& made) {
            if (made.item) {
                take_code(made.item->home, *ours);
                take_code(made.item->current, *ours);
            }
            if constexpr (std::is_same_v<std::decay_t<decltype(made)>, checkin_outcome>)
                if (made.destination) take_code(*made.destination, *ours);
        },
        in);
}

} // namespace circ::net
