#pragma once

#include "server/circulation/facts.hpp"
#include "server/circulation/operations.hpp"
#include "server/circulation/review.hpp"
#include "storage/unit_of_work.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace circ::circulation {

// What an operation leaves behind besides its effects: event, counters, rows for staff.

// Kinds of events that move an item; the last of them is what an undo takes back. The statement
// last_move_of of the store has their names, too.
inline constexpr std::string_view event_checkout = "checkout";
inline constexpr std::string_view event_renew = "renew";
inline constexpr std::string_view event_checkin = "checkin";
inline constexpr std::string_view event_seen = "seen"; ///< scanned as returned without having been on loan
inline constexpr std::string_view event_in_house_use = "in_house_use";
inline constexpr std::string_view event_loan_lost = "loan_lost";
inline constexpr std::string_view event_loan_claimed = "loan_claimed";
inline constexpr std::string_view event_claim_withdrawn = "claim_withdrawn";
inline constexpr std::string_view event_due_changed = "due_changed"; ///< by the desk
inline constexpr std::string_view event_loan_repriced = "loan_repriced"; ///< by the desk, to today's policy
inline constexpr std::string_view event_undo_checkout = "undo_checkout";
inline constexpr std::string_view event_undo_checkin = "undo_checkin";
inline constexpr std::string_view event_item_state = "item_state"; ///< the desk took it out, or back in

// Kinds of events of a hold that a reader's device and the desk both make.
inline constexpr std::string_view event_hold_cancelled = "hold_cancelled";
inline constexpr std::string_view event_hold_changed = "hold_changed";

/// Names and whole numbers in one line, "loan=17 state=0": the short form in which an event keeps
/// what it changed, and a journal row what was decided.
class short_form {
public:
    short_form() = default;
    explicit short_form(std::string_view text); ///< what cannot be read is left out

    void put(std::string_view name, std::optional<std::int64_t> value);
    void put(std::string_view name, std::optional<instant> value);
    [[nodiscard]] std::optional<std::int64_t> number(std::string_view name) const;
    [[nodiscard]] std::optional<instant> at(std::string_view name) const;
    [[nodiscard]] std::string text() const;

private:
    std::map<std::string, std::int64_t, std::less<>> values_;
};

/// What a hold was before it was changed, under names that begin with `as`.
void put_hold(short_form& into, const std::string& as, const storage::hold& before);
/// The hold as it was.
[[nodiscard]] storage::hold restored(const short_form& from, const std::string& as, storage::hold now);

/// An event caused by this request, with a new id and nothing said yet of patron and item.
/// @param why what staff gives as its reason
[[nodiscard]] storage::event make_event(storage::unit_of_work& unit, const requester& by, instant now,
                                        std::string_view kind, std::string_view why = {});

/// Whom and what a counter counts; either may be null.
struct counted {
    const storage::item* item = nullptr;
    const storage::patron* patron = nullptr;
};

/// Adds to the counter of the day at the requester's branch.
void count_event(storage::unit_of_work& unit, const requester& by, const library_facts& of, instant now,
                 counted what, std::string_view kind, std::int64_t how_many = 1);

/// Age bands of the counters: coarse enough to say nothing about one person.
[[nodiscard]] std::string age_band(const storage::patron* who, local_date day);

/// A row for staff, with a new id.
[[nodiscard]] storage::review_entry make_review(storage::unit_of_work& unit, const requester& by, instant now,
                                                review_kind kind, std::string_view operation);

/// Reason codes, blank separated.
[[nodiscard]] std::string reason_list(const std::vector<reason>& reasons);

/// Whether the device did this without us and may: it is recorded whatever it violates.
[[nodiscard]] bool is_posted(const requester& by);

/// From now on it is posted, whatever the device's own rules say: it was decided before, by others.
void make_posted(requester& by);

/// What a claim that it has happened already is worth, for whoever hands it on: from a device that may
/// not work without us it is none, and it is judged as if it were asked for. But a return is taken from
/// any, because the book is here.
template <class Operation>
[[nodiscard]] timing judged_as(const Operation& what) {
    const bool is_believed = std::is_same_v<Operation, checkin> || is_posted(what.by);
    return is_believed ? what.by.when : timing::asked_now;
}

/// Whether staff posts it, from a row of the review list.
[[nodiscard]] bool is_posted_by_staff(const requester& by);

/// When what is posted happened: the device's transaction date, never in the future; else now.
[[nodiscard]] instant moment_of(const requester& by, instant now);

} // namespace circ::circulation
