#pragma once

#include "server/net/backend_connection.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

namespace circ::net {

/// How many connections a backend is given, and how long things may take.
struct pool_settings {
    std::size_t connections = 4;
    std::size_t queue = 64; ///< who may wait for one to become free
    std::chrono::milliseconds connect{2000};
    std::chrono::seconds idle{
        30}; ///< a connection that nobody has used for so long is not used any more
    std::size_t answer_bytes = 1024 * 1024;
};

/// The connections to one backend: kept open, few, and shared by all sessions. Who finds too many
/// waiting is refused at once. Used from one io thread.
class backend_pool {
public:
    backend_pool(boost::asio::any_io_executor on,
                 std::shared_ptr<const backend_target> to,
                 pool_settings how);
    ~backend_pool();

    /// Sends a document on a connection that is free, and waits for the answer until then.
    [[nodiscard]] boost::asio::awaitable<exchange> ask(std::string document, time_limit until);

    /// Takes effect with the next question; connections to another place are closed as they come
    /// back.
    void set(std::shared_ptr<const backend_target> to, pool_settings how);

    /// Ends what is under way, and sends nothing more: nobody waits for it.
    void cut() noexcept;

    [[nodiscard]] std::size_t in_use() const noexcept;
    [[nodiscard]] std::size_t idle() const noexcept;
    [[nodiscard]] std::size_t waiting() const noexcept;

private:
    struct state;
    std::shared_ptr<state> state_; ///< with those who ask
};

} // namespace circ::net
