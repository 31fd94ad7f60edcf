#pragma once

#include "server/circulation/clock.hpp"
#include "server/log/log.hpp"
#include "server/net/async_store.hpp"
#include "server/net/session_list.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace circ::net {

/// How the daemon is, as whoever sends devices here wants to know it.
struct vital_signs {
    bool stopping = false;
    bool draining = false;
    std::string store_trouble; ///< empty: it can be read, and a change has just become durable
};

/// Why no devices are to be sent here, in a sentence; nullopt when they may come.
[[nodiscard]] std::optional<std::string> objection_of(const vital_signs& signs);

/// Feels the daemon's pulse, and keeps whether it is drained. Used from the io thread.
class vitals {
public:
    /// How long a look at the store is good for: many who ask are not to keep the disk busy.
    static constexpr std::chrono::seconds good_for{1};
    /// After how long a look that has not ended is told of, and not waited for by one more who asks: they
    /// would fill the door.
    static constexpr std::chrono::seconds overdue{5};

    vitals(async_store& store, const session_list& sessions, const circulation::clock& clock, log::logger& log);

    enum class drain { on, off };
    /// Told in the log with who wanted it and why. A new start of the daemon is not drained.
    void set(drain to, std::string_view by, std::string_view why);
    [[nodiscard]] bool draining() const noexcept { return draining_; }

    /// Reads the store and makes a change durable that changes nothing in the library.
    [[nodiscard]] boost::asio::awaitable<vital_signs> examine();

private:
    [[nodiscard]] boost::asio::awaitable<std::string> trouble_with_store();

    async_store* store_;
    const session_list* sessions_;
    const circulation::clock* clock_;
    log::logger* log_;
    bool draining_ = false;
    std::optional<storage::instant> looking_since_; ///< the first look of those under way
    std::optional<storage::instant> looked_at_;
    std::string store_trouble_; ///< of the last look
};

} // namespace circ::net
