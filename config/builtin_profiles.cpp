#include "config/profiles.hpp"

namespace circ::config {

namespace {

using code = request_code;

void change_nothing(profile&) {}

/// Follows the standard to the letter, and expects it.
void strict(profile& p) {
    p.encoding = encoding::cp850;
    p.checksum = checksum_rule::require;
    p.sequence_check = sequence_check::strict;
    p.unknown_command = unknown_command::ignore;
    p.fixed_part = fixed_part::strict;
    p.sc_status_before_login = false;
    p.due_date_format = "sip";
    p.max_reply = 8192;
}

void kiosk_3m(profile& p) {
    p.encoding = encoding::cp850;
}

/// Prints what it is sent and makes no slips of its own.
void kiosk_printer(profile& p) {
    p.receipts = {receipt_kind::checkin,
                  receipt_kind::checkout,
                  receipt_kind::renew,
                  receipt_kind::end_session,
                  receipt_kind::fee_paid,
                  receipt_kind::renew_all};
}

void sorter(profile& p) {
    p.allowed = {code::checkin, code::item_information, code::item_status_update};
    p.extensions = {"CL", "CT", "CV"};
    p.send_borrower_in_10 = false;
}

/// Nobody stands at it at night: what lies in it in the morning came before closing.
void return_bin(profile& p) {
    p.allowed = {code::checkin, code::item_information};
    p.returns_dated = returns_dated::last_open_day;
}

/// The coins have fallen when its message comes, so more than is owed is kept as credit.
void payment(profile& p) {
    p.allowed = {
        code::patron_status, code::patron_information, code::fee_paid, code::end_patron_session};
    p.overpayment = overpayment::credit;
}

/// Readers prove themselves here to someone else, who needs no more than yes or no.
void econtent(profile& p) {
    p.allowed = {code::patron_status, code::patron_information, code::end_patron_session};
    p.pin_policy = pin_policy::each_request;
    p.details_without_pin = details_without_pin::minimal;
}

/// Asks for age and class to know which computer and for how long.
void pc_booking(profile& p) {
    p.extensions = {"PA", "PB", "PC"};
}

void gate(profile& p) {
    p.allowed = {code::patron_status, code::item_information};
    p.details_without_pin = details_without_pin::minimal;
}

/// Walks along the shelves: what it asks for is there.
void wand(profile& p) {
    p.allowed = {code::item_information, code::item_status_update};
    p.seen_by_17 = true;
}

/// In the reader's own hand: nothing without the PIN, and nothing that needs the item to be here.
void app(profile& p) {
    p.allowed = {code::patron_status,
                 code::patron_information,
                 code::checkout,
                 code::renew,
                 code::renew_all,
                 code::hold,
                 code::item_information,
                 code::end_patron_session};
    p.pin_policy = pin_policy::in_session;
    p.details_without_pin = details_without_pin::minimal;
    p.due_date_format = "sip";
    p.max_reply = 8192;
}

/// Stores held items, each in a compartment for its reader, and takes returns.
void locker(profile& p) {
    p.allowed = {code::checkin,
                 code::checkout,
                 code::item_information,
                 code::patron_status,
                 code::patron_information,
                 code::end_patron_session};
    p.pin_policy = pin_policy::in_session;
    p.extensions = {"CT", "CV", "CY"};
    p.send_borrower_in_10 = false;
}

/// Only sees whether somebody is there.
void probe(profile& p) {
    p.allowed = {};
}

// clang-format off
constexpr builtin_profile table[] = {
    {"standard", "", "Suits all known devices best; the others are changes of it.", change_nothing},
    {"strict", "standard", "A device that follows the standard to the letter.", strict},
    {"kiosk-3m", "standard", "3M self-check kiosks.", kiosk_3m},
    {"kiosk-printer", "standard", "A kiosk that prints the receipts it is sent.", kiosk_printer},
    {"sorter", "standard", "A sorter behind a return slot; gets the bin, the destination and the kind of alert.", sorter},
    {"return-bin", "sorter", "A book drop that is emptied before opening.", return_bin},
    {"payment", "standard", "A payment station.", payment},
    {"econtent", "standard", "A vendor of e-books and databases: proves readers, sees little.", econtent},
    {"pc-booking", "econtent", "Reservation of public computers.", pc_booking},
    {"gate", "standard", "Security gates and doors: look at items and cards, change nothing.", gate},
    {"wand", "standard", "A hand reader for the shelves.", wand},
    {"app", "standard", "A reader's own telephone.", app},
    {"locker", "standard", "A pickup locker.", locker},
    {"probe", "standard", "A balancer's or a monitoring's probe: 93 and 99 alone, refused while drained.", probe},
};
// clang-format on

} // namespace

std::span<const builtin_profile> builtin_profiles() {
    return table;
}

} // namespace circ::config
