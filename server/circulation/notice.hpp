#pragma once

#include "server/circulation/scene.hpp"
#include "storage/unit_of_work.hpp"

#include <span>
#include <string>
#include <string_view>

namespace circ::circulation {

// What readers are told by letter or e-mail. Circdesk makes the rows, in the transaction of their
// cause and once per cause, and hands them over (server/notices); it never sends anything itself.

inline constexpr std::string_view notice_hold_ready = "hold_ready";
inline constexpr std::string_view notice_shelf_ending = "shelf_ending";
inline constexpr std::string_view notice_hold_lapsed = "hold_lapsed";
inline constexpr std::string_view notice_due_soon = "due_soon";
inline constexpr std::string_view notice_overdue_1 = "overdue_1";
inline constexpr std::string_view notice_overdue_2 = "overdue_2";
inline constexpr std::string_view notice_overdue_3 = "overdue_3";
inline constexpr std::string_view notice_bill = "bill";
inline constexpr std::string_view notice_recall = "recall";
inline constexpr std::string_view notice_card_expiring = "card_expiring";

/// A kind of notice, and what it says.
struct notice_kind {
    std::string_view name;
    std::string_view sentence;
};

/// All of them, in the order of a reader's day.
[[nodiscard]] std::span<const notice_kind> notice_kinds() noexcept;

/// Whether notices about this patron go to the guarantor: one is named, and the patron is not known
/// to be of age on that day.
[[nodiscard]] bool guarantor_reads_for(const storage::patron& who, local_date day);

/// A notice with a new id, addressed: to the patron or the guarantor, by e-mail where there is an
/// address, else by post, in the language of whoever gets it.
/// @param cause unique for its kind, "hold 17"
/// @throws storage::store_error
[[nodiscard]] storage::notice make_notice(storage::unit_of_work& unit,
                                          const scene& at,
                                          const storage::patron& about,
                                          instant now,
                                          std::string_view kind,
                                          std::string cause);

/// "hold 17 at 1790000000000000": this very time that an item was kept for it, so that its reader is
/// told again of another one, or of another shelf. "hold 17" while it waits.
[[nodiscard]] std::string cause_of(const storage::hold& what);
/// "loan 17 due 20529": a renewed loan may be overdue again.
[[nodiscard]] std::string cause_of(const storage::loan& what, local_date due);

/// What became of a change of a notice.
enum class notice_change { done, not_there, already_so, being_handed_over };

/// What it tells no longer holds: one that waits, or failed and is to be tried again, is
/// not sent. @return whether there was one
bool call_off_notice(storage::unit_of_work& unit,
                     std::string_view kind,
                     const std::string& cause,
                     instant now);
/// What it tells holds again: one that was called off, or given up, waits again.
void call_notice_again(storage::unit_of_work& unit, std::string_view kind, const std::string& cause);

// What happens to a notice after it was made, by a program, an operator or the day's work. Each keeps
// who did it and why. All @throw storage::store_error.

/// Whether its reader has not been told although that was tried: it is tried again, or its tries are
/// used up. What was called off, or given up by staff, has not failed.
[[nodiscard]] bool has_failed(const storage::notice& what);
/// Whether somebody is handing it over just now: nobody else does, then.
[[nodiscard]] bool is_claimed(const storage::notice& what, instant now);
/// Keeps it for one who is about to hand it over. Leaves no event: what comes of it does.
/// @param state  as it was listed; another one by now makes it somebody else's
/// @param until  when whoever claims it is taken for gone, if nothing has been heard
notice_change claim_notice(storage::unit_of_work& unit,
                           storage::notice_id id,
                           storage::notice_state state,
                           const requester& by,
                           instant until);

/// Somebody has taken it over: it is theirs now.
notice_change
take_over_notice(storage::unit_of_work& unit, storage::notice_id id, const requester& by, instant now);
/// It could not be handed over; after so many tries it is given up.
notice_change fail_notice(storage::unit_of_work& unit,
                          storage::notice_id id,
                          const requester& by,
                          instant now,
                          std::string_view error,
                          int most_tries);
/// Nobody is to get it. Not for one that was handed over.
notice_change give_up_notice(storage::unit_of_work& unit,
                             storage::notice_id id,
                             const requester& by,
                             instant now,
                             std::string_view why);
/// It waits again, as if it had never been tried; also one that was handed over and got lost. Not
/// while somebody is handing it over.
notice_change retry_notice(storage::unit_of_work& unit,
                           storage::notice_id id,
                           const requester& by,
                           instant now,
                           std::string_view why);

} // namespace circ::circulation
