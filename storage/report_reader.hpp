#pragma once

#include "storage/reader.hpp"

#include <optional>
#include <vector>

namespace circ::storage {

/// A title and how many wait for how many copies of it.
struct wanted_title {
    storage::title title;
    int copies = 0; ///< that can be lent, now or when they are ready or back
};

/// An item on its shelf that nobody has taken home for long.
struct idle_item {
    item_facts what;
    std::optional<instant> lent_at; ///< the last time; absent: never
};

/// What is counted at a branch, or at all of them, and for one type of items, or all.
struct counted_part {
    institution_id of;
    branch_id at;          ///< zero: all
    std::string item_type; ///< empty: all
};

/// A number of things and what they come to.
struct counted_money {
    std::int64_t count = 0;
    money amount;
};

/// What reports ask of the store and no request does; in the same snapshot. Lists go on after the
/// last that was seen, in the order of their keys, with at most `most` lines.
/// All @throw store_error.
class report_reader : public reader {
public:
    explicit report_reader(const reader& from) : reader(from) {}

    /// Open loans that the branch made. @pre state is lost or claimed_returned
    [[nodiscard]] std::vector<loan> loans_of_branch_in(branch_id lender, loan_state state, loan_id after, int most);
    /// The branch's own. @pre state is not usable
    [[nodiscard]] std::vector<item_facts> items_of_branch_in(branch_id of, item_state state, item_id after, int most);
    /// Usable items of the branch, older than that and not lent since, nor out now. Walks through all
    /// items of the branch.
    [[nodiscard]] std::vector<idle_item> idle_items(branch_id of, instant since, item_id after, int most);
    /// Waiting without an item, suspended ones too, the oldest first.
    [[nodiscard]] std::vector<hold> holds_waiting(branch_id pickup, due_place after, int most);
    /// Titles with more than that many open holds for each copy, or with no copy.
    [[nodiscard]] std::vector<wanted_title> wanted_titles(institution_id of, int holds_per_copy, title_id after,
                                                          int most);
    /// Patrons of the branch who have money at the library.
    [[nodiscard]] std::vector<patron> patrons_with_credit(branch_id of, patron_id after, int most);
    /// Accepted though their number had been used, from then on.
    [[nodiscard]] std::vector<payment> payments_bk_reused(institution_id of, instant since, due_place after,
                                                          int most);

    /// Sums of counters by what happened, of days from `first` to `last`.
    [[nodiscard]] std::vector<counter_sum> counted_at(const counted_part& what, local_date first, local_date last);
    /// Fees charged after one instant and until the other, to patrons of the branch.
    [[nodiscard]] counted_money charged(institution_id of, branch_id at, instant after, instant until);
    /// What patrons of the branch have paid; credit that was paid out is no part of it.
    [[nodiscard]] counted_money paid(institution_id of, branch_id at, instant after, instant until);
    [[nodiscard]] std::int64_t new_patrons(institution_id of, branch_id at, instant after, instant until);
};

} // namespace circ::storage
