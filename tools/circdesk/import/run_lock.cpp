#include "tools/circdesk/import/run_lock.hpp"

#include "storage/ownership.hpp"
#include "tools/circdesk/tool.hpp"

#include <fmt/format.h>

#include <fcntl.h>
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

int open_file(const std::string& data_dir) {
    const int file = ::open(path_in(data_dir).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0660);
    if (file < 0 || storage::give_to_owner_of(data_dir, path_in(data_dir))) return file;
    ::close(file);
    return -1;
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
