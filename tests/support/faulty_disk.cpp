#include "tests/support/faulty_disk.hpp"

#include "tests/support/fault_plan.hpp"

#include <sqlite3.h>

#include <new>
#include <stdexcept>

// A VFS over the usual one, as SQLite's own tests have it: each call is counted, then handed on or
// refused. Memory maps are not given out, so that every read is a call.

namespace circ::test {

namespace {

fault_plan plan;

bool must_fail(disk_fault in_this_way) noexcept {
    return plan.must_fail(in_this_way);
}

struct faulty_file {
    sqlite3_file base; ///< first: SQLite sees no more
    sqlite3_file* real;
};

sqlite3_file* real(sqlite3_file* file) noexcept {
    return reinterpret_cast<faulty_file*>(file)->real;
}


int on_close(sqlite3_file* file) noexcept {
    return real(file)->pMethods->xClose(real(file));
}

int on_read(sqlite3_file* file, void* into, int bytes, sqlite3_int64 at) noexcept {
    if (must_fail(disk_fault::io_error)) return SQLITE_IOERR_READ;
    return real(file)->pMethods->xRead(real(file), into, bytes, at);
}

int on_write(sqlite3_file* file, const void* from, int bytes, sqlite3_int64 at) noexcept {
    if (must_fail(disk_fault::io_error)) return SQLITE_IOERR_WRITE;
    if (must_fail(disk_fault::full)) return SQLITE_FULL;
    if (must_fail(disk_fault::short_write)) {
        const int half = real(file)->pMethods->xWrite(real(file), from, bytes / 2, at);
        return half == SQLITE_OK ? SQLITE_FULL : half; // which is what the usual one says
    }
    return real(file)->pMethods->xWrite(real(file), from, bytes, at);
}

int on_truncate(sqlite3_file* file, sqlite3_int64 to) noexcept {
    if (must_fail(disk_fault::io_error)) return SQLITE_IOERR_TRUNCATE;
    return real(file)->pMethods->xTruncate(real(file), to);
}

int on_sync(sqlite3_file* file, int how) noexcept {
    if (must_fail(disk_fault::io_error)) return SQLITE_IOERR_FSYNC;
    return real(file)->pMethods->xSync(real(file), how);
}

int on_file_size(sqlite3_file* file, sqlite3_int64* size) noexcept {
    if (must_fail(disk_fault::io_error)) return SQLITE_IOERR_FSTAT;
    return real(file)->pMethods->xFileSize(real(file), size);
}

int on_lock(sqlite3_file* file, int level) noexcept {
    if (must_fail(disk_fault::locked)) return SQLITE_BUSY;
    return real(file)->pMethods->xLock(real(file), level);
}

int on_unlock(sqlite3_file* file, int level) noexcept {
    return real(file)->pMethods->xUnlock(real(file), level);
}

int on_check_reserved_lock(sqlite3_file* file, int* held) noexcept {
    return real(file)->pMethods->xCheckReservedLock(real(file), held);
}

int on_file_control(sqlite3_file* file, int what, void* with) noexcept {
    return real(file)->pMethods->xFileControl(real(file), what, with);
}

int on_sector_size(sqlite3_file* file) noexcept {
    return real(file)->pMethods->xSectorSize(real(file));
}

int on_device_characteristics(sqlite3_file* file) noexcept {
    return real(file)->pMethods->xDeviceCharacteristics(real(file));
}

int on_shm_map(sqlite3_file* file, int page, int bytes, int extend, void volatile** mapped) noexcept {
    if (must_fail(disk_fault::io_error)) return SQLITE_IOERR_SHMMAP;
    return real(file)->pMethods->xShmMap(real(file), page, bytes, extend, mapped);
}

int on_shm_lock(sqlite3_file* file, int offset, int count, int flags) noexcept {
    const bool takes = (flags & SQLITE_SHM_LOCK) != 0;
    if (takes && must_fail(disk_fault::locked)) return SQLITE_BUSY;
    return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}

void on_shm_barrier(sqlite3_file* file) noexcept {
    real(file)->pMethods->xShmBarrier(real(file));
}

int on_shm_unmap(sqlite3_file* file, int remove) noexcept {
    return real(file)->pMethods->xShmUnmap(real(file), remove);
}

int on_fetch(sqlite3_file*, sqlite3_int64, int, void** mapped) noexcept {
    *mapped = nullptr; // not mapped: read it
    return SQLITE_OK;
}

int on_unfetch(sqlite3_file*, sqlite3_int64, void*) noexcept {
    return SQLITE_OK;
}

constexpr sqlite3_io_methods methods{3,
                                     on_close,
                                     on_read,
                                     on_write,
                                     on_truncate,
                                     on_sync,
                                     on_file_size,
                                     on_lock,
                                     on_unlock,
                                     on_check_reserved_lock,
                                     on_file_control,
                                     on_sector_size,
                                     on_device_characteristics,
                                     on_shm_map,
                                     on_shm_lock,
                                     on_shm_barrier,
                                     on_shm_unmap,
                                     on_fetch,
                                     on_unfetch};

sqlite3_vfs* usual(sqlite3_vfs* self) noexcept {
    return static_cast<sqlite3_vfs*>(self->pAppData);
}

int on_open(sqlite3_vfs* self, const char* name, sqlite3_file* file, int flags, int* out_flags) noexcept {
    auto* made = ::new (file) faulty_file{{nullptr}, reinterpret_cast<sqlite3_file*>(reinterpret_cast<faulty_file*>(file) + 1)};
    if (must_fail(disk_fault::io_error)) return SQLITE_CANTOPEN;
    const int code = usual(self)->xOpen(usual(self), name, made->real, flags, out_flags);
    // A file that has methods is closed, also when opening it has failed.
    made->base.pMethods = made->real->pMethods != nullptr ? &methods : nullptr;
    return code;
}

int on_delete(sqlite3_vfs* self, const char* name, int sync) noexcept {
    if (must_fail(disk_fault::io_error)) return SQLITE_IOERR_DELETE;
    return usual(self)->xDelete(usual(self), name, sync);
}

/// Who waits for a lock that never comes free shall not wait in earnest.
int on_sleep(sqlite3_vfs*, int microseconds) noexcept {
    return microseconds;
}

} // namespace

struct faulty_disk::registered {
    sqlite3_vfs vfs{};
};

faulty_disk::faulty_disk() : vfs_(std::make_unique<registered>()) {
    heal();
    sqlite3_vfs* below = sqlite3_vfs_find(nullptr);
    if (below == nullptr) throw std::runtime_error("SQLite has no VFS");
    vfs_->vfs = *below; // what is not counted goes straight on
    vfs_->vfs.pNext = nullptr;
    vfs_->vfs.zName = "faulty";
    vfs_->vfs.szOsFile = static_cast<int>(sizeof(faulty_file)) + below->szOsFile;
    vfs_->vfs.pAppData = below;
    vfs_->vfs.xOpen = on_open;
    vfs_->vfs.xDelete = on_delete;
    vfs_->vfs.xSleep = on_sleep;
    if (sqlite3_vfs_register(&vfs_->vfs, 1) != SQLITE_OK) throw std::runtime_error("SQLite takes no VFS");
}

faulty_disk::~faulty_disk() {
    heal();
    sqlite3_vfs* below = usual(&vfs_->vfs);
    sqlite3_vfs_unregister(&vfs_->vfs);
    sqlite3_vfs_register(below, 1);
}

void faulty_disk::fail_at(int call, disk_fault what, bool lasts) {
    plan.fail_at(call, what, lasts);
}

void faulty_disk::heal() noexcept {
    plan.heal();
}

bool faulty_disk::has_failed() const noexcept {
    return plan.has_failed();
}

} // namespace circ::test
