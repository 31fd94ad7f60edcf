#include "server/relay/words.hpp"

#include <array>

namespace circ::relay {

namespace {

using status = circulation::circulation_status;
using media = storage::media_type;
using fee = storage::fee_kind;

template <class Word, class Here>
struct match {
    Word word;
    Here here;
};
template <class Word, class Here>
match(Word, Here) -> match<Word, Here>; // Clang 14 does not find it itself

// clang-format off
constexpr std::array statuses{
    match{ncip::circulation_status::available_for_pickup, status::on_hold_shelf},
    match{ncip::circulation_status::available_on_shelf, status::available},
    match{ncip::circulation_status::undefined, status::other},
    match{ncip::circulation_status::claimed_returned_or_never_borrowed, status::claimed_returned},
    match{ncip::circulation_status::in_process, status::in_process},
    match{ncip::circulation_status::in_transit_between_library_locations, status::in_transit},
    match{ncip::circulation_status::lost, status::lost},
    match{ncip::circulation_status::missing, status::missing},
    match{ncip::circulation_status::not_available, status::other},
    match{ncip::circulation_status::on_loan, status::charged},
    match{ncip::circulation_status::on_order, status::on_order},
    match{ncip::circulation_status::pending_transfer, status::in_transit},
    match{ncip::circulation_status::recalled, status::recalled},
    match{ncip::circulation_status::waiting_to_be_reshelved, status::available}};

constexpr std::array medias{
    match{ncip::medium_type::audio_tape, media::audio_tape},
    match{ncip::medium_type::book, media::book},
    match{ncip::medium_type::book_with_audio_tape, media::book_with_audio_tape},
    match{ncip::medium_type::book_with_compact_disc, media::book_with_cd},
    match{ncip::medium_type::book_with_diskette, media::book_with_diskette},
    match{ncip::medium_type::bound_journal, media::bound_journal},
    match{ncip::medium_type::cd_rom, media::cd},
    match{ncip::medium_type::compact_disc, media::cd},
    match{ncip::medium_type::diskette, media::diskette},
    match{ncip::medium_type::magazine, media::magazine},
    match{ncip::medium_type::microform, media::other},
    match{ncip::medium_type::video_tape, media::video_tape}};

constexpr std::array kinds{
    match{ncip::fiscal_transaction::book_replacement_charge, fee::replacement},
    match{ncip::fiscal_transaction::card_replacement_charge, fee::card},
    match{ncip::fiscal_transaction::catalog_search, fee::other},
    match{ncip::fiscal_transaction::day_pass, fee::computer},
    match{ncip::fiscal_transaction::fine, fee::overdue},
    match{ncip::fiscal_transaction::interlibrary_loan_fee, fee::other},
    match{ncip::fiscal_transaction::purchase, fee::other},
    match{ncip::fiscal_transaction::reminder_charge, fee::card},
    match{ncip::fiscal_transaction::renewal_fee, fee::other},
    match{ncip::fiscal_transaction::rental, fee::rental},
    match{ncip::fiscal_transaction::reservation_charge, fee::hold},
    match{ncip::fiscal_transaction::service_charge, fee::card}};

constexpr std::array transactions{
    match{ncip::fiscal_transaction::service_charge, fee::other},
    match{ncip::fiscal_transaction::service_charge, fee::card},
    match{ncip::fiscal_transaction::service_charge, fee::damage},
    match{ncip::fiscal_transaction::fine, fee::overdue},
    match{ncip::fiscal_transaction::service_charge, fee::processing},
    match{ncip::fiscal_transaction::rental, fee::rental},
    match{ncip::fiscal_transaction::book_replacement_charge, fee::replacement},
    match{ncip::fiscal_transaction::day_pass, fee::computer},
    match{ncip::fiscal_transaction::reservation_charge, fee::hold}};
// clang-format on

template <class Rows, class Here>
Here read(std::string_view text, const Rows& rows, Here unknown) {
    using word_type = decltype(rows.front().word);
    const auto word = ncip::read_word<word_type>(text);
    if (!word) return unknown;
    for (const auto& each : rows)
        if (each.word == *word) return each.here;
    return unknown;
}

} // namespace

circulation::circulation_status status_of(std::string_view word) {
    return read(word, statuses, status::other);
}

storage::media_type media_of(std::string_view word) {
    return read(word, medias, media::other);
}

bool is_magnetic(storage::media_type of) noexcept {
    switch (of) {
    case media::audio_tape:
    case media::video_tape:
    case media::diskette:
    case media::book_with_diskette:
    case media::book_with_audio_tape:
        return true;
    default:
        return false;
    }
}

storage::fee_kind fee_kind_of(std::string_view word) {
    return read(word, kinds, fee::other);
}

ncip::fiscal_transaction transaction_of(storage::fee_kind kind) noexcept {
    for (const auto& each : transactions)
        if (each.here == kind) return each.word;
    return ncip::fiscal_transaction::service_charge;
}

ncip::payment_method method_of(int type) noexcept {
    return type == 1 || type == 2 ? ncip::payment_method::credit_card : ncip::payment_method::cash;
}

} // namespace circ::relay
