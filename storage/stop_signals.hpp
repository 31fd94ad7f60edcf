#pragma once

#include <csignal>

namespace circ::storage {

/// Holds back SIGINT, SIGTERM and SIGHUP from this thread and from those it starts meanwhile; what
/// came in is delivered at the end.
class stop_signals_held {
public:
    stop_signals_held() noexcept {
        sigset_t stop{};
        sigemptyset(&stop);
        for (const int signal : {SIGINT, SIGTERM, SIGHUP})
            sigaddset(&stop, signal);
        pthread_sigmask(SIG_BLOCK, &stop, &before_);
    }
    stop_signals_held(const stop_signals_held&) = delete;
    stop_signals_held& operator=(const stop_signals_held&) = delete;
    ~stop_signals_held() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

private:
    sigset_t before_{};
};

} // namespace circ::storage
