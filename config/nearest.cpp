#include "config/nearest.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <vector>

namespace circ::config {

namespace {

/// Insertions, deletions and exchanges that turn one word into the other (Levenshtein).
std::size_t distance(std::string_view from, std::string_view to) {
    std::vector<std::size_t> row(to.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < from.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < to.size(); ++j) {
            const std::size_t exchange = diagonal + (from[i] == to[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({exchange, row[j] + 1, diagonal + 1});
        }
    }
    return row.back();
}

} // namespace

std::string suggestion(std::string_view typed, std::span<const std::string_view> known) {
    if (typed.size() > 100) return {}; // nobody mistypes at such length
    std::string_view best;
    // a third of the letters may be wrong, or two, but not all
    std::size_t least =
        std::min(std::max<std::size_t>(2, (typed.size() + 1) / 3) + 1, typed.size());
    for (const std::string_view each : known) {
        const std::size_t far = distance(typed, each);
        if (far >= least) continue;
        least = far;
        best = each;
    }
    return best.empty() ? std::string() : "; did you mean \"" + std::string(best) + "\"?";
}

} // namespace circ::config
