#pragma once

#include "config/profile.hpp"
#include "server/circulation/policy.hpp"
#include "storage/unit_of_work.hpp"
#include "tests/unit/net/desk.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace circ::net::test {

/// Of the PIN 1001, the quickest there is: this is no test of hashing.
inline constexpr std::string_view quick_verifier =
    "$argon2id$v=19$m=8,t=1,p=1$a+MdH76TrXH5Gjq7Yu7x7w$y05klsM9/qh3Mt8SK6iVQrZVoUvd9WfMzz2T3j20DE4";

/// What stands of a reader when a dialogue is over.
struct reader_state {
    int loans = 0;
    int renewals = 0; ///< of all loans together
    int holds = 0;
    int blocks = 0; ///< notes too
    bool card_is_good = true;
    std::int64_t owed = 0; ///< cents, as is the credit
    std::int64_t credit = 0;

    friend bool operator==(const reader_state&, const reader_state&) = default;
};

std::ostream& operator<<(std::ostream& out, const reader_state& of);

/// One message of a dialogue.
struct changing_message {
    /// What the device of this reader sends, with its line end. @param attempt from 0: most devices
    /// repeat the same bytes, some date them anew
    std::string (*ask)(std::size_t reader, unsigned attempt);
    std::string_view answer; ///< how it begins
};

/// Messages that change something, and what they have done when each was answered, however often it
/// came.
struct changing_dialogue {
    std::string_view name;
    /// Adds a reader with what they have before; each has a number of their own.
    void (*prepare)(storage::unit_of_work& unit, const terminal_store& in, std::size_t reader);
    std::vector<changing_message> messages;
    /// Rows that it adds for each reader, by table; of all other tables of watched_tables none.
    std::vector<std::pair<std::string_view, std::int64_t>> adds;
    reader_state leaves;
};

/// All dialogues but those of 11 and 09, under the profile of cut_profile().
[[nodiscard]] const std::vector<changing_dialogue>& changing_dialogues();

inline constexpr std::array<std::string_view, 8> watched_tables{
    "loan", "hold", "fee", "fee_entry", "payment", "block", "review_entry", "event"};

/// Of a device that may do all that the dialogues ask for.
[[nodiscard]] config::profile cut_profile();

/// The shipped policy, but a loan may be renewed again at once: a second renewal would show.
[[nodiscard]] circulation::policy cut_policy();

/// @pre the reader has been prepared
[[nodiscard]] reader_state
state_of(storage::reader& from, const terminal_store& in, std::size_t reader, storage::instant now);

} // namespace circ::net::test
