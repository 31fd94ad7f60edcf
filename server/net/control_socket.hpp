#pragma once

#include "server/log/log.hpp"
#include "server/net/watch_hub.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace circ::net {

/// What the tool may ask for besides, and what answers it: a line, from the rest of the request.
struct control_request {
    std::string_view words; ///< the request begins with them
    std::function<boost::asio::awaitable<std::string>(std::string rest)> answer;
};

/// The daemon's door for the operator's tool: a Unix socket beside the database that only the
/// daemon's own user (and root) can open. One request per connection, a line:
///
///     watch LOGIN     live messages of that terminal, `watch *` of all, a line of JSON each
///
/// and those that it is given, each answered by one line.
///
/// A watcher who reads too slowly loses lines and is told how many; no session ever waits for one.
class control_socket {
public:
    /// @param path where the socket is made; one left behind by a killed daemon is replaced
    /// @throws std::runtime_error when somebody answers there already, or the path is too long;
    ///         std::system_error when it cannot be made
    control_socket(boost::asio::any_io_executor on, const std::string& path, watch_hub& hub,
                   log::logger& log, std::vector<control_request> others = {});
    ~control_socket(); ///< close()

    /// No new watchers; those there are go. Removes the socket, unless another one has its place.
    void close();

    struct state;

private:
    std::shared_ptr<state> state_;
};

} // namespace circ::net
