#pragma once

#include "storage/records/ids.hpp"
#include "storage/records/money.hpp"
#include "storage/records/time.hpp"

#include <optional>
#include <string>

namespace circ::storage {

struct patron {
    patron_id id;
    institution_id institution;
    std::string family_name;
    std::string given_name;
    std::optional<local_date> birth_date;
    std::string category;
    branch_id branch;
    std::string language; ///< ISO 639-1; empty = the institution's
    std::string address;
    std::string email;
    std::string phone;
    std::optional<local_date> expires_on; ///< last day on which the card is good
    patron_id guarantor;                  ///< zero: none
    std::string pin_verifier;             ///< Argon2id string; empty = has no PIN
    int pin_failures = 0;
    std::optional<instant> pin_locked_until;
    int open_loans = 0; ///< kept, lost and claimed ones included
    int open_holds = 0; ///< kept
    int open_fees = 0;  ///< kept
    money owed;         ///< kept: sum of what is open of the fees, never negative
    money credit;       ///< kept: what was paid and belongs to no fee
    instant created_at{};
    std::optional<instant> erased_at; ///< an erased patron is unknown
};

enum class card_state { good, lost, stolen, replaced, retained };

struct card {
    card_id id;
    institution_id institution;
    std::string number; ///< unique per institution, also among lost ones
    patron_id patron;
    card_state state = card_state::good;
    instant since{};
};

/// block: nothing is lent while it stands. note: staff sees it, nothing else happens.
enum class block_kind { block, note };

struct block {
    block_id id;
    patron_id patron;
    block_kind kind = block_kind::block;
    std::string reason;
    instant placed_at{};
    terminal_id terminal; ///< zero: placed by staff
    std::string placed_by;
    std::optional<instant> lifted_at;
    std::string lifted_by;
};

enum class audience { reader, staff };

struct message {
    message_id id;
    patron_id patron;
    audience shown_to = audience::reader;
    std::string text;
    std::optional<instant> until;
    instant created_at{};
};

} // namespace circ::storage
