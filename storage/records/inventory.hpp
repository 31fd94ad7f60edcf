#pragma once

#include "storage/records/ids.hpp"
#include "storage/records/money.hpp"
#include "storage/records/time.hpp"

#include <optional>
#include <string>

namespace circ::storage {

/// A bibliographic record; its MARC is kept whole, the rest is what answers and search need of it.
struct title {
    title_id id;
    institution_id institution;
    std::string control_number; ///< unique per institution
    std::string text;           ///< title statement, as shown to readers
    std::string author;
    std::string isbn; ///< all it has, ISBN-13 digits parted by blanks (isbn.hpp), empty if none
    int year = 0;     ///< 0 = unknown
    std::string language;
    std::string marc; ///< ISO 2709, UTF-8; not loaded by the look-ups of circulation
    int open_holds = 0; ///< kept: holds neither filled, cancelled nor lapsed
};

/// What is the matter with an item itself. Being on loan, in transit or on the hold shelf is not
/// kept here: it follows from its open loan, transit or trapping hold.
enum class item_state { usable, on_order, in_process, missing, damaged, in_repair, withdrawn };

/// SIP2's media types, by number.
enum class media_type {
    other, book, magazine, bound_journal, audio_tape, video_tape, cd, diskette,
    book_with_diskette, book_with_cd, book_with_audio_tape
};

struct item {
    item_id id;
    institution_id institution;
    std::string barcode; ///< unique per institution
    title_id title;
    branch_id branch; ///< whose it is
    branch_id place;  ///< the branch where it was seen last
    std::string location; ///< shelf or department within the branch
    std::string item_type;
    std::string collection;
    std::string call_number;
    media_type media = media_type::book;
    item_state state = item_state::usable;
    std::optional<money> price;
    std::string note; ///< for staff, shown at checkout and checkin
    int parts = 1;    ///< pieces to count
    std::string properties; ///< free text of the devices: tag, weight (CH)
    std::optional<instant> seen_at;
    instant created_at{};
    std::string lender; ///< the other library it was borrowed from; empty: it is our own
    std::optional<instant> wanted_back; ///< by its lender
    bool renewable = true;              ///< as far as its lender says
    std::string temporary_location; ///< where it stands for a while; empty: where it always does
    std::string temporary_type;     ///< what it is lent as for a while; empty: what it is
    std::optional<local_date> temporary_until; ///< the last day of both
};

[[nodiscard]] inline bool is_temporary_on(const item& what, local_date day) {
    return what.temporary_until && *what.temporary_until >= day;
}

/// Where an item stands on a day: its own place again as soon as the other's last day is over.
[[nodiscard]] inline const std::string& location_on(const item& what, local_date day) {
    const bool is_moved = is_temporary_on(what, day) && !what.temporary_location.empty();
    return is_moved ? what.temporary_location : what.location;
}

/// What policy takes an item for on a day.
[[nodiscard]] inline const std::string& type_on(const item& what, local_date day) {
    const bool is_other = is_temporary_on(what, day) && !what.temporary_type.empty();
    return is_other ? what.temporary_type : what.item_type;
}

/// On the way from one branch to another; open until it has arrived.
struct transit {
    transit_id id;
    item_id item;
    branch_id from;
    branch_id to;
    hold_id hold; ///< zero: on its way home
    instant sent_at{};
    std::optional<instant> ended_at; ///< arrived, lent on the way, or undone
};

} // namespace circ::storage
