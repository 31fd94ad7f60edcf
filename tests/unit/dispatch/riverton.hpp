#pragma once

#include "server/dispatch/sip2.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

// A terminal of the Riverton Public Library, and lines in and out of it.

namespace circ::dispatch::test {

namespace sip2 = protocol::sip2;
using namespace circulation;

/// 2026-03-17 14:25:30 on the wall of Riverton, an hour ahead of UTC.
[[nodiscard]] storage::instant now();
[[nodiscard]] storage::instant utc(int year, unsigned month, unsigned day, int hour = 0, int minute = 0, int second = 0);
inline constexpr std::string_view now_on_the_wire = "20260317    142530";

inline constexpr std::string_view card = "29009000000137";
inline constexpr std::string_view barcode = "39009000412083";

/// How a case differs from a kiosk with the standard profile that has logged in.
using change = std::function<void(config::profile&, sip2_door&)>;

[[nodiscard]] sip2_door make_door(const change& differs = {});

/// @throws std::runtime_error when the line is no request
[[nodiscard]] sip2::request request(std::string_view line);
[[nodiscard]] std::string line_of(const sip2::response& answer, const sip2_door& door);

/// What a request comes to at the door.
[[nodiscard]] sip2_translation translate(std::string_view line, const sip2_door& door);
/// The operation in short: its name, then what it says, "checkout card=1 item=2 renewal".
/// "answered" when the door has answered by itself.
[[nodiscard]] std::string operation_in_short(std::string_view line, const sip2_door& door);
/// The line that answers a request with that outcome, or as the door does by itself.
[[nodiscard]] std::string answer(std::string_view line, const any_outcome& outcome, const sip2_door& door);
[[nodiscard]] std::string answer_at_the_door(std::string_view line, const sip2_door& door);

/// The Glass Orchard, a book of the main library.
[[nodiscard]] item_view glass_orchard();
/// Maren Lindqvist, who owes 3.50, with her account and one entry in each list.
[[nodiscard]] patron_view maren();

template <class Outcome>
[[nodiscard]] Outcome refused(reason why) {
    Outcome result;
    result.result = verdict::refused;
    result.reasons.push_back(std::move(why));
    return result;
}

} // namespace circ::dispatch::test
