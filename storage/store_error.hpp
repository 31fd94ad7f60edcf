#pragma once

#include <stdexcept>
#include <string>

namespace circ::storage {

enum class store_failure {
    unavailable, ///< locked, unreachable, disk full, read-only, stopping: nothing happened
    queue_full,  ///< more waits to be written than may: nothing happened, and the store is not away
    conflict,    ///< another writer was first; running the unit again may succeed
    in_doubt,    ///< the commit may or may not be on disk: never run again
    corrupt,     ///< what was read cannot be, or a constraint of the schema was broken
};

/// The world failed: the store could not do what was asked. Ends in the backend, which answers
/// "unavailable"; the sentence goes to the log, never to a device.
class store_error : public std::runtime_error {
public:
    store_error(store_failure what, const std::string& sentence)
        : std::runtime_error(sentence), failure_(what) {}

    [[nodiscard]] store_failure failure() const noexcept { return failure_; }

private:
    store_failure failure_;
};

} // namespace circ::storage
