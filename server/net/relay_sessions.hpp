#pragma once

#include "server/circulation/operations.hpp"
#include "server/relay/session_cache.hpp"

#include <cstddef>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <utility>

namespace circ::net {

/// What has been looked up for each device: found again by account and address, since a request
/// says no more of its session. Two devices behind one address that use one account at the same
/// time do not share it. Used from one io thread.
class relay_sessions {
public:
    explicit relay_sessions(std::size_t most = 1000) : most_(most) {}

    /// The cache of a device as long as one request uses it.
    class lent {
    public:
        lent() = default;
        lent(std::shared_ptr<relay::session_cache> what, std::shared_ptr<bool> taken)
            : what_(std::move(what)), taken_(std::move(taken)) {}
        lent(lent&&) noexcept = default;
        lent& operator=(lent&&) = delete;
        ~lent() {
            if (taken_) *taken_ = false;
        }
        [[nodiscard]] relay::session_cache* get() const noexcept { return what_.get(); }

    private:
        std::shared_ptr<relay::session_cache> what_;
        std::shared_ptr<bool> taken_; ///< nothing: it is nobody else's
    };

    [[nodiscard]] lent of(const circulation::requester& by) {
        const std::string key = std::to_string(by.terminal.value) + ' ' + by.address;
        const auto found = by_key_.find(key);
        if (found == by_key_.end()) {
            while (by_key_.size() >= most_)
                forget_oldest();
            order_.push_front(key);
            kept made{std::make_shared<relay::session_cache>(),
                      std::make_shared<bool>(true),
                      order_.begin()};
            const auto& stored = by_key_.emplace(key, std::move(made)).first->second;
            return {stored.what, stored.taken};
        }
        kept& there = found->second;
        order_.splice(order_.begin(), order_, there.place);
        if (std::exchange(*there.taken, true))
            return {std::make_shared<relay::session_cache>(), nullptr};
        return {there.what, there.taken};
    }

    [[nodiscard]] std::size_t size() const noexcept { return by_key_.size(); }

private:
    struct kept {
        std::shared_ptr<relay::session_cache> what;
        std::shared_ptr<bool> taken;
        std::list<std::string>::iterator place;
    };

    void forget_oldest() {
        by_key_.erase(order_.back());
        order_.pop_back();
    }

    std::size_t most_;
    std::list<std::string> order_; ///< the one used last is first
    std::map<std::string, kept> by_key_;
};

} // namespace circ::net
