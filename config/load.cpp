#include "config/load.hpp"

#include "config/default_policy.hpp"
#include "config/document.hpp"
#include "config/listeners.hpp"
#include "config/matching_reader.hpp"
#include "config/ncip_backend_reader.hpp"
#include "config/ncip_peer_reader.hpp"
#include "config/policy_reader.hpp"
#include "config/profiles.hpp"
#include "config/read_file.hpp"
#include "config/relay_stage_reader.hpp"
#include "config/routing_reader.hpp"
#include "config/settings_table.hpp"

#include <algorithm>
#include <tuple>

namespace circ::config {

namespace {

std::vector<std::string_view> known_names() {
    std::vector<std::string_view> names{listener_key,
                                        profile_key,
                                        match_key,
                                        policy_key,
                                        bin_key,
                                        branch_group_key,
                                        ncip_peer_key,
                                        ncip_backend_key,
                                        relay_key};
    for_each_section([&](const auto& each) { names.push_back(each.name); });
    return names;
}

/// Collects what one file says.
class file_reader {
public:
    explicit file_reader(loaded& into) : into_(into) {}

    void read(const value_table& root) {
        for (const table_entry& entry : root)
            read_entry(entry);
        settings& all = into_.settings;
        all.profiles =
            resolve_profiles(profiles_ != nullptr ? *profiles_ : value_table{}, into_.mistakes);
        if (!has_policy_) all.policy = default_policy();
        if (listeners_.empty()) listeners_.emplace_back();
        check_listeners(listeners_, all, into_.mistakes);
        for (const placed_listener& each : listeners_)
            all.listeners.push_back(each.listener);
        check_matches(all, into_.mistakes);
        check_ncip_peers(ncip_peers_, all, into_.mistakes);
        for (const placed_ncip_peer& each : ncip_peers_)
            all.ncip_peers.push_back(each.peer);
        check_relays(all, into_.mistakes);
    }

private:
    void read_entry(const table_entry& entry) {
        if (entry.key == listener_key) {
            listeners_ = read_listeners(entry.value, into_.mistakes);
        } else if (entry.key == profile_key) {
            profiles_ = read_table(entry.value, top_.under(entry.key));
        } else if (entry.key == match_key) {
            into_.settings.matches = read_matches(entry.value, into_.mistakes);
        } else if (entry.key == policy_key) {
            has_policy_ = true;
            into_.settings.policy = read_policy(entry.value, into_.mistakes);
        } else if (entry.key == bin_key) {
            into_.settings.bins = read_bins(entry.value, into_.mistakes);
        } else if (entry.key == branch_group_key) {
            into_.settings.branch_groups = read_branch_groups(entry.value, into_.mistakes);
        } else if (entry.key == ncip_peer_key) {
            ncip_peers_ = read_ncip_peers(entry.value, into_.mistakes);
        } else if (entry.key == ncip_backend_key) {
            into_.settings.ncip_backends = read_ncip_backends(entry.value, into_.mistakes);
        } else if (entry.key == relay_key) {
            into_.settings.relays = read_relays(entry.value, into_.mistakes);
        } else if (!read_section(entry)) {
            tell_unknown_key(entry, known_names(), top_);
        }
    }

    [[nodiscard]] bool read_section(const table_entry& entry) {
        bool found = false;
        for_each_section([&]<typename S>(const section<S>& each) {
            if (each.name != entry.key) return;
            found = true;
            const reading where = top_.under(entry.key);
            if (const auto* table = read_table(entry.value, where)) {
                read_members(*table, into_.settings.*each.part, table_of<S>(), where);
            }
        });
        return found;
    }

    loaded& into_;
    const reading top_{"", into_.mistakes};
    const value_table* profiles_ = nullptr;
    std::vector<placed_listener> listeners_;
    std::vector<placed_ncip_peer> ncip_peers_;
    bool has_policy_ = false;
};

loaded unreadable(const std::filesystem::path& path, const std::string& why) {
    loaded result = load_text("", path.string());
    result.mistakes.push_back({{path.string(), 0, 0}, "", "", "cannot be read: " + why});
    return result;
}

/// It is empty, or holds comments alone: more likely cut off than meant.
bool holds_no_key(const file_text& read) {
    std::vector<mistake> told_already;
    return parse_document(read.text, "", told_already).empty() && told_already.empty();
}

} // namespace

loaded load_text(std::string_view text, std::string_view file) {
    loaded result;
    const value_table root = parse_document(text, file, result.mistakes);
    file_reader(result).read(root);
    std::stable_sort(result.mistakes.begin(),
                     result.mistakes.end(),
                     [](const mistake& left, const mistake& right) {
                         return std::tie(left.at.line, left.at.column) <
                                std::tie(right.at.line, right.at.column);
                     });
    return result;
}

loaded load(const std::filesystem::path& path) {
    const file_text read = read_file(path);
    if (!read.why_not.empty()) return unreadable(path, read.why_not);
    loaded result = load_text(read.text, path.string());
    if (holds_no_key(read))
        result.mistakes.push_back({{path.string(), 0, 0}, "", "",
                                   "holds no setting; put back what it held, or begin with a copy of the circdesk.toml that ships"});
    return result;
}

std::vector<mistake> mistakes_in(std::initializer_list<std::string_view> of_sections,
                                 const std::vector<mistake>& all) {
    const auto known = known_names();
    const auto is_among = [](const auto& names, std::string_view name) {
        return std::ranges::find(names, name) != std::ranges::end(names);
    };
    std::vector<mistake> found;
    for (const mistake& each : all) {
        const auto section = std::string_view(each.key).substr(0, each.key.find('.'));
        if (is_among(of_sections, section) || !is_among(known, section)) found.push_back(each);
    }
    return found;
}

settings default_settings() {
    return load_text("", "").settings;
}

std::filesystem::path store_path(const settings& all) {
    return std::filesystem::path(all.server.data_dir) / all.store.file;
}

routing routing_of(const settings& all) {
    return {.bins = all.bins, .groups = all.branch_groups, .returns = all.returns};
}

} // namespace circ::config
