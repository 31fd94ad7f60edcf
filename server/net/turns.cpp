#include "server/net/turns.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace circ::net {

namespace asio = boost::asio;

namespace {

constexpr auto as_value = asio::as_tuple(asio::use_awaitable);

} // namespace

turns::turn::turn(turns& of, std::string key) : of_(&of), key_(std::move(key)) {
    if (key_.empty()) return;
    auto over = std::make_shared<asio::steady_timer>(of.on_);
    over->expires_at(asio::steady_timer::time_point::max());
    of_->under_way_.emplace(key_, std::move(over));
}

turns::turn::~turn() {
    const auto found = of_->under_way_.find(key_);
    if (found == of_->under_way_.end()) return;
    found->second->cancel();
    of_->under_way_.erase(found);
}

turns::turns(asio::any_io_executor on) : on_(std::move(on)) {}

asio::awaitable<std::unique_ptr<turns::turn>> turns::take(std::string key, time_limit until) {
    for (auto found = under_way_.find(key); found != under_way_.end();
         found = under_way_.find(key)) {
        if (std::chrono::steady_clock::now() >= until) co_return nullptr;
        const auto over = found->second;
        asio::steady_timer limit(on_);
        limit.expires_at(until);
        // Whichever comes first: the end of the other, or of our patience, which ends its wait for
        // all.
        limit.async_wait([over](boost::system::error_code cancelled) {
            if (!cancelled) over->cancel();
        });
        co_await over->async_wait(as_value);
    }
    co_return std::make_unique<turn>(*this, std::move(key));
}

} // namespace circ::net
