#include "config/profiles.hpp"

#include "config/nearest.hpp"
#include "config/settings_table.hpp"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <utility>

namespace circ::config {

namespace {

constexpr std::string_view root = "standard";
constexpr std::size_t deepest = 20; ///< profiles inheriting in a row

/// One name's part in the inheritance: what ships under it, what the file says, or both.
struct source {
    const builtin_profile* builtin = nullptr;
    const table_entry* entry = nullptr;
    std::string inherits;
    source_place inherits_at;
};

class resolver {
public:
    resolver(const value_table& from, std::vector<mistake>& mistakes) : mistakes_(mistakes) {
        for (const builtin_profile& each : builtin_profiles()) {
            sources_[std::string(each.name)] = {&each, nullptr, std::string(each.inherits), {}};
        }
        for (const table_entry& entry : from)
            add(entry);
    }

    [[nodiscard]] profile_map resolve_all() && {
        for (const auto& named : sources_)
            resolve(named.first);
        return std::move(resolved_);
    }

private:
    void add(const table_entry& entry) {
        const reading where = reading_of(entry.key);
        const value_table* table = read_table(entry.value, where);
        if (table == nullptr) return;
        source& one = sources_[entry.key];
        one.entry = &entry;
        if (one.builtin == nullptr) one.inherits = root;
        for (const table_entry& each : *table) {
            if (each.key != "inherits") continue;
            const auto* name = read_text(each.value, nullptr, where.under("inherits"));
            if (name == nullptr) continue;
            one.inherits = *name;
            one.inherits_at = each.value.at;
        }
    }

    const profile& resolve(const std::string& name) {
        if (const auto done = resolved_.find(name); done != resolved_.end()) return done->second;
        const source& one = sources_.at(name);
        path_.push_back(name);
        profile result = inherited(one, name);
        path_.pop_back();
        if (one.builtin != nullptr) one.builtin->change(result);
        if (one.entry != nullptr) {
            constexpr std::string_view elsewhere[] = {"inherits"};
            read_members(std::get<value_table>(one.entry->value.content),
                         result,
                         table_of<profile>(),
                         reading_of(name),
                         elsewhere);
        }
        return resolved_.emplace(name, std::move(result)).first->second;
    }

    profile inherited(const source& one, const std::string& name) {
        if (one.inherits.empty() && one.inherits_at.line == 0) return {}; // the root
        if (!sources_.contains(one.inherits)) {
            tell(name, "there is no profile " + in_quotes(one.inherits) + near(one.inherits));
            return {};
        }
        const auto begun = std::find(path_.begin(), path_.end(), one.inherits);
        if (begun != path_.end()) {
            tell_circle({begun, path_.end()});
            return {};
        }
        if (path_.size() == deepest) {
            tell(name, "too many profiles inherit from one another in a row");
            return {};
        }
        return resolve(one.inherits);
    }

    /// A circle may run through shipped profiles; it is told at the first that the file speaks of.
    void tell_circle(const std::vector<std::string>& names) {
        std::string circle;
        for (const std::string& each : names)
            circle += each + " -> ";
        const auto told_at = std::find_if(names.begin(), names.end(), [&](const auto& each) {
            return sources_.at(each).inherits_at.line > 0;
        });
        assert(told_at != names.end()); // the shipped ones alone make none
        tell(*told_at, "profiles inherit in a circle: " + circle + names.front());
    }

    void tell(const std::string& name, std::string text) {
        const source& one = sources_.at(name);
        mistakes_.push_back({one.inherits_at,
                             reading_of(name).under("inherits").key,
                             in_quotes(one.inherits),
                             std::move(text)});
    }

    [[nodiscard]] std::string near(const std::string& name) const {
        std::vector<std::string_view> known;
        for (const auto& named : sources_)
            known.push_back(named.first);
        return suggestion(name, known);
    }

    [[nodiscard]] reading reading_of(const std::string& name) const {
        return {std::string(profile_key) + '.' + name, mistakes_};
    }

    std::vector<mistake>& mistakes_;
    std::map<std::string, source, std::less<>> sources_;
    profile_map resolved_;
    std::vector<std::string> path_; ///< from the profile asked for to the one in work
};

} // namespace

profile_map resolve_profiles(const value_table& from, std::vector<mistake>& mistakes) {
    return resolver(from, mistakes).resolve_all();
}

} // namespace circ::config
