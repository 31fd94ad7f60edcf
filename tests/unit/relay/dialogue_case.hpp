#pragma once

#include "server/relay/dialogue.hpp"

#include <iosfwd>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace circ::test {

/// A line of a case, in words: `checkout card=2100 item=3100`.
struct words {
    std::string first;
    std::vector<std::pair<std::string, std::string>>
        pairs;                  ///< of a word without `=` the second is empty
    std::vector<bool> has_sign; ///< whether there was a `=`

    [[nodiscard]] std::string get(const std::string& key, const std::string& otherwise = {}) const;
    [[nodiscard]] bool has(const std::string& key) const;
};

/// One message, and what comes back.
struct exchange {
    words expected; ///< service, and what stands in it; `path!` is not there
    words answer;
};

/// One operation with all that is said about it.
struct act {
    words operation;
    std::vector<exchange> exchanges;
    words outcome;
    std::string wait; ///< before it, in seconds
};

/// A case of tests/data/relay/*.txt; the format is told in its first file, README.txt.
struct dialogue_case {
    std::string file;
    int line = 0;
    std::string name;
    std::vector<words> settings;
    std::vector<act> acts; ///< all in one session
};

std::ostream& operator<<(std::ostream& out, const dialogue_case& of);

/// @throws std::runtime_error for a file that is not in the format
[[nodiscard]] std::vector<dialogue_case> read_cases();

/// The name as one for a test.
[[nodiscard]] std::string name_for_test(const dialogue_case& of);

/// The settings of a case: those of the backend, and `device.KEY`, of the device.
[[nodiscard]] std::shared_ptr<const relay::relay_settings> settings_of(const dialogue_case& of);
[[nodiscard]] circulation::any_operation
operation_of(const act& of, const dialogue_case& in, circulation::instant now);

/// `before=DATE` and `before2=DATE`: until when its items were on loan before it was asked for.
[[nodiscard]] std::vector<relay::loan_before> loans_before(const act& of);

/// An answer as a message, or why there is none.
using reaction = std::variant<relay::ncip::message, relay::failure>;
[[nodiscard]] reaction reaction_of(const words& answer, const relay::call& to);

/// What is wrong with a message, compared with what was expected; empty: nothing.
[[nodiscard]] std::string difference(const words& expected, const relay::call& said);

/// The facts of an end, as the cases name them.
[[nodiscard]] std::map<std::string, std::string> facts_of(const relay::finished& end);
[[nodiscard]] std::string difference(const words& expected, const relay::finished& end);

/// Noon of 2026-11-22, UTC, when all cases happen.
[[nodiscard]] circulation::instant noon();

} // namespace circ::test
