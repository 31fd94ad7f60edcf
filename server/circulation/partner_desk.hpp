#pragma once

#include "server/circulation/perform.hpp"

#include <optional>
#include <string>

namespace circ::circulation {

// Other libraries as the desk keeps them.

struct add_partner {
    requester by;
    std::string code; ///< what it calls itself in its requests
    std::string name;
    std::string card; ///< of the patron that stands for it when we lend to it; empty: none does
};

/// What is absent stays.
struct change_partner {
    requester by;
    std::string code;
    std::optional<std::string> name;
    std::optional<std::string> card; ///< empty: it borrows no more
};

template <> struct operation_traits<add_partner> : operation_traits_of<outcome, true> {};
template <> struct operation_traits<change_partner> : operation_traits_of<outcome, true> {};

[[nodiscard]] outcome perform(storage::unit_of_work&, const add_partner&, const surroundings&);
[[nodiscard]] outcome perform(storage::unit_of_work&, const change_partner&, const surroundings&);

} // namespace circ::circulation
