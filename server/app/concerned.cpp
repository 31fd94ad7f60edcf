#include "server/app/concerned.hpp"

#include <algorithm>

namespace circ::app {

namespace {

template <class T>
bool has(const std::vector<T>& all, const T& one) {
    return std::ranges::find(all, one) != all.end();
}

} // namespace

std::vector<storage::institution> concerned_by(storage::reader& from,
                                               const config::relay_rule& rule) {
    auto all = from.institutions();
    if (!rule.institutions.empty()) {
        std::erase_if(all, [&](const auto& each) { return !has(rule.institutions, each.code); });
        return all;
    }
    if (rule.terminals.empty()) return all;
    std::vector<storage::institution_id> of_devices;
    for (const auto& login : rule.terminals)
        if (const auto device = from.terminal_by_login(login))
            of_devices.push_back(device->institution);
    std::erase_if(all, [&](const auto& each) { return !has(of_devices, each.id); });
    return all;
}

} // namespace circ::app
