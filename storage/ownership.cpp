#include "storage/ownership.hpp"

#include "storage/store_error.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

namespace circ::storage {
namespace {

namespace fs = std::filesystem;

std::string folder_of(const std::string& path) {
    return fs::absolute(path).parent_path().string();
}

} // namespace

bool give_to_owner_of(const std::string& like, const std::string& made) {
    if (::geteuid() != 0) return true;
    struct stat wanted {};
    struct stat has {};
    if (::stat(like.c_str(), &wanted) != 0 && ::stat(folder_of(like).c_str(), &wanted) != 0)
        return false;
    if (::lstat(made.c_str(), &has) != 0) return false;
    if (has.st_uid == wanted.st_uid && has.st_gid == wanted.st_gid) return true;
    return ::lchown(made.c_str(), wanted.st_uid, wanted.st_gid) == 0;
}

void make_file_for_owner(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
    if (file < 0) return;
    ::close(file);
    if (give_to_owner_of(folder_of(path), path)) return;
    const int why = errno;
    ::unlink(path.c_str());
    throw store_error{store_failure::unavailable,
                      "cannot give " + path + " to the owner of its folder: " +
                          std::generic_category().message(why)};
}

void make_folders_for_owner_of(const std::string& like, const std::string& folder) {
    const fs::path whole = fs::absolute(folder).lexically_normal();
    fs::path so_far;
    for (const auto& part : whole) {
        so_far /= part;
        // Where owners are not known, it stays whose it is: who cannot write into it is told.
        if (fs::create_directory(so_far)) static_cast<void>(give_to_owner_of(like, so_far.string()));
    }
}

} // namespace circ::storage
