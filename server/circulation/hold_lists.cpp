#include "server/circulation/hold_lists.hpp"

#include "server/circulation/hold_queue.hpp"
#include "server/circulation/shelf_order.hpp"

#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <tuple>
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
    if (!is_on_pull_list(from, *item, holds, of, rules, today)) return std::nullopt;
    return pull_line{std::move(*item), std::move(holds.front()), waiting};
}

/// The first lines of all that are added, by location and then as a shelf has them.
class first_on_shelf {
public:
    explicit first_on_shelf(std::size_t most) : most_(most) {}

    void add(pull_line line, local_date today) {
        const auto& item = line.item.item;
        lines_.emplace(place{location_on(item, today), shelf_key(item.call_number), item.barcode}, std::move(line));
        if (lines_.size() > most_) lines_.erase(std::prev(lines_.end()));
    }

    /// Those behind the first so many.
    [[nodiscard]] std::vector<pull_line> without(std::size_t first) {
        std::vector<pull_line> made;
        for (auto& [where, line] : lines_)
            if (first == 0)
                made.push_back(std::move(line));
            else
                --first;
        return made;
    }

private:
    using place = std::tuple<std::string, std::string, std::string>;

    std::size_t most_;
    std::map<place, pull_line> lines_;
};

} // namespace

std::vector<pull_line> pull_list(storage::reader& from,
                                 const library_facts& of,
                                 const policy& rules,
                                 storage::branch_id at,
                                 local_date today,
                                 storage::page which) {
    constexpr int step = 50;
    first_on_shelf found(static_cast<std::size_t>(which.first) + static_cast<std::size_t>(which.count));
    storage::item last;
    for (bool is_more = true; is_more;) {
        const auto copies = from.copies_to_pull(at, last.title, last.id, step);
        for (const auto& copy : copies)
            if (auto line = line_of(from, of, rules, today, copy.id)) found.add(std::move(*line), today);
        is_more = static_cast<int>(copies.size()) == step;
        if (is_more) last = copies.back();
    }
    return found.without(static_cast<std::size_t>(which.first));
}

} // namespace circ::circulation
