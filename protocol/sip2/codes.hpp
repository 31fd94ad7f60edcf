#pragma once

// The coded values of SIP2 by their names. Numbers that the standard leaves unassigned are legal
// values of these types too: a relay hands them on.

#include <cstdint>

namespace circ::protocol::sip2 {

// clang-format off
enum class language : std::uint8_t {
    unknown, english, french, german, italian, dutch, swedish, finnish, spanish, danish, portuguese,
    canadian_french, norwegian, hebrew, japanese, russian, arabic, polish, greek, chinese, korean,
    north_american_spanish, tamil, malay, united_kingdom, icelandic, belgian, taiwanese,
};

enum class circulation_status : std::uint8_t {
    other = 1, on_order, available, charged, charged_not_to_be_recalled, in_process, recalled,
    on_hold_shelf, to_be_reshelved, in_transit, claimed_returned, lost, missing,
};

enum class security_marker : std::uint8_t { other, none, tattle_tape, whisper_tape };

enum class fee_type : std::uint8_t {
    other = 1, administrative, damage, overdue, processing, rental, replacement, computer_access,
    hold,
};

enum class payment_type : std::uint8_t { cash, visa, credit_card };

enum class media_type : std::uint16_t {
    other, book, magazine, bound_journal, audio_tape, video_tape, compact_disc, diskette,
    book_with_diskette, book_with_compact_disc, book_with_audio_tape,
};

enum class hold_type : std::uint8_t { other = 1, any_copy, specific_copy, any_copy_at_location };

enum class hold_mode : char { add = '+', remove = '-', change = '*' };

/// The state of the terminal that sends it.
enum class status_code : char { ready = '0', out_of_paper = '1', shutting_down = '2' };

/// Positions of the patron status.
enum class patron_flag : std::uint8_t {
    charge_privilege_denied, renewal_privilege_denied, recall_privilege_denied,
    hold_privilege_denied, card_reported_lost, too_many_items_charged, too_many_items_overdue,
    too_many_renewals, too_many_claims_of_items_returned, too_many_items_lost,
    excessive_outstanding_fines, excessive_outstanding_fees, recall_overdue, too_many_items_billed,
};

/// Positions of the summary; fee details are an agreement of some vendors, not of the standard.
enum class summary_list : std::uint8_t {
    hold_items, overdue_items, charged_items, fine_items, recall_items, unavailable_hold_items,
    fee_details,
};

/// Positions of the supported messages.
enum class message_pair : std::uint8_t {
    patron_status, checkout, checkin, block_patron, status, resend, login, patron_information,
    end_patron_session, fee_paid, item_information, item_status_update, patron_enable, hold, renew,
    renew_all,
};
// clang-format on

} // namespace circ::protocol::sip2
