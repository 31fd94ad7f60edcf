#include "tools/circdesk/refusal_words.hpp"

#include "tools/circdesk/stored_reasons.hpp"
#include "tools/circdesk/wording.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace circ::tool {
namespace {

using code = circulation::reason_code;

struct row {
    code why;
    std::string_view text;         ///< {field}, {amount}, {limit} and {at} are filled in
    std::string_view unnamed = {}; ///< where nobody has said what {field} is
};

// clang-format off
constexpr std::array rows{
    row{code::request_incomplete, "the {field} is missing or cannot be used"},
    row{code::not_permitted, "that is not done here: {field}"},
    row{code::patron_unknown, "nobody has the card {field}", "nobody has that card"},
    row{code::card_replaced, "this card has been replaced; name the new one (`card list` shows it)"},
    row{code::item_unknown, "there is no item {field}", "there is no such item"},
    row{code::title_unknown, "there is no title {field}", "there is no such item, and no title of that control number"},
    row{code::hold_duplicate, "a copy is kept for the reader already, or on its way"},
    row{code::hold_has_loan, "the reader has it on loan"},
    row{code::hold_available_on_shelf, "a copy stands free on a shelf; fetch that one"},
    row{code::recall_not_allowed, "no copy is on loan that the policy lets be called back (its key is `recall`)"},
    row{code::recall_already, "it is called back already; `recall list` shows for whom"},
    row{code::recall_not_found, "it is not called back"},
    row{code::not_on_loan, "the item is not on loan"},
    row{code::item_on_loan_to_other, "the item is on loan, and so not that: take it back, or end its loan first"},
    row{code::amount_unreadable, "the amount must be above zero"},
    row{code::currency_foreign, "the library takes {field}"},
    row{code::fee_unknown, "there is no fee {field}; `fee list` shows them"},
    row{code::fee_of_another, "the fee is another reader's"},
    row{code::overpayment, "only {amount} is open"},
    row{code::already_so, "it is so already; nothing was changed"},
    row{code::loan_lost, "the loan is booked as lost: it ends when it is paid, let off or scanned"},
    row{code::renewal_claimed, "its reader says it was brought back: `loan unclaim` first"},
    row{code::renewal_not_allowed, "it is lent once, and not renewed"},
    row{code::renewal_limit, "it has been renewed as often as it may be ({limit})"},
    row{code::renewal_not_yet, "it may be renewed from {at} on"},
    row{code::renewal_queued, "somebody waits for it (`hold list` shows who)"},
    row{code::renewal_recalled, "it is called back (`recall list` shows for whom)"},
    row{code::renewal_while_overdue, "it is overdue, and then not renewed"},
    row{code::renewal_no_gain, "it would be due no later than it is"},
    row{code::not_on_loan_to_patron, "the reader does not have it on loan"},
    row{code::not_claimed, "nobody claims to have returned it"},
    row{code::refund_too_high, "only {amount} was paid of it"},
    row{code::credit_too_low, "the credit is only {amount}"},
    row{code::card_number_taken, "there is a card {field} already"},
    row{code::guarantor_impossible, "nobody answers for themselves, and no two readers for each other"},
    row{code::message_unknown, "there is no message {field} in force; `patron show` lists them"},
    row{code::terminal_unknown, "there is no terminal {field}; `terminal list` shows them"},
    row{code::hold_not_found, "there is no open hold of that number; `hold list` shows them"},
    row{code::hold_has_item, "its item is ready or on its way: it waits no more; cancel it, or change its pickup"},
    row{code::hold_expiry_past, "the day has to lie ahead"},
    row{code::pickup_unknown, "there is no branch {field}; `branch list` shows them"},
    row{code::nothing_to_clear, "it does not wait on a hold shelf to be cleared; `hold list --clear` shows what does"},
    row{code::entry_not_open, "nothing is open under that number; the lists show what is"},
    row{code::not_postable, "that cannot be posted; `review resolve` ends it"},
    row{code::reference_taken, "that number stands for another request"},
    row{code::lender_wants_it, "its lender wants it back before"},
    row{code::item_not_borrowed, "it is our own: nobody has lent it to us"},
    row{code::barcode_taken, "there is an item {field} already"},
    row{code::branch_unknown, "there is no branch {field}; `branch list` shows them"},
    row{code::patron_has_loans, "the reader still has something on loan"},
    row{code::patron_has_holds, "the reader still has holds"},
    row{code::patron_has_fees, "the reader still owes {amount}"},
    row{code::patron_has_credit, "the reader has a credit of {amount}; `fee pay-out` pays it out"},
    row{code::patron_is_partner, "another library borrows by this card; `partner list` shows which"},
    row{code::address_not_kept, "another address is kept; `patron show` shows it"},
    row{code::partner_unknown, "there is no partner {field}; `partner list` shows them"},
    row{code::partner_taken, "there is a partner {field} already; `partner change` changes it"},
    row{code::code_taken, "there is {field} already; name another code"},
    row{code::branch_in_use, "the branch still has {field}: move or end them first"},
    row{code::merge_impossible, "they cannot become one: {field}"},
};
// clang-format on

/// Of what is there, but has to be later.
constexpr std::string_view too_early = "the {field} has to lie after {at}";

constexpr std::array not_there{code::patron_unknown,
                               code::item_unknown,
                               code::title_unknown,
                               code::fee_unknown,
                               code::message_unknown,
                               code::terminal_unknown,
                               code::hold_not_found,
                               code::entry_not_open,
                               code::pickup_unknown,
                               code::branch_unknown,
                               code::partner_unknown};

void fill(std::string& text, std::string_view placeholder, const std::string& value) {
    const auto at = text.find(placeholder);
    if (at != std::string::npos) text.replace(at, placeholder.size(), value);
}

} // namespace

std::string refusal_text(const circulation::reason& why, const storage::institution& of) {
    const auto found = std::ranges::find(rows, why.code, &row::why);
    if (found == rows.end()) return std::string("refused: ").append(in_words(why.code));
    const bool is_unnamed = why.field.empty() && !found->unnamed.empty();
    const bool is_too_early = why.code == code::request_incomplete && why.at.has_value();
    std::string text(is_too_early ? too_early : is_unnamed ? found->unnamed : found->text);
    fill(text, "{field}", why.field);
    fill(text, "{amount}", money_text(why.amount.value_or(storage::money{}), of));
    fill(text, "{limit}", std::to_string(why.limit.value_or(0)));
    fill(text, "{at}", why.at ? time_text(*why.at, of.time_zone) : "");
    return text;
}

bool says_not_found(code why) noexcept {
    return std::ranges::find(not_there, why) != not_there.end();
}

} // namespace circ::tool
