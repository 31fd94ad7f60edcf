#include "tools/circdesk/tool.hpp"

#include "storage/open_store.hpp"
#include "tools/circdesk/backup_files.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <utility>
#include <vector>

namespace circ::tool {
namespace {

constexpr const char* usual_settings = "/etc/circdesk/circdesk.toml";

std::string codes_of(const std::vector<storage::institution>& all) {
    std::string codes;
    for (const auto& each : all) codes += (codes.empty() ? "" : ", ") + each.code;
    return codes;
}

} // namespace

std::optional<std::string> tool::settings_file() const {
    if (how_.settings_file) return how_.settings_file;
    if (how_.data_dir) {
        const auto beside = std::filesystem::path(*how_.data_dir) / settings_name;
        if (std::filesystem::exists(beside)) return beside.string();
    }
    if (std::filesystem::exists(usual_settings)) return usual_settings;
    return std::nullopt;
}

const config::loaded& tool::loaded() {
    if (loaded_) return *loaded_;
    const auto file = settings_file();
    loaded_ = file ? config::load(*file) : config::loaded{config::default_settings(), {}};
    return *loaded_;
}

void tool::refuse(const std::vector<config::mistake>& about) const {
    std::string all;
    if (!has_told_)
        for (const auto& each : about) all += config::to_string(each) + '\n';
    throw complaint(all + "correct the settings first", wrong_usage);
}

const config::settings& tool::settings() {
    if (!loaded().mistakes.empty()) refuse(loaded().mistakes);
    return loaded().settings;
}

const config::settings& tool::settings_of(std::initializer_list<std::string_view> sections) {
    const auto& all = loaded();
    const auto harmful = config::mistakes_in(sections, all.mistakes);
    if (!harmful.empty()) refuse(harmful);
    if (!std::exchange(has_told_, true))
        for (const auto& each : all.mistakes) std::cerr << "circdesk: not used: " << config::to_string(each) << '\n';
    return all.settings;
}

std::string tool::data_dir() { return how_.data_dir ? *how_.data_dir : settings_of({"server"}).server.data_dir; }

std::string tool::store_file() { return store_path_of(*this).string(); }

bool tool::empty_log() {
    storage::store_settings how;
    how.path = store_file();
    how.busy = settings_of({"server", "store"}).store.busy;
    return storage::empty_log(how);
}

storage::store& tool::store(bool create) {
    if (store_) return *store_;
    const std::filesystem::path path = store_file();
    const auto& with = settings_of({"server", "store"});
    if (!create && !std::filesystem::exists(path))
        throw complaint("there is no library at " + path.string() +
                            ": give its directory with --data, or open one with `circdesk institution add` (a demo: `circdesk demo load`)",
                        not_found);
    if (create) std::filesystem::create_directories(path.parent_path());
    storage::store_settings how;
    how.path = path.string();
    how.node = with.server.node;
    how.create = create;
    how.busy = with.store.busy;
    how.mapped_bytes = static_cast<std::int64_t>(with.store.mapped_megabytes) << 20U;
    store_ = storage::open_store(how);
    return *store_;
}

storage::institution tool::institution() {
    std::vector<storage::institution> all;
    store().read([&](storage::reader& from) { all = from.institutions(); });
    if (all.empty()) throw complaint("the library has no institution yet: `circdesk institution add` makes one", not_found);
    const std::string wanted = how_.institution ? *how_.institution : settings_of({"tool"}).tool.institution;
    if (wanted.empty() && all.size() == 1) return all.front();
    if (wanted.empty())
        throw complaint("the library has several institutions: name one of " + codes_of(all) +
                            " with --institution, or in the settings (tool.institution)",
                        wrong_usage);
    const auto found = std::ranges::find(all, wanted, &storage::institution::code);
    if (found == all.end())
        throw complaint("there is no institution " + wanted + "; there is " + codes_of(all), not_found);
    return *found;
}

storage::instant tool::now() const {
    return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

} // namespace circ::tool
