#include "server/circulation/review.hpp"

#include <algorithm>
#include <array>

namespace circ::circulation {

namespace {

constexpr std::array rows{
    review_row{review_kind::posted_against_rules,
               "posted_against_rules",
               "done by a device off-line although the rules speak against it",
               "it stands; see the reader or the item about it, then resolve",
               review_end::resolve},
    review_row{review_kind::could_not_post,
               "could_not_post",
               "done by a device off-line and not recorded",
               "import the card or the item, then post; or resolve",
               review_end::post},
    review_row{review_kind::undo_refused,
               "undo_refused",
               "a device wanted to take back a checkout and could not",
               "see who has the item, return it at the desk if nobody, then resolve",
               review_end::resolve},
    review_row{review_kind::unknown_item,
               "unknown_item",
               "something was returned whose number is unknown",
               "find the item in the workroom, import it or send it home, then resolve",
               review_end::resolve},
    review_row{review_kind::older_than_loan,
               "older_than_loan",
               "a return told late, of before the loan that stands now",
               "see who has the item; correct the fees of the older loan, then resolve",
               review_end::resolve},
    review_row{review_kind::not_delivered,
               "not_delivered",
               "accepted here while the library system behind was away, and refused by it later",
               "post it there by hand or tell the reader, then resolve",
               review_end::resolve},
    review_row{review_kind::outcome_open,
               "outcome_open",
               "the library system behind was asked, and did not say what became of it",
               "look there whether it was done, and put it right; then resolve",
               review_end::resolve},
};
static_assert(rows.size() == review_kind_count);

constexpr bool are_in_order() {
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (rows[i].kind != static_cast<review_kind>(i)) return false;
    return true;
}
static_assert(are_in_order());

} // namespace

std::span<const review_row> review_rows() noexcept {
    return rows;
}

const review_row& about(review_kind kind) noexcept {
    return rows[static_cast<std::size_t>(kind)];
}

const review_row* review_named(std::string_view name) noexcept {
    const auto found = std::ranges::find(rows, name, &review_row::name);
    return found == rows.end() ? nullptr : &*found;
}

} // namespace circ::circulation
