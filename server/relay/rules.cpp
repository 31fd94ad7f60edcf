#include "server/relay/rules.hpp"

#include "config/ncip_backend_reader.hpp"

#include <array>
#include <vector>

namespace circ::relay {

namespace {

// clang-format off
constexpr std::array all_rules{
    rule{"PINs", "23, 63, 11, 29, 65, 15, 37, 25", "pin_check, pin_input_type, card_input_type",
         "LookupUser with card and PIN as AuthenticationInput; if that fails, LookupUser by UserId, for the name and to know whether there is such a reader. A PIN found right holds for five minutes of the visit.",
         "The PIN beside a UserId, card and PIN beside a UserId, or no check."},
    rule{"PINs that nobody checks", "23, 63, 11, 29, 65, 15, 37", "pin_check, unchecked_pin",
         "With `pin_check = \"none\"` CQ is N and nothing is refused for the PIN.", "CQ is Y."},
    rule{"guessed PINs", "23, 63, 11, 29, 65, 15, 37", "pin_tries, pin_lock_minutes",
         "After 5 wrong ones in a row the card is not tried again for 15 minutes.", "More, fewer, longer, shorter."},
    rule{"the reader's limits (BZ, CA, CB, CC) and the flags that come of them", "24, 64", "loan_limit, overdue_limit, hold_limit, fee_limit",
         "Not told; the flags come from blocks and privileges alone.", "The limits as set, and flags for whoever is beyond them."},
    rule{"how many loans are recalled", "64", "",
         "Counted where it tells LoanedItemsCount by status, else unknown: 0000 or blank, as the profile's `unknown_count` says.", ""},
    rule{"which loans are recalled (BU)", "64", "", "The list is empty.", ""},
    rule{"how many loans are overdue", "64", "", "Counted from DateDue by our clock, else from ReminderLevel.", ""},
    rule{"pages of a list (BP, BQ)", "64", "", "All is asked for once, kept for the visit and cut here.", ""},
    rule{"messages for the reader", "24, 64", "show_traps",
         "BlockOrTrap whose type is a text of its own is shown.", "Nothing is shown."},
    rule{"its own words behind a refusal (ProblemDetail)", "all", "show_backend_text",
         "Not shown; the reader gets the text of our own reason.", "Shown in its place, one line of it, unless it holds markup or program text."},
    rule{"names in parts", "24, 64", "name_order", "Given name, then surname.", "Surname, comma, given name."},
    rule{"renewals of somebody who may not borrow", "24, 64", "block_renewal_with_checkout",
         "Denied only where Block Renewal stands.", "Denied with Block Check Out as well."},
    rule{"no block = Y: done while we were not connected", "11, 09, 29", "mandated_action",
         "Of devices with `offline_ok`: MandatedAction with the device's date; refused all the same, it is a conflict for staff. Of others, 11 and 29 are orders like any other; 09 is told with the time at which it came.",
         "An order like any other; refused, it is a conflict for staff where it would have been told."},
    rule{"what was done here, where devices are served by both sides", "01, 09, 11, 15, 25, 29, 37, 65", "mirrors",
         "Posted with MandatedAction, in order and once; refused, it is a conflict for staff. Blocks and payments are posted where `services` has theirs.",
         "Posted nowhere: the smallest step is the whole institution."},
    rule{"a note on a reader or an item, a fee that is written off, where devices are served by both sides", "01, 19, 37", "",
         "Posted nowhere; a fee is found by `circdesk relay reconcile`.", ""},
    rule{"which fee is paid by a payment that was made at the other side", "37", "",
         "What is owed there, the oldest first: numbers of fees are those of the side that charged them. What is not owed there is charged by being paid.", ""},
    rule{"holds to keep and fees to charge, where devices are served by both sides", "09, 11, 15, 29, 37, 65", "book_of_record",
         "By our own rules, unless a rule `relay` gives it everything of all devices: then by the library system.",
         "By the side that is named, for the whole institution."},
    rule{"the SC may renew by checking out", "11", "",
         "RenewItem after a refusal, when the item is found to be with the same reader; with renewal policy N ok = 0.", ""},
    rule{"a fee is acknowledged (BO)", "11, 29, 65, 15", "",
         "AcknowledgedFeeAmount of the fee that was named in this visit for this reader and item; none was named: sent without, and (11, 29) once more with the one that the refusal names.", ""},
    rule{"take back a checkout (09 with BI = Y)", "09", "undo_checkout",
         "UndoCheckOutItem; where it is missing, ok = 0.",
         "CheckInItem, if this device has lent it in this visit and it is still with that reader."},
    rule{"take back a return (11 with BI = Y)", "11", "undo_checkin",
         "NCIP has no service for it: ok = 0, no message.", "CheckOutItem: a new loan with a new due date."},
    rule{"an item that was not on loan comes back", "09", "return_not_loaned_ok",
         "ok = 1: it is in the library's hands.", "ok = 0."},
    rule{"the title of what comes back", "09", "look_before_return",
         "LookupItem before CheckInItem, unless the item was seen in this visit.", "The title of the answer, else the barcode."},
    rule{"alert, destination, bin", "09", "look_after_return",
         "RoutingInformation; without it the item's status, looked up if the answer has none.", "Of the answer alone."},
    rule{"who had it, for whom it is kept (AA, CY, DA)", "09", "borrower_at_return",
         "Not asked, not told.", "Asked and told, as far as the profile sends it."},
    rule{"whether to switch a security marker", "11, 09, 29", "security_marker_decides, unknown_marker",
         "By SecurityMarker and SensitizationFlag; where it tells none, switched.",
         "Always, or where it tells none never."},
    rule{"renew everything", "65", "renew_all_most",
         "LookupUser and one RenewItem after the other, 50 at most and while there is time; the rest counts as not renewed.", "More or fewer."},
    rule{"a renewal that somebody will decide on (Pending)", "29, 65", "", "ok = 0.", ""},
    rule{"renewal by title", "29", "", "The one loan of that title or record number; several, or none: ok = 0.", ""},
    rule{"a hold on a title (BY = 2)", "15", "title_key",
         "The record number by LookupItem of AB; without AB that of the same title in the reader's account; none found with AB: the copy itself.",
         "AJ is the record number."},
    rule{"a hold at one place (BY = 4)", "15", "", "The place of pickup as Location beside the title; without BS ok = 0.", ""},
    rule{"the word and number of a hold", "15", "hold_word, own_request_id",
         "RequestType Hold, no RequestId.", "Loan or Page; a RequestId of ours."},
    rule{"the place of pickup (BS)", "15", "pickup_as_agency", "PickupLocation.", "ToAgencyId of the order."},
    rule{"the place in the queue (BR)", "15", "queue_position", "Not told.", "LookupRequest after the order."},
    rule{"change a hold (mode *)", "15", "change_hold",
         "UpdateRequestItem; where it is missing, ok = 0.", "CancelRequestItem and RequestItem; the place in the queue is lost."},
    rule{"item properties (19)", "19", "item_status", "ok = 0.", "UpdateItem with the text as PhysicalConditionDetails."},
    rule{"block a card (01)", "01", "block_patron",
         "For devices whose profile has `block_patron_policy = \"block\"`: UpdateUser with Block Check Out; where it is missing, the card is blocked at our devices until a 25 lifts it, and where it cannot be reached, until it is back and has been told. Other devices change nothing.",
         "Where it is missing, nothing changes."},
    rule{"enable a card (25)", "25", "", "The blocks that our agency has set are taken away, and the one at our devices; nobody else's. Where a block is told without whose it is, ours is asked to be taken away.", ""},
    rule{"a payment without a number (BK), or with one that may come again", "37", "",
         "FiscalTransactionReferenceId of number and day, or of terminal and moment, as the profile's scope of numbers says; the same payment always bears the same.", ""},
    rule{"fees written off (payment type 06)", "37", "",
         "Where the profile's `write_off_payment_type` names the type, FiscalActionType Write Off; else refused, and no message.", ""},
    rule{"which fees a payment is for", "37", "pay_oldest_first",
         "The fee that CG names; without one it is for the account, and divided there.", "Divided here, the oldest fee first, a message for each."},
    rule{"a payment whose answer did not come", "37", "accept_payment_on_journal",
         "Looked for in the account; not found, it is refused to the device and listed for staff.",
         "Accepted, and listed until it is certain."},
    rule{"a loan, renewal or hold whose answer did not come", "11, 29, 15", "",
         "Looked for: found, ok = 1; surely not there, a checkout or hold is asked for once more and a renewal refused; unclear, ok = 0, and it is listed.", ""},
    rule{"a return or cancellation whose answer did not come", "09, 15", "", "Asked for once more; \"not checked out\" and \"unknown request\" then mean that it was done.", ""},
    rule{"services that turn out to be missing", "all", "services, service_retry_minutes",
         "Not asked for again within an hour, and told in 98.", "Those left out are never asked for."},
    rule{"login, status, end of session, resend (93, 99, 35, 97)", "93, 99, 35, 97", "", "Without any message; 35 forgets what was kept of the visit.", ""},
};
// clang-format on

std::vector<std::string> keys_of(const rule& of) {
    std::vector<std::string> keys;
    std::string_view rest = of.keys;
    while (!rest.empty()) {
        const auto comma = rest.find(", ");
        keys.emplace_back(rest.substr(0, comma));
        rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 2);
    }
    return keys;
}

/// `key = default`, and what it may be where that is a choice of words.
std::string settings_of(const rule& of) {
    const config::ncip_backend defaults;
    std::string cell;
    for (const std::string& key : keys_of(of)) {
        const auto* row = config::find_row(config::table_of<config::ncip_backend>(), key);
        if (row == nullptr) continue; // a test sees to it that there is one
        if (!cell.empty()) cell += "<br>";
        const std::string shown = row->show(defaults);
        cell += '`' + key + " = " + (shown.size() > 40 ? "[...]" : shown) + '`';
        const std::string allowed = row->allowed(row->within());
        if (allowed.front() == '"' && allowed.size() < 80) cell += ": " + allowed;
    }
    return cell.empty() ? "–" : cell;
}

constexpr std::string_view opening = R"(# What NCIP cannot say

Made from `server/relay/rules.cpp`. A device that speaks SIP2 to us is served by a library system that speaks NCIP, and the
two have not the same words. What stands in for what is missing is a rule of this table; its settings stand in
`[[ncip_backend]]` (`settings.md` says what each may be).

| what | SIP2 | answered by default | settings, their defaults and choices | otherwise |
| --- | --- | --- | --- | --- |
)";

} // namespace

std::span<const rule> rules() {
    return all_rules;
}

std::string rules_page() {
    std::string page(opening);
    for (const rule& each : all_rules) {
        page += "| " + std::string(each.when) + " | " + std::string(each.messages) + " | " +
                std::string(each.answer) + " | " + settings_of(each) + " | " +
                (each.elsewise.empty() ? "–" : std::string(each.elsewise)) + " |\n";
    }
    return page;
}

} // namespace circ::relay
