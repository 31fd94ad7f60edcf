#include "storage/sqlite/bounded_wait.hpp"

#include <algorithm>

namespace circ::storage::sqlite {

namespace {

thread_local bounded_wait::clock::time_point give_up_at = bounded_wait::clock::time_point::max();

} // namespace

bounded_wait::bounded_wait(clock::time_point until) noexcept : before_(give_up_at) {
    give_up_at = std::min(until, before_);
}

bounded_wait::~bounded_wait() {
    give_up_at = before_;
}

std::chrono::microseconds bounded_wait::at_most(std::chrono::microseconds pause) noexcept {
    return std::min(pause, std::chrono::duration_cast<std::chrono::microseconds>(give_up_at - clock::now()));
}

} // namespace circ::storage::sqlite
