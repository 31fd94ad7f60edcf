#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace circ::tool {

/// A request of a trace, and what it was answered then.
struct traced_exchange {
    std::size_t line = 0;
    std::string session; ///< those of one session go over one connection, in their order
    std::string request; ///< without sequence number and checksum
    std::optional<std::string> answer;
    bool is_masked = false;   ///< its answer shows cards and names as a log does
    bool is_complete = true;  ///< nothing of the request is masked that could not be filled in
};

/// What a trace does not say: cards with their PINs.
struct known_cards {
    std::map<std::string, std::string, std::less<>> pins; ///< by card

    /// The card of which a mask shows the last characters ("…0010").
    /// @return nullptr when there is none, or more than one
    [[nodiscard]] const std::string* behind(std::string_view mask) const;
};

/// "CARD PIN" a line. @throws complaint naming a line that is not so
[[nodiscard]] known_cards read_known_cards(std::string_view text, const std::string& file);

/// Reads a trace: what `terminal watch --json` wrote, or lines as they went over the wire, requests
/// alone or each with its answer behind it; `SC>` and `ACS<` may stand in front of them, and the name
/// of a session before that. Without names a 93 begins a session. `#` begins a comment.
/// @throws complaint naming a line that is no message
[[nodiscard]] std::vector<traced_exchange> read_trace(std::string_view text, const std::string& file, const known_cards& cards);

} // namespace circ::tool
