#include "tests/bench/tool_process.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace circ::bench {

namespace fs = std::filesystem;

namespace {

using clock = std::chrono::steady_clock;

constexpr int between_looks_ms = 10;

std::string text_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// One of the lines of /proc/PID/status, which are in kB; zero when it has ended.
double status_mb(pid_t process, std::string_view line) {
    std::ifstream in("/proc/" + std::to_string(process) + "/status");
    for (std::string each; std::getline(in, each);)
        if (each.starts_with(line)) return std::stod(each.substr(line.size())) / 1000;
    return 0;
}

pid_t start(std::vector<std::string>& words, const fs::path& output) {
    std::vector<char*> arguments;
    for (auto& each : words) arguments.push_back(each.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, output.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
    pid_t process = 0;
    const int failed = posix_spawn(&process, arguments.front(), &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) throw std::runtime_error("cannot start " + words.front());
    return process;
}

/// Looks at its memory until it has ended.
void watch(pid_t process, tool_run& into) {
    const int handle = static_cast<int>(::syscall(SYS_pidfd_open, process, 0));
    if (handle < 0) throw std::runtime_error("the tool cannot be watched");
    for (pollfd wait{handle, POLLIN, 0}; ::poll(&wait, 1, between_looks_ms) == 0;) {
        into.own_mb = std::max(into.own_mb, status_mb(process, "RssAnon:"));
        // Not that of wait4(): what starts a program counts as the program's own there.
        into.resident_mb = std::max(into.resident_mb, status_mb(process, "VmHWM:"));
    }
    ::close(handle);
}

} // namespace

tool_run run_tool(const fs::path& data_dir, std::vector<std::string> words, int expected) {
    words.insert(words.begin(), {CIRC_TOOL, "--data", data_dir.string(), "--operator", "bench"});
    const fs::path output = data_dir / "bench.out";
    tool_run made;
    const auto begin = clock::now();
    const pid_t process = start(words, output);
    watch(process, made);
    made.took = clock::now() - begin;
    int status = 0;
    ::waitpid(process, &status, 0);
    made.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    made.output = text_of(output);
    if (made.exit_code != expected)
        throw std::runtime_error("the tool ended with " + std::to_string(made.exit_code) + ": " + made.output.substr(0, 500));
    return made;
}

std::size_t number_in(std::string_view table, std::string_view row, std::string_view column) {
    const auto rows = boost::json::parse(table);
    for (const auto& each : rows.as_array()) {
        const auto& cells = each.as_object();
        if (std::ranges::any_of(cells, [&](const auto& cell) { return std::string_view(cell.value().as_string()) == row; }))
            return std::stoul(std::string(cells.at(column).as_string()));
    }
    throw std::runtime_error("there is no row " + std::string(row) + " in: " + std::string(table.substr(0, 500)));
}

std::size_t number_told(std::string_view object, std::string_view name) {
    const auto told = boost::json::parse(object);
    return told.as_object().at(name).to_number<std::size_t>();
}

} // namespace circ::bench
