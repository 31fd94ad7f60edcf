#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace circ::bench {

/// What one run of the operator's tool came to.
struct tool_run {
    int exit_code = 0;
    std::string output; ///< what it printed
    std::chrono::duration<double> took{};
    double own_mb = 0;      ///< most memory of its own, looked at every few milliseconds
    double resident_mb = 0; ///< most memory in all: pages of the store that it has mapped too
};

/// Runs the built tool over a data directory and waits for it.
/// @throws std::runtime_error when it cannot be started, or ends with another code than `expected`
[[nodiscard]] tool_run run_tool(const std::filesystem::path& data_dir, std::vector<std::string> words, int expected = 0);

/// The cell of the first row of a table in JSON that has this text in any other column.
/// @throws std::runtime_error when there is none
[[nodiscard]] std::size_t number_in(std::string_view table, std::string_view row, std::string_view column);

/// A number that a verb told with --json, by its name.
[[nodiscard]] std::size_t number_told(std::string_view object, std::string_view name);

} // namespace circ::bench
