#pragma once

#include "config/mistake.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace circ::config {

// Who performs what devices ask for: we ourselves or a library system behind us (`[[relay]]`).

/// The steps of a careful move. local: by our own rules, over our own store. shadow_read: by
/// ourselves, and the library system is asked what it would have told. shadow_decide: the same, and
/// what it would have decided. canary: by the library system, and by ourselves while it is away.
/// relay: by the library system alone.
enum class relay_stage : std::uint8_t { local, shadow_read, shadow_decide, canary, relay };

/// Whether we ourselves answer.
[[nodiscard]] constexpr bool answers_here(relay_stage stage) noexcept {
    return stage <= relay_stage::shadow_decide;
}

/// What devices ask for, as a rule names it.
enum class relayed_operation : std::uint8_t {
    patron_account,
    item_details,
    checkout,
    checkin,
    undo_checkout,
    undo_checkin,
    renew,
    renew_all,
    place_hold,
    change_hold,
    cancel_hold,
    pay_fee,
    block_patron,
    enable_patron,
    update_item_properties,
};

/// One `[[relay]]`: the first that fits decides; where none fits, it is `local`. What is empty lets
/// everything through.
struct relay_rule {
    std::string backend; ///< name of an [[ncip_backend]]
    relay_stage stage = relay_stage::relay;
    std::vector<std::string> institutions; ///< codes
    std::vector<std::string> terminals;    ///< logins
    std::vector<relayed_operation> operations;
    // in the stages that compare
    std::size_t sample = 100; ///< percent of what fits
    std::size_t shadow_per_second = 5;
    std::size_t shadow_queue = 100;
    source_place at;

    friend bool operator==(const relay_rule&, const relay_rule&) = default;
};

struct ncip_backend;
struct settings;

/// @return null when there is none of that name
[[nodiscard]] const ncip_backend* find_backend(const settings& all, std::string_view name);

/// Whether the book of record is the library system's: as `book_of_record` says, else by the stages.
[[nodiscard]] bool is_book_of_record(const settings& all, std::string_view backend);

/// What the rules say of a library system, as one text: stages that differ have different ones. Where it
/// takes part in anything, also where it is asked and whose book is the one of record: with another
/// address it is another system.
[[nodiscard]] std::string stages_of(const settings& all, std::string_view backend);

} // namespace circ::config
