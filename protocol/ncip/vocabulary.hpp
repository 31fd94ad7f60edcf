#pragma once

// Words of the standard's lists. The lists are open: a word that is not known reads as nothing, and
// what that comes to is the reader's matter.

#include <cstdint>
#include <optional>
#include <string_view>

namespace circ::protocol::ncip {

enum class circulation_status : std::uint8_t {
    available_for_pickup,
    available_on_shelf,
    undefined,
    claimed_returned_or_never_borrowed,
    in_process,
    in_transit_between_library_locations,
    lost,
    missing,
    not_available,
    on_loan,
    on_order,
    pending_transfer,
    recalled,
    waiting_to_be_reshelved,
};

enum class medium_type : std::uint8_t {
    audio_tape,
    book,
    book_with_audio_tape,
    book_with_compact_disc,
    book_with_diskette,
    bound_journal,
    cd_rom,
    compact_disc,
    diskette,
    magazine,
    microform,
    video_tape,
};

/// Of the standard's markers those that a device treats differently; the others are `other`.
enum class security_marker : std::uint8_t { none, tattle_tape, whisper_tape, other };

enum class fiscal_action : std::uint8_t {
    assess,
    cancel,
    forgive,
    payment,
    penalty,
    waive,
    write_off,
};

enum class fiscal_transaction : std::uint8_t {
    book_replacement_charge,
    card_replacement_charge,
    catalog_search,
    day_pass,
    fine,
    interlibrary_loan_fee,
    purchase,
    reminder_charge,
    renewal_fee,
    rental,
    reservation_charge,
    service_charge,
};

enum class payment_method : std::uint8_t {
    bank_draft,
    cash,
    check,
    credit_card,
    debit_card,
    deposit_account,
    direct_debit,
    funds_transfer,
    money_order,
    travelers_check,
};

/// `page` and `recall` are no words of the standard.
enum class request_type : std::uint8_t {
    estimate,
    hold,
    loan,
    non_returnable_copy,
    stack_retrieval,
    page,
    recall,
};

enum class request_scope : std::uint8_t { bibliographic_item, item };

enum class request_status : std::uint8_t {
    available_for_pickup,
    cannot_fulfill_request,
    expired,
    in_process,
    need_to_accept_conditions,
    requested_via_ill,
};

enum class requested_action : std::uint8_t {
    circulate,
    circulate_and_notify,
    hold_for_pickup,
    hold_for_pickup_and_notify,
};

enum class block_or_trap_type : std::uint8_t {
    block_check_out,
    block_electronic_resource_access,
    block_hold,
    block_recall,
    block_renewal,
    block_request_item,
    trap_for_lost_card,
    trap_for_message,
    trap_for_pickup,
};

/// Reads a word in any case, whatever its blanks and punctuation, and in the spellings seen of
/// peers.
/// @return nothing for a word that is not known
template <class Word>
[[nodiscard]] std::optional<Word> read_word(std::string_view text);

/// The word as the standard spells it.
template <class Word>
[[nodiscard]] std::string_view word_of(Word word) noexcept;

} // namespace circ::protocol::ncip
