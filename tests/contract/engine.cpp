#include "tests/contract/engine.hpp"

#include "storage/sqlite/sqlite_driver.hpp"

namespace circ::test {

std::vector<engine> engines() {
    return {{"sqlite", [](const std::string& file) {
                 return storage::sqlite::open_connection(
                     {.path = file, .mode = storage::sqlite::open_mode::create});
             }}};
}

} // namespace circ::test
