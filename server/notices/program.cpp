#include "server/notices/program.hpp"

#include <cerrno>
#include <csignal>
#include <system_error>
#include <utility>

#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ; // NOLINT: POSIX wants it declared by its user

namespace circ::notices {

namespace {

using clock = std::chrono::steady_clock;

class file {
public:
    explicit file(int descriptor = -1) : descriptor_(descriptor) {}
    file(file&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
    file& operator=(file&&) = delete;
    ~file() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    [[nodiscard]] int get() const noexcept { return descriptor_; }
    void close() {
        if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
    }

private:
    int descriptor_;
};

std::string why(const std::string& what, int error) {
    return what + ": " + std::generic_category().message(error);
}

/// Actions and attributes of a start; both must be given back.
class start_options {
public:
    explicit start_options(int input) {
        ::posix_spawn_file_actions_init(&actions_);
        ::posix_spawn_file_actions_adddup2(&actions_, input, STDIN_FILENO);
        ::posix_spawn_file_actions_adddup2(&actions_, STDERR_FILENO, STDOUT_FILENO);
        ::posix_spawnattr_init(&attributes_);
        sigset_t usual;
        ::sigemptyset(&usual);
        ::sigaddset(&usual, SIGPIPE); // which we ignore, and a program may count on
        ::posix_spawnattr_setsigdefault(&attributes_, &usual);
        sigset_t none;
        ::sigemptyset(&none);
        ::posix_spawnattr_setsigmask(&attributes_, &none);
        ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    }
    start_options(const start_options&) = delete;
    start_options& operator=(const start_options&) = delete;
    ~start_options() {
        ::posix_spawn_file_actions_destroy(&actions_);
        ::posix_spawnattr_destroy(&attributes_);
    }

    /// @return 0, or an error number
    int start(pid_t& process, const std::vector<std::string>& command) const {
        std::vector<char*> words;
        for (const auto& each : command)
            words.push_back(const_cast<char*>(each.c_str()));
        words.push_back(nullptr);
        return ::posix_spawn(
            &process, words.front(), &actions_, &attributes_, words.data(), environ);
    }

private:
    posix_spawn_file_actions_t actions_{};
    posix_spawnattr_t attributes_{};
};

/// @return whether it came to that in time
bool wait_for(int descriptor, short what, clock::time_point end) {
    for (;;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - clock::now());
        if (left <= left.zero()) return false;
        pollfd waited{descriptor, what, 0};
        const int ready = ::poll(&waited, 1, static_cast<int>(left.count()));
        const bool was_signalled = ready < 0 && errno == EINTR; // which is not the end of the time
        if (!was_signalled) return ready > 0;
    }
}

/// What it does not want to read it need not: its exit code says whether it has what it needs.
void write_all(int to, std::string_view input, clock::time_point end) {
    while (!input.empty() && wait_for(to, POLLOUT, end)) {
        const auto sent = ::send(to, input.data(), input.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0 && errno != EAGAIN && errno != EINTR) return;
        if (sent > 0) input.remove_prefix(static_cast<std::size_t>(sent));
    }
}

program_failure in_words(int status) {
    if (WIFEXITED(status)) {
        const int code = WEXITSTATUS(status);
        return code == 0 ? "" : "it ended with exit code " + std::to_string(code);
    }
    return "it was ended by signal " + std::to_string(WTERMSIG(status));
}

program_failure wait_for_end(pid_t process, std::chrono::seconds patience, clock::time_point end) {
    const file watched(static_cast<int>(::syscall(SYS_pidfd_open, process, 0)));
    const bool in_time = watched.get() < 0 || wait_for(watched.get(), POLLIN, end);
    if (!in_time) ::kill(process, SIGKILL);
    int status = 0;
    while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
    }
    if (!in_time)
        return "it took longer than " + std::to_string(patience.count()) + " seconds and was stopped";
    return in_words(status);
}

} // namespace

program_failure run_program(const std::vector<std::string>& command,
                            std::string_view input,
                            std::chrono::seconds patience) {
    int ends[2] = {-1, -1};
    // A socket rather than a pipe: writing to one that was closed is an error and no signal.
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return why("no connection to a program", errno);
    const file ours(ends[0]);
    file theirs(ends[1]);
    pid_t process = 0;
    const int failed = start_options(theirs.get()).start(process, command);
    theirs.close();
    if (failed != 0) return why("it cannot be started: " + command.front(), failed);
    const auto end = clock::now() + patience;
    write_all(ours.get(), input, end);
    ::shutdown(ours.get(), SHUT_WR);
    return wait_for_end(process, patience, end);
}

} // namespace circ::notices
