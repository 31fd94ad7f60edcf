#pragma once

// What another system left open when its library moves here: loans as they were made, holds in the
// order of their queue, debts, credits and blocks. Nothing is decided anew: the old system has
// lent, and what it says holds, as long as it fits together. Each is known again when the same is
// brought in once more, so that the last file before the move only brings what has changed since
// the rehearsal; what has been dealt with here since stays as it is here.
//
// To add one: its struct here, `take_over` in the source of its subject (takeover_*.cpp), and a
// table of columns in tools/circdesk/import.

#include "server/circulation/local_time.hpp"
#include "server/circulation/perform.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace circ::circulation {

/// What is said of a recall: since when, and when it was due before.
struct told_recall {
    std::optional<instant> at;     ///< absent: nobody calls it back
    std::optional<instant> due_at; ///< absent: the loan's due date
    std::optional<instant> due_before;
};

struct open_loan {
    requester by;
    std::string card;
    std::string item;
    std::string branch; ///< code of where it was lent; empty: where the item belongs
    instant lent_at{};
    instant due_at{};
    int renewals = 0;
    storage::loan_state state = storage::loan_state::open; ///< or lost, or claimed_returned
    std::optional<instant> since;                          ///< lost or claimed; absent: now
    std::optional<storage::loan_terms> terms;              ///< absent: those of today
    std::optional<told_recall> recall;                     ///< absent: nothing is said of one
};

struct open_hold {
    requester by;
    std::string card;
    target what; ///< an item of it, for a hold on that very item or one that waits for its patron;
                 ///< or the title
    storage::hold_level level = storage::hold_level::title;
    std::string pickup;
    instant placed_at{};
    std::optional<std::int64_t> place; ///< in the queue, from 1; absent: by the time of placing
    storage::hold_state state = storage::hold_state::queued; ///< suspended, in_transit, on_shelf
    std::optional<local_date> shelf_until;                   ///< absent: as policy says from today
    std::optional<local_date> expires_on;
    std::optional<local_date> suspended_until;
    std::string recalls; ///< the item on loan that is called back for it, or empty
};

struct open_debt {
    requester by;
    std::string card;
    std::string number; ///< of the old system, by which it is known again
    storage::fee_kind kind = storage::fee_kind::other;
    money amount;     ///< what is still open of it
    std::optional<money> original; ///< what it was before a part of it was paid
    std::string item; ///< barcode, or empty
    std::string note;
    instant assessed_at{};
};

/// What the library owes a patron.
struct open_credit {
    requester by;
    std::string card;
    money amount;
    instant since{};
};

struct standing_block {
    requester by;
    std::string card;
    storage::block_kind kind = storage::block_kind::block;
    std::string why;
    instant placed_at{};
};

/// A card beside the one by which its patron is known, or what has become of that one.
struct further_card {
    requester by;
    std::string card;   ///< of the patron
    std::string number; ///< of this card
    storage::card_state state = storage::card_state::good;
    instant since{};
};

struct left_message {
    requester by;
    std::string card;
    storage::audience shown_to = storage::audience::reader;
    std::string text;
    std::optional<instant> until;
};

/// unchanged: it was there already, or has been dealt with here since.
enum class taken_as { added, updated, unchanged };

template <class Record>
struct taken_over {
    verdict result = verdict::done;
    std::vector<reason> reasons;
    taken_as what = taken_as::unchanged;
    std::int64_t record = 0;      ///< id of what it is about, an unchanged one too
    std::optional<Record> before; ///< of an updated one
    std::optional<Record> after;  ///< of an added or updated one
    /// An item that was thought to be missing or not yet there, and is in a reader's hands.
    std::optional<storage::item> item_before;
    std::optional<storage::item> item_after;
    /// A hold that let go of the item: its reader has it, or it was over.
    std::optional<storage::hold> hold_before;
    std::optional<storage::hold> hold_after;
    /// A loan that is called back for a hold that was there.
    std::optional<storage::loan> loan_before;
    std::optional<storage::loan> loan_after;
};

// Each runs inside a unit of work. @throws storage::store_error
[[nodiscard]] taken_over<storage::loan>
take_over(storage::unit_of_work&, const open_loan&, const surroundings&);
[[nodiscard]] taken_over<storage::hold>
take_over(storage::unit_of_work&, const open_hold&, const surroundings&);
[[nodiscard]] taken_over<storage::fee>
take_over(storage::unit_of_work&, const open_debt&, const surroundings&);
[[nodiscard]] taken_over<storage::payment>
take_over(storage::unit_of_work&, const open_credit&, const surroundings&);
[[nodiscard]] taken_over<storage::block>
take_over(storage::unit_of_work&, const standing_block&, const surroundings&);
[[nodiscard]] taken_over<storage::card>
take_over(storage::unit_of_work&, const further_card&, const surroundings&);
[[nodiscard]] taken_over<storage::message>
take_over(storage::unit_of_work&, const left_message&, const surroundings&);

/// Ends what was taken over and is over in the old system by now: the item is back, the hold done
/// with, the debt settled there. @return whether there was something to end, which nobody has dealt
/// with here
bool end_taken_over(storage::unit_of_work&,
                    const storage::loan& one,
                    const requester& by,
                    instant now);
bool end_taken_over(storage::unit_of_work&,
                    const storage::hold& one,
                    const requester& by,
                    instant now);
bool end_taken_over(storage::unit_of_work&,
                    const storage::fee& one,
                    const requester& by,
                    instant now);

/// Whose number it is that takes what comes from another system apart from all others.
inline constexpr std::string_view takeover_agency = "takeover";

/// Why a fee that was partly paid in the old system is not open as a whole.
inline constexpr std::string_view paid_before = "was paid before it came here";

} // namespace circ::circulation
