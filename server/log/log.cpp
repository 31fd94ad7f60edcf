#include "server/log/log.hpp"

#include <utility>

namespace circ::log {

namespace {

struct nowhere final : line_sink {
    void put(std::string_view) override {}
};

} // namespace

logger::logger(log::format format, log::level lowest, std::unique_ptr<line_sink> sink, clock now)
    : format_(format), lowest_(lowest), counts_(all_events().size()), sink_(std::move(sink)), now_(std::move(now)) {}

void logger::write(event what, std::initializer_list<field> fields) noexcept {
    counts_[static_cast<std::size_t>(what)].fetch_add(1, std::memory_order_relaxed);
    if (!writes(what)) return;
    try {
        thread_local std::string line; // its room is used again
        line.clear();
        append_line(line, format_, now_(), info(what), {fields.begin(), fields.size()});
        sink_->put(line);
    } catch (...) { // whoever logs has something better to do than to fail for it
        failed_.fetch_add(1, std::memory_order_relaxed);
    }
}

void logger::pass_over(event what) noexcept {
    counts_[static_cast<std::size_t>(what)].fetch_add(1, std::memory_order_relaxed);
}

bool logger::writes(event what) const noexcept {
    return info(what).level >= lowest_.load(std::memory_order_relaxed);
}

std::uint64_t logger::count(event what) const noexcept {
    if (what == event::log_lines_lost) return sink_->lost(); // it tells of them by itself
    return counts_[static_cast<std::size_t>(what)].load(std::memory_order_relaxed);
}

void logger::flush() {
    sink_->flush();
}

bool logger::reopen() {
    return sink_->reopen();
}

void logger::set_level(log::level lowest) noexcept {
    lowest_.store(lowest, std::memory_order_relaxed);
}

std::uint64_t logger::failed() const noexcept {
    return failed_.load(std::memory_order_relaxed);
}

std::unique_ptr<logger> discard_logger() {
    return std::make_unique<logger>(format::text, level::error, std::make_unique<nowhere>());
}

} // namespace circ::log
