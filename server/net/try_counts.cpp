#include "server/net/try_counts.hpp"

namespace circ::net {

try_counts::try_counts(const circulation::clock& clock) : clock_(&clock) {}

bool try_counts::used_up(const std::string& of, std::size_t most) {
    forget_old();
    const auto found = tries_.find(of);
    return found != tries_.end() && found->second >= most;
}

bool try_counts::count(const std::string& of, std::size_t most) {
    forget_old();
    return ++tries_[of] == most;
}

void try_counts::forget_old() {
    const auto now = clock_->now();
    // A clock that was set back must not keep anybody out for longer.
    if (now >= minute_began_ && now - minute_began_ < std::chrono::minutes(1)) return;
    minute_began_ = now;
    tries_.clear();
}

} // namespace circ::net
