#pragma once

#include "server/circulation/policy.hpp"
#include "server/relay/reconcile.hpp"
#include "storage/records/library.hpp"
#include "tools/circdesk/relay/other_side.hpp"

#include <functional>
#include <string>
#include <vector>

namespace circ::tool {

/// One difference, and whose it is.
struct reader_difference {
    std::string card;
    relay::found_difference what;
};

/// Walks through the readers of an institution and asks both sides about each.
class comparison {
public:
    /// @throws complaint as other_side
    comparison(tool& with, const config::ncip_backend& which);

    /// Told now and then: how many readers, and how many differences.
    using progress = std::function<void(std::size_t readers, std::size_t found)>;

    /// All readers by their cards, page by page. What differs is looked at once more in the end: the
    /// day goes on meanwhile. @throws complaint (unavailable); storage::store_error
    [[nodiscard]] std::vector<reader_difference> walk(const progress& tell);

    /// One reader, as it is now. @throws as walk()
    [[nodiscard]] std::vector<reader_difference> of_card(const std::string& card);

    /// Does there what makes a difference go: by the book that is here.
    /// @return why not, in words; empty: done
    [[nodiscard]] std::string mend_there(const reader_difference& what);
    /// The same here, by the book that is there. @throws storage::store_error
    [[nodiscard]] std::string mend_here(const reader_difference& what);

private:
    [[nodiscard]] circulation::patron_view ours(const std::string& card);
    [[nodiscard]] std::optional<circulation::patron_view> theirs(const std::string& card);
    [[nodiscard]] circulation::requester asker() const;

    tool* with_;
    storage::institution institution_;
    circulation::policy rules_;
    other_side there_;
};

} // namespace circ::tool
