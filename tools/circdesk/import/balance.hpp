#pragma once

#include "storage/store.hpp"

#include <cstdint>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

namespace circ::tool {

/// What stands open of one kind, at one branch: loans and lost or claimed ones by item type, holds
/// by their state, fees by kind, credits, blocks and notes.
struct balance_row {
    std::string what; ///< "loans", "lost", "claimed", "holds", "fees", "credits", "blocks", "notes"
    std::string
        branch; ///< our code; where the item belongs, where it is picked up, whose the patron is
    std::string type;
    std::int64_t number = 0;
    storage::money amount;
};

/// What the store holds, ordered by kind, branch and type. Walks through all that is open.
/// @throws storage::store_error
[[nodiscard]] std::vector<balance_row> stored_balance(storage::reader& from,
                                                      const storage::institution& of);

/// What the old system states: a CSV file with the columns what, branch, type, number and amount. A
/// branch or type that is left empty stands for all of them.
/// @throws complaint with line and column of the first mistake
[[nodiscard]] std::vector<balance_row>
read_stated(std::istream& in, const std::string& file, const storage::institution& of);

/// A line of the sheet: what is stated beside what is stored.
struct sheet_line {
    balance_row stated;
    std::int64_t number = 0; ///< as stored
    storage::money amount;
    bool is_stated = true; ///< else it is stored, and nobody has stated it

    [[nodiscard]] bool balances() const {
        return is_stated && number == stated.number && amount == stated.amount;
    }
};

/// Each stated row beside the stored ones that it is about; then what is stored and not stated.
[[nodiscard]] std::vector<sheet_line> balance(const std::vector<balance_row>& stated,
                                              const std::vector<balance_row>& stored);

} // namespace circ::tool
