#pragma once

#include "config/mistake.hpp"
#include "config/settings.hpp"

#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace circ::config {

/// Settings with everything wrong about them; usable only when `mistakes` is empty.
struct loaded {
    config::settings settings;
    std::vector<mistake> mistakes; ///< in the order of the file
};

/// Reads a settings file and reports all its mistakes together.
/// @return defaults for what the file leaves out or has wrong
/// @note   a file that cannot be read, or has no key, is a mistake too; nothing is thrown but std::bad_alloc
[[nodiscard]] loaded load(const std::filesystem::path& path);

/// The same for text already in memory; `file` is the name that mistakes carry.
[[nodiscard]] loaded load_text(std::string_view text, std::string_view file);

/// Those mistakes that may have changed what these sections say: they are in one of them, or in a section that there is
/// not (which may be one of them, misspelt), or the file could not be read at all.
/// @param of_sections names as the file has them: "server", "policy", "bin"
[[nodiscard]] std::vector<mistake> mistakes_in(std::initializer_list<std::string_view> of_sections,
                                               const std::vector<mistake>& all);

/// What holds where nothing is said.
[[nodiscard]] settings default_settings();

/// The settings that differ and are read only at start, by their keys: what a reload cannot change.
[[nodiscard]] std::vector<std::string> restart_needed(const settings& running,
                                                      const settings& wanted);

/// Puts what the sections may change only at a start back to what runs, so that the settings say what is in
/// force. Listeners are left as they are: one that runs knows itself where it listens.
void keep_until_restart(const settings& running, settings& wanted);

/// The text of the shipped circdesk.toml.
[[nodiscard]] std::string default_file();

/// docs/reference/settings.md.
[[nodiscard]] std::string reference_page();

} // namespace circ::config
