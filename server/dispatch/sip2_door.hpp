#pragma once

#include "config/profile.hpp"
#include "server/circulation/device_rules.hpp"
#include "server/circulation/operations.hpp"
#include "server/dispatch/receipt.hpp"
#include "server/dispatch/texts.hpp"
#include "storage/records/library.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace circ::dispatch {

/// Who the terminal of a session turned out to be.
struct terminal_identity {
    storage::terminal terminal;
    storage::institution institution;
    storage::branch branch;
};

/// Whose session it is, from the first request that names a card until 35 or another card.
struct session_reader {
    std::string card;
    std::string name;     ///< only where receipts bear it
    std::string language; ///< the patron's own, as far as an outcome has told it
};

/// What a session knows when it translates: its terminal, its settings and what it remembers.
/// Belongs to one session; one thread at a time sees it.
struct sip2_door {
    std::shared_ptr<const config::profile> profile;
    std::shared_ptr<const circulation::device_rules> rules; ///< made of the profile
    std::shared_ptr<const texts> words;
    std::optional<terminal_identity> identity; ///< none before the login
    std::string address;                       ///< from where the terminal is connected

    bool speaks_1_00 = false;      ///< as negotiated by 99 and 93
    std::optional<std::size_t> print_width; ///< of the last 99; none: it did not say
    session_reader reader;
    std::string language;          ///< asked for last, by 23 or 63; ISO 639-1 or empty
    std::string proved_card;       ///< whose PIN was right in this session, until 35 or another card
    storage::instant proved_at{};
    session_slip slip;             ///< what was done for this reader
};

/// The rules' part of a profile.
[[nodiscard]] std::shared_ptr<const circulation::device_rules> device_rules_of(const config::profile& from);

} // namespace circ::dispatch
