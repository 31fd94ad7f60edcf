#pragma once

#include <span>
#include <string_view>

namespace circ::circulation {

/// Why something stands on the review list. To add one: an enumerator, its row in review.cpp; a test
/// makes one of each kind and ends it by its verb.
enum class review_kind {
    posted_against_rules, ///< a device did it off-line; it stands, whatever it violated
    could_not_post,       ///< a device did it off-line, and it could not be recorded
    undo_refused,         ///< a device wanted to take back a checkout that was not its own last one
    unknown_item,         ///< something was returned whose number we do not have
    older_than_loan,      ///< a return of before the loan that stands now
    not_delivered,        ///< accepted here, and the library system behind does not want it
    outcome_open,         ///< the library system behind was asked, and did not say what became of it
};

/// Number of enumerators.
inline constexpr int review_kind_count = static_cast<int>(review_kind::outcome_open) + 1;

/// The verb that ends a row.
enum class review_end { post, resolve };

struct review_row {
    review_kind kind;
    std::string_view name;      ///< as stored
    std::string_view meaning;   ///< for staff
    std::string_view what_next; ///< what staff does about it
    review_end ended_by;        ///< resolve ends every row; post is the better end of some
};

/// One row for each kind, in their order.
[[nodiscard]] std::span<const review_row> review_rows() noexcept;

[[nodiscard]] const review_row& about(review_kind kind) noexcept;

/// nullptr for a kind that this version does not know.
[[nodiscard]] const review_row* review_named(std::string_view name) noexcept;

} // namespace circ::circulation
