#pragma once

#include "server/circulation/facts.hpp"
#include "storage/reader.hpp"

#include <string>
#include <vector>

namespace circ::tool {

class tool;

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

/// What can be paid now, and what will be added when its loans end.
struct open_debt {
    storage::money open;
    storage::money running;
    int still_out = 0; ///< loans whose fee runs
};

[[nodiscard]] open_debt load_debt(storage::reader& from,
                                  const storage::institution& of,
                                  const storage::patron_facts& who,
                                  storage::instant now);

/// ", and 1.50 EUR running until it is back"; empty where nothing runs.
[[nodiscard]] std::string running_text(const open_debt& owed, const storage::institution& of);

/// Of the reader of a payment: "still open 15.90 EUR, and 1.50 EUR running until it is back".
[[nodiscard]] std::string open_text_after(tool& with, storage::payment_id paid);

} // namespace circ::tool
