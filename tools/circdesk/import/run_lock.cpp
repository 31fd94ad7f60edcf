#include "tools/circdesk/import/run_lock.hpp"

#include "tools/circdesk/tool.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

namespace circ::tool {
namespace {

std::string path_in(const std::string& data_dir) {
    return (std::filesystem::path(data_dir) / "imports.lock").string();
}

struct flock byte_of(const storage::import_run& run) {
    struct flock lock {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    lock.l_start = run.id.value;
    lock.l_len = 1;
    return lock;
}

// A tool run by root must not lock others out: the file belongs to the directory's owner.
int open_file(const std::string& data_dir) {
    const int file = ::open(path_in(data_dir).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0660);
    struct stat owner {};
    if (file >= 0 && ::geteuid() == 0 && ::stat(data_dir.c_str(), &owner) == 0 &&
        ::fchown(file, owner.st_uid, owner.st_gid) != 0) {
        ::close(file);
        return -1;
    }
    return file;
}

} // namespace

run_lock::run_lock(const std::string& data_dir, const storage::import_run& run)
    : file_(open_file(data_dir)) {
    if (file_ < 0)
        throw complaint(fmt::format("cannot open {}: {}",
                                    path_in(data_dir),
                                    std::generic_category().message(errno)),
                        unavailable);
    auto wanted = byte_of(run);
    if (::fcntl(file_, F_OFD_SETLK, &wanted) == 0) return;
    const int why = errno;
    ::close(file_);
    if (why != EAGAIN && why != EACCES)
        throw complaint(fmt::format("cannot lock {}: {}",
                                    path_in(data_dir),
                                    std::generic_category().message(why)),
                        unavailable);
    throw complaint(fmt::format("import {} is under way: another circdesk is at work on it; wait "
                                "until it has ended, and look at `circdesk import list`",
                                run.number));
}

run_lock::~run_lock() {
    ::close(file_);
}

bool run_lock::is_held(const std::string& data_dir, const storage::import_run& run) {
    const int file = ::open(path_in(data_dir).c_str(), O_RDWR | O_CLOEXEC);
    if (file < 0) return false;
    auto asked = byte_of(run);
    const bool is_known = ::fcntl(file, F_OFD_GETLK, &asked) == 0;
    ::close(file);
    return is_known && asked.l_type != F_UNLCK;
}

} // namespace circ::tool
