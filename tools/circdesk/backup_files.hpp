#pragma once

#include "storage/records/time.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace circ::tool {

class tool;

/// Where the library's store lies.
/// @throws complaint (wrong_usage) when it is another library's than that of --data
[[nodiscard]] std::filesystem::path store_path_of(tool& with);
/// Where backups are put and looked for: the folder named, else `backup` in the data directory.
[[nodiscard]] std::filesystem::path backup_folder(tool& with, const std::string& named = {});

/// The file of this path, else of this name in `backup` in the data directory.
/// @throws complaint (not_found)
[[nodiscard]] std::filesystem::path backup_named(tool& with, const std::string& named);

/// "circdesk-20261129-031500.sqlite", in UTC: sorted by name is sorted by time.
[[nodiscard]] std::string backup_name(storage::instant now);
/// What `backup make` has put there, the oldest first; other files are none of ours.
[[nodiscard]] std::vector<std::filesystem::path> backups_in(const std::filesystem::path& folder);

/// What backups that were killed have left in a folder; younger than a day it may be one that is still made.
[[nodiscard]] std::vector<std::filesystem::path> unfinished_in(const std::filesystem::path& folder);

/// "812 kB", "470 MB"
[[nodiscard]] std::string size_text(std::int64_t bytes);

} // namespace circ::tool
