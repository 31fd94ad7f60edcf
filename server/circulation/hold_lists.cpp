#include "server/circulation/hold_lists.hpp"

#include "server/circulation/hold_queue.hpp"

#include <optional>
#include <utility>

namespace circ::circulation {

namespace {

/// nullopt: it is not to be fetched.
std::optional<pull_line> line_of(storage::reader& from,
                                 const library_facts& of,
                                 const policy& rules,
                                 local_date today,
                                 storage::item_id copy) {
    auto item = from.item_with_facts(copy);
    if (!item) return std::nullopt;
    auto holds = holds_to_fill(from, *item, of, rules, today, most_waiting_counted);
    const int waiting = static_cast<int>(holds.size());
    if (!is_on_pull_list(from, *item, waiting)) return std::nullopt;
    return pull_line{std::move(*item), std::move(holds.front()), waiting};
}

} // namespace

std::vector<pull_line> pull_list(storage::reader& from,
                                 const library_facts& of,
                                 const policy& rules,
                                 storage::branch_id at,
                                 local_date today,
                                 storage::page which) {
    constexpr int step = 50;
    std::vector<pull_line> lines;
    int skipped = 0;
    storage::item last;
    for (;;) {
        const auto copies = from.copies_to_pull(at, last.title, last.id, step);
        for (const auto& copy : copies) {
            auto line = line_of(from, of, rules, today, copy.id);
            if (!line || skipped++ < which.first) continue;
            lines.push_back(std::move(*line));
            if (static_cast<int>(lines.size()) == which.count) return lines;
        }
        if (static_cast<int>(copies.size()) < step) return lines;
        last = copies.back();
    }
}

} // namespace circ::circulation
