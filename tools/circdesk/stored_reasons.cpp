#include "tools/circdesk/stored_reasons.hpp"

#include <algorithm>
#include <array>

namespace circ::tool {
namespace {

using code = circulation::reason_code;

struct row {
    code why;
    std::string_view words;
};

// clang-format off
constexpr std::array rows{
    row{code::request_incomplete, "something is missing in the request"},
    row{code::not_permitted, "the terminal may not do that"},
    row{code::not_logged_in, "the terminal had not logged in"},
    row{code::backend_unavailable, "the store was not available"},
    row{code::patron_unknown, "card unknown"},
    row{code::patron_expired, "card expired"},
    row{code::patron_blocked, "patron blocked"},
    row{code::card_lost, "card reported lost"},
    row{code::card_replaced, "card replaced by another"},
    row{code::pin_missing, "no PIN given"},
    row{code::pin_wrong, "wrong PIN"},
    row{code::pin_locked, "locked by wrong PINs"},
    row{code::too_many_loans, "too many loans"},
    row{code::too_many_loans_of_type, "too many loans of this type"},
    row{code::too_many_overdues, "too many overdue items"},
    row{code::fees_over_limit, "fees over the limit"},
    row{code::too_many_claims, "too many claimed returns"},
    row{code::too_many_lost, "too many lost items"},
    row{code::guarantor_owes, "the guarantor owes fees"},
    row{code::too_young, "too young for it"},
    row{code::item_unknown, "item unknown"},
    row{code::title_unknown, "title unknown"},
    row{code::item_not_for_loan, "not for loan"},
    row{code::item_type_refused, "the terminal does not take this type"},
    row{code::item_on_loan_to_other, "on loan to somebody else"},
    row{code::item_already_yours, "on loan to the same patron"},
    row{code::item_trapped_for_other, "kept for somebody else"},
    row{code::item_held_by_other, "this very item held by somebody else"},
    row{code::item_queued_for_other, "somebody else waits for it"},
    row{code::item_on_order, "on order"},
    row{code::item_in_process, "being processed"},
    row{code::item_damaged, "damaged"},
    row{code::item_in_repair, "in repair"},
    row{code::item_withdrawn, "withdrawn"},
    row{code::item_lost, "lost"},
    row{code::fee_not_agreed, "the fee was not agreed to"},
    row{code::not_on_loan, "not on loan"},
    row{code::not_on_loan_to_patron, "not on loan to this patron"},
    row{code::several_copies_on_loan, "several copies on loan"},
    row{code::renewal_not_allowed, "renewals not allowed"},
    row{code::renewal_limit, "renewed too often"},
    row{code::renewal_not_yet, "too early to renew"},
    row{code::renewal_queued, "somebody waits for it"},
    row{code::renewal_recalled, "recalled"},
    row{code::renewal_claimed, "claimed returned"},
    row{code::renewal_while_overdue, "overdue"},
    row{code::renewal_no_gain, "a renewal would gain nothing"},
    row{code::hold_duplicate, "has a hold on it already"},
    row{code::hold_has_loan, "has it on loan already"},
    row{code::hold_limit, "too many holds"},
    row{code::hold_available_on_shelf, "available on the shelf"},
    row{code::hold_impossible, "no copy can fill the hold"},
    row{code::hold_not_found, "no such hold"},
    row{code::hold_expiry_past, "the day has passed"},
    row{code::pickup_unknown, "pickup branch unknown"},
    row{code::holds_not_here, "the terminal does not take items with holds"},
    row{code::pickup_not_allowed, "not to be fetched there"},
    row{code::item_of_other_institution, "of another institution"},
    row{code::recall_not_allowed, "not to be recalled"},
    row{code::recall_already, "recalled already"},
    row{code::recall_not_found, "not recalled"},
    row{code::hold_has_item, "the hold has its item"},
    row{code::nothing_to_clear, "nothing to clear"},
    row{code::amount_unreadable, "amount unreadable"},
    row{code::currency_foreign, "another currency"},
    row{code::fee_unknown, "fee unknown"},
    row{code::fee_of_another, "fee of another patron"},
    row{code::overpayment, "more than is owed"},
    row{code::write_off_not_allowed, "write-off not allowed"},
    row{code::undo_nothing_to_undo, "nothing to take back"},
    row{code::undo_too_late, "too late to take back"},
    row{code::undo_elsewhere, "done at another terminal"},
    row{code::entry_not_open, "nothing open under the number"},
    row{code::not_postable, "cannot be posted"},
    row{code::already_so, "so already"},
    row{code::loan_lost, "booked as lost"},
    row{code::not_claimed, "not claimed as returned"},
    row{code::refund_too_high, "more than was paid"},
    row{code::credit_too_low, "more than the credit"},
    row{code::card_number_taken, "card number taken"},
    row{code::guarantor_impossible, "cannot be the guarantor"},
    row{code::message_unknown, "no such message"},
    row{code::reference_taken, "number of another request"},
    row{code::lender_wants_it, "wanted back by its lender"},
    row{code::item_not_borrowed, "not borrowed from another library"},
    row{code::barcode_taken, "barcode taken"},
    row{code::branch_unknown, "branch unknown"},
    row{code::patron_has_loans, "still has loans"},
    row{code::patron_has_holds, "still has holds"},
    row{code::patron_has_fees, "still owes fees"},
    row{code::patron_has_credit, "still has credit"},
    row{code::patron_is_partner, "card of another library"},
    row{code::address_not_kept, "another address is kept"},
    row{code::partner_unknown, "partner unknown"},
    row{code::partner_taken, "partner code taken"},
    row{code::terminal_unknown, "no such terminal"},
    row{code::code_taken, "code taken"},
    row{code::branch_in_use, "branch still in use"},
    row{code::merge_impossible, "cannot become one"},
};
// clang-format on

} // namespace

std::string_view in_words(code why) noexcept {
    const auto found = std::ranges::find(rows, why, &row::why);
    return found == rows.end() ? std::string_view() : found->words;
}

std::string reasons_in_words(std::string_view stored) {
    std::string all;
    while (!stored.empty()) {
        const auto end = std::min(stored.find(' '), stored.size());
        const auto name = stored.substr(0, end);
        stored.remove_prefix(std::min(end + 1, stored.size()));
        const auto why = circulation::reason_named(name);
        const auto words = why ? in_words(*why) : std::string_view();
        all += (all.empty() ? "" : "; ") + std::string(words.empty() ? name : words);
    }
    return all;
}

} // namespace circ::tool
