#include "server/shadow/measures.hpp"

#include "server/circulation/local_time.hpp"
#include "storage/fold.hpp"

#include <algorithm>
#include <cstdlib>
#include <span>
#include <vector>

namespace circ::shadow {

using circulation::date_in;
using circulation::iso_date;

namespace {

finding pair(std::string ours, std::string theirs, std::string example = {}) {
    return {grade::different, std::move(ours), std::move(theirs), std::move(example)};
}

std::string both(std::string_view ours, std::string_view theirs) {
    return std::string(ours).append(" and ").append(theirs);
}

template <class T>
finding compare_sizes(const T& ours, const T& theirs, std::string example) {
    if (ours == theirs) return {};
    return ours > theirs ? pair("more", "less", std::move(example))
                         : pair("less", "more", std::move(example));
}

std::string days_in_words(std::int64_t days) {
    return std::to_string(days) + (days == 1 ? " day" : " days");
}

bool begins_with(const std::vector<std::string>& whole, const std::vector<std::string>& part) {
    return part.size() <= whole.size() && std::equal(part.begin(), part.end(), whole.begin());
}

/// Its first words, as they are searched for.
std::string begin_of(const std::vector<std::string>& words) {
    constexpr std::size_t most = 6;
    std::string text;
    for (const auto& each : std::span(words).first(std::min(words.size(), most)))
        text.append(text.empty() ? "" : " ").append(each);
    return text;
}

} // namespace

finding compare_words(std::string_view ours, std::string_view theirs) {
    if (ours == theirs) return {};
    return pair(std::string(ours), std::string(theirs));
}

finding compare_yes_no(bool ours, bool theirs) {
    return compare_words(ours ? "yes" : "no", theirs ? "yes" : "no");
}

finding compare_counts(std::optional<int> ours, std::optional<int> theirs) {
    if (ours.has_value() != theirs.has_value()) return {.how = grade::tolerable};
    if (!ours) return {};
    return compare_sizes(*ours, *theirs, both(std::to_string(*ours), std::to_string(*theirs)));
}

finding compare_money(storage::money ours, storage::money theirs) {
    return compare_sizes(
        ours, theirs, both(std::to_string(ours.minor), std::to_string(theirs.minor)));
}

finding compare_texts(std::string_view ours, std::string_view theirs) {
    if (ours == theirs) return {};
    const auto here = storage::folded_words(ours);
    const auto there = storage::folded_words(theirs);
    if (begins_with(here, there) || begins_with(there, here)) return {.how = grade::tolerable};
    return pair("other words", "other words", both(begin_of(here), begin_of(there)));
}

finding compare_names(std::string_view ours, std::string_view theirs) {
    if (ours == theirs) return {};
    auto here = storage::folded_words(ours);
    auto there = storage::folded_words(theirs);
    std::ranges::sort(here);
    std::ranges::sort(there);
    if (here == there || here.empty() || there.empty()) return {.how = grade::tolerable};
    return pair("another name", "another name");
}

finding compare_days(std::optional<storage::local_date> ours,
                     std::optional<storage::local_date> theirs) {
    if (ours == theirs) return {};
    if (!ours || !theirs) return {.how = grade::tolerable};
    const std::string apart = days_in_words(std::abs((*ours - *theirs).count()));
    std::string example = both(iso_date(*ours), iso_date(*theirs));
    return *ours > *theirs ? pair(apart + " later", apart + " earlier", std::move(example))
                           : pair(apart + " earlier", apart + " later", std::move(example));
}

finding compare_days(std::optional<storage::instant> ours,
                     std::optional<storage::instant> theirs,
                     std::string_view zone) {
    if (ours == theirs) return {};
    if (!ours || !theirs) return {.how = grade::tolerable};
    auto made = compare_days(std::optional(date_in(*ours, zone)), date_in(*theirs, zone));
    if (made.how == grade::same) made.how = grade::tolerable;
    return made;
}

finding compare_spans(storage::instant from,
                      std::optional<storage::instant> ours,
                      std::optional<storage::instant> theirs,
                      std::string_view zone) {
    auto made = compare_days(ours, theirs, zone);
    if (made.how != grade::different) return made;
    const auto span = [&](storage::instant end) {
        return std::string("in ").append(
            days_in_words((date_in(end, zone) - date_in(from, zone)).count()));
    };
    made.ours = span(*ours);
    made.theirs = span(*theirs);
    return made;
}

} // namespace circ::shadow
