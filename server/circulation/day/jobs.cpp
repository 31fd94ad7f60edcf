#include "server/circulation/day/kinds.hpp"

#include <algorithm>
#include <array>

namespace circ::circulation {

namespace {

using namespace day;

constexpr auto branch = job_scope::branch;
constexpr auto library = job_scope::library;
constexpr auto together = missed_days::together;
constexpr auto each_day = missed_days::each;
constexpr auto of_book = job_owner::book_keeper;
constexpr auto of_store = job_owner::store;

// clang-format off
constexpr std::array table{
    day_job_kind{"wake_holds", "suspended holds wait again", branch, together, of_store, &holds_to_wake, &wake_hold},
    day_job_kind{"lapse_holds", "holds past their date lapse", branch, together, of_book, &holds_to_lapse, &lapse_hold},
    day_job_kind{"end_shelf_time", "holds not fetched in time lapse", branch, together, of_book, &shelf_times_over, &lapse_hold},
    // A loan due on a day that was missed is renewed as on that day: its reader is not to pay for our absence.
    day_job_kind{"renew", "loans are renewed by themselves", branch, each_day, of_book, &loans_due_today, &renew_by_itself},
    day_job_kind{"shelf_notices", "reminders of what waits on the shelf", branch, together, of_book, &shelf_times_ending, &remind_of_shelf},
    day_job_kind{"courtesy_notices", "reminders before the due date", branch, together, of_book, &loans_due_soon, &remind_of_loan},
    day_job_kind{"overdue_notices", "overdue notices", branch, together, of_book, &loans_overdue, &admonish},
    day_job_kind{"lost", "long overdue loans are billed as lost", branch, together, of_book, &loans_long_overdue, &lose_long_overdue},
    day_job_kind{"card_notices", "reminders before a card expires", branch, together, of_book, &cards_expiring, &remind_of_card},
    day_job_kind{"forget_borrowers", "returned loans forget their borrowers", branch, together, of_store, &loans_to_forget, &forget_borrower},
    day_job_kind{"forget_holds", "closed holds are removed", branch, together, of_store, &holds_to_forget, &forget_hold},
    day_job_kind{"journal", "the journal forgets requests that are too old to come again", library, together, of_store, nullptr, &expire_journal},
    day_job_kind{"audit", "the audit trail forgets whom it was about", library, together, of_store, nullptr, &forget_in_events},
    day_job_kind{"old_notices", "notices done long ago are removed", library, together, of_store, nullptr, &remove_notices},
    day_job_kind{"old_reviews", "what staff settled long ago leaves the review list", library, together, of_store, nullptr, &remove_reviews},
    day_job_kind{"old_references", "numbers of other systems for what is over are forgotten", library, together, of_store, nullptr, &remove_references},
    day_job_kind{"old_imports", "what imports did to each record is forgotten, and they cannot be taken back", library, together, of_store, nullptr, &forget_imports},
    day_job_kind{"old_shadows", "comparisons with library systems are forgotten", library, together, of_store, nullptr, &forget_shadows},
};
// clang-format on

} // namespace

std::span<const day_job_kind> day_jobs() noexcept {
    return table;
}

const day_job_kind* find_day_job(std::string_view id) noexcept {
    const auto found = std::ranges::find(table, id, &day_job_kind::id);
    return found == table.end() ? nullptr : &*found;
}

} // namespace circ::circulation
