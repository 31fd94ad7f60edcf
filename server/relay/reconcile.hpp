#pragma once

#include "server/circulation/views.hpp"
#include "storage/records/reconcile.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace circ::relay {

/// Where the books of two sides say something else of one reader. The texts are for staff; dates, hold
/// and fees are there for whoever mends it.
struct found_difference {
    storage::difference_kind kind{};
    std::string subject; ///< barcode or title; empty where it is about the reader
    std::string ours;
    std::string theirs;
    std::optional<circulation::instant> our_due;
    std::optional<circulation::instant> their_due;
    std::optional<circulation::hold_entry> hold{}; ///< on the side that has it
    std::vector<circulation::fee_entry_view> our_fees{}; ///< of `fees`: without what still runs
    std::vector<circulation::fee_entry_view> their_fees{};
};

/// What stands in a text where a side has nothing, and what the two of `block` say.
inline constexpr std::string_view nothing_there = "-";
inline constexpr std::string_view may_borrow = "may borrow";
inline constexpr std::string_view may_not_borrow = "may not borrow";

/// What is owed of these in all.
[[nodiscard]] circulation::money sum_of(const std::vector<circulation::fee_entry_view>& fees);

/// How dates and money of both sides are told.
struct telling {
    std::string time_zone = "UTC";
    circulation::currency money{"EUR", 2};
};

/// Compares what is open of one reader: loans with their due days, holds by their titles, what is
/// owed (what still runs left out), and whether the reader may borrow.
/// @param theirs nothing: they do not know the reader
[[nodiscard]] std::vector<found_difference>
compare_accounts(const circulation::patron_view& ours,
                 const std::optional<circulation::patron_view>& theirs,
                 const telling& how);

/// Of an item that nobody has here: whether somebody has it there, whom we may not know.
[[nodiscard]] std::optional<found_difference> compare_free_item(const circulation::item_view& theirs,
                                                                const telling& how);

} // namespace circ::relay
