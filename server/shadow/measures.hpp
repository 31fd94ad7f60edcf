#pragma once

// How two values are laid side by side. Each gives a finding: how far they agree, and what is kept
// of them in words. Words are few and the same for many cases ("7 days later", "more"), so that
// what differs for one reason is one line of the report; what stands in the example is of one case.

#include "storage/records/money.hpp"
#include "storage/records/time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace circ::shadow {

enum class grade { same, tolerable, different };

struct finding {
    grade how = grade::same;
    std::string ours{};
    std::string theirs{};
    std::string example{}; ///< empty: the words say it all, or it may not be kept
};

/// Two words, or values in words.
[[nodiscard]] finding compare_words(std::string_view ours, std::string_view theirs);
[[nodiscard]] finding compare_yes_no(bool ours, bool theirs);

/// Numbers that a side may not know: then it is tolerable.
[[nodiscard]] finding compare_counts(std::optional<int> ours, std::optional<int> theirs);

[[nodiscard]] finding compare_money(storage::money ours, storage::money theirs);

/// Titles and the like. Letters, marks and signs may differ, and one may go on where the other ends.
[[nodiscard]] finding compare_texts(std::string_view ours, std::string_view theirs);

/// Names of people, in any order of their words; nothing of them is kept.
[[nodiscard]] finding compare_names(std::string_view ours, std::string_view theirs);

/// Moments that are the same day on a wall of that zone are tolerable; unknown ones too.
[[nodiscard]] finding compare_days(std::optional<storage::instant> ours,
                                   std::optional<storage::instant> theirs,
                                   std::string_view zone);
[[nodiscard]] finding compare_days(std::optional<storage::local_date> ours,
                                   std::optional<storage::local_date> theirs);

/// The same, told as the span from a day on: "in 28 days".
[[nodiscard]] finding compare_spans(storage::instant from,
                                    std::optional<storage::instant> ours,
                                    std::optional<storage::instant> theirs,
                                    std::string_view zone);

} // namespace circ::shadow
