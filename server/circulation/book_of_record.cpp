#include "server/circulation/book_of_record.hpp"

#include <algorithm>

namespace circ::circulation {

namespace {

template <class T>
bool has(const std::vector<T>& all, const T& one) {
    return std::ranges::find(all, one) != all.end();
}

std::vector<storage::institution> named_by(storage::reader& from, const config::relay_rule& rule) {
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

/// Nothing of these institutions comes to a rule behind this one.
bool takes_whole(const config::relay_rule& rule) {
    return rule.terminals.empty() && rule.operations.empty();
}

} // namespace

std::vector<storage::institution> concerned_by(storage::reader& from,
                                               const config::settings& all,
                                               const config::relay_rule& rule) {
    auto left = named_by(from, rule);
    for (const auto& before : all.relays) {
        if (&before == &rule) break;
        if (takes_whole(before))
            std::erase_if(left, [&](const auto& each) {
                return has(before.institutions, each.code);
            });
    }
    return left;
}

std::string
book_keeper(storage::reader& from, const config::settings& all, storage::institution_id of) {
    for (const auto& rule : all.relays) {
        if (answers_here(rule.stage) || !config::is_book_of_record(all, rule.backend)) continue;
        const auto concerned = concerned_by(from, all, rule);
        if (std::ranges::find(concerned, of, &storage::institution::id) != concerned.end())
            return rule.backend;
    }
    return {};
}

} // namespace circ::circulation
