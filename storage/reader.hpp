#pragma once

#include "storage/records/bookkeeping.hpp"
#include "storage/records/circulation.hpp"
#include "storage/records/facts.hpp"
#include "storage/records/inventory.hpp"
#include "storage/records/library.hpp"
#include "storage/records/people.hpp"

#include <optional>
#include <string>
#include <string_view>
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

/// Everything that can be asked of the store, in one consistent snapshot.
///
/// All look-ups @throw store_error. Lists cost what the page costs; each has a fixed order with a
/// unique last key. Numbers of cards and items are looked up exactly as given.
class reader {
public:
    explicit reader(sql::session& over) : session_(&over) {}

    // The library
    [[nodiscard]] std::vector<institution> institutions();
    [[nodiscard]] std::optional<institution> find_institution(institution_id id);
    [[nodiscard]] std::optional<institution> institution_by_code(std::string_view code);
    [[nodiscard]] std::vector<branch> branches(institution_id of);
    [[nodiscard]] std::optional<branch> find_branch(branch_id id);
    [[nodiscard]] std::optional<branch> branch_by_code(institution_id of, std::string_view code);
    [[nodiscard]] calendar calendar_of(branch_id of, local_date from);
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
    [[nodiscard]] std::optional<card> find_card(institution_id of, std::string_view number);
    [[nodiscard]] std::vector<card> cards_of(patron_id of);
    [[nodiscard]] std::optional<loan> find_loan(loan_id id);
    [[nodiscard]] std::optional<loan> last_loan_of(item_id of); ///< open or closed
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

    // Lists
    [[nodiscard]] std::vector<loan_line> open_loans_of(patron_id of, page which);   ///< by due date
    [[nodiscard]] std::vector<loan_line> overdue_loans_of(patron_id of, instant now, page which);
    [[nodiscard]] std::vector<loan_line> recalled_loans_of(patron_id of, page which);
    [[nodiscard]] std::vector<hold_line> ready_holds_of(patron_id of, page which);  ///< on a shelf
    [[nodiscard]] std::vector<hold_line> waiting_holds_of(patron_id of, page which); ///< all other open ones
    [[nodiscard]] std::vector<fee_line> open_fees_of(patron_id of, page which);     ///< oldest first
    [[nodiscard]] std::vector<item> items_of(title_id of, page which);
    /// By barcode, with the titles they belong to; open loans and the like are not looked up.
    [[nodiscard]] std::vector<item_facts> items_in_state(institution_id of, item_state state, page which);
    [[nodiscard]] std::vector<event> events_of_item(item_id of, int newest);        ///< newest first
    [[nodiscard]] std::vector<event> events_of_patron(patron_id of, int newest);

    // Holds of a title
    /// Open holds in the order of the queue.
    [[nodiscard]] std::vector<hold> queue_of(title_id of, page which);
    /// The same, only those waiting without an item, suspended ones too: whoever could be served next.
    [[nodiscard]] std::vector<hold> queued_holds_of(title_id of, page which);
    [[nodiscard]] std::optional<hold> open_hold_of(patron_id of, title_id title);
    /// How many open holds stand before this one, itself included: 1 is next.
    [[nodiscard]] int queue_position(const hold& of);
    /// Open loans of this patron of items of that type.
    [[nodiscard]] int open_loans_of_type(patron_id of, std::string_view item_type);

    // Once only, and what came before
    [[nodiscard]] std::optional<journal_entry> journalled(terminal_id by, const request_digest& digest,
                                                          instant since);
    [[nodiscard]] std::optional<event> last_event_of(item_id of);
    /// Accepted payments of this terminal under this id, newest first.
    [[nodiscard]] std::vector<payment> payments_by_bk(terminal_id by, std::string_view bk, instant since);
    [[nodiscard]] std::vector<payment> refused_payments(institution_id of, instant since, page which);
    [[nodiscard]] std::vector<review_entry> open_reviews(institution_id of, page which);
    [[nodiscard]] std::optional<review_entry> find_review(review_id id);
    [[nodiscard]] std::vector<notice> waiting_notices(page which);

    /// Titles that hold every word (folded); only the last word is a prefix, from three letters on.
    [[nodiscard]] std::vector<title> search_titles(institution_id of, const std::vector<std::string>& words,
                                                   page which);

    /// Rows per kind of record, for tools and tests: counts the tables, so it is slow on large ones.
    [[nodiscard]] std::vector<std::pair<std::string, std::int64_t>> row_counts();

protected:
    sql::session* session_;
};

} // namespace circ::storage
