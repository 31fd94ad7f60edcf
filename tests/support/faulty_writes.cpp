#include "tests/support/fault_plan.hpp"

#include <sqlite3.h>

#include <atomic>
#include <stdexcept>

#include <cerrno>

#include <sys/types.h>
#include <unistd.h>

// SQLite's own VFS lets its system calls be replaced, for tests such as these. It writes by pwrite64;
// when less was written than asked it goes on with the rest, and calls the disk full when nothing is.

namespace circ::test {

namespace {

constexpr const char* call_name = "pwrite64";

fault_plan plan;
std::atomic<bool> rest_fails{false}; ///< half of a write was done

ssize_t fail_with(int error) noexcept {
    errno = error;
    return -1;
}

ssize_t faulty_pwrite(int file, const void* from, size_t count, off_t at) noexcept {
    if (rest_fails.exchange(false)) return fail_with(ENOSPC);
    if (plan.must_fail(disk_fault::io_error)) return fail_with(EIO);
    if (plan.must_fail(disk_fault::full)) return fail_with(ENOSPC);
    if (plan.must_fail(disk_fault::short_write)) {
        if (count < 2) return fail_with(ENOSPC); // one byte has no half
        rest_fails = true;
        return ::pwrite64(file, from, count / 2, at);
    }
    return ::pwrite64(file, from, count, at);
}

void write_by(sqlite3_syscall_ptr call) {
    sqlite3_vfs* own = sqlite3_vfs_find("unix");
    if (own == nullptr || own->xSetSystemCall(own, call_name, call) != SQLITE_OK)
        throw std::runtime_error("SQLite lets its calls not be replaced");
}

} // namespace

faulty_writes::faulty_writes() {
    heal();
    write_by(reinterpret_cast<sqlite3_syscall_ptr>(&faulty_pwrite));
}

faulty_writes::~faulty_writes() {
    heal();
    write_by(nullptr); // its own again
}

void faulty_writes::fail_at(int call, disk_fault what, bool lasts) {
    plan.fail_at(call, what, lasts);
}

void faulty_writes::heal() noexcept {
    plan.heal();
    rest_fails = false;
}

bool faulty_writes::has_failed() const noexcept {
    return plan.has_failed();
}

} // namespace circ::test
