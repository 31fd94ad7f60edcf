#include "tools/circdesk/tool.hpp"

#include "config/load.hpp"
#include "storage/open_store.hpp"

#include <chrono>
#include <filesystem>
#include <utility>

namespace circ::tool {
namespace {

constexpr const char* usual_settings = "/etc/circdesk/circdesk.toml";

} // namespace

const config::settings& tool::settings() {
    if (settings_) return *settings_;
    if (!how_.settings_file && !std::filesystem::exists(usual_settings)) {
        settings_ = config::default_settings();
        return *settings_;
    }
    auto loaded = config::load(how_.settings_file.value_or(usual_settings));
    if (!loaded.mistakes.empty()) {
        std::string all;
        for (const auto& each : loaded.mistakes) all += config::to_string(each) + '\n';
        throw complaint(all + "correct the settings first", wrong_usage);
    }
    settings_ = std::move(loaded.settings);
    return *settings_;
}

std::string tool::data_dir() { return how_.data_dir.value_or(settings().server.data_dir); }

storage::store& tool::store(bool create) {
    if (store_) return *store_;
    config::settings with = settings();
    with.server.data_dir = data_dir();
    const auto path = config::store_path(with);
    if (!create && !std::filesystem::exists(path))
        throw complaint("there is no library at " + path.string() +
                            ": give its directory with --data, or make one with `circdesk demo load`",
                        not_found);
    if (create) std::filesystem::create_directories(path.parent_path());
    storage::store_settings how;
    how.path = path.string();
    how.node = with.server.node;
    how.create = create;
    how.busy = with.store.busy;
    store_ = storage::open_store(how);
    return *store_;
}

storage::institution tool::institution() {
    std::vector<storage::institution> all;
    store().read([&](storage::reader& from) { all = from.institutions(); });
    if (all.empty()) throw complaint("the library has no institution yet: `circdesk demo load` makes one", not_found);
    if (all.size() > 1) throw complaint("the store holds several institutions", wrong_usage);
    return all.front();
}

storage::instant tool::now() const {
    return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

} // namespace circ::tool
