#include "server/log/output_file.hpp"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace circ::log {

namespace {

int open_to_append(const std::string& path) {
    if (path.empty()) return STDOUT_FILENO;
    // Lines hold shortened numbers and addresses: for the library's people, not for everyone.
    return ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0640);
}

/// As a process leaves it that ended while the disk was full.
bool ends_within_line(const std::string& path) {
    std::error_code unknown;
    if (!std::filesystem::is_regular_file(path, unknown)) return false; // to open a pipe would wait
    std::ifstream from(path, std::ios::binary);
    char last = '\n';
    return from.seekg(-1, std::ios::end).get(last) && last != '\n';
}

} // namespace

output_file::output_file(std::string path)
    : path_(std::move(path)), descriptor_(open_to_append(path_)) {
    if (descriptor_ < 0)
        throw std::runtime_error("cannot open the log file " + path_ + ": " +
                                 std::generic_category().message(errno));
    within_line_ = ends_within_line(path_);
}

output_file::~output_file() {
    if (!path_.empty()) ::close(descriptor_);
}

bool output_file::write(std::string_view lines) {
    return (!within_line_ || append("\n")) && append(lines);
}

bool output_file::append(std::string_view bytes) {
    while (!bytes.empty()) {
        const ::ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        within_line_ = bytes[static_cast<std::size_t>(written) - 1] != '\n';
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

bool output_file::reopen() {
    if (path_.empty()) return true;
    const int fresh = open_to_append(path_);
    if (fresh < 0) return false;
    ::close(std::exchange(descriptor_, fresh));
    within_line_ = ends_within_line(path_);
    return true;
}

} // namespace circ::log
