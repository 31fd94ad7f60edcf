#pragma once

#include "storage/records/bookkeeping.hpp"
#include "storage/records/circulation.hpp"
#include "storage/records/facts.hpp"
#include "storage/records/imports.hpp"
#include "storage/records/inventory.hpp"
#include "storage/records/library.hpp"
#include "storage/records/outbox.hpp"
#include "storage/records/partners.hpp"
#include "storage/records/people.hpp"
#include "storage/records/person_file.hpp"
#include "storage/records/reconcile.hpp"
#include "storage/records/stocktaking.hpp"

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace circ::storage {

namespace sql {
class session;
}

/// A window of a list, in the list's fixed order: entries `first` to `first + count - 1`, from 0.
struct page {
    int first = 0;
    int count = 100;
};

/// A place in a list of what is due: the date or instant as it is kept, then the id. None is the
/// beginning.
struct due_place {
    std::int64_t at = std::numeric_limits<std::int64_t>::min();
    std::int64_t id = 0;
};

/// Open loans in the order of their due dates, from one that was seen last (or none of) on.
struct due_window {
    instant from{};
    loan_id after; ///< zero: those due at `from` too
    instant before{};
    int count = 100;
};

/// Everything that can be asked of the store, in one consistent snapshot.
///
/// All look-ups @throw store_error. Lists cost what the page costs; each has a fixed order with a
/// unique last key. Numbers of cards and items are looked up exactly as given.
class reader {
public:
    explicit reader(sql::session& over) : session_(&over) {}

    // The library
    /// Whether it is the demo library, whose passwords are public.
    [[nodiscard]] bool holds_demo();
    [[nodiscard]] std::vector<institution> institutions();
    [[nodiscard]] std::optional<institution> find_institution(institution_id id);
    /// The institution with its branches, kept between transactions while nobody changes it: for
    /// what each request asks. Null for an unknown one.
    [[nodiscard]] std::shared_ptr<const library> library_of(institution_id id);
    [[nodiscard]] std::optional<institution> institution_by_code(std::string_view code);
    [[nodiscard]] std::vector<branch> branches(institution_id of);
    [[nodiscard]] std::optional<branch> find_branch(branch_id id);
    /// One that is not closed for good.
    [[nodiscard]] std::optional<branch> branch_by_code(institution_id of, std::string_view code);
    /// What still counts on a branch: what, and how many. Walks through all items.
    [[nodiscard]] std::vector<std::pair<std::string, std::int64_t>> uses_of(branch_id of);
    /// What hangs on an institution: branches, titles, readers and the like, and how many. Walks through all of them.
    [[nodiscard]] std::vector<std::pair<std::string, std::int64_t>> uses_of(institution_id of);
    /// Whether anything is priced, charged or paid in its currency yet.
    [[nodiscard]] bool knows_money(institution_id of);
    /// From about a month before `from` on; kept as library_of() is.
    [[nodiscard]] calendar calendar_of(branch_id of, local_date from);
    /// The days for which a branch is closed beside its week, from `first` to `last`, by day.
    [[nodiscard]] std::vector<closed_day> closed_days(branch_id of, local_date first, local_date last);
    /// Walks through all records: for checks of the settings, not for a request.
    [[nodiscard]] words_in_use words_of(institution_id of);
    [[nodiscard]] std::vector<terminal> terminals();
    [[nodiscard]] std::optional<terminal> find_terminal(terminal_id id);
    [[nodiscard]] std::optional<terminal> terminal_by_login(std::string_view login);

    // Facts of a decision, each loaded by one call
    /// The item with its title, open loan, open transit and trapping hold.
    [[nodiscard]] std::optional<item_facts> item_by_barcode(institution_id of, std::string_view barcode);
    [[nodiscard]] std::optional<item_facts> item_with_facts(item_id id);
    /// The patron behind a card number, with what counts against them at `now`. Erased ones are not found.
    [[nodiscard]] std::optional<patron_facts> patron_by_card(institution_id of, std::string_view number,
                                                             instant now);
    [[nodiscard]] std::optional<patron_facts> patron_with_facts(patron_id id, instant now);

    // Single records
    [[nodiscard]] std::optional<title> find_title(title_id id); ///< without its MARC
    [[nodiscard]] std::optional<title> title_by_control_number(institution_id of, std::string_view number);
    [[nodiscard]] std::string marc_of(title_id id);
    [[nodiscard]] std::optional<item> find_item(item_id id);
    [[nodiscard]] std::optional<patron> find_patron(patron_id id);
    [[nodiscard]] std::optional<patron_with_cards> find_patron_and_cards(patron_id id);
    [[nodiscard]] std::optional<card> find_card(institution_id of, std::string_view number);
    /// The patron behind a card number, and nothing else: to prove a PIN.
    [[nodiscard]] std::optional<patron> holder_of(institution_id of, std::string_view number);
    [[nodiscard]] std::vector<card> cards_of(patron_id of);
    [[nodiscard]] std::optional<loan> find_loan(loan_id id);
    [[nodiscard]] std::optional<loan> last_loan_of(item_id of); ///< open or closed
    [[nodiscard]] std::vector<loan> past_loans_of(item_id of);  ///< closed, the oldest first
    [[nodiscard]] std::vector<loan_line> recalled_loans(institution_id of, instant until, page which); ///< by recall date
    /// The open loan that was recalled for this hold.
    [[nodiscard]] std::optional<loan> loan_recalled_for(hold_id behind);
    [[nodiscard]] std::optional<hold> find_hold(hold_id id);
    [[nodiscard]] std::optional<transit> find_transit(transit_id id);
    [[nodiscard]] std::optional<transit> last_transit_of(item_id of);
    [[nodiscard]] std::optional<fee> find_fee(fee_id id);
    [[nodiscard]] std::optional<open_fee> find_open_fee(fee_id id);
    [[nodiscard]] std::vector<fee> fees_of_loan(loan_id of);
    [[nodiscard]] std::vector<fee_entry> entries_of(fee_id of);
    [[nodiscard]] std::optional<payment> find_payment(payment_id id);
    [[nodiscard]] std::optional<block> find_block(block_id id);
    [[nodiscard]] std::vector<block> open_blocks_of(patron_id of);
    /// Blocks (not notes) that this terminal has placed since then, lifted ones included.
    [[nodiscard]] int blocks_placed_by(terminal_id by, instant since);
    [[nodiscard]] std::vector<message> messages_of(patron_id of, instant now);
    /// All that is kept of one reader. What is over is found by the events that still name them.
    [[nodiscard]] person_file file_of(const patron& who);

    // Lists
    [[nodiscard]] std::vector<loan_line> open_loans_of(patron_id of, page which);   ///< by due date
    [[nodiscard]] std::vector<loan_line> overdue_loans_of(patron_id of, instant now, page which);
    [[nodiscard]] std::vector<loan_line> recalled_loans_of(patron_id of, page which);
    /// Loans that are out (not lost, not claimed) and follow the opening hours of that branch.
    [[nodiscard]] std::vector<loan> loans_by_hours_of(branch_id hours_of, const due_window& which);
    [[nodiscard]] std::vector<hold_line> ready_holds_of(patron_id of, page which);  ///< on a shelf
    /// What waits on the shelf of a branch until `first` or longer, by that day.
    [[nodiscard]] std::vector<hold> shelf_holds(branch_id pickup, local_date first);
    [[nodiscard]] std::vector<hold_line> waiting_holds_of(patron_id of, page which); ///< all other open ones
    [[nodiscard]] std::vector<fee_line> open_fees_of(patron_id of, page which);     ///< oldest first
    [[nodiscard]] std::vector<fee_line> fees_of(patron_id of, page which);          ///< settled too, newest first
    [[nodiscard]] std::vector<item> items_of(title_id of, page which);
    /// By barcode, with the titles they belong to; open loans and the like are not looked up.
    [[nodiscard]] std::vector<item_facts> items_in_state(institution_id of, item_state state, page which);
    /// Whose call number begins so, letter by letter; in the order of its letters, which is not the shelf's.
    [[nodiscard]] std::vector<item_facts> items_by_call_number(institution_id of, std::string_view begin, page which);
    [[nodiscard]] std::vector<event> events_of_item(item_id of, int newest);        ///< newest first
    [[nodiscard]] std::vector<event> events_of_patron(patron_id of, int newest);
    /// Newest first.
    [[nodiscard]] std::vector<event> events_of_patron(patron_id of, page which);
    [[nodiscard]] std::vector<event> events_of_account(terminal_id of, int newest);

    // What stands in a state that somebody has to end, oldest first
    /// @pre state is lost or claimed_returned
    [[nodiscard]] std::vector<loan_line> loans_in(institution_id of, loan_state state, page which);
    /// @pre state is not good
    [[nodiscard]] std::vector<card> cards_in(institution_id of, card_state state, page which);
    /// Whose cards wrong PINs have locked until after that, the latest first. A lock that is over counts
    /// until a right PIN, or the desk, has ended it.
    [[nodiscard]] std::vector<patron> patrons_locked(institution_id of, instant after, page which);

    // Holds of a title
    /// Open holds in the order of the queue.
    [[nodiscard]] std::vector<hold> queue_of(title_id of, page which);
    /// The same, only those waiting without an item: who could be served next. Suspended ones too,
    /// since they wake by their date.
    [[nodiscard]] std::vector<hold> queued_holds_of(title_id of, page which);
    [[nodiscard]] std::optional<hold> open_hold_of(patron_id of, title_id title);
    /// How many open holds stand before this one, itself included: 1 is next. Those that are over
    /// by their dates do not count.
    [[nodiscard]] int queue_position(const hold& of, local_date today);
    /// Open holds, without those that are over by their dates.
    [[nodiscard]] int wanted_holds_of(title_id of, local_date today);
    [[nodiscard]] int wanted_holds_of(patron_id of, local_date today);
    /// Open loans of this patron of items of that type, as they are taken for today.
    [[nodiscard]] int open_loans_of_type(patron_id of, std::string_view item_type, local_date today);

    // Lists that staff walks with; a branch is where the item was seen last
    [[nodiscard]] std::vector<hold_line> holds_on_shelf(branch_id at, page which); ///< the first to end first
    /// Items that no longer stand there for anybody on that day: the hold lapsed, was cancelled, or
    /// is to be picked up elsewhere now.
    [[nodiscard]] std::vector<hold_line> holds_to_clear(branch_id at, local_date today, page which);
    [[nodiscard]] std::vector<hold_line> suspended_holds(institution_id of, page which);
    [[nodiscard]] std::vector<transit_line> transits_to(branch_id to, page which); ///< under way, oldest first
    /// Copies free at a branch of titles that somebody waits for, after this title and item of it.
    [[nodiscard]] std::vector<item> copies_to_pull(branch_id at, title_id title, item_id after, int count);

    // Once only, and what came before
    /// The newest row of this terminal, of a request that bore this date and this digest.
    [[nodiscard]] std::optional<journal_entry> journalled(terminal_id by, instant said,
                                                          const request_digest& digest, instant since);
    [[nodiscard]] std::optional<event> last_event_of(item_id of);
    /// Whether anything has happened to it here, as far back as events say whom they are about.
    [[nodiscard]] bool has_event(const loan& one);
    [[nodiscard]] bool has_event(const hold& one);
    /// The newest event that moved the item: lent it, took it back, or changed what it is out as.
    [[nodiscard]] std::optional<event> last_move_of(item_id of);
    /// Accepted payments of this terminal under this id, newest first.
    [[nodiscard]] std::vector<payment> payments_by_bk(terminal_id by, std::string_view bk, instant since);
    [[nodiscard]] std::vector<payment> refused_payments(institution_id of, instant since, page which);
    /// Refused and neither booked nor dismissed, oldest first.
    [[nodiscard]] std::vector<payment> unsettled_payments(institution_id of, page which);
    /// All of a time that begins just after one instant and ends with the other. @param at zero: any terminal
    [[nodiscard]] std::vector<payment> payments_between(institution_id of, terminal_id at, instant after,
                                                        instant until, page which);
    [[nodiscard]] std::vector<payment_sum> payment_sums(institution_id of, instant after, instant until);
    [[nodiscard]] std::vector<review_entry> open_reviews(institution_id of, page which);
    [[nodiscard]] std::vector<review_entry> open_reviews_of_kind(institution_id of, std::string_view kind,
                                                                 page which);
    [[nodiscard]] std::optional<review_entry> find_review(review_id id);
    [[nodiscard]] std::vector<notice> waiting_notices(page which);
    [[nodiscard]] std::int64_t notice_count(notice_state in);
    [[nodiscard]] std::int64_t failed_notice_count(); ///< those given up after their last try as well
    /// After that one, in the order they were made.
    [[nodiscard]] std::vector<notice> notices_in(institution_id of, notice_state state, notice_id after, int most);
    /// Claimed until then or before, and nothing has been heard of them.
    [[nodiscard]] std::vector<notice> claims_ended(institution_id of, instant now, int most);
    [[nodiscard]] std::optional<notice> find_notice(notice_id id);
    [[nodiscard]] std::optional<notice> find_notice(std::string_view kind, std::string_view cause);

    // Other libraries, and the numbers of other systems
    [[nodiscard]] std::vector<partner> partners(institution_id of, page which); ///< by code
    [[nodiscard]] std::optional<partner> partner_by_code(institution_id of, std::string_view code);
    [[nodiscard]] std::optional<partner> partner_of(patron_id who); ///< for whom this patron borrows
    [[nodiscard]] std::optional<external_reference> find_reference(institution_id of, reference_kind kind,
                                                                   const external_id& named);
    [[nodiscard]] std::optional<external_reference> reference_of(hold_id what);

    // Stocktaking
    [[nodiscard]] std::vector<stock_count> stock_counts(institution_id of, page which); ///< newest first
    [[nodiscard]] std::vector<stock_count> open_stock_counts(institution_id of, branch_id at); ///< the oldest first
    [[nodiscard]] std::optional<stock_count> find_stock_count(institution_id of, std::string_view name);
    [[nodiscard]] std::optional<count_scan> find_scan(count_id in, std::string_view barcode);
    [[nodiscard]] std::vector<count_scan> scans_of(count_id in, scan_finding what, scan_id after, int most);
    /// Those that stood after what belongs behind them.
    [[nodiscard]] std::vector<count_scan> scans_out_of_order(count_id in, scan_id after, int most);
    /// How many barcodes were found to be what, by the order of the enumerators.
    [[nodiscard]] std::vector<std::int64_t> scan_counts(count_id in);
    /// What belongs to the scope of a count but for its call numbers, was in the catalogue when it was
    /// frozen, and should stand on its shelf: usable, not lent, under way or kept for somebody. Walks
    /// through all items of the store. @param unseen only what nobody has seen or changed since
    [[nodiscard]] std::vector<item_facts> shelved_items(const stock_count& scope, bool unseen, item_id after, int most);
    /// Whether a desk, another system or a file has said something else of it since: where it
    /// belongs, or its state.
    [[nodiscard]] bool is_changed_since(const item& one, instant since);

    // What other library systems are asked to do
    /// The newest order of this terminal, of a request that bore this date and this digest.
    [[nodiscard]] std::optional<backend_order> find_order(terminal_id by, instant said,
                                                          const request_digest& digest, instant since);
    [[nodiscard]] std::optional<backend_order> find_order(order_id id);
    /// After that one, in the order they were made.
    [[nodiscard]] std::vector<backend_order> orders_in(order_state state, order_id after, int most);
    /// Of those whose time has come, the next one after that: to be looked up, or to be delivered before all
    /// others of its reader and its item.
    [[nodiscard]] std::optional<backend_order> next_in_doubt(std::string_view backend, order_id after, instant now);
    [[nodiscard]] std::optional<backend_order> next_to_deliver(std::string_view backend, order_id after, instant now);
    /// The first between those two that is still to be delivered, about this reader or this item.
    [[nodiscard]] std::optional<backend_order> undelivered_order(std::string_view backend, const order_subject& about,
                                                                 order_id after, order_id before);
    /// Of this reader, made before that one.
    [[nodiscard]] std::vector<backend_order>
    orders_in_doubt_of(std::string_view card, std::string_view backend, order_id before);
    [[nodiscard]] std::vector<order_sum> order_sums(); ///< of the unended ones, by state and backend
    /// Of those in doubt, what is looked up no more and waits for a person; by backend.
    [[nodiscard]] std::vector<order_sum> orders_given_up();
    /// The newest of this kind, of that institution or of all of them.
    [[nodiscard]] std::optional<backend_mark> last_mark(std::string_view backend, mark_kind kind,
                                                        institution_id of);
    /// Where both books differ, in the order of their numbers, after that one.
    [[nodiscard]] std::vector<backend_difference> differences_with(std::string_view backend, institution_id of,
                                                                   int after, int most);
    [[nodiscard]] std::optional<backend_difference> find_difference(std::string_view backend, institution_id of,
                                                                    int number);

    // What was brought in from files
    [[nodiscard]] std::vector<import_run> import_runs(institution_id of, page which); ///< newest first
    [[nodiscard]] std::optional<import_run> find_import(institution_id of, std::int64_t number);
    /// What of a run did not go in, in the order of its file.
    [[nodiscard]] std::vector<import_reject> import_rejects(import_run_id of);
    [[nodiscard]] std::int64_t last_import_reject(import_run_id of); ///< its number; zero: there is none
    /// What imports that were begun with an option did to one record, the newest first.
    [[nodiscard]] std::vector<import_mark> import_marks_of(institution_id of, std::string_view option,
                                                           imported_kind kind, std::int64_t record, int most);
    /// What a run did to records of a kind with ids below that one, the greatest first.
    [[nodiscard]] std::vector<import_mark> import_marks(import_run_id of, imported_kind kind, std::int64_t before,
                                                        int most);
    /// Whether anything else but its own title or cards says something of it.
    [[nodiscard]] bool is_named(item_id what);
    [[nodiscard]] bool is_named(patron_id who);
    [[nodiscard]] bool is_named(title_id what);
    [[nodiscard]] bool is_named(loan_id what);
    [[nodiscard]] bool is_named(hold_id what);
    /// Patrons of a category who are not erased, in the order of their ids, after that one.
    [[nodiscard]] std::vector<patron> patrons_in(institution_id of, std::string_view category, patron_id after, int most);
    // Everything of an institution in the order of the numbers by which people know it, after that one
    [[nodiscard]] std::vector<title> titles_after(institution_id of, std::string_view control_number, int most);
    [[nodiscard]] std::vector<item> items_after(institution_id of, std::string_view barcode, int most);
    [[nodiscard]] std::vector<card> cards_after(institution_id of, std::string_view number, int most);
    /// What stands open in all, by branch and type: walks through all of it.
    [[nodiscard]] std::vector<balance_line> balance_of(institution_id of);

    // The day's work: the last runs, and who is due, in the order of the date, at most so many after
    // that place.
    [[nodiscard]] std::vector<day_job> day_jobs(institution_id of);
    [[nodiscard]] std::optional<day_job> find_day_job(institution_id of, branch_id at, std::string_view job);
    /// Suspended until that day or before.
    [[nodiscard]] std::vector<hold> holds_to_wake(branch_id pickup, local_date today, due_place after, int most);
    /// Waiting without an item, and no longer wanted on that day.
    [[nodiscard]] std::vector<hold> holds_to_expire(branch_id pickup, local_date today, due_place after, int most);
    /// On the shelf, with a last day before `before`.
    [[nodiscard]] std::vector<hold> holds_shelved_until(branch_id pickup, local_date before, due_place after, int most);
    /// Filled, cancelled or lapsed before, and naming no item any more.
    [[nodiscard]] std::vector<hold> holds_closed(branch_id pickup, instant before, due_place after, int most);
    /// Lent by the branch, neither lost nor claimed, due from `from` to before `before`.
    [[nodiscard]] std::vector<loan> loans_due(branch_id lender, instant from, instant before, due_place after,
                                              int most);
    /// Closed before, and still with their patron.
    [[nodiscard]] std::vector<loan> loans_to_cut(branch_id lender, instant before, due_place after, int most);
    /// With a card that is good until a day from `from` to `to`.
    [[nodiscard]] std::vector<patron> patrons_expiring(branch_id of, local_date from, local_date to,
                                                       due_place after, int most);

    /// Sums of counters from one day to another, by "branch", "type", "collection", "category" or
    /// "age"; by nothing when it is empty.
    [[nodiscard]] std::vector<counter_sum> counted(institution_id of, local_date from, local_date to,
                                                   std::string_view by);

    /// Titles that hold every word (folded); only the last word is a prefix, from three letters on.
    [[nodiscard]] std::vector<title> search_titles(institution_id of, const std::vector<std::string>& words,
                                                   page which);

    /// Readers who have every word (folded) in their names and were born that day, where one is
    /// given; only the last word is a prefix, from three letters on. By age of their records.
    /// @pre there is a word or a day
    [[nodiscard]] std::vector<patron> search_patrons(institution_id of, const std::vector<std::string>& words,
                                                     std::optional<local_date> born, page which);

    /// Rows per kind of record, for tools and tests: counts the tables, so it is slow on large ones.
    [[nodiscard]] std::vector<std::pair<std::string, std::int64_t>> row_counts();

protected:
    sql::session* session_;
};

} // namespace circ::storage
