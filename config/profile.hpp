#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace circ::config {

// Everything in which devices differ. Key names, ranges and sentences stand in profile_table.cpp;
// the shipped profiles, as differences from one another, in builtin_profiles.cpp.

enum class protocol_version { automatic, v1_00, v2_00 };
enum class terminator { cr, crlf };
enum class encoding { utf_8, cp850, iso_8859_1, windows_1252, ascii };
enum class checksum_rule { check, require, ignore };
enum class error_detection { mirror, always, never };
enum class sequence_check { log, strict, off };
enum class unknown_command { answer_96, ignore };
enum class fixed_part { resync, strict };
enum class login_rule { required, by_address };
enum class ao_policy { echo, own, enforce };
enum class item_lists { barcode, title, both };
enum class title_id { title, number };
enum class hold_count { ready, all };
enum class unknown_count { blank, zero };
enum class unrenewed_items { barcode, reason };
enum class multi_summary { all, first };
enum class pin_policy { if_present, in_session, each_request, none };
enum class empty_pin { refused, not_checked };
enum class details_without_pin { if_none_given, minimal, full };
enum class unknown_card { told, as_wrong_pin };
enum class renewal_ok_on_refusal { real, no };
enum class fee_without_ack { refuse, charge };
enum class fee_accepted_code { yes_no, one_zero };
enum class return_date_rule { backdate, ignore };
enum class alert_reason { hold, transit, refused };
enum class other_alert { code_99, code_98 };
enum class block_patron_policy { note, block, ignore };
enum class hold_handling { trap, tell_only, refuse };
enum class returns_dated { now, last_open_day };
enum class bk_scope { day, ever, none };
enum class overpayment { refuse, credit };

/// The answers that may bring print lines.
enum class receipt_kind { checkin, checkout, renew, end_session, fee_paid, renew_all };

/// The requests that a profile can switch off; 93, 97 and 99 are always served.
enum class request_code {
    block_patron,
    checkin,
    checkout,
    hold,
    item_information,
    item_status_update,
    patron_status,
    patron_enable,
    renew,
    end_patron_session,
    fee_paid,
    patron_information,
    renew_all
};

/// A field of an answer: "64.BD" is one message's, "BD" every message's.
struct field_choice {
    std::string message; ///< two digits; empty: every message
    std::string id;

    friend bool operator==(const field_choice&, const field_choice&) = default;
};

struct profile {
    // the line
    config::protocol_version protocol_version = config::protocol_version::automatic;
    config::terminator terminator = config::terminator::cr;
    config::encoding encoding = config::encoding::utf_8;
    char delimiter = '|';
    checksum_rule checksum = checksum_rule::check;
    config::error_detection error_detection = config::error_detection::mirror;
    config::sequence_check sequence_check = config::sequence_check::log;
    bool duplicate_resend = true;
    config::unknown_command unknown_command = config::unknown_command::answer_96;
    config::fixed_part fixed_part = config::fixed_part::resync;
    std::size_t max_reply = 900;
    std::size_t max_items = 0; ///< 0: as many as fit
    std::size_t message_bytes = 0; ///< 0: as [limits] says

    // login and session
    login_rule login = login_rule::required;
    std::size_t login_attempts = 5;
    std::chrono::seconds login_seconds{0}; ///< 0: as [limits] says
    std::chrono::seconds idle_seconds{0};  ///< 0: as [limits] says
    bool single_session = false;
    std::size_t silent_days = 0; ///< 0: as [server] says
    bool sc_status_before_login = true;
    std::string institution_id; ///< empty: the account's
    config::ao_policy ao_policy = config::ao_policy::echo;
    std::string location; ///< empty: the account's branch
    bool branch_override_by_cp = false;
    std::string language;        ///< for readers without one of their own; empty: [texts] language
    std::size_t print_width = 0; ///< 0: what the 99 says
    std::vector<request_code> allowed = {request_code::block_patron,
                                         request_code::checkin,
                                         request_code::checkout,
                                         request_code::hold,
                                         request_code::item_information,
                                         request_code::item_status_update,
                                         request_code::patron_status,
                                         request_code::patron_enable,
                                         request_code::renew,
                                         request_code::end_patron_session,
                                         request_code::fee_paid,
                                         request_code::patron_information,
                                         request_code::renew_all};

    // what 98 says
    std::uint16_t timeout_tenths = 100;
    std::uint16_t retries = 3;
    std::array<bool, 4> flags98{true, true, true, true}; ///< on line, checkin, checkout, renewal
    bool status_update = true;
    bool offline_ok = false;
    std::array<bool, 16> supported{
        true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true};
    bool status98_push = false;

    // how answers look
    std::string due_date_format = "%Y-%m-%d"; ///< or "sip"
    config::item_lists item_lists = config::item_lists::barcode;
    config::title_id title_id = config::title_id::title;
    std::string av_format = R"(<id> <amount> "<type>" <title>)";
    config::hold_count hold_count = config::hold_count::ready;
    config::unknown_count unknown_count = config::unknown_count::blank;
    config::unrenewed_items unrenewed_items = config::unrenewed_items::barcode;
    config::multi_summary multi_summary = config::multi_summary::all;
    std::array<bool, 14> status_flags{
        true, true, true, true, true, true, true, true, true, true, true, true, true, true};
    config::renewal_ok_on_refusal renewal_ok_on_refusal = config::renewal_ok_on_refusal::real;
    config::fee_accepted_code fee_accepted_code = config::fee_accepted_code::yes_no;
    bool decimal_comma = false;
    bool send_borrower_in_10 = true;
    std::vector<alert_reason> alert_policy = {
        alert_reason::hold, alert_reason::transit, alert_reason::refused};
    config::other_alert other_alert = config::other_alert::code_99;
    bool plain_alert_00 = false;
    bool magnetic_desensitize = true;
    std::size_t cf_pad = 0; ///< digits; 0: as many as the number has
    std::vector<std::string> extensions;
    std::vector<field_choice> hide_fields = {{"64", "BD"}, {"64", "BE"}, {"64", "BF"}};
    std::vector<field_choice> allow_fields; ///< empty: every field
    std::vector<receipt_kind> receipts;     ///< empty: the device prints its own
    bool receipt_name = false;

    // PIN
    config::pin_policy pin_policy = config::pin_policy::if_present;
    config::empty_pin empty_pin = config::empty_pin::refused;
    config::details_without_pin details_without_pin = config::details_without_pin::if_none_given;
    config::unknown_card unknown_card = config::unknown_card::told;
    std::size_t pin_tries_minute = 0;         ///< 0: as [limits] says
    std::size_t pin_tries_address_minute = 0; ///< 0: as [limits] says

    // what happens to items, holds and money
    bool trim_barcodes = true;
    bool checkin_not_on_loan_ok = true;
    return_date_rule return_date = return_date_rule::backdate;
    std::chrono::minutes trust_return_date_minutes{0};
    config::returns_dated returns_dated = config::returns_dated::now;
    hold_handling holds = hold_handling::trap;
    bool assess_fees = true;
    std::vector<std::string> refuse_item_types;
    bool seen_by_17 = false;
    config::block_patron_policy block_patron_policy = config::block_patron_policy::note;
    bool patron_enable = false;
    fee_without_ack fee_without_ack_v1 = fee_without_ack::refuse;
    config::bk_scope bk_scope = config::bk_scope::day;
    config::overpayment overpayment = config::overpayment::refuse;
    std::string write_off_payment_type; ///< two digits of 37; empty: no write-off here

    friend bool operator==(const profile&, const profile&) = default;
};

/// Whether requests of this kind are performed here; what 98 says in BX follows from it.
/// @return true for 93, 97 and 99 always, for 25 only where `patron_enable` says so too
[[nodiscard]] bool allows(const profile& of, std::string_view message_code);

/// Whether it is that of a balancer's or a monitoring's probe: it may log in and ask for the status,
/// nothing else. Such an account is refused while the daemon is drained.
[[nodiscard]] bool is_for_probes(const profile& of);

/// Whether this answer brings a receipt.
[[nodiscard]] bool prints(const profile& of, receipt_kind kind);

/// Whether an answer of kind `message` may carry the field: not hidden, and among the allowed ones
/// if `allow_fields` names any for this message.
/// @note a field that the standard requires is written all the same
[[nodiscard]] bool shows_field(const profile& of, std::string_view message, std::string_view id);

} // namespace circ::config
