#include "config/load.hpp"
#include "config/settings_table.hpp"

namespace circ::config {

namespace {

template <typename S>
void collect(std::vector<std::string>& keys,
             const section<S>& one,
             const settings& running,
             const settings& wanted) {
    for (const setting<S>& each : table_of<S>()) {
        if (each.what.when == taken::at_reload) continue;
        if (each.show(running.*one.part) == each.show(wanted.*one.part)) continue;
        keys.push_back(std::string(one.name) + '.' + std::string(each.what.key));
    }
}

} // namespace

std::vector<std::string> restart_needed(const settings& running, const settings& wanted) {
    std::vector<std::string> keys;
    for_each_section([&](const auto& each) { collect(keys, each, running, wanted); });
    if (running.listeners != wanted.listeners) keys.emplace_back(listener_key);
    return keys;
}

} // namespace circ::config
