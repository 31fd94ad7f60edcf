#pragma once

#include "server/circulation/system_operations.hpp"
#include "storage/reader.hpp"

#include <optional>
#include <string>
#include <vector>

namespace circ::circulation {

// How what other systems say of titles, items and patrons gets into their records.

/// Writes what is said; what is not stays.
template <class T>
void put_said(T& into, const std::optional<T>& said) {
    if (said) into = *said;
}

/// The same for the code of a branch; one that is not there is a reason against the request.
void put_branch(storage::branch_id& into,
                std::vector<reason>& against,
                storage::reader& from,
                storage::institution_id of,
                const std::optional<std::string>& said);

/// A title of its own, which has no id yet.
[[nodiscard]] storage::title make_title(storage::institution_id of, const brief_title& about);

} // namespace circ::circulation
