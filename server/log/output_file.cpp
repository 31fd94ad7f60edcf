#include "server/log/output_file.hpp"

#include <cerrno>
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

} // namespace

output_file::output_file(std::string path)
    : path_(std::move(path)), descriptor_(open_to_append(path_)) {
    if (descriptor_ >= 0) return;
    throw std::runtime_error("cannot open the log file " + path_ + ": " +
                             std::generic_category().message(errno));
}

output_file::~output_file() {
    if (!path_.empty()) ::close(descriptor_);
}

bool output_file::write(std::string_view bytes) {
    while (!bytes.empty()) {
        const ::ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

bool output_file::reopen() {
    if (path_.empty()) return true;
    const int fresh = open_to_append(path_);
    if (fresh < 0) return false;
    ::close(std::exchange(descriptor_, fresh));
    return true;
}

} // namespace circ::log
