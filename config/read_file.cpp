#include "config/read_file.hpp"

#include <array>
#include <cerrno>
#include <cstdint>
#include <fstream>
#include <system_error>
#include <utility>

namespace circ::config {

namespace {

/// A library's settings, and what they name, are a few kilobytes; whatever is longer is another file.
constexpr std::uintmax_t largest_file = 4 * 1024 * 1024;

file_text unread(std::string why_not) {
    return {.text = {}, .why_not = std::move(why_not)};
}

} // namespace

file_text read_file(const std::filesystem::path& file) {
    std::error_code none;
    const auto size = std::filesystem::file_size(file, none);
    if (none) return unread(none.message());
    if (size > largest_file) return unread("it is longer than 4 MiB");
    errno = 0;
    std::ifstream in(file, std::ios::binary);
    std::string text;
    std::array<char, 4096> part{};
    while (in) { // by read(), which catches what an iterator of the buffer throws
        in.read(part.data(), part.size());
        text.append(part.data(), static_cast<std::size_t>(in.gcount()));
    }
    if (!in.eof()) return unread(std::generic_category().message(errno != 0 ? errno : EIO));
    return {.text = std::move(text), .why_not = {}};
}

std::string complaint_about(const file_text& unread) {
    return "cannot be read (" + unread.why_not + "); make it a file that the daemon may read";
}

} // namespace circ::config
