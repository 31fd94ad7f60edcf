#include "storage/sql/unit_queue.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace circ::storage::sql {

unit_queue::admission unit_queue::push(queued_unit&& unit) {
    {
        const std::lock_guard lock{mutex_};
        if (closed_) return admission::closed;
        if (units_.size() >= room_) return admission::full;
        units_.push_back(std::move(unit));
    }
    changed_.notify_one();
    return admission::taken;
}

bool unit_queue::wait(std::chrono::milliseconds at_most) {
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, at_most, [this] { return ready(); });
}

std::vector<queued_unit> unit_queue::take(std::size_t most) {
    std::vector<queued_unit> taken;
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [this] { return ready(); });
    move_out(std::min(most, units_.size()), taken);
    return taken;
}

void unit_queue::take_rest(std::vector<queued_unit>& units) {
    const std::lock_guard lock{mutex_};
    move_out(units_.size(), units);
}

void unit_queue::close() {
    {
        const std::lock_guard lock{mutex_};
        closed_ = true;
    }
    changed_.notify_one();
}

std::size_t unit_queue::size() const {
    const std::lock_guard lock{mutex_};
    return units_.size();
}

void unit_queue::move_out(std::size_t count, std::vector<queued_unit>& into) {
    const auto last = units_.begin() + static_cast<std::ptrdiff_t>(count);
    into.insert(into.end(), std::move_iterator{units_.begin()}, std::move_iterator{last});
    units_.erase(units_.begin(), last);
}

} // namespace circ::storage::sql
