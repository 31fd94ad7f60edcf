#include "server/net/deadline.hpp"

#include <boost/asio/steady_timer.hpp>

#include <utility>

namespace circ::net {

namespace asio = boost::asio;
using time_point = std::chrono::steady_clock::time_point;

struct deadline::state : std::enable_shared_from_this<state> {
    state(asio::any_io_executor on, std::function<void()> what)
        : timer(std::move(on)), on_expiry(std::move(what)) {}

    void arm(time_point at) {
        armed_for = at;
        timer.expires_at(at); // cancels a wait that is under way
        timer.async_wait([self = shared_from_this()](boost::system::error_code cancelled) {
            if (!cancelled) self->fired();
        });
    }

    void fired() {
        armed_for = time_point::max();
        if (!on_expiry || due == time_point::max()) return;
        if (due > std::chrono::steady_clock::now()) {
            arm(due);
            return;
        }
        due = time_point::max();
        is_expired = true;
        on_expiry();
    }

    asio::steady_timer timer;
    std::function<void()> on_expiry;
    time_point due = time_point::max();
    time_point armed_for = time_point::max();
    bool is_expired = false;
};

deadline::deadline(asio::any_io_executor on, std::function<void()> on_expiry)
    : state_(std::make_shared<state>(std::move(on), std::move(on_expiry))) {}

deadline::~deadline() {
    state_->on_expiry = nullptr;
    state_->timer.cancel();
}

void deadline::within(duration span) {
    state_->is_expired = false;
    state_->due = std::chrono::steady_clock::now() + span;
    if (state_->due < state_->armed_for) state_->arm(state_->due);
}

void deadline::off() { state_->due = time_point::max(); }

void deadline::cancel() {
    off();
    state_->armed_for = time_point::max();
    state_->timer.cancel();
}

bool deadline::expired() const noexcept { return state_->is_expired; }

} // namespace circ::net
