#pragma once

#include "server/net/local_backend.hpp"
#include "server/net/seen_items.hpp"
#include "tests/unit/net/desk.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace circ::net::test {

/// What one party says, a text after another.
using words = std::vector<std::string>;

/// The library that the samples speak of (tests/data/sip2/vectors.txt), over a real store and by the
/// real rules, spoken to line by line as devices do. All its terminals have one profile.
///
/// Maren Lindqvist (29009000000137, PIN 4471) owes 3.50, has Slow Rivers (39009000650021) and
/// Northlight (39009000733019), finds Tidal Engines (39009000587710) on the shelf and waits for Salt
/// Road (39009000998123, in). Daniel Okafor (29009000000244, PIN 0000) owes 31.20, and Åsa Müller
/// (29009000000351, PIN 2210) is blocked. The Glass Orchard (39009000412083), Winter Tapes (…555001, a
/// video) and a projector (…555002, lent for a fee) are in; the Quarterly (39009000111222) belongs to
/// the east.
class riverton : public desk {
public:
    explicit riverton(const config::profile& as = {});

    /// What a device hears: a text for each write.
    /// @param login the account it is let in with; empty: it logs in itself
    [[nodiscard]] words hears(const words& said, const std::string& login = "kiosk02");
    /// The same for bytes as they are, however it begins.
    [[nodiscard]] words hears_raw(const words& bytes, sip2_beginning how);

    /// Waits until what devices have seen is written.
    void settle();

    /// Lends Maren so many books more: barcodes from 39009001000000 on.
    void lend_more(int count);

    /// Whether each device was still served when it hung up.
    [[nodiscard]] bool kept_the_line() const;

private:
    seen_items seen_{storing, io.get_executor(), clock, *log, std::chrono::seconds(0)};
    local_backend rules_{storing, passwords, seen_, clock, *log};
};

/// The shipped profiles, and those that this text of a settings file makes of them.
[[nodiscard]] std::map<std::string, config::profile, std::less<>> profiles_of(const std::string& text = {});

/// What was heard in one text: the writes without the CR at their end, " & " between them, bytes that
/// do not print as \xHH. "-" when there was nothing.
[[nodiscard]] std::string shown(const words& heard);

/// Whether the text is like the pattern, in which * stands for anything and ? for one byte.
[[nodiscard]] bool is_like(std::string_view text, std::string_view pattern);

/// The line with the tail of a device that counts and sums.
[[nodiscard]] std::string with_tail(std::string line, unsigned sequence = 1);

} // namespace circ::net::test
