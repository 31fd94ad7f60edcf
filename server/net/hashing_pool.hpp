#pragma once

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>

namespace circ::net {

/// The threads on which PINs and passwords are hashed: 25 to 50 ms each, so never on an io thread,
/// and with a bounded queue, so that a flood of guesses is refused instead of piled up.
class hashing_pool {
public:
    hashing_pool(std::size_t threads, std::size_t most_waiting);
    ~hashing_pool(); ///< joins; what waits is still done

    /// Runs `question` on the pool and comes back to the awaiting thread.
    /// @return nullopt when too many are waiting already
    [[nodiscard]] boost::asio::awaitable<std::optional<bool>> ask(std::function<bool()> question);

    /// Questions that are being answered or wait for it. Any thread.
    [[nodiscard]] std::size_t waiting() const noexcept;

private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace circ::net
