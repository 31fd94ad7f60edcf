#include "tests/bench/timed_apart.hpp"

namespace circ::bench {

namespace {

constexpr std::size_t code_size = 2;

} // namespace

std::string timed_apart::next(std::size_t kiosk) {
    auto message = says_.next(kiosk);
    auto& mine = waiting_[kiosk];
    mine.of = &kinds_[message.substr(0, code_size)];
    mine.said = clock::now();
    return message;
}

bool timed_apart::verify(std::size_t kiosk, std::string_view answer) {
    const auto heard_at = clock::now();
    const auto& mine = waiting_[kiosk];
    mine.of->latencies.emplace_back(heard_at - mine.said);
    const bool fits = says_.verify(kiosk, answer);
    if (!fits && mine.of->mismatches++ == 0) mine.of->first_mismatch = answer;
    return fits;
}

measured timed_apart::of(std::string_view code) {
    measured made;
    const auto found = kinds_.find(code);
    if (found == kinds_.end()) return made;
    auto& all = found->second;
    made.set_latencies(all.latencies);
    made.answers = all.latencies.size();
    made.mismatches = all.mismatches;
    made.first_mismatch = all.first_mismatch;
    return made;
}

} // namespace circ::bench
