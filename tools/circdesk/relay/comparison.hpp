#pragma once

#include "server/circulation/policy.hpp"
#include "storage/records/library.hpp"
#include "tools/circdesk/relay/mending.hpp"
#include "tools/circdesk/relay/other_side.hpp"

#include <functional>
#include <string>
#include <vector>

namespace circ::tool {

/// Walks through the readers of an institution and asks both sides about each; if wanted, also through its
/// items: what a reader has there whom we do not know is found in no other way.
class comparison {
public:
    /// @throws complaint as other_side
    comparison(tool& with, const config::ncip_backend& which);

    /// Told now and then: how many readers or items, and how many of them differ.
    using progress = std::function<void(std::size_t asked, std::size_t found)>;

    /// All readers by their cards, page by page. What differs is looked at once more in the end: the
    /// day goes on meanwhile. @throws complaint (unavailable); storage::store_error
    [[nodiscard]] std::vector<reader_difference> walk(const progress& tell);

    /// All items that are free here, in the same manner. @throws as walk()
    [[nodiscard]] std::vector<reader_difference> walk_items(const progress& tell);

    /// One reader, as it is now. @throws as walk()
    [[nodiscard]] std::vector<reader_difference> of_card(const std::string& card);
    /// One item: a difference where it is free here and on loan there. @throws as walk()
    [[nodiscard]] std::vector<reader_difference> of_item(const std::string& barcode);
    /// What a row is about, as it is now: a reader, or without a card an item. @throws as walk()
    [[nodiscard]] std::vector<reader_difference> of_row(const std::string& card,
                                                        const std::string& subject);

    /// Does at one side what makes a difference go, by the book at the other.
    /// @param reference what it is known by there, however often it is tried
    /// @return why it stays, in words; empty: it has gone
    /// @throws complaint as walk(); storage::store_error
    [[nodiscard]] std::string
    mend(const reader_difference& what, side_to_mend at, const std::string& reference);

private:
    [[nodiscard]] circulation::patron_view ours(const std::string& card);
    [[nodiscard]] std::optional<circulation::patron_view> theirs(const std::string& card);
    [[nodiscard]] circulation::requester asker() const;
    [[nodiscard]] relay::telling how_told() const;
    [[nodiscard]] std::string perform_here(circulation::any_operation order,
                                           const reader_difference& about);

    tool* with_;
    storage::institution institution_;
    circulation::policy rules_;
    other_side there_;
};

} // namespace circ::tool
