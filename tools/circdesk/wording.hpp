#pragma once

#include "server/circulation/facts.hpp"
#include "storage/records/facts.hpp"
#include "tools/circdesk/table.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace circ::tool {

// How the tool says things: dates on the wall of a branch, money in the institution's currency,
// enumerators in words.

[[nodiscard]] std::string date_text(storage::local_date day);
/// "2026-03-17 14:25", in the zone.
[[nodiscard]] std::string time_text(storage::instant at, std::string_view zone);
/// The same for machines, whatever the zone: "2026-03-17T13:25:09Z". For --json.
[[nodiscard]] std::string machine_time(storage::instant at);
/// A time in a table: each in its own form.
[[nodiscard]] cell time_cell(storage::instant at, std::string_view zone);
/// "96,412"
[[nodiscard]] std::string grouped(std::int64_t how_many);
/// "1 item", "2 items", "96,412 items".
[[nodiscard]] std::string counted(std::int64_t how_many, std::string_view one, std::string_view many);
[[nodiscard]] std::string money_text(storage::money amount, const storage::institution& of);

[[nodiscard]] std::string_view in_words(storage::item_state state) noexcept;
[[nodiscard]] std::string_view in_words(storage::card_state state) noexcept;
[[nodiscard]] std::string_view in_words(storage::hold_state state) noexcept;
[[nodiscard]] std::string_view in_words(storage::loan_state state) noexcept;
[[nodiscard]] std::string_view in_words(storage::fee_kind kind) noexcept;
[[nodiscard]] std::string_view in_words(storage::fee_entry_kind kind) noexcept;

/// What happened, of the kind of an event: "lent", "booked as lost".
[[nodiscard]] std::string event_in_words(std::string_view kind);

/// Where the item is and why, in one sentence without its place name twice.
[[nodiscard]] std::string whereabouts(const storage::item_facts& what, const circulation::library_facts& of);

} // namespace circ::tool
