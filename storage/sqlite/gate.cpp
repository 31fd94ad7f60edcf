#include "storage/sqlite/gate.hpp"

#include "storage/ownership.hpp"
#include "storage/store_error.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <thread>
#include <utility>

namespace circ::storage::sqlite {

using namespace std::chrono_literals;

namespace {

constexpr off_t gate_byte = 0;
constexpr off_t turnstile_byte = 1;
constexpr off_t users_byte = 2;
constexpr std::size_t signature_width = 64;
constexpr auto worth_telling = 1s;

[[noreturn]] void fail(const std::string& what, const std::string& path) {
    throw store_error(store_failure::unavailable,
                      what + " " + path + ": " + std::generic_category().message(errno));
}

struct flock lock_of(short type, off_t byte) {
    struct flock lock {};
    lock.l_type = type;
    lock.l_whence = SEEK_SET;
    lock.l_start = byte;
    lock.l_len = 1;
    return lock;
}

int open_gate(const std::string& path, const std::string& database) {
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0660);
    if (file < 0) fail("cannot open the writer gate", path);
    if (!give_to_owner_of(database, path)) {
        ::close(file);
        fail("cannot give away the writer gate", path);
    }
    return file;
}

std::string signature() {
    static const std::string text = [] {
        std::string line = std::string{program_invocation_short_name}.substr(0, 32) + " (pid " +
                           std::to_string(::getpid()) + ")";
        line.resize(signature_width - 1, ' ');
        return line + "\n";
    }();
    return text;
}

} // namespace

std::string gate_path(std::string_view database) {
    return std::string{database} + "-gate";
}

gate::gate(const std::string& database, std::chrono::milliseconds patience, waited on_waited)
    : path_(gate_path(database)), patience_(patience), on_waited_(std::move(on_waited)),
      file_(open_gate(path_, database)) {
    try {
        wait_for(users_byte, F_RDLCK, clock::now() + patience_);
    } catch (...) {
        ::close(file_);
        throw;
    }
}

gate::~gate() {
    ::close(file_);
}

void gate::lock() {
    const auto since = clock::now();
    const auto tell = [&] {
        const auto took =
            std::chrono::duration_cast<std::chrono::milliseconds>(clock::now() - since);
        if (on_waited_ && (took >= worth_telling || took >= patience_)) on_waited_(holder(), took);
    };
    try {
        wait_for(turnstile_byte, F_WRLCK, since + patience_);
        try {
            wait_for(gate_byte, F_WRLCK, since + patience_);
        } catch (...) {
            free(turnstile_byte);
            throw;
        }
    } catch (...) {
        tell();
        throw;
    }
    free(turnstile_byte);
    tell();
    sign();
}

void gate::unlock() noexcept {
    free(gate_byte);
}

bool gate::keep_others_out() const {
    return try_take(users_byte, F_WRLCK);
}

void gate::let_others_in() const {
    wait_for(users_byte, F_RDLCK, clock::now()); // nobody can be in the way: it is ours
}

// A blocking fcntl() knows no deadline but a signal, which is not a library's to send. So ask again
// and again, and only while somebody else is in: the turnstile keeps this fair.
void gate::wait_for(off_t byte, short how, clock::time_point deadline) const {
    for (auto pause = 50us; !try_take(byte, how);
         pause = std::min<std::chrono::microseconds>(pause * 2, 1ms)) {
        if (clock::now() >= deadline)
            throw store_error(store_failure::unavailable,
                              "waited " + std::to_string(patience_.count()) +
                                  " ms for the writer gate " + path_ + ", held by " + holder());
        std::this_thread::sleep_for(pause);
    }
}

bool gate::try_take(off_t byte, short how) const {
    auto wanted = lock_of(how, byte);
    if (::fcntl(file_, F_OFD_SETLK, &wanted) == 0) return true;
    if (errno != EAGAIN && errno != EACCES) fail("cannot lock the writer gate", path_);
    return false;
}

// Unlocking can only fail on a bad descriptor, which the class rules out.
void gate::free(off_t byte) const noexcept {
    auto freed = lock_of(F_UNLCK, byte);
    ::fcntl(file_, F_OFD_SETLK, &freed);
}

std::string gate::holder() const {
    std::string line(signature_width, ' ');
    const auto read = ::pread(file_, line.data(), line.size(), 0);
    line.resize(static_cast<std::size_t>(std::max<ssize_t>(read, 0)));
    const auto end = line.find_last_not_of(" \n");
    return end == line.npos ? "somebody unknown" : line.substr(0, end + 1);
}

// Only when it is not there yet: a lone writer never dirties the file, which its next fsync would
// pay.
void gate::sign() const {
    std::string line(signature_width, '\0');
    const auto read = ::pread(file_, line.data(), line.size(), 0);
    if (read == static_cast<ssize_t>(line.size()) && line == signature()) return;
    // A name that cannot be written costs a sentence its name, no more.
    const auto written = ::pwrite(file_, signature().data(), signature_width, 0);
    static_cast<void>(written);
}

} // namespace circ::storage::sqlite
