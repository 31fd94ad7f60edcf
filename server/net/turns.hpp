#pragma once

#include "server/net/backend_exchange.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <functional>
#include <map>
#include <memory>
#include <string>

namespace circ::net {

/// One after the other, for each key by itself: the same request, the same item. Used from one io
/// thread; outlives the turns it has given.
class turns {
public:
    explicit turns(boost::asio::any_io_executor on);

    /// The time in which whoever has it is alone.
    class turn {
    public:
        turn(turns& of, std::string key);
        turn(const turn&) = delete;
        turn& operator=(const turn&) = delete;
        ~turn();

    private:
        turns* of_;
        std::string key_;
    };

    /// @param key empty: nobody else is meant, and nobody waits
    /// @return nothing when it has not come by then
    [[nodiscard]] boost::asio::awaitable<std::unique_ptr<turn>> take(std::string key,
                                                                     time_limit until);

private:
    boost::asio::any_io_executor on_;
    std::map<std::string, std::shared_ptr<boost::asio::steady_timer>, std::less<>> under_way_;
};

} // namespace circ::net
