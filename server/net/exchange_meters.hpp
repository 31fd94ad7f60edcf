#pragma once

#include "server/circulation/operations.hpp"
#include "server/metrics/registry.hpp"
#include "server/net/terminal_logins.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace circ::net {

/// What sessions count of their exchanges, each series looked up once: a request costs no search.
/// Used from the io thread.
class exchange_meters {
public:
    using duration = std::chrono::duration<double>;

    enum class terminals { not_told_apart, by_login };

    /// All series that may be there stand at zero from the beginning, so that a first refusal is seen
    /// as one more.
    exchange_meters(metrics::registry& into, terminals which);

    /// A request that a backend has performed. @param code two digits of its message
    void handled(std::string_view code, const circulation::outcome& how, duration took,
                 std::string_view terminal);
    /// A request that was answered without asking a backend.
    void answered_at_door(std::string_view code);
    void login_answered(std::string_view code, bool accepted, duration took);

    void logged_in(login_result::outcome how);

private:
    static constexpr std::size_t outcomes = 5; ///< words stand in the source
    struct message_series {
        std::array<metrics::counter_handle, outcomes> counts;
        metrics::histogram_handle took;
    };

    [[nodiscard]] message_series& of(std::string_view code);
    [[nodiscard]] message_series make(std::string_view code);
    void count_terminal(std::string_view login);

    metrics::registry* into_;
    terminals which_;
    std::array<std::optional<message_series>, 100> messages_; ///< by code
    std::array<metrics::counter_handle, circulation::reason_count> refusals_;
    std::array<metrics::counter_handle, 5> logins_;
    std::map<std::string, metrics::counter_handle, std::less<>> terminals_;
};

} // namespace circ::net
