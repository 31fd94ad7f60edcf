#pragma once

#include <csignal>

#include <sys/prctl.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

namespace circ::bench {

/// A child process, ended by its id when this goes; also when we are killed.
class owned_process {
public:
    /// Forks. In the child id() is zero.
    explicit owned_process(int ended_by) : ended_by_(ended_by), id_(::fork()) {
        if (id_ == 0) ::prctl(PR_SET_PDEATHSIG, ended_by);
    }
    ~owned_process() {
        if (id_ <= 0) return;
        ::kill(id_, ended_by_);
        ::waitpid(id_, nullptr, 0);
    }
    owned_process(const owned_process&) = delete;
    owned_process& operator=(const owned_process&) = delete;

    [[nodiscard]] pid_t id() const noexcept { return id_; }
    [[nodiscard]] bool has_ended() const { return ::waitpid(id_, nullptr, WNOHANG) != 0; }

private:
    int ended_by_;
    pid_t id_;
};

} // namespace circ::bench
