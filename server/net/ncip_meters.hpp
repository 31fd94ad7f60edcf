#pragma once

#include "config/ncip_peer.hpp"
#include "server/metrics/registry.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace circ::net {

/// How a request over NCIP ended.
enum class ncip_ending { done, repeated, refused, unavailable, door, unauthorized };

/// What is counted of peers, by the names that the settings give them; and how many requests of
/// each are being worked on. Used from the io thread.
class ncip_meters {
public:
    explicit ncip_meters(metrics::registry& into) : into_(&into) {}

    /// All series of these peers stand at zero from now on.
    void know(const std::vector<config::ncip_peer>& peers);

    void ended(const std::string& peer, ncip_ending how, std::chrono::duration<double> took);

    /// A request of a peer while it is worked on; gives its place back when destroyed.
    class turn {
    public:
        turn(ncip_meters& in, const std::string& peer, std::size_t most);
        ~turn();
        turn(const turn&) = delete;
        turn& operator=(const turn&) = delete;

        /// Whether there was a place.
        [[nodiscard]] bool is_taken() const noexcept { return count_ != nullptr; }

    private:
        std::size_t* count_ = nullptr;
    };

private:
    static constexpr std::size_t endings = 6; ///< words stand in the source
    struct series {
        std::array<metrics::counter_handle, endings> counts;
        metrics::histogram_handle took;
    };

    metrics::registry* into_;
    std::map<std::string, series, std::less<>> peers_;
    std::map<std::string, std::size_t, std::less<>> running_; ///< nothing is ever taken out
};

} // namespace circ::net
