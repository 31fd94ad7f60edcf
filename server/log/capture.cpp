#include "server/log/capture.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

namespace circ::log {

namespace {

class capturing_sink final : public line_sink {
public:
    explicit capturing_sink(std::shared_ptr<captured_lines> into) : into_(std::move(into)) {}

    void put(std::string_view line) override { into_->add(line); }

private:
    std::shared_ptr<captured_lines> into_;
};

/// 2026-03-17T14:25:30.123Z
std::chrono::system_clock::time_point fixed_time() {
    return std::chrono::system_clock::time_point(std::chrono::milliseconds(1'773'757'530'123));
}

} // namespace

void captured_lines::add(std::string_view line) {
    const std::lock_guard lock(mutex_);
    lines_.emplace_back(line);
}

std::vector<std::string> captured_lines::all() const {
    const std::lock_guard lock(mutex_);
    return lines_;
}

std::vector<std::string> captured_lines::of(event what) const {
    const std::string id = printed_id(info(what));
    std::vector<std::string> found;
    const auto all_lines = all();
    std::copy_if(all_lines.begin(),
                 all_lines.end(),
                 std::back_inserter(found),
                 [&](const std::string& line) { return line.find(id) != std::string::npos; });
    return found;
}

std::unique_ptr<logger> capturing_logger(std::shared_ptr<captured_lines> into, format as) {
    return std::make_unique<logger>(
        as, level::debug, std::make_unique<capturing_sink>(std::move(into)), fixed_time);
}

} // namespace circ::log
