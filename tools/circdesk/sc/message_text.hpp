#pragma once

#include "protocol/sip2/table.hpp"
#include "storage/records/time.hpp"
#include "tools/circdesk/sc/words.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace circ::tool {

/// A moment as a device writes it: UTC with its zone letter, so that nobody's time zone matters.
[[nodiscard]] std::string sip2_date(storage::instant at);

/// Makes a message, without tail and terminator, of its name and the values given; dates that are
/// not given are `now`, other fixed fields have what a device that thinks nothing of it sends.
/// @param words `checkout`, `patron_identifier=...`, `AB=...`
/// @throws complaint for an unknown message or field, naming those there are
[[nodiscard]] std::string make_message(const std::vector<std::string>& words, storage::instant now);

/// Replaces what is in braces: {now}, {now-5m}, {now+2d}, {today+28d} (local date, YYYY-MM-DD),
/// {last:AA} (the value of that field in the last answer). {any} stays, it is for expected lines.
struct placeholders {
    storage::instant now{};
    std::string time_zone = "UTC";
    std::string last_answer;

    /// @throws complaint for one that is unknown
    [[nodiscard]] std::string filled(std::string_view line) const;
};

} // namespace circ::tool
