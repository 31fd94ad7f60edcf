#include "tools/circdesk/import/sip_config_table.hpp"

#include "config/document.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <utility>

namespace circ::tool {
namespace {

using config::in_quotes;

bool is_yes(std::string_view value) {
    constexpr std::array words{"1", "true", "yes", "enabled", "on"};
    return std::ranges::find(words, value) != words.end();
}

bool is_no(std::string_view value) {
    constexpr std::array words{"", "0", "false", "no", "disabled", "off"};
    return std::ranges::find(words, value) != words.end();
}

void set(profile_keys& into, std::string_view key, std::string value) {
    into.insert_or_assign(std::string(key), std::move(value));
}

// How a value becomes that of a key.

using text = std::string_view;

/// Yes and no become the two values of the key.
template <const char* const& Yes, const char* const& No>
bool either(text value, text key, profile_keys& into) {
    if (!is_yes(value) && !is_no(value)) return false;
    set(into, key, is_yes(value) ? Yes : No);
    return true;
}

// clang-format off
constexpr const char* yes = "true";
constexpr const char* no = "false";
constexpr const char* refuse = R"("refuse")";
constexpr const char* credit = R"("credit")";
constexpr const char* trap = R"("trap")";
constexpr const char* tell_only = R"("tell_only")";
constexpr const char* not_checked = R"("not_checked")";
constexpr const char* refused = R"("refused")";
constexpr const char* iso_date = R"("%Y-%m-%d")";
constexpr const char* sip_date = R"("sip")";
constexpr const char* hold_transit = R"(["hold", "transit"])";
constexpr const char* all_alerts = R"(["hold", "transit", "refused"])";
constexpr const char* ready = R"("ready")";
constexpr const char* all = R"("all")";
// clang-format on

bool as_text(text value, text key, profile_keys& into) {
    set(into, key, in_quotes(value));
    return true;
}

bool as_number(text value, text key, profile_keys& into) {
    int number = 0;
    const auto read = std::from_chars(value.data(), value.data() + value.size(), number);
    if (read.ec != std::errc() || read.ptr != value.data() + value.size() || number > 999) return false;
    set(into, key, std::to_string(number));
    return true;
}

/// The device is told to try at least once.
bool as_retries(text value, text key, profile_keys& into) {
    return as_number(value == "0" ? "1" : value, key, into);
}

/// "BD,BE" or "BK|VM" as a list.
bool as_list(text value, text key, profile_keys& into) {
    std::string list;
    while (!value.empty()) {
        const auto end = std::min(value.find_first_of(",|; "), value.size());
        if (end > 0) list.append(list.empty() ? "" : ", ").append(in_quotes(value.substr(0, end)));
        value.remove_prefix(std::min(end + 1, value.size()));
    }
    set(into, key, '[' + list + ']');
    return true;
}

bool as_terminator(text value, text key, profile_keys& into) {
    set(into, key, value == "CR" ? R"("CR")" : R"("CRLF")"); // as Koha reads it
    return true;
}

bool as_encoding(text value, text key, profile_keys& into) {
    constexpr std::pair<text, text> names[] = {
        {"utf8", "utf-8"},         {"utf-8", "utf-8"},           {"ascii", "ascii"},
        {"us-ascii", "ascii"},     {"cp850", "cp850"},           {"ibm850", "cp850"},
        {"latin1", "iso-8859-1"},  {"iso-8859-1", "iso-8859-1"}, {"iso-8859-15", "iso-8859-1"},
        {"cp1252", "windows-1252"}, {"windows-1252", "windows-1252"}};
    std::string small(value);
    std::ranges::transform(small, small.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const auto* found = std::ranges::find(names, text(small), &std::pair<text, text>::first);
    if (found == std::end(names)) return false;
    set(into, key, in_quotes(found->second));
    return true;
}

/// Koha's names in what its template language has between [% and %].
bool as_fee_template(text value, text key, profile_keys& into) {
    constexpr std::pair<text, text> names[] = {{"accountline.amountoutstanding", "<amount>"},
                                               {"accountline.description", "<type>"},
                                               {"accountline.accountlines_id", "<id>"}};
    std::string made;
    while (!value.empty()) {
        const auto open = std::min(value.find("[%"), value.size());
        made += value.substr(0, open);
        value.remove_prefix(open);
        if (value.empty()) break;
        const auto close = value.find("%]");
        if (close == text::npos) return false;
        const text inside = value.substr(2, close - 2);
        const auto* found = std::ranges::find_if(names, [&](const auto& each) { return inside.find(each.first) != text::npos; });
        if (found == std::end(names)) return false;
        made += found->second;
        value.remove_prefix(close + 2);
    }
    set(into, key, in_quotes(made));
    return true;
}

/// One letter of a text of flags.
template <std::size_t Position, std::size_t Flags>
bool as_flag(text value, text key, profile_keys& into) {
    if (!is_yes(value) && !is_no(value)) return false;
    auto [row, is_new] = into.try_emplace(std::string(key), '"' + std::string(Flags, 'Y') + '"');
    row->second[Position + 1] = is_yes(value) ? 'Y' : 'N';
    return true;
}
template <std::size_t Position> constexpr auto of_98 = &as_flag<Position, 4>;
template <std::size_t Position> constexpr auto of_bx = &as_flag<Position, 16>;

bool is_given(text value, text key, profile_keys& into) {
    set(into, key, is_no(value) ? no : yes);
    return true;
}

bool as_item_lists(text value, text key, profile_keys& into) {
    set(into, key, value == "barcode" ? R"("barcode")" : R"("title")"); // as Evergreen reads it
    return true;
}

constexpr auto taken = sip_fate::taken;
constexpr auto usual = sip_fate::usual;
constexpr auto elsewhere = sip_fate::elsewhere;
constexpr auto absent = sip_fate::absent;

// clang-format off
constexpr sip_row rows[] = {
    // accounts
    {"login", "id", taken, "", nullptr, "The terminal's login."},
    {"login", "password", taken, "", nullptr, "Kept as a hash alone; the device goes on with the same one."},
    {"login", "institution", taken, "institution_id", as_text, "The branch where the device stands, and AO of answers."},
    {"login", "location_code", taken, "", nullptr, "What the device is told about where it stands (AN)."},
    {"login", "delimiter", taken, "delimiter", as_text, "What ends a field."},
    {"login", "error-detect", usual, "", nullptr, "Answers carry sequence number and checksum as the request did."},
    {"login", "terminator", taken, "terminator", as_terminator, "What ends an answer."},
    {"login", "encoding", taken, "encoding", as_encoding, "The character set of both directions."},
    {"login", "allow_empty_passwords", taken, "empty_pin", either<not_checked, refused>, "Without a PIN CQ says Y: not for devices where a PIN opens an account."},
    {"login", "checked_in_ok", taken, "checkin_not_on_loan_ok", either<yes, no>, "Whether the return of what is not on loan is ok."},
    {"login", "cv_send_00_on_success", taken, "plain_alert_00", either<yes, no>, "A plain return carries the alert type 00."},
    {"login", "cv_triggers_alert", taken, "alert_policy", either<hold_transit, all_alerts>, "The alert is set where there is an alert type."},
    {"login", "ct_always_send", absent, "", nullptr, "CT is sent where an item has to go elsewhere, and never empty."},
    {"login", "ae_field_template", absent, "", nullptr, "AE is the name as the reader's record has it."},
    {"login", "da_field_template", absent, "", nullptr, "DA is the name as the reader's record has it."},
    {"login", "av_field_template", taken, "av_format", as_fee_template, "An entry of the list of fees."},
    {"login", "hide_fields", taken, "hide_fields", as_list, "Fields never sent; what is required is sent all the same."},
    {"login", "allow_fields", taken, "allow_fields", as_list, "The only fields sent; what is required is sent all the same."},
    {"login", "register_id", absent, "", nullptr, "Payments are told apart by terminal, not by cash register."},
    {"login", "holds_block_checkin", taken, "holds", either<refuse, trap>, "A returned item that someone waits for is not taken."},
    {"login", "holds_get_captured", taken, "holds", either<trap, tell_only>, "Whether a return keeps the item for its hold."},
    {"login", "payment_type_writeoff", taken, "write_off_payment_type", as_text, "The payment type by which this device writes fees off."},
    {"login", "disallow_overpayment", taken, "overpayment", either<refuse, credit>, "More money than is owed."},
    {"login", "format_due_date", taken, "due_date_format", either<iso_date, sip_date>, "AH as people read it: Koha writes it as its preference dateformat says, so look at the pattern."},
    {"login", "seen_on_item_information", taken, "seen_by_17", is_given, "Asking for an item means having it in hand; a missing one is found by that."},
    {"login", "blocked_item_types", taken, "refuse_item_types", as_list, "Item types that this device does not handle, by the names that they have here."},
    {"login", "overdues_block_checkout", elsewhere, "", nullptr, "Policy says it for all places: max_overdues of a [[policy]]."},
    {"login", "lost_block_checkout", elsewhere, "", nullptr, "Policy says it for all places: max_lost of a [[policy]]."},
    {"login", "lost_block_checkout_value", elsewhere, "", nullptr, "Policy says it for all places: max_lost of a [[policy]]."},
    {"login", "prevcheckout_block_checkout", absent, "", nullptr, "What a reader had before is no reason to refuse it."},
    {"login", "inhouse_item_types", elsewhere, "", nullptr, "A [[policy]] of these types with in_house_use says it."},
    {"login", "inhouse_patron_categories", elsewhere, "", nullptr, "A [[policy]] of these categories with in_house_use says it."},
    {"login", "allow_additional_materials_checkout", usual, "", nullptr, "Material that comes with an item does not hinder lending it."},
    {"login", "lost_status_for_missing", absent, "", nullptr, "An item is marked missing by `circdesk item state`, not by a device."},
    {"login", "send_patron_home_library_in_af", absent, "", nullptr, "Screen messages stand in the texts ([texts] directory); none tells the home library."},
    {"login", "show_checkin_message", elsewhere, "", nullptr, "Screen messages stand in the texts ([texts] directory)."},
    {"login", "show_outstanding_amount", usual, "", nullptr, "The amount owed stands in BV of 24 and 64."},
    {"login", "convert_nonprinting_characters", usual, "", nullptr, "Control characters never go over the line."},
    {"login", "cr_item_field", usual, "", nullptr, "CR is the item's collection."},
    {"login", "validate_patron_attribute", absent, "", nullptr, "Readers are proved by their PIN alone."},
    {"login", "use_username", absent, "", nullptr, "Readers are known by their cards."},
    {"screen_msg_regex", "", elsewhere, "", nullptr, "Screen messages stand in the texts ([texts] directory): change them there."},
    {"patron_attribute", "", absent, "", nullptr, "Fields of one's own are not sent."},
    {"custom_patron_field", "", absent, "", nullptr, "Fields of one's own are not sent."},
    {"item_field", "", absent, "", nullptr, "Fields of one's own are not sent."},
    {"custom_item_field", "", absent, "", nullptr, "Fields of one's own are not sent."},
    {"sort_bin_mapping", "", elsewhere, "", nullptr, "[[bin]] rules say which bin: docs/operators/returns.md."},
    {"syspref_overrides", "", elsewhere, "", nullptr, "What Koha's preferences say is said by [[policy]] and profiles here."},

    // institutions
    {"institution", "id", taken, "", nullptr, "Accounts name it."},
    {"institution", "implementation", usual, "", nullptr, "Says whose file this is."},
    {"institution", "parms", usual, "", nullptr, "Was never looked at."},
    {"policy", "checkin", taken, "flags98", of_98<1>, "What 98 says."},
    {"policy", "checkout", taken, "flags98", of_98<2>, "What 98 says."},
    {"policy", "renewal", taken, "flags98", of_98<3>, "What 98 says."},
    {"policy", "status_update", taken, "status_update", either<yes, no>, "What 98 says."},
    {"policy", "offline", taken, "offline_ok", either<yes, no>, "What 98 says."},
    {"policy", "timeout", taken, "timeout_tenths", as_number, "What 98 says, in tenths of a second."},
    {"policy", "retries", taken, "retries", as_retries, "What 98 says; at least 1."},
    {"bootstrap", "", usual, "", nullptr, "Evergreen's own; there is nothing to connect to here."},
    {"currency", "", elsewhere, "", nullptr, "The institution's currency says it."},
    {"encoding", "", taken, "encoding", as_encoding, "The character set of both directions."},
    {"scripts", "", usual, "", nullptr, "Evergreen's own; rules stand in [[policy]]."},
    {"legacy_script_support", "", usual, "", nullptr, "Evergreen's own; rules stand in [[policy]]."},
    {"checkin_override", "", usual, "", nullptr, "A return is always taken; what is odd about it is told."},
    {"checkout_override", "", absent, "", nullptr, "A device overrides nothing; staff do, with a reason."},
    {"renew_override", "", absent, "", nullptr, "A device overrides nothing; staff do, with a reason."},
    {"checkin_hold_as_transit", "", absent, "", nullptr, "An item held where it is returned is ready there."},
    {"option", "msg64_summary_datatype", taken, "item_lists", as_item_lists, "What stands in the item lists of 64."},
    {"option", "msg64_hold_items_available", taken, "hold_count", either<ready, all>, "Whether the hold count of 64 is of those ready for pickup."},
    {"option", "msg64_hold_datatype", usual, "", nullptr, "Lists of holds are as the other lists."},
    {"option", "due_date_use_sip_date_format", taken, "due_date_format", either<sip_date, iso_date>, "AH in 18 characters, or as people read it."},
    {"option", "patron_status_permit_loans", elsewhere, "", nullptr, "status_flags of the profile says which flags may be Y."},
    {"option", "patron_status_always_permit_loans", elsewhere, "", nullptr, "status_flags of the profile says which flags may be Y."},
    {"option", "patron_type_uses_code", usual, "", nullptr, "PC is the category's code."},
    {"option", "av_format", elsewhere, "", nullptr, "av_format of the profile is a pattern: docs/reference/settings.md."},
    {"item", "magnetic media", taken, "magnetic_desensitize", either<yes, no>, "Whether magnetic media may be desensitized."},
    {"item", "security inhibit", elsewhere, "", nullptr, "security_inhibit of a [[policy]] says it."},
    {"item", "offline operation", usual, "", nullptr, "The institution's policy says it."},
    {"item", "patron status request", taken, "supported", of_bx<0>, "BX of 98."},
    {"item", "checkout", taken, "supported", of_bx<1>, "BX of 98."},
    {"item", "checkin", taken, "supported", of_bx<2>, "BX of 98."},
    {"item", "block patron", taken, "supported", of_bx<3>, "BX of 98."},
    {"item", "acs status", taken, "supported", of_bx<4>, "BX of 98."},
    {"item", "login", taken, "supported", of_bx<6>, "BX of 98."},
    {"item", "patron information", taken, "supported", of_bx<7>, "BX of 98."},
    {"item", "end patron session", taken, "supported", of_bx<8>, "BX of 98."},
    {"item", "fee paid", taken, "supported", of_bx<9>, "BX of 98."},
    {"item", "item information", taken, "supported", of_bx<10>, "BX of 98."},
    {"item", "item status update", taken, "supported", of_bx<11>, "BX of 98."},
    {"item", "patron enable", taken, "supported", of_bx<12>, "BX of 98."},
    {"item", "hold", taken, "supported", of_bx<13>, "BX of 98."},
    {"item", "renew", taken, "supported", of_bx<14>, "BX of 98."},
    {"item", "renew all", taken, "supported", of_bx<15>, "BX of 98."},

    // the server
    {"service", "port", taken, "", nullptr, "A [[listener]]; without an address it is every address of the machine."},
    {"service", "transport", taken, "", nullptr, "RAW is SIP2 at once, telnet after a login by text lines."},
    {"service", "protocol", usual, "", nullptr, "The version follows what a device says (99)."},
    {"service", "timeout", taken, "", nullptr, "[limits] login_seconds, the longest of all listeners."},
    {"service", "client_timeout", taken, "", nullptr, "[limits] idle_seconds, the longest of all listeners; 0 is a day."},
    {"error-detect", "", usual, "", nullptr, "Answers carry sequence number and checksum as the request did."},
    {"server-params", "", usual, "", nullptr, "There are no worker processes; [log] says where the log goes."},
};

constexpr auto koha = sip_server::koha;
constexpr auto evergreen = sip_server::evergreen;

constexpr sip_default defaults[] = {
    {koha, "terminator", "terminator", R"("CRLF")", "Koha ends answers by CR LF unless an account says CR."},
    {koha, "checked_in_ok", "checkin_not_on_loan_ok", "false", "Koha does not call the return of what is not on loan ok."},
    {koha, "format_due_date", "due_date_format", R"("sip")", "Koha writes AH in 18 characters."},
    {koha, "disallow_overpayment", "overpayment", R"("credit")", "Koha takes more money than is owed."},
    {koha, "", "extensions", R"(["BL", "CL", "CR", "CS", "CT", "CV", "CY", "DA", "PC"])", "Koha sends these beyond the standard. It sends PA and PB too, the card's end and the birth date: name them where a device needs them."},
    {koha, "hide_fields", "", "", "Koha tells address, e-mail and telephone (BD, BE, BF) in 64. They stay hidden here: say hide_fields = [] where a device needs them."},
    {koha, "payment_type_writeoff", "", "", "In Koha the payment type 06 writes a fee off. No device may do that here unless write_off_payment_type says so."},
    {evergreen, "encoding", "encoding", R"("ascii")", "Evergreen writes letters without accents unless it is told otherwise."},
    {evergreen, "msg64_summary_datatype", "item_lists", R"("title")", "Evergreen lists titles."},
    {evergreen, "msg64_hold_items_available", "hold_count", R"("all")", "Evergreen counts all holds."},
    {evergreen, "", "extensions", R"(["BL", "CR", "CS", "CT", "CV", "CY", "DA", "PC"])", "Evergreen sends these beyond the standard."},
};
// clang-format on

} // namespace

std::span<const sip_row> sip_rows() noexcept {
    return rows;
}

std::span<const sip_default> sip_defaults() noexcept {
    return defaults;
}

const sip_row* find_sip_row(std::string_view element, std::string_view name) noexcept {
    const auto* found = std::ranges::find_if(
        rows, [&](const sip_row& each) { return each.element == element && each.name == name; });
    return found == std::end(rows) ? nullptr : found;
}

} // namespace circ::tool
