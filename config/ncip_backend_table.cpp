#include "config/ncip_backend_reader.hpp"
#include "config/text_rules.hpp"

#include <algorithm>

namespace circ::config {

namespace {

bool is_ncip_url(std::string_view text) {
    for (const std::string_view scheme : {"http://", "https://", "ncip-tcp://", "ncip-tls://"})
        if (text.starts_with(scheme) && text.size() > scheme.size() && text[scheme.size()] != '/')
            return std::all_of(
                text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7F; });
    return false;
}

bool is_institution_agencies(std::string_view text) {
    const auto parts = parse_named_agencies(text);
    return parts && !parts->to.empty();
}

bool is_terminal_agency(std::string_view text) {
    const auto parts = parse_named_agencies(text);
    return parts && parts->to.empty();
}

const text_rule an_ncip_url{
    &is_ncip_url,
    "an address that begins with http://, https://, ncip-tcp:// or ncip-tls:// and a host"};
const text_rule institution_agencies{&is_institution_agencies,
                                     "texts like \"RIVERBEND=KIOSKS,MAIN\""};
const text_rule terminal_agency{&is_terminal_agency, "texts like \"kiosk1=NORTH\""};

} // namespace

// clang-format off
template <>
std::span<const setting<ncip_backend>> table_of() {
    using s = ncip_backend;
    static constexpr setting<s> rows[] = {
        // how it is reached
        row<&s::name>({.key = "name", .rule = &not_empty,
            .text = "Its name in the log, in metrics and in stages; no two backends share one."}),
        row<&s::url>({.key = "url", .rule = &an_ncip_url,
            .text = "Where it takes messages."}),
        row<&s::ca_file>({.key = "ca_file",
            .text = "The authorities that may have signed its certificate (PEM); empty: those that this machine trusts."}),
        row<&s::certificate_file>({.key = "certificate_file",
            .text = "Our own certificate and those that lead up to a known authority (PEM), where it asks for one."}),
        row<&s::key_file>({.key = "key_file",
            .text = "The private key of our certificate, without a passphrase (PEM)."}),
        row<&s::connections>({.key = "connections", .least = 1, .most = 64,
            .text = "Connections at the same time."}),
        row<&s::queue>({.key = "queue", .most = 10'000,
            .text = "Requests that may wait for a connection; more are refused at once."}),
        row<&s::connect>({.key = "connect_ms", .least = 50, .most = 60'000, .unit = "ms",
            .text = "For a connection to stand, its TLS included."}),
        row<&s::call>({.key = "call_ms", .least = 50, .most = 120'000, .unit = "ms",
            .text = "For the answer to one message."}),
        row<&s::budget>({.key = "budget_ms", .least = 100, .most = 120'000, .unit = "ms",
            .text = "For all messages that one request of a device needs; a second less than the device waits."}),
        row<&s::breaker_failures>({.key = "breaker_failures", .least = 1, .most = 1000,
            .text = "Failures to reach it, one after the other, after which it is left alone."}),
        row<&s::breaker>({.key = "breaker_seconds", .least = 1, .most = 3600, .unit = "s",
            .text = "How long it is left alone before one message tries again."}),
        row<&s::answer_kilobytes>({.key = "answer_kilobytes", .least = 16, .most = 65'536, .unit = "KiB",
            .text = "The longest answer that is read."}),
        row<&s::outbox>({.key = "outbox",
            .text = "What is taken down here and sent later while it cannot be reached; all else is refused meanwhile."}),
        row<&s::outbox_size>({.key = "outbox_size", .least = 1, .most = 1'000'000,
            .text = "Requests that may wait to be sent later; more are refused."}),

        // both books
        row<&s::book_of_record>({.key = "book_of_record",
            .text = "Whose book the whole institution goes by, which alone traps holds and assesses fees: `local`, ours; `backend`, "
                    "the library system's; `by_stage`, its where a rule relays everything of all devices, else ours."}),
        row<&s::mirrors>({.key = "mirrors",
            .text = "Whether it takes changes that have been made here already; without it, the smallest step is the whole institution."}),
        row<&s::reconcile>({.key = "reconcile_hours", .most = 8760, .unit = "h",
            .text = "How old a `circdesk relay reconcile` without open rows may be when a stage is entered or left; 0: none is asked for."}),

        // who asks whom
        row<&s::from_agency>({.key = "from_agency", .rule = &not_empty,
            .text = "Our agency, as it knows us."}),
        row<&s::to_agency>({.key = "to_agency", .rule = &not_empty,
            .text = "Its agency."}),
        row<&s::institution_agencies>({.key = "institution_agencies", .rule = &institution_agencies,
            .text = "Both agencies by institution, where they differ from the two above; a device's AO is never passed on."}),
        row<&s::terminal_agencies>({.key = "terminal_agencies", .rule = &terminal_agency,
            .text = "Our agency by terminal, where it says at which branch something happens."}),
        row<&s::from_system>({.key = "from_system", .text = "FromSystemId; empty: left out."}),
        row<&s::to_system>({.key = "to_system", .text = "ToSystemId; empty: left out."}),
        row<&s::application_profile>({.key = "application_profile",
            .text = "ApplicationProfileType; empty: left out."}),
        row<&s::system_secret_file>({.key = "system_secret_file",
            .text = "The file whose first line is the FromSystemAuthentication; empty: none."}),
        row<&s::agency_secret_file>({.key = "agency_secret_file",
            .text = "The file whose first line is the FromAgencyAuthentication; empty: none."}),
        row<&s::header>({.key = "header", .text = "Whether messages have a header that says who asks whom."}),

        // what it can do
        row<&s::services>({.key = "services",
            .text = "The services that it offers; those left out are never asked for, and what needs them is answered as docs/reference/relay-rules.md says."}),
        row<&s::service_retry>({.key = "service_retry_minutes", .least = 1, .most = 10'080, .unit = "min",
            .text = "How long a service is not asked for after it was answered as unknown or unsupported."}),
        row<&s::mandated_action>({.key = "mandated_action",
            .text = "Whether what a device has done without us is sent as having happened; without it, as an order like any other."}),
        row<&s::bibliographic_elements>({.key = "bibliographic_elements",
            .text = "Whether orders ask for the title as well; off for systems that stumble over it."}),

        // readers
        row<&s::pin_check>({.key = "pin_check",
            .text = "How a PIN is checked: card and PIN as AuthenticationInput, the PIN beside a UserId, card and PIN beside a UserId, or not at all."}),
        row<&s::card_input_type>({.key = "card_input_type", .rule = &not_empty,
            .text = "The AuthenticationInputType of a card number."}),
        row<&s::pin_input_type>({.key = "pin_input_type", .rule = &not_empty,
            .text = "The AuthenticationInputType of a PIN: \"PIN\" or \"Password\"."}),
        row<&s::pin_data_format>({.key = "pin_data_format", .rule = &not_empty,
            .text = "The AuthenticationDataFormatType of both."}),
        row<&s::unchecked_pin>({.key = "unchecked_pin",
            .text = "What a PIN counts for with pin_check = \"none\"."}),
        row<&s::pin_tries>({.key = "pin_tries", .least = 1, .most = 100,
            .text = "Wrong PINs of a card, one after the other, after which it is not asked again for a while."}),
        row<&s::pin_lock>({.key = "pin_lock_minutes", .least = 1, .most = 1440, .unit = "min",
            .text = "How long that is."}),
        row<&s::account_seconds>({.key = "account_seconds", .most = 600, .unit = "s",
            .text = "How long a reader's account is kept during a visit; every change and the end of the visit drop it sooner."}),
        row<&s::name_order>({.key = "name_order",
            .text = "The order of a name that comes in parts."}),
        row<&s::block_renewal_with_checkout>({.key = "block_renewal_with_checkout",
            .text = "Whether who may not borrow may not renew either, where only the former is told."}),
        row<&s::loan_limit>({.key = "loan_limit", .most = 9999,
            .text = "How many loans a reader may have, which NCIP does not tell; 0: not told, and no flag comes of it."}),
        row<&s::overdue_limit>({.key = "overdue_limit", .most = 9999,
            .text = "How many of them may be overdue; 0 as above."}),
        row<&s::hold_limit>({.key = "hold_limit", .most = 9999,
            .text = "How many holds a reader may have; 0 as above."}),
        row<&s::fee_limit>({.key = "fee_limit", .most = 1'000'000'000, .unit = "smallest unit of the currency",
            .text = "How much a reader may owe; 0 as above."}),
        row<&s::show_traps>({.key = "show_traps",
            .text = "Whether readers are shown the texts of messages that stand in their account there."}),
        row<&s::show_backend_text>({.key = "show_backend_text",
            .text = "Whether readers are shown its own words behind a refusal; they may name other readers or hold program text."}),

        // orders
        row<&s::return_not_loaned_ok>({.key = "return_not_loaned_ok",
            .text = "Whether an item that was not on loan is taken back all the same."}),
        row<&s::undo_checkout>({.key = "undo_checkout",
            .text = "A checkout that failed at the device, where it has no UndoCheckOutItem: refused, or returned by CheckInItem if this device has just lent it."}),
        row<&s::undo_checkin>({.key = "undo_checkin",
            .text = "A return that failed at the device, for which NCIP has no service: refused, or lent anew with a new due date."}),
        row<&s::borrower_at_return>({.key = "borrower_at_return",
            .text = "Whether who had an item, and for whom it is kept, is asked for and told at its return."}),
        row<&s::look_before_return>({.key = "look_before_return",
            .text = "Whether the title is looked up before a return, for systems that do not tell it afterwards."}),
        row<&s::look_after_return>({.key = "look_after_return",
            .text = "Whether an item is looked up after a return that came without routing, to see whether it is held or has to travel."}),
        row<&s::security_marker_decides>({.key = "security_marker_decides",
            .text = "Whether its SecurityMarker and SensitizationFlag decide if a marker is switched off."}),
        row<&s::unknown_marker>({.key = "unknown_marker",
            .text = "What is done with a marker of which it tells nothing."}),
        row<&s::renew_all_most>({.key = "renew_all_most", .least = 1, .most = 500,
            .text = "How many loans one request to renew all tries; the others count as not renewed."}),
        row<&s::hold_word>({.key = "hold_word",
            .text = "The RequestType of a hold."}),
        row<&s::own_request_id>({.key = "own_request_id",
            .text = "Whether a hold is asked for under a number of ours, as some systems demand."}),
        row<&s::pickup_as_agency>({.key = "pickup_as_agency",
            .text = "Whether the place of pickup stands in ToAgencyId, for systems that do not read PickupLocation."}),
        row<&s::title_key>({.key = "title_key",
            .text = "What a title without an item is in a hold: looked for in the reader's account, or the number of its record."}),
        row<&s::change_hold>({.key = "change_hold",
            .text = "A changed hold, where it has no UpdateRequestItem: refused, or cancelled and asked for anew, which loses its place."}),
        row<&s::queue_position>({.key = "queue_position",
            .text = "Whether a new hold's place in the queue is looked up."}),
        row<&s::accept_payment_on_journal>({.key = "accept_payment_on_journal",
            .text = "Whether a payment that it has not confirmed counts as accepted once it is taken down here."}),
        row<&s::pay_oldest_first>({.key = "pay_oldest_first",
            .text = "Whether a payment that names no fee is spread over the fees here, the oldest first."}),
        row<&s::block_patron>({.key = "block_patron",
            .text = "A card blocked by a device, where it has no UpdateUser: refused, or blocked at our devices alone."}),
        row<&s::item_status>({.key = "item_status",
            .text = "What devices write to an item: refused, or sent as a note on its condition."}),
        row<&s::location_level>({.key = "location_level",
            .text = "Which level of a location is told: all, joined by \" / \", the first or the last."}),
    };
    return rows;
}
// clang-format on

} // namespace circ::config
