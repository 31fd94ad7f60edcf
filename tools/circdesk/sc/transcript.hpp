#pragma once

#include "storage/records/time.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace circ::tool {

class self_check;

/// A dialogue that a librarian can read and write (docs/reference/transcripts.md):
///
///     # a comment
///     connect as kiosk1
///     SC>  checkout patron_identifier=29... item_identifier=39... patron_password=1001
///     ACS< checkout_response ok=1 renewal_ok=N due_date={today+28d} screen_message~"until"
///
/// An ACS< line names only the fields that must match; without one the answer is only shown.
struct transcript {
    enum class kind { connect, disconnect, say, say_raw, expect, expect_raw };
    struct step {
        kind what{};
        std::size_t line = 0;
        std::string text; ///< behind the mark, trimmed
    };

    std::string name;
    std::vector<step> steps;
};

/// @throws complaint naming file and line of what it cannot understand
[[nodiscard]] transcript read_transcript(std::string_view text, std::string name);

/// What was said in one exchange; shown as the transcript runs.
struct shown_exchange {
    std::string sent;     ///< with tail, as it went over the wire
    std::string received;
};

/// An expectation that an answer did not meet.
struct transcript_mismatch {
    std::size_t line = 0;
    std::string expected; ///< one field of it, the message's name, or a whole raw line
    std::string got;
    std::string text; ///< all of it as a sentence, with the file
};

struct transcript_result {
    std::vector<transcript_mismatch> mismatches;
    std::size_t exchanges = 0;
    [[nodiscard]] bool passed() const noexcept { return mismatches.empty(); }
};

/// What a transcript runs against.
struct transcript_stage {
    /// Opens a line for `connect as LOGIN` (login and status sent), or for `connect` (nothing sent).
    std::function<std::unique_ptr<self_check>(const std::string& login)> connect;
    std::function<storage::instant()> now;
    std::string time_zone = "UTC";
    std::function<void(const shown_exchange&)> show; ///< may be empty
};

[[nodiscard]] transcript_result run_transcript(const transcript& what, const transcript_stage& on);

} // namespace circ::tool
