#include "tests/fuzz/lines.hpp"
#include "tests/fuzz/targets.hpp"

#include "config/load.hpp"

namespace circ::fuzz {

/// A settings file may hold anything: what is wrong is told, nothing is thrown.
void run_settings(std::string_view bytes) {
    const auto read = config::load_text(bytes, "fuzz.toml");
    promise(!read.settings.listeners.empty(), "there is always a door");
    promise(read.settings.profiles.contains("standard"), "there is always a standard profile");
    for (const auto& each : read.mistakes) promise(is_one_line(to_string(each)), "a mistake is told in one line");
}

} // namespace circ::fuzz
