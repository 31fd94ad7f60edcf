#pragma once

#include "tests/contract/fresh_store.hpp"

namespace circ::test {

/// One of each that others refer to, already in the store; further ones are made like them.
struct small_library {
    storage::institution institution;
    storage::branch main;
    storage::branch east;
    storage::terminal kiosk;
    storage::title title;
    storage::item item;
    storage::patron patron;
    storage::card card;

    [[nodiscard]] storage::item another_item(storage::unit_of_work& in,
                                             const std::string& barcode) const;
    [[nodiscard]] storage::patron another_patron(storage::unit_of_work& in) const;
    [[nodiscard]] storage::title another_title(storage::unit_of_work& in,
                                               const std::string& text) const;
    /// Not yet added.
    [[nodiscard]] storage::loan new_loan(storage::unit_of_work& in) const;
    [[nodiscard]] storage::hold new_hold(storage::unit_of_work& in) const;
    [[nodiscard]] storage::fee new_fee(storage::unit_of_work& in, std::int64_t minor) const;
};

[[nodiscard]] small_library add_small_library(fresh_store& into);

} // namespace circ::test
