#pragma once

#include "server/circulation/clock.hpp"

#include <cstddef>
#include <map>
#include <string>

namespace circ::net {

/// How often somebody has been wrong within the minute that runs: asked before anything is hashed.
/// It opens by itself when the minute is over. Used from one io thread.
/// @note Only what was hashed is counted, so that the pool's speed bounds the memory too.
class try_counts {
public:
    explicit try_counts(const circulation::clock& clock);

    [[nodiscard]] bool used_up(const std::string& of, std::size_t most);

    /// @return whether this was the last one that is allowed
    bool count(const std::string& of, std::size_t most);

private:
    void forget_old();

    const circulation::clock* clock_;
    std::map<std::string, std::size_t> tries_;
    storage::instant minute_began_{};
};

} // namespace circ::net
