#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string_view>

namespace circ::storage {

/// What the store tells whoever runs it; each may be left empty.
/// @note Called on the writer's thread, between groups, but for on_upgraded: must return soon and must
///       not throw.
struct store_events {
    /// Another process kept the writer waiting for long, or for as long as it may.
    std::function<void(std::string_view holder, std::chrono::milliseconds waited)> on_gate_waited;
    /// A group of units was refused or is in doubt, or a checkpoint failed; says why.
    std::function<void(std::string_view cause)> on_commit_failed;
    /// The first group after that has become durable.
    std::function<void()> on_recovered;
    /// A group has become durable; `took` runs from taking it off the queue.
    std::function<void(std::size_t units, std::chrono::microseconds took)> on_group_committed;
    /// A store of an older version was brought up to date, from so many migrations to so many;
    /// called on the thread that opens it.
    std::function<void(std::size_t before, std::size_t after)> on_upgraded;
};

} // namespace circ::storage
