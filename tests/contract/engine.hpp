#pragma once

#include "storage/sql/driver.hpp"

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

namespace circ::test {

/// An engine that must keep the contract: makes connections to a database of a test's own.
struct engine {
    std::string name;
    std::function<std::unique_ptr<storage::sql::connection>(const std::string& file)> connect;

    friend std::ostream& operator<<(std::ostream& out, const engine& shown) {
        return out << shown.name;
    }
};

/// Every engine that is there to be tested.
[[nodiscard]] std::vector<engine> engines();

} // namespace circ::test
