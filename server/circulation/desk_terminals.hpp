#pragma once

#include "server/circulation/perform.hpp"
#include "storage/records/library.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace circ::circulation {

// What the desk does to the account of a device, kept in the trail with who did it and why.

enum class account_state { enabled, disabled };

/// Changes what is named here, from the device's next login on.
struct change_terminal {
    requester by;
    std::string login;
    std::optional<std::string> branch; ///< code
    std::optional<std::string> profile;
    std::optional<std::string> location;
    std::optional<std::string> addresses; ///< as the account keeps them; empty: any
    std::optional<account_state> state;
    std::optional<std::string> verifier; ///< of another password; asked for alone
    std::string why; ///< the operator's words, kept with the event
};

template <> struct operation_traits<change_terminal> : operation_traits_of<outcome, true> {};

/// Refuses what would let everybody in: without a password the addresses alone say who it is.
/// @throws storage::store_error
[[nodiscard]] outcome
perform(storage::unit_of_work& unit, const change_terminal& asked, const surroundings& with);

/// Adds an account, with its event. A login that no device could send is refused.
/// @pre nobody has its login. @throws storage::store_error
[[nodiscard]] outcome add_terminal(storage::unit_of_work& unit,
                                   const storage::terminal& made,
                                   const requester& by,
                                   instant now,
                                   std::string_view why);

} // namespace circ::circulation
