#pragma once

#include "config/mistake.hpp"

#include <string>
#include <vector>

namespace circ::config {

// Where items go, as a file says it: sort bins, branch groups, the interlibrary desk.

/// What a rule for a sort bin asks of a return.
enum class bin_outcome { any, yes, no };
enum class bin_alert { none, hold_here, hold_elsewhere, hold_interlibrary, transit, other };

/// What a bin rule is for; what is empty lets everything through.
struct bin_conditions {
    bin_outcome ok = bin_outcome::any; ///< whether the return was taken
    std::vector<bin_alert> alert;
    std::vector<std::string> destination; ///< branch codes
    std::vector<std::string> item_type;
    std::vector<std::string> collection;
    std::string call_number_from;
    std::string call_number_to; ///< and all that begins with it

    friend bool operator==(const bin_conditions&, const bin_conditions&) = default;
};

/// One `[[bin]]`: the first that fits gives the bin; the last fits all and is the exception bin.
struct bin_rule {
    std::string bin;
    bin_conditions when;
    source_place at;

    friend bool operator==(const bin_rule&, const bin_rule&) = default;
};

/// One `[[branch_group]]`: branches that exchange what is held.
struct branch_group {
    std::string name;
    std::vector<std::string> branches; ///< codes

    friend bool operator==(const branch_group&, const branch_group&) = default;
};

struct return_settings {
    std::string interlibrary_desk; ///< branch code; empty: the branch that has the item

    friend bool operator==(const return_settings&, const return_settings&) = default;
};

/// All of it together, as the circulation rules take it.
struct routing {
    std::vector<bin_rule> bins;
    std::vector<branch_group> groups;
    return_settings returns;
};

} // namespace circ::config
