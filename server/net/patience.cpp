#include "server/net/patience.hpp"

#include <algorithm>

namespace circ::net {
namespace {

/// A clock that was set back gives no more time than there was.
patience::duration rest(std::chrono::seconds of, storage::instant since, storage::instant now) {
    return of - std::max(now - since, patience::duration::zero());
}

} // namespace

patience::duration patience::left(bool begun, bool logged_in, const limits& most, storage::instant now) {
    duration least = logged_in ? duration(most.idle) : rest(most.login, login_awaited_, now);
    if (!begun) {
        message_began_.reset(); // what had come was no message: half a telnet command
        return least;
    }
    if (!message_began_) message_began_ = now;
    const auto message = rest(most.message, *message_began_, now);
    return logged_in ? message : std::min(least, message);
}

} // namespace circ::net
