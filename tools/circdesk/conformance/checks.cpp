#include "tools/circdesk/conformance/checks.hpp"

#include "tools/circdesk/tool.hpp"

namespace circ::tool {
namespace {

using namespace checks;

constexpr auto must = severity::must;
constexpr auto should = severity::should;

/// A letter of BX, counted from 0.
constexpr unsigned letter(unsigned place) {
    return 1U << place;
}
constexpr unsigned does_block = letter(3);
constexpr unsigned does_pay = letter(9);
constexpr unsigned does_update = letter(11);
constexpr unsigned does_enable = letter(12);
constexpr unsigned does_hold = letter(13);
constexpr unsigned does_renew = letter(14);
constexpr unsigned does_renew_all = letter(15);

constexpr unsigned both = a_patron | an_item | changes;
constexpr std::string_view retries = "SIP2 error detection, retries: nothing is done twice";

// clang-format off
constexpr check table[] = {
    {"login", must, a_login, "a login (93) is answered 94 with 1", "SIP2 Login (93)", &lets_in},
    {"login_refused", should, a_login, "a wrong password is answered 94 with 0, and the right one is let in after it", "devices try again on the same line", &refuses_wrong_password},
    {"status", must, nothing, "a 99 is answered by a whole 98", "SIP2 ACS Status (98)", &says_status},
    {"status_retries", must, nothing, "98 lets a device try at least once", "SIP2 ACS Status (98); a device that is told 000 never sends", &says_retries},
    {"status_version", must, nothing, "98 says the version that the 99 did", "SIP2 SC Status (99)", &says_version},
    {"status_supported", must, nothing, "BX of 98 has sixteen letters, and says Y to login or status", "SIP2 supported messages (BX)", &says_supported},
    {"status_date", should, nothing, "the date of 98 is today's, wherever it is", "SIP2 date/time sync: devices set their clocks by it", &knows_the_date},
    {"terminator", should, nothing, "an answer ends by CR and nothing else", "SIP2 message layout; php-sip2 and others read the LF as an answer", &ends_by_cr},
    {"quick", should, nothing, "an answer comes within two seconds", "Aspen gives up after that", &answers_quickly},
    {"segments", must, nothing, "a request that comes byte by byte is one request", "TCP keeps no messages apart", &takes_segments},
    {"crlf", should, nothing, "a request that ends by CR LF is one request", "most programs in PHP", &takes_crlf},
    {"lf", should, nothing, "a request may end by LF", "Libki and others", &takes_lf},
    {"empty_lines", should, nothing, "empty lines are passed over", "devices that end a message twice", &passes_over_empty_lines},
    {"sequence", must, nothing, "the answer has the sequence number of its request", "SIP2 error detection", &echoes_sequence},
    {"checksum", must, nothing, "the answer's checksum is right, four upper-case digits", "SIP2 error detection", &adds_right},
    {"no_tail", should, nothing, "a request without sequence number and checksum is answered without", "devices with error detection off take the tail for a field", &mirrors_no_tail},
    {"checksum_wrong", must, nothing, "a request with a wrong checksum is answered 96", "SIP2 error detection", &asks_again},
    {"resend", must, nothing, "a 97 brings the last answer again, as it was", "SIP2 Request ACS Resend (97)", &resends},
    {"resend_first", should, nothing, "a 97 before anything else is answered", "devices wait for it", &answers_first_resend},
    {"repeated", should, nothing, "the same request directly again gets the same answer", "SIP2 error detection, retries", &repeats},
    {"unknown_message", must, nothing, "a message of no known kind does not end the session", "SIP2: unknown messages are ignored", &lives_with_unknown},
    {"wrong_direction", should, nothing, "a message of the other side does not end the session", "SIP2: unknown messages are ignored", &lives_with_wrong_direction},
    {"long_message", should, nothing, "a message of 900 bytes is answered", "sums of fields of 255 characters", &takes_long_message},
    {"second_connection", should, a_login, "a second connection of the same login is served", "a device whose line broke comes again before the server knows", &takes_second_connection},
    {"empty_message", should, nothing, "a message without any field is answered in its kind, or by 96", "devices wait for it", &takes_empty_message},
    {"missing_field", should, nothing, "a request that lacks a field is answered in its kind, or by 96", "devices wait for it", &takes_missing_field},
    {"field_order", must, an_item, "fields may come in any order", "SIP2 message layout", &takes_any_order},
    {"foreign_field", must, an_item, "a field of no known id is passed over", "SIP2 message layout", &takes_foreign_field},
    {"unknown_patron", must, nothing, "63 of a card nobody has: 64 with BL N and without a name", "SIP2 Patron Information (63)", &does_not_know_patron},
    {"unknown_patron_status", must, nothing, "23 of a card nobody has: 24 with BL N and without a name", "SIP2 Patron Status (23)", &does_not_know_patron_status},
    {"unknown_item", must, nothing, "17 of no item: 18 with its AB and no title", "SIP2 Item Information (17)", &does_not_know_item},
    {"patron_status", must, a_patron, "23 is answered by a whole 24 with the same AA and BL Y", "SIP2 Patron Status (23)", &says_patron_status},
    {"patron_information", must, a_patron, "63 is answered by a whole 64 with the same AA and BL Y", "SIP2 Patron Information (63)", &says_patron_information},
    {"hold_items", must, a_patron, "63 that asks for holds brings no other list", "SIP2 summary, position 0", &lists<0>},
    {"overdue_items", must, a_patron, "63 that asks for overdue items brings no other list", "SIP2 summary, position 1", &lists<1>},
    {"charged_items", must, a_patron, "63 that asks for charged items brings no other list", "SIP2 summary, position 2", &lists<2>},
    {"fine_items", must, a_patron, "63 that asks for fines brings no other list", "SIP2 summary, position 3", &lists<3>},
    {"recall_items", must, a_patron, "63 that asks for recalls brings no other list", "SIP2 summary, position 4", &lists<4>},
    {"unavailable_holds", must, a_patron, "63 that asks for unavailable holds brings no other list", "SIP2 summary, position 5", &lists<5>},
    {"institution", should, a_patron, "AO of the answer is that of the request", "devices compare it", &echoes_institution},
    {"pin_wrong", must, a_patron | a_pin, "a wrong PIN has CQ N", "SIP2 valid patron password (CQ)", &refuses_wrong_pin},
    {"pin_right", must, a_patron | a_pin, "the right PIN has CQ Y", "SIP2 valid patron password (CQ)", &takes_right_pin},
    {"item_information", must, an_item, "17 is answered by a whole 18 with the same AB and a title", "SIP2 Item Information (17)", &says_item},
    {"end_session", must, a_patron, "35 is answered by a whole 36 with the same AA", "SIP2 End Patron Session (35)", &ends_session},
    {"checkout_refused", must, changes, "11 for a card nobody has: 12 with ok 0 and a screen message", "SIP2 Checkout (11)", &refuses_checkout},
    {"checkin_refused", must, changes, "09 of no item: 10 with ok 0", "SIP2 Checkin (09)", &refuses_checkin},
    {"checkout", must, a_patron | an_item | changes, "11 is answered by a whole 12 with ok 1 and a due date", "SIP2 Checkout (11)", &lends},
    {"checkout_repeated", must, a_patron | an_item | changes, "the same 11 directly again gets the same answer", "SIP2 error detection, retries: a book is lent once", &lends_once},
    {"renew_refused", must, changes, "29 for a card nobody has: 30 with ok 0", "SIP2 Renew (29)", &refuses<changing::renew>, does_renew},
    {"renew", must, both, "29 is answered by a whole 30: ok 1 with a due date, or ok 0 with a screen message", "SIP2 Renew (29)", &answers<changing::renew>, does_renew},
    {"renew_repeated", must, both, "the same 29 directly again gets the same answer", retries, &answers_again<changing::renew>, does_renew},
    {"renew_all_refused", must, changes, "65 for a card nobody has: 66 with ok 0", "SIP2 Renew All (65)", &refuses<changing::renew_all>, does_renew_all},
    {"renew_all", must, a_patron | changes, "65 is answered by a whole 66, which counts no less than it lists", "SIP2 Renew All (65)", &answers<changing::renew_all>, does_renew_all},
    {"renew_all_repeated", must, a_patron | changes, "the same 65 directly again gets the same answer", retries, &answers_again<changing::renew_all>, does_renew_all},
    {"checkin", must, an_item | changes, "09 is answered by a whole 10 with ok 1", "SIP2 Checkin (09)", &takes_back},
    {"hold_refused", must, changes, "15 for a card nobody has: 16 with ok 0", "SIP2 Hold (15)", &refuses<changing::hold>, does_hold},
    {"hold", must, both, "15 is answered by a whole 16 with the same AA: ok 1, or ok 0 with a screen message", "SIP2 Hold (15)", &answers<changing::hold>, does_hold},
    {"hold_repeated", must, both, "the same 15 directly again gets the same answer", retries, &answers_again<changing::hold>, does_hold},
    {"hold_cancelled", must, both, "a hold that was placed is cancelled by a 15 with -", "SIP2 hold mode", &cancels_hold, does_hold},
    {"item_update_refused", must, changes, "19 of no item: 20 that stored nothing", "SIP2 Item Status Update (19)", &refuses<changing::item_update>, does_update},
    {"item_update", must, an_item | changes, "19 is answered by a whole 20 with the same AB: stored, or not with a screen message", "SIP2 Item Status Update (19)", &answers<changing::item_update>, does_update},
    {"item_update_repeated", must, an_item | changes, "the same 19 directly again gets the same answer", retries, &answers_again<changing::item_update>, does_update},
    {"fee_paid_refused", must, changes, "37 for a card nobody has: 38 that accepts nothing", "SIP2 Fee Paid (37)", &refuses<changing::fee_paid>, does_pay},
    {"fee_paid", must, a_patron | changes, "37 of nothing is answered by a whole 38 with the same AA: accepted, or not with a screen message", "SIP2 Fee Paid (37)", &answers<changing::fee_paid>, does_pay},
    {"fee_paid_repeated", must, a_patron | changes, "the same 37 directly again gets the same answer", retries, &answers_again<changing::fee_paid>, does_pay},
    {"block_refused", must, changes, "01 for a card nobody has: 24 with BL N and without a name", "SIP2 Block Patron (01)", &refuses<changing::block>, does_block},
    {"block", must, a_patron | changes, "01 is answered by a whole 24 with the same AA", "SIP2 Block Patron (01)", &answers<changing::block>, does_block | does_enable},
    {"block_repeated", must, a_patron | changes, "the same 01 directly again gets the same answer", retries, &answers_again<changing::block>, does_block | does_enable},
    {"enable_refused", must, changes, "25 for a card nobody has: 26 with BL N and without a name", "SIP2 Patron Enable (25)", &refuses<changing::enable>, does_enable},
    {"enable", must, a_patron | changes, "25 is answered by a whole 26 with the same AA", "SIP2 Patron Enable (25)", &answers<changing::enable>, does_enable},
    {"enable_repeated", must, a_patron | changes, "the same 25 directly again gets the same answer", retries, &answers_again<changing::enable>, does_enable},
};

constexpr std::pair<needs, std::string_view> wanted[] = {
    {a_login, "--login and --password-file"}, {a_patron, "--patron"}, {a_pin, "--pin-file"}, {an_item, "--item"}, {changes, "--changes"}};
// clang-format on

unsigned given(const examined_server& of) {
    return (of.login.empty() ? 0U : a_login) | (of.patron.empty() ? 0U : a_patron) | (of.pin.empty() ? 0U : a_pin) |
           (of.item.empty() ? 0U : an_item) | (of.may_change ? changes : 0U);
}

/// Whether 98 says so of all these letters.
bool offers(const examination& on, unsigned letters) {
    const std::string said = value_of(on.log_in().ask(status_message), "BX");
    for (unsigned place = 0; letters >> place != 0; ++place)
        if ((letters & letter(place)) != 0 && (place >= said.size() || said[place] != 'Y')) return false;
    return true;
}

} // namespace

std::span<const check> all_checks() noexcept {
    return table;
}

check_result make_check(const check& what, const examination& on) {
    const unsigned lacking = what.needed & ~given(on.server());
    std::string words;
    for (const auto& [need, option] : wanted)
        if ((lacking & need) != 0) words.append(words.empty() ? "needs " : " and ").append(option);
    if (!words.empty()) return {&what, verdict::not_tried, words};
    try {
        if (what.offered != 0 && !offers(on, what.offered))
            return {&what, verdict::not_tried, "98 does not say that the server does this (BX)"};
        const std::string wrong = what.look(on);
        return {&what, wrong.empty() ? verdict::passed : verdict::failed, wrong};
    } catch (const complaint& about) {
        return {&what, verdict::failed, about.what()};
    }
}

} // namespace circ::tool
