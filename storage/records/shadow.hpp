#pragma once

#include "storage/records/ids.hpp"
#include "storage/records/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace circ::storage {

using shadow_kind_id = strong_id<struct shadow_kind_tag>;

// What a library system beside us would have answered, and in what it differed. No name, card
// number or PIN stands in any of it.

/// Why two sides differ. state: they know different facts. rule: the facts are the same, and the
/// decision is not. form: the same decision in other words.
enum class shadow_cause { state, rule, form };

[[nodiscard]] constexpr std::string_view name_of(shadow_cause cause) noexcept {
    constexpr std::string_view names[]{"state", "rule", "form"};
    return names[static_cast<int>(cause)];
}

/// A difference as it comes again and again: at any terminal, with any reader. Its tolerance, once
/// somebody has accepted it.
struct shadow_kind {
    shadow_kind_id id;
    institution_id institution;
    std::int64_t number = 0; ///< by which people name it; unique per institution
    std::string backend;     ///< name of its section in the settings
    std::string operation;   ///< "checkout" ...
    std::string field;       ///< what differs
    shadow_cause cause = shadow_cause::state;
    std::string ours;
    std::string theirs;
    instant first_at{};
    std::optional<instant> accepted_at;
    std::string accepted_by; ///< an operator
    std::string why;         ///< in their words
};

/// Whom comparisons are counted for: a terminal's requests of a kind on a day.
struct shadow_place {
    institution_id institution;
    local_date day;
    std::string backend;
    terminal_id terminal;
    std::string operation;

    friend auto operator<=>(const shadow_place&, const shadow_place&) = default;
};

/// What became of the requests that could have been compared.
struct shadow_tally {
    std::int64_t same = 0;
    std::int64_t tolerable = 0;
    std::int64_t different = 0;
    std::int64_t decided_otherwise = 0; ///< of those that differ
    std::int64_t unanswered = 0;        ///< the other side said nothing
    std::int64_t skipped = 0;           ///< not asked: beside the sample, over the cap, or there was nothing to compare

    [[nodiscard]] std::int64_t compared() const noexcept { return same + tolerable + different; }
    shadow_tally& operator+=(const shadow_tally& more) noexcept {
        same += more.same;
        tolerable += more.tolerable;
        different += more.different;
        decided_otherwise += more.decided_otherwise;
        unanswered += more.unanswered;
        skipped += more.skipped;
        return *this;
    }
    friend bool operator==(const shadow_tally&, const shadow_tally&) = default;
};

/// A difference seen once more.
struct shadow_sighting {
    shadow_kind_id kind;
    institution_id institution;
    local_date day;
    terminal_id terminal;
    instant at{};
    std::string example; ///< of the case, as far as it may be kept
};

/// How often a difference was seen at a terminal.
struct shadow_line {
    shadow_kind kind;
    terminal_id terminal;
    std::int64_t count = 0;
    instant first_at{};
    instant last_at{};
    std::string example;
};

/// The tally of a terminal's requests of a kind, over days.
struct shadow_sum {
    std::string backend;
    terminal_id terminal;
    std::string operation;
    shadow_tally counted;
};

} // namespace circ::storage
