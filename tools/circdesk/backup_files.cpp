#include "tools/circdesk/backup_files.hpp"

#include "config/settings.hpp"
#include "tools/circdesk/tool.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <ctime>

namespace circ::tool {

namespace fs = std::filesystem;

namespace {

/// A whole path in store.file is that of one library: with another directory than theirs, what is said to be
/// a drill's or a demo's store would be the library's own.
void require_one_library(const config::settings& of, const std::string& data_dir) {
    const auto place = [](const std::string& folder) { return fs::weakly_canonical(fs::absolute(folder)); };
    if (!fs::path(of.store.file).is_absolute() || place(data_dir) == place(of.server.data_dir)) return;
    throw complaint(fmt::format("the settings say with a whole path that the store is {}, the one of {}: --data {} does not lead "
                                "to another; put a circdesk.toml there in which store.file is a name",
                                of.store.file,
                                of.server.data_dir,
                                data_dir),
                    wrong_usage);
}

} // namespace

fs::path store_path_of(tool& with) {
    config::settings of = with.settings_of({"server", "store"});
    const std::string data_dir = with.data_dir();
    require_one_library(of, data_dir);
    of.server.data_dir = data_dir;
    return config::store_path(of);
}

fs::path backup_folder(tool& with, const std::string& named) {
    return named.empty() ? fs::path(with.data_dir()) / "backup" : fs::path(named);
}

fs::path backup_named(tool& with, const std::string& named) {
    if (fs::exists(named)) return named;
    const fs::path inside = backup_folder(with) / named; // named itself, where it is a whole path
    if (fs::exists(inside)) return inside;
    throw complaint(fmt::format("there is no backup {}; `circdesk backup list` shows what there is", inside.string()),
                    not_found);
}

std::string backup_name(storage::instant now) {
    const auto seconds =
        std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
    std::tm parted{};
    std::string text(64, '\0');
    text.resize(std::strftime(
        text.data(), text.size(), "circdesk-%Y%m%d-%H%M%S.sqlite", ::gmtime_r(&seconds, &parted)));
    return text;
}

std::vector<fs::path> backups_in(const fs::path& folder) {
    const auto length = backup_name({}).size();
    std::vector<fs::path> found;
    std::error_code none; // no folder: no backups
    for (const auto& each : fs::directory_iterator(folder, none)) {
        const std::string name = each.path().filename().string();
        if (name.size() == length && name.starts_with("circdesk-") && name.ends_with(".sqlite"))
            found.push_back(each.path());
    }
    std::ranges::sort(found);
    return found;
}

std::vector<fs::path> unfinished_in(const fs::path& folder) {
    const auto still_made = fs::file_time_type::clock::now() - std::chrono::days(1);
    std::vector<fs::path> found;
    std::error_code gone; // since; no folder: none
    for (const auto& each : fs::directory_iterator(folder, gone)) {
        const std::string name = each.path().filename().string();
        const bool is_part = name.starts_with("circdesk-") && name.find(".sqlite.part") != std::string::npos;
        if (is_part && each.last_write_time(gone) < still_made) found.push_back(each.path());
    }
    return found;
}

std::string size_text(std::int64_t bytes) {
    constexpr std::int64_t megabyte = 1'000'000;
    return bytes < megabyte ? std::to_string((bytes + 999) / 1000) + " kB"
                            : std::to_string((bytes + megabyte / 2) / megabyte) + " MB";
}

} // namespace circ::tool
