#pragma once

#include <filesystem>
#include <string>

namespace circ::config {

/// What stands in a file, or why that is not known.
struct file_text {
    std::string text;
    std::string why_not; ///< in the system's words; empty: it was read
};

/// Reads a file whole: the settings, or one that they name. A folder, what would have to be waited for (a
/// pipe, a device) and what is longer than 4 MiB is not read. Nothing is thrown but std::bad_alloc.
[[nodiscard]] file_text read_file(const std::filesystem::path& file);

/// What is said of a file that a key names and that was not read, and the way out; stands behind its name.
[[nodiscard]] std::string complaint_about(const file_text& unread);

} // namespace circ::config
