#pragma once

#include "server/circulation/facts.hpp"
#include "storage/records/terminal_sign.hpp"

#include <optional>
#include <vector>

namespace circ::circulation {

/// A device's account, and what was heard of the device.
struct heard_terminal {
    storage::terminal account;
    std::optional<storage::terminal_sign> sign; ///< absent: nothing, ever
    int silent_days = 0; ///< whole days since then, or since it was made, on which its branch was open
    bool out_of_paper = false;  ///< and has not said since that it has paper again
    bool shutting_down = false; ///< that was its last word
};

/// The accounts of an institution that are let in, by login. Days are those of their branches: a
/// device is not silent because nobody was there.
/// @throws storage::store_error
[[nodiscard]] std::vector<heard_terminal>
heard_terminals(storage::reader& from, const library_facts& of, instant now);

} // namespace circ::circulation
