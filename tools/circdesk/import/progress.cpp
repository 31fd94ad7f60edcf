#include "tools/circdesk/import/progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <utility>

#include <unistd.h>

namespace circ::tool {
namespace {

constexpr std::chrono::milliseconds between_bars{100};
constexpr std::chrono::seconds between_lines{10};
constexpr int bar_width = 30;

} // namespace

int percent_read(std::istream& in, std::streamoff size) {
    const std::streamoff at = in.rdbuf()->pubseekoff(0, std::ios::cur, std::ios::in);
    if (size <= 0 || at < 0) return 0;
    return static_cast<int>(100 * std::min(at, size) / size);
}

std::string progress_bar(const std::string& file, std::uint64_t records, int percent) {
    const auto filled = static_cast<std::size_t>(percent * bar_width / 100);
    return fmt::format("[{}{}] {} % {} records of {}",
                       std::string(filled, '#'), std::string(bar_width - filled, '.'), percent, records, file);
}

std::string progress_line(const std::string& file, std::uint64_t records, int percent) {
    return fmt::format("{}: {} records, {} %", file, records, percent);
}

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

void progress::draw() const {
    const int percent = percent_read(in_, size_);
    if (on_terminal_)
        std::cerr << '\r' << progress_bar(file_, records_, percent) << "\033[K" << std::flush;
    else
        std::cerr << progress_line(file_, records_, percent) << '\n';
}

} // namespace circ::tool
