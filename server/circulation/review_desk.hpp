#pragma once

#include "server/circulation/perform.hpp"
#include "server/circulation/review.hpp"

#include <optional>
#include <string>
#include <vector>

namespace circ::circulation {

// How a row of the review list ends. Each needs a reason, which is kept with it.

/// Does now what could not be posted, at its own date and with its own due date; what it violates is
/// recorded as if the device had told it today. The row stays open when it still cannot be done.
struct post_review {
    requester by; ///< with the rules of the device that did it
    storage::review_id entry;
    std::string why;
};

/// Nothing more is to be done about it.
struct resolve_review {
    requester by;
    storage::review_id entry;
    std::string why;
};

/// What ending a row is decided over.
struct review_facts {
    std::optional<storage::review_entry> entry;
    std::string why;
    bool posts = true;
};

/// All that speaks against it.
[[nodiscard]] std::vector<reason> decide_review(const review_facts& facts);

template <> struct operation_traits<post_review> : operation_traits_of<outcome, true> {};
template <> struct operation_traits<resolve_review> : operation_traits_of<outcome, true> {};

[[nodiscard]] outcome perform(storage::unit_of_work&, const post_review&, const surroundings&);
[[nodiscard]] outcome perform(storage::unit_of_work&, const resolve_review&, const surroundings&);

} // namespace circ::circulation
