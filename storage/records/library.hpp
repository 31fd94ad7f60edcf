#pragma once

#include "storage/records/ids.hpp"
#include "storage/records/time.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace circ::storage {

struct institution {
    institution_id id;
    std::string code;      ///< what SIP2 carries in AO
    std::string name;
    std::string currency;  ///< ISO 4217, three letters
    int decimals = 2;      ///< minor units of the currency: 2 for EUR, 0 for JPY
    std::string language;  ///< ISO 639-1, "en"
    std::string time_zone; ///< IANA name
};

struct branch {
    branch_id id;
    institution_id institution;
    std::string code;
    std::string name;
    std::string address;
    std::string time_zone; ///< IANA name
    std::optional<instant> closed_at; ///< for good: nothing is put or fetched there any more
};

/// Opening hours of one weekday; a weekday without a row is closed.
struct opening_hours {
    branch_id branch;
    int weekday = 0; ///< ISO, 1 is Monday
    minute_of_day opens{};
    minute_of_day closes{};
};

/// An institution and its branches: what ids are turned into names with.
struct library {
    storage::institution institution;
    std::vector<storage::branch> branches;

    /// A branch without a name for an id that is not among them, so that a view can always be made.
    [[nodiscard]] const storage::branch& branch(branch_id id) const {
        static const storage::branch nowhere;
        const auto found = std::ranges::find(branches, id, &storage::branch::id);
        return found == branches.end() ? nowhere : *found;
    }
};

struct closed_day {
    closed_day_id id;
    branch_id branch;
    local_date day;
    std::string reason;
};

/// When a branch is open: all that due dates and shelf times are computed from.
struct calendar {
    std::vector<opening_hours> hours; ///< by weekday
    std::vector<local_date> closed;   ///< ascending, from about a month back
};

/// What the records of an institution say of the words that rules of policy are about; each once.
struct words_in_use {
    std::vector<std::string> patron_categories;
    std::vector<std::string> item_types;
    std::vector<std::string> collections;
};

/// An account per device.
struct terminal {
    terminal_id id;
    institution_id institution;
    std::string login;
    std::string verifier; ///< Argon2id string; empty = no password is asked
    branch_id branch;
    std::string location;  ///< location code; what 98 carries in AN
    std::string profile;   ///< name of a profile in circdesk.toml
    std::string addresses; ///< CIDR list, blank separated; empty = any
    bool enabled = true;
    instant created_at{};
};

} // namespace circ::storage
