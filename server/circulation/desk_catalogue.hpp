#pragma once

#include "server/circulation/perform.hpp"

#include <optional>
#include <string>

namespace circ::circulation {

// Titles by hand, and copies that stand elsewhere, or are lent as something else, for a while.

/// What may be said of a title; what is absent stays. An empty text takes it away.
struct title_data {
    std::optional<std::string> text;
    std::optional<std::string> author;
    std::optional<std::string> isbn; ///< one, or several parted by commas; hyphens and blanks do not matter
    std::optional<int> year;         ///< 0: unknown
    std::optional<std::string> language;
};

struct create_title {
    requester by;
    std::string title; ///< its control number
    title_data data;
};

/// Not for one whose MARC is kept: its record says it, and is imported anew.
struct update_title {
    requester by;
    std::string title;
    title_data data;
    std::string why;
};

/// Two titles that are one: copies, holds and open matters of staff go to the second, and the first leaves
/// the catalogue with its record, for good. A title without a control number is named as an export
/// names it (title_number.hpp).
struct merge_titles {
    requester by;
    std::string title; ///< the one that goes
    std::string into;
    std::string why;
};

/// Until a day a copy stands at another shelf, is lent as another type, or both; without a day that is
/// over at once. Nothing has to happen on that day: rules and lists look at the date.
struct set_temporary {
    requester by;
    std::string item;
    std::string location;
    std::string item_type;
    std::optional<storage::local_date> until;
    std::string why;
};

template <> struct operation_traits<create_title> : operation_traits_of<outcome, true> {};
template <> struct operation_traits<update_title> : operation_traits_of<outcome, true> {};
template <> struct operation_traits<merge_titles> : operation_traits_of<outcome, true> {};
template <> struct operation_traits<set_temporary> : operation_traits_of<outcome, true> {};

// As in perform.hpp. A requester without a branch stands where the item belongs.
[[nodiscard]] outcome perform(storage::unit_of_work&, const create_title&, const surroundings&);
[[nodiscard]] outcome perform(storage::unit_of_work&, const update_title&, const surroundings&);
[[nodiscard]] outcome perform(storage::unit_of_work&, const merge_titles&, const surroundings&);
[[nodiscard]] outcome perform(storage::unit_of_work&, const set_temporary&, const surroundings&);

/// What perform() would answer, and nothing is changed. @throws storage::store_error
[[nodiscard]] outcome judge(storage::reader&, const merge_titles&);

} // namespace circ::circulation
