#pragma once

#include "storage/records/bookkeeping.hpp"
#include "storage/records/circulation.hpp"
#include "storage/records/people.hpp"

#include <vector>

namespace circ::storage {

/// All that the store keeps of one reader, each list in the order of its making: what they may ask
/// for, and what is emptied when they are forgotten.
struct person_file {
    storage::patron patron;
    std::vector<card> cards;
    std::vector<block> blocks;     ///< lifted ones too
    std::vector<message> messages; ///< ended ones too
    std::vector<loan> loans;       ///< returned ones as long as they name the reader
    std::vector<hold> holds;       ///< closed ones too, as long as they are kept
    std::vector<fee> fees;
    std::vector<fee_entry> entries;
    std::vector<payment> payments;
    std::vector<notice> notices;
    std::vector<review_entry> reviews;
    std::vector<event> events;
};

} // namespace circ::storage
