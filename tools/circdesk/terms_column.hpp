#pragma once

#include "storage/records/circulation.hpp"
#include "storage/records/library.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace circ::tool {

// The terms of a loan in one column of a table, "due=day renewals=3 rate=0.25 ... rule=books": all
// of them, in this order; the name of the rule is what is left and may have blanks.

[[nodiscard]] std::string terms_column(const storage::loan_terms& of,
                                       const storage::institution& in);

struct terms_read {
    std::optional<storage::loan_terms> terms;
    std::string wrong; ///< without them: what is wrong, and how they read
};

[[nodiscard]] terms_read read_terms_column(std::string_view text, const storage::institution& in);

} // namespace circ::tool
