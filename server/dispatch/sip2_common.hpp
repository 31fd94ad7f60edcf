#pragma once

#include "config/profile.hpp"
#include "protocol/sip2/message_list.hpp"
#include "server/circulation/operations.hpp"
#include "server/dispatch/sip2.hpp"

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// What the translations of all messages have in common. A translation is two functions per request,
// `to_operation` and `to_answer`, overloaded by the request's type (sip2_translations.hpp).

namespace circ::dispatch {

namespace sip2 = protocol::sip2;

/// A request on its way in, with what else its translation looks at.
struct incoming {
    const sip2_door& door;
    std::string_view once_only_text;
    storage::instant at{};
    std::span<const sip2::fault> faults{};
};

/// An outcome on its way out.
struct outgoing {
    const sip2_door& door;
    storage::instant now{};
    std::string_view language; ///< that the request asks for, ISO 639-1 or empty
};

/// Who asks. @pre door.identity
[[nodiscard]] circulation::requester make_requester(const incoming& in, const std::optional<sip2::date_time>& said);

/// The same for the requests that can tell of what has already happened.
[[nodiscard]] circulation::requester make_requester(const incoming& in, const std::optional<sip2::date_time>& said,
                                                    sip2::yes_no no_block);

/// Whether this card's PIN was right in this session, not longer ago than it counts.
[[nodiscard]] bool proved_before(const incoming& in, std::string_view card);

/// How long a right PIN counts in its session.
inline constexpr std::chrono::minutes proved_for{3};

/// A date on the wire as an instant: by its zone letter, else the clock of the terminal's branch.
[[nodiscard]] std::optional<storage::instant> to_instant(const std::optional<sip2::date_time>& when, const sip2_door& door);
/// Before the login there is no branch, so the date is UTC and says so: a device sets its clock by it.
[[nodiscard]] sip2::date_time to_date_time(storage::instant at, const sip2_door& door);
[[nodiscard]] std::string_view zone_of(const sip2_door& door) noexcept;

/// A card's or item's number as it is looked up; the answer echoes what came.
[[nodiscard]] std::string number_of(std::string_view sent, const sip2_door& door);

/// @return nullopt when none was sent
[[nodiscard]] std::optional<storage::secret> secret_of(const std::optional<sip2::secret>& sent);
[[nodiscard]] circulation::fee_agreement agreement_of(const std::optional<sip2::yes_no>& acknowledged);

/// What CQ says of a known patron. @spec SIP2 reference, passwords
[[nodiscard]] bool is_proved(circulation::pin_state pin, const sip2_door& door);

/// An outcome that refuses without having asked anybody.
template <class Outcome>
[[nodiscard]] Outcome refusal_of(circulation::reason why) {
    Outcome result;
    result.result = circulation::verdict::refused;
    result.reasons.push_back(std::move(why));
    return result;
}
[[nodiscard]] circulation::reason lacks(std::string_view field);

/// AO of the answer: by the profile the request's, else our own.
[[nodiscard]] std::string institution_for(std::string_view sent, const sip2_door& door);

/// All that the outcome has to tell the reader, reasons first, then notices: lines that a field can hold.
[[nodiscard]] std::vector<std::string> screen_of(const circulation::outcome& from, const outgoing& to);
/// How sentences at this door write amounts and dates.
[[nodiscard]] text_setting setting_of(const sip2_door& door);
[[nodiscard]] std::string sentence(const circulation::reason& why, const outgoing& to, std::string_view language = {});

/// The language in which this outcome is told, ISO 639-1: the request's, else the one asked for
/// before in this session, the patron's, the terminal's, the library's; empty where none of them is
/// spoken: the settings' then.
[[nodiscard]] std::string language_for(const circulation::outcome& from, const outgoing& to);

/// AH: a date as the profile writes it; an hourly one with its time.
[[nodiscard]] std::string due_text(storage::instant due, bool hourly, const sip2_door& door);
[[nodiscard]] std::string amount_text(storage::money amount, const sip2_door& door);
/// What was paid; nullopt when it cannot be read. @pre door.identity
[[nodiscard]] std::optional<storage::money> amount_of(const sip2::fee_paid_request& asked, const sip2_door& door);
[[nodiscard]] std::optional<sip2::currency> currency_of(const sip2_door& door);

[[nodiscard]] sip2::magnetic magnetic_of(const circulation::outcome& from);
[[nodiscard]] std::optional<sip2::media_type> media_of(const circulation::outcome& from);
/// AJ, never empty: clients take an empty one for an item that does not exist.
[[nodiscard]] std::string title_of(const circulation::item_view& item, const sip2_door& door);
/// An entry of a list of items, by the profile's item_lists.
[[nodiscard]] std::string listed(const std::string& barcode, const std::string& title, const sip2_door& door);
[[nodiscard]] sip2::fee_type fee_type_of(storage::fee_kind kind) noexcept;

/// Whether the profile names this extension field.
[[nodiscard]] bool extends(const sip2_door& door, std::string_view id);
/// Adds an extension field if the profile names it and there is something to say.
void extend(std::vector<sip2::unknown_field>& fields, const sip2_door& door, std::string_view id, std::string value);

[[nodiscard]] inline bool is_yes(const std::optional<sip2::yes_no>& flag) { return flag == sip2::yes_no::yes; }
[[nodiscard]] inline bool done(const circulation::outcome& from) { return from.result == circulation::verdict::done; }

} // namespace circ::dispatch
