#pragma once

#include "storage/records/time.hpp"

#include <chrono>
#include <optional>

namespace circ::net {

/// How long a session goes on waiting for its device: for the login and for the rest of a message
/// in all, however the bytes come, and for the next message from the one before. The time for a login
/// counts from the connection, or from when whoever was logged in was so no longer.
class patience {
public:
    struct limits {
        std::chrono::seconds login{30};
        std::chrono::seconds message{10};
        std::chrono::seconds idle{600};
    };
    using duration = storage::instant::duration;

    explicit patience(storage::instant connected) : login_awaited_(connected) {}

    void message_ended() noexcept { message_began_.reset(); }
    void login_ended(storage::instant now) noexcept { login_awaited_ = now; }

    /// @param begun whether a message has begun to come
    /// @return what is left; nothing or less: time is up
    [[nodiscard]] duration left(bool begun, bool logged_in, const limits& most, storage::instant now);

private:
    storage::instant login_awaited_; ///< since when
    std::optional<storage::instant> message_began_;
};

} // namespace circ::net
