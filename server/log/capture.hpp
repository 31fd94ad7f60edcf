#pragma once

#include "server/log/log.hpp"

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace circ::log {

/// Lines kept in memory, for tests.
class captured_lines {
public:
    void add(std::string_view line);
    [[nodiscard]] std::vector<std::string> all() const;

    /// The lines of one event.
    [[nodiscard]] std::vector<std::string> of(event what) const;

private:
    mutable std::mutex mutex_;
    std::vector<std::string> lines_;
};

/// A logger whose lines land in `into`, from debug on, at a fixed time.
[[nodiscard]] std::unique_ptr<logger> capturing_logger(std::shared_ptr<captured_lines> into,
                                                       format as = format::text);

} // namespace circ::log
