#include "config/load.hpp"
#include "config/settings_table.hpp"

#include <algorithm>

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

template <typename S>
void put_back(const section<S>& one, const settings& running, settings& wanted) {
    for (const setting<S>& each : table_of<S>())
        if (each.what.when == taken::at_start) each.copy(running.*one.part, wanted.*one.part);
}

const listener_settings* find(const std::vector<listener_settings>& all, const std::string& name) {
    const auto found = std::find_if(
        all.begin(), all.end(), [&](const listener_settings& each) { return each.name == name; });
    return found == all.end() ? nullptr : &*found;
}

/// A listener is known by its name; where it listens stays, the rest of it is followed.
void collect_listeners(std::vector<std::string>& keys,
                       const std::vector<listener_settings>& running,
                       const std::vector<listener_settings>& wanted) {
    const std::string of = std::string(listener_key) + ' ';
    for (const listener_settings& each : running) {
        const listener_settings* next = find(wanted, each.name);
        if (next == nullptr) keys.push_back(of + in_quotes(each.name) + " (taken out)");
        for (const setting<listener_settings>& row : table_of<listener_settings>()) {
            if (next == nullptr || row.what.when == taken::at_reload) continue;
            if (row.show(each) != row.show(*next))
                keys.push_back(of + in_quotes(each.name) + ' ' + std::string(row.what.key));
        }
    }
    for (const listener_settings& each : wanted)
        if (find(running, each.name) == nullptr) keys.push_back(of + in_quotes(each.name) + " (new)");
}

} // namespace

std::vector<std::string> restart_needed(const settings& running, const settings& wanted) {
    std::vector<std::string> keys;
    for_each_section([&](const auto& each) { collect(keys, each, running, wanted); });
    collect_listeners(keys, running.listeners, wanted.listeners);
    return keys;
}

void keep_until_restart(const settings& running, settings& wanted) {
    for_each_section([&](const auto& each) { put_back(each, running, wanted); });
}

} // namespace circ::config
