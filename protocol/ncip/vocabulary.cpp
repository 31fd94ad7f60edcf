#include "protocol/ncip/vocabulary.hpp"

#include "protocol/ncip/values.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace circ::protocol::ncip {
namespace {

template <class Word>
struct spelled {
    Word word;
    std::string_view text;
};

/// Of each word the standard's spelling first, then others seen.
template <class Word>
struct words;

// clang-format off
template <> struct words<circulation_status> {
    using w = circulation_status;
    static constexpr auto table = std::to_array<spelled<w>>({
        {w::available_for_pickup, "Available For Pickup"}, {w::available_for_pickup, "On Hold"},
        {w::available_on_shelf, "Available On Shelf"}, {w::available_on_shelf, "Available"},
        {w::available_on_shelf, "Checked In"}, {w::available_on_shelf, "Not Charged"},
        {w::available_on_shelf, "Discharged"},
        {w::undefined, "Circulation Status Undefined"},
        {w::claimed_returned_or_never_borrowed, "Claimed Returned Or Never Borrowed"},
        {w::claimed_returned_or_never_borrowed, "Claims Returned"},
        {w::in_process, "In Process"}, {w::in_process, "Cataloging Review"}, {w::in_process, "Circulation Review"},
        {w::in_transit_between_library_locations, "In Transit Between Library Locations"},
        {w::in_transit_between_library_locations, "In Transit"},
        {w::lost, "Lost"}, {w::missing, "Missing"},
        {w::not_available, "Not Available"}, {w::not_available, "Damaged"},
        {w::not_available, "Withdrawn"}, {w::not_available, "At Bindery"},
        {w::on_loan, "On Loan"}, {w::on_loan, "Charged"}, {w::on_loan, "Renewed"},
        {w::on_loan, "Overdue"}, {w::on_loan, "Loaned"}, {w::on_loan, "Checked Out"},
        {w::on_order, "On Order"}, {w::pending_transfer, "Pending Transfer"},
        {w::recalled, "Recalled"}, {w::recalled, "Recall Request"},
        {w::waiting_to_be_reshelved, "Waiting To Be Reshelved"}});
    /// A word that begins so says where or why behind it.
    static constexpr auto beginnings = std::to_array<spelled<w>>({
        {w::lost, "Lost"}, {w::in_transit_between_library_locations, "In Transit"}});
};

template <> struct words<medium_type> {
    using w = medium_type;
    static constexpr auto table = std::to_array<spelled<w>>({
        {w::audio_tape, "Audio Tape"}, {w::book, "Book"},
        {w::book_with_audio_tape, "Book With Audio Tape"},
        {w::book_with_compact_disc, "Book With Compact Disc"}, {w::book_with_compact_disc, "Book With CD"},
        {w::book_with_diskette, "Book With Diskette"}, {w::bound_journal, "Bound Journal"},
        {w::cd_rom, "CD-ROM"}, {w::cd_rom, "CD/CDROM"},
        {w::compact_disc, "Compact Disc (CD)"}, {w::compact_disc, "Compact Disc"}, {w::compact_disc, "CD"},
        {w::diskette, "Diskette"}, {w::magazine, "Magazine"}, {w::microform, "Microform"},
        {w::video_tape, "Video Tape"}});
};

template <> struct words<security_marker> {
    using w = security_marker;
    static constexpr auto table = std::to_array<spelled<w>>({
        {w::none, "None"},
        {w::tattle_tape, "Tattle-Tape Security Strip"}, {w::tattle_tape, "Tattle-Tape"},
        {w::whisper_tape, "Whisper Tape"},
        {w::other, "Other"}, {w::other, "Checkpoint emag"}, {w::other, "Checkpoint RFID"},
        {w::other, "Gemplus RFID"}, {w::other, "Guardian emag"}, {w::other, "Ketec RFID"},
        {w::other, "Knogo emag"}, {w::other, "Lib-Chip"}, {w::other, "PGP"},
        {w::other, "Protexit emag"}, {w::other, "Sensormatic emag"}, {w::other, "Tag-It"},
        {w::other, "Ultra-Max"}});
};

template <> struct words<fiscal_action> {
    using w = fiscal_action;
    static constexpr auto table = std::to_array<spelled<w>>({
        {w::assess, "Assess"}, {w::assess, "charge-default-patron-fee"}, {w::cancel, "Cancel"},
        {w::forgive, "Forgive"}, {w::payment, "Payment"}, {w::penalty, "Penalty"},
        {w::waive, "Waive"}, {w::write_off, "Write Off"}});
};

template <> struct words<fiscal_transaction> {
    using w = fiscal_transaction;
    static constexpr auto table = std::to_array<spelled<w>>({
        {w::book_replacement_charge, "Book Replacement Charge"},
        {w::card_replacement_charge, "Card Replacement Charge"},
        {w::catalog_search, "Catalog Search"}, {w::day_pass, "Day Pass"}, {w::fine, "Fine"},
        {w::interlibrary_loan_fee, "Interlibrary Loan Fee"}, {w::purchase, "Purchase"},
        {w::reminder_charge, "Reminder Charge"}, {w::renewal_fee, "Renewal Fee"},
        {w::rental, "Rental"}, {w::reservation_charge, "Reservation Charge"},
        {w::service_charge, "Service Charge"}});
};

template <> struct words<payment_method> {
    using w = payment_method;
    static constexpr auto table = std::to_array<spelled<w>>({
        {w::bank_draft, "Bank Draft"}, {w::cash, "Cash"}, {w::check, "Check"},
        {w::credit_card, "Credit Card"}, {w::debit_card, "Debit Card"},
        {w::deposit_account, "Deposit Account"}, {w::direct_debit, "Direct Debit"},
        {w::funds_transfer, "Funds Transfer"}, {w::money_order, "Money Order"},
        {w::travelers_check, "Traveler's Check"}});
};

template <> struct words<request_type> {
    using w = request_type;
    static constexpr auto table = std::to_array<spelled<w>>({
        {w::estimate, "Estimate"}, {w::hold, "Hold"}, {w::loan, "Loan"},
        {w::non_returnable_copy, "Non-returnable Copy"}, {w::stack_retrieval, "Stack Retrieval"},
        {w::page, "Page"}, {w::recall, "Recall"}});
};

template <> struct words<request_scope> {
    using w = request_scope;
    static constexpr auto table = std::to_array<spelled<w>>({
        {w::bibliographic_item, "Bibliographic Item"}, {w::bibliographic_item, "Title"},
        {w::item, "Item"}});
};

template <> struct words<request_status> {
    using w = request_status;
    static constexpr auto table = std::to_array<spelled<w>>({
        {w::available_for_pickup, "Available For Pickup"},
        {w::cannot_fulfill_request, "Cannot Fulfill Request"}, {w::expired, "Expired"},
        {w::in_process, "In Process"},
        {w::need_to_accept_conditions, "Need to Accept Conditions"},
        {w::requested_via_ill, "Requested Via ILL"}});
};

template <> struct words<requested_action> {
    using w = requested_action;
    static constexpr auto table = std::to_array<spelled<w>>({
        {w::circulate, "Circulate"}, {w::circulate_and_notify, "Circulate And Notify"},
        {w::hold_for_pickup, "Hold For Pickup"}, {w::hold_for_pickup, "Hold For Fulfillment"},
        {w::hold_for_pickup_and_notify, "Hold For Pickup And Notify"}});
};

template <> struct words<block_or_trap_type> {
    using w = block_or_trap_type;
    static constexpr auto table = std::to_array<spelled<w>>({
        {w::block_check_out, "Block Check Out"}, {w::block_check_out, "Block Checkout"},
        {w::block_check_out, "Block Checkouts"}, {w::block_check_out, "Block Circulation"},
        {w::block_electronic_resource_access, "Block Electronic Resource Access"},
        {w::block_hold, "Block Hold"}, {w::block_hold, "Block Holds"},
        {w::block_recall, "Block Recall"}, {w::block_recall, "Block Recalls"},
        {w::block_renewal, "Block Renewal"}, {w::block_renewal, "Block Renewals"},
        {w::block_request_item, "Block Request Item"},
        {w::trap_for_lost_card, "Trap For Lost Card"}, {w::trap_for_message, "Trap For Message"},
        {w::trap_for_pickup, "Trap For Pickup"}});
};
// clang-format on

} // namespace

template <class Word>
std::optional<Word> read_word(std::string_view text) {
    const auto wanted = folded(text);
    if (wanted.empty()) return std::nullopt;
    for (const auto& each : words<Word>::table)
        if (folded(each.text) == wanted) return each.word;
    if constexpr (requires { words<Word>::beginnings; })
        for (const auto& each : words<Word>::beginnings)
            if (wanted.starts_with(folded(each.text))) return each.word;
    return std::nullopt;
}

template <class Word>
std::string_view word_of(Word word) noexcept {
    return std::ranges::find(words<Word>::table, word, &spelled<Word>::word)->text;
}

// clang-format off
template std::optional<circulation_status> read_word(std::string_view);
template std::optional<medium_type> read_word(std::string_view);
template std::optional<security_marker> read_word(std::string_view);
template std::optional<fiscal_action> read_word(std::string_view);
template std::optional<fiscal_transaction> read_word(std::string_view);
template std::optional<payment_method> read_word(std::string_view);
template std::optional<request_type> read_word(std::string_view);
template std::optional<request_scope> read_word(std::string_view);
template std::optional<request_status> read_word(std::string_view);
template std::optional<requested_action> read_word(std::string_view);
template std::optional<block_or_trap_type> read_word(std::string_view);
template std::string_view word_of(circulation_status) noexcept;
template std::string_view word_of(medium_type) noexcept;
template std::string_view word_of(security_marker) noexcept;
template std::string_view word_of(fiscal_action) noexcept;
template std::string_view word_of(fiscal_transaction) noexcept;
template std::string_view word_of(payment_method) noexcept;
template std::string_view word_of(request_type) noexcept;
template std::string_view word_of(request_scope) noexcept;
template std::string_view word_of(request_status) noexcept;
template std::string_view word_of(requested_action) noexcept;
template std::string_view word_of(block_or_trap_type) noexcept;
// clang-format on

} // namespace circ::protocol::ncip
