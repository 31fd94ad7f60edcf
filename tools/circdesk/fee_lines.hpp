#pragma once

#include "server/circulation/facts.hpp"
#include "storage/reader.hpp"

#include <string>
#include <vector>

namespace circ::tool {

enum class which_fees { open, all };

/// An account as the desk sees it: fees with what became of them, and what is still running.
struct account_lines {
    struct line {
        storage::fee_line fee;
        std::vector<storage::fee_entry> entries;
    };
    std::vector<line> fees;
    std::vector<circulation::running_fee> running;
    storage::money owed; ///< without what is running
    storage::money credit;
    std::string time_zone;
};

[[nodiscard]] account_lines load_account_lines(storage::reader& from,
                                               const storage::institution& of,
                                               const storage::patron_facts& who,
                                               which_fees which,
                                               storage::instant now);

void print(const account_lines& lines, const storage::institution& of);
void print_json(const account_lines& lines, const storage::institution& of);

} // namespace circ::tool
