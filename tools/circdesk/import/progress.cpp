#include "tools/circdesk/import/progress.hpp"

#include <algorithm>
#include <iostream>
#include <utility>

#include <unistd.h>

namespace circ::tool {
namespace {

constexpr std::chrono::milliseconds between_bars{100};
constexpr std::chrono::seconds between_lines{10};

} // namespace

progress::progress(std::string file, std::istream& in)
    : file_(std::move(file)), in_(in), on_terminal_(::isatty(STDERR_FILENO) == 1),
      next_(clock::now() + (on_terminal_ ? between_bars : between_lines)) {
    in_.seekg(0, std::ios::end);
    size_ = in_.tellg();
    in_.clear(); // a pipe has no end to go to; it is read all the same
    in_.seekg(0);
    in_.clear();
}

progress::~progress() {
    if (on_terminal_) std::cerr << "\r\033[K" << std::flush;
}

void progress::one_more() {
    ++records_;
    const auto now = clock::now();
    if (now < next_) return;
    next_ = now + (on_terminal_ ? between_bars : between_lines);
    draw();
}

int progress::percent() const {
    const std::streamoff at = in_.rdbuf()->pubseekoff(0, std::ios::cur, std::ios::in);
    if (size_ <= 0 || at < 0) return 0;
    return static_cast<int>(100 * std::min(at, size_) / size_);
}

void progress::draw() const {
    const int done = percent();
    if (!on_terminal_) {
        std::cerr << file_ << ": " << records_ << " records, " << done << " %\n";
        return;
    }
    constexpr int width = 30;
    const auto filled = static_cast<std::size_t>(done * width / 100);
    std::cerr << '\r' << '[' << std::string(filled, '#') << std::string(width - filled, '.') << "] " << done << " % "
              << records_ << " records of " << file_ << "\033[K" << std::flush;
}

} // namespace circ::tool
