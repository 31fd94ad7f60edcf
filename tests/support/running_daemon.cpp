#include "tests/support/running_daemon.hpp"

#include "server/circulation/clock.hpp"
#include "server/circulation/local_time.hpp"
#include "tools/circdesk/open_addresses.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <stdexcept>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace circ::test {

namespace fs = std::filesystem;

namespace {

std::string read_file(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// Starts a program with its output in a file.
int start(const std::string& program, const std::vector<std::string>& arguments, const fs::path& output,
          const std::string& environment) {
    std::vector<char*> words{const_cast<char*>(program.c_str())};
    for (const auto& each : arguments) words.push_back(const_cast<char*>(each.c_str()));
    words.push_back(nullptr);
    std::vector<char*> variables;
    for (char** each = environ; *each != nullptr; ++each) variables.push_back(*each);
    if (!environment.empty()) variables.push_back(const_cast<char*>(environment.c_str()));
    variables.push_back(nullptr);

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, output.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
    posix_spawn_file_actions_adddup2(&actions, 1, 2);
    pid_t process = 0;
    const int failed = posix_spawn(&process, program.c_str(), &actions, nullptr, words.data(), variables.data());
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) throw std::runtime_error("cannot start " + program);
    return process;
}

int exit_code_of(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : -1; }

/// Waits for the process to end, or for a little while; no polling of it, so nothing is missed.
bool ended_within(int process, std::chrono::milliseconds span) {
    const int handle = static_cast<int>(::syscall(SYS_pidfd_open, process, 0));
    if (handle < 0) return errno == ESRCH;
    pollfd wait{handle, POLLIN, 0};
    const int ready = ::poll(&wait, 1, static_cast<int>(span.count()));
    ::close(handle);
    return ready > 0;
}

fs::path fresh_directory() {
    static std::atomic<int> number = 0;
    fs::path made = fs::temp_directory_path() / ("circdesk-test-" + std::to_string(::getpid()) + '-' + std::to_string(++number));
    fs::remove_all(made);
    fs::create_directories(made);
    return made;
}

/// Directories of this test program, removed when it ends.
class kept_directories {
public:
    ~kept_directories() {
        std::error_code ignored; // a test that fails may still hold a file; the next boot clears
        for (const auto& each : all_) fs::remove_all(each, ignored);
    }
    fs::path make() { return all_.emplace_back(fresh_directory()); }

private:
    std::vector<fs::path> all_;
};

kept_directories& directories() {
    static kept_directories all;
    return all;
}

/// The store of a library, beside whoever else has it open.
class store_file {
public:
    static constexpr std::chrono::milliseconds patience{10'000}; ///< with a daemon that writes by itself

    explicit store_file(const fs::path& data_dir, int mode = SQLITE_OPEN_READONLY) {
        if (sqlite3_open_v2((data_dir / "circdesk.sqlite").c_str(), &db_, mode, nullptr) != SQLITE_OK)
            throw std::runtime_error("the store cannot be opened");
        sqlite3_busy_timeout(db_, static_cast<int>(patience.count()));
    }
    store_file(const store_file&) = delete;
    store_file& operator=(const store_file&) = delete;
    ~store_file() { sqlite3_close(db_); }

    /// The rows of a query, each as one line that begins so.
    std::vector<std::string> lines(const std::string& sql, const std::string& begin = {}) const {
        std::pair<std::vector<std::string>, std::string> found{{}, begin};
        const auto add = [](void* to, int count, char** cells, char** names) {
            auto& [all, start] = *static_cast<decltype(found)*>(to);
            std::string line = start;
            for (int i = 0; i < count; ++i)
                line += std::string(" ") + names[i] + "=" + (cells[i] == nullptr ? "-" : cells[i]);
            all.push_back(std::move(line));
            return 0;
        };
        if (sqlite3_exec(db_, sql.c_str(), add, &found, nullptr) != SQLITE_OK)
            throw std::runtime_error(sqlite3_errmsg(db_));
        return std::move(found.first);
    }

    std::vector<std::string> tables() const {
        std::vector<std::string> names;
        for (auto& line : lines("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'node' ORDER BY name"))
            names.push_back(line.substr(line.find('=') + 1));
        return names;
    }

private:
    sqlite3* db_ = nullptr;
};

} // namespace

running_daemon::running_daemon(fs::path data_dir, manner how) : data_dir_(std::move(data_dir)) {
    // No port that others know, and no work of the night that would begin in the middle of a test.
    const fs::path settings = data_dir_ / "circdesk.toml";
    std::ofstream(settings) << "[server]\ndata_dir = \"" << data_dir_.string() << "\"\nstop_grace_seconds = 5\n"
                            << "[log]\nfile = \"" << (data_dir_ / "daemon.log").string() << "\"\n"
                            << how.more_settings
                            << (how.more_settings.find("[http]") == std::string::npos ? "\n[http]\nport = 0\n" : "\n")
                            << (how.more_settings.find("[day]") == std::string::npos ? "[day]\nrun_by = \"timer\"\n" : "")
                            << (how.more_settings.find("[tool]") == std::string::npos ? "[tool]\ninstitution = \"RIVERBEND\"\n" : "")
                            << "[[listener]]\nname = \"sip2\"\naddress = \"127.0.0.1\"\nport = 0\n"
                            << how.listener_settings << '\n';
    const fs::path output = data_dir_ / "daemon.out";
    fs::remove(data_dir_ / "circdesk.addresses");
    process_ = start(how.program.empty() ? CIRC_DAEMON : how.program, {"--config", settings.string()}, output, how.environment);
    for (;;) {
        for (const auto& door : tool::read_open_doors(data_dir_.string()))
            if (door.process == process_) port_ = door.port;
        if (port_ != 0) return;
        if (ended_within(process_, std::chrono::milliseconds(5))) {
            wait();
            throw std::runtime_error("the daemon did not come up: " + read_file(output));
        }
    }
}

running_daemon::~running_daemon() {
    if (process_ != 0) kill();
}

std::string running_daemon::log() const { return read_file(data_dir_ / "daemon.log"); }

std::size_t running_daemon::has_logged(std::string_view what) const {
    const std::string all = log();
    std::size_t times = 0;
    for (auto at = all.find(what); at != std::string::npos; at = all.find(what, at + 1)) ++times;
    return times;
}

bool running_daemon::comes_about(const std::function<bool()>& what) const {
    const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    while (!what())
        if (ended_within(process_, std::chrono::milliseconds(5)) || std::chrono::steady_clock::now() > end) return what();
    return true;
}

bool running_daemon::comes_to_log(std::string_view what, std::size_t times) const {
    return comes_about([&] { return has_logged(what) >= times; });
}

void running_daemon::signal(int number) const { ::kill(process_, number); }

int running_daemon::wait() {
    int status = 0;
    while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {
    }
    process_ = 0;
    return exit_code_of(status);
}

int running_daemon::stop() {
    signal(SIGTERM);
    return wait();
}

void running_daemon::kill() {
    signal(SIGKILL);
    wait();
}

program_result run_program(const std::string& program, const std::vector<std::string>& arguments) {
    const fs::path output = directories().make() / "output";
    const int process = start(program, arguments, output, {});
    int status = 0;
    while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
    }
    return {exit_code_of(status), read_file(output)};
}

program_result run_daemon(const std::vector<std::string>& arguments) { return run_program(CIRC_DAEMON, arguments); }

int count_events(const fs::path& data_dir, const std::vector<std::string>& kinds, const std::string& barcodes_like) {
    const auto found = column_of(data_dir, "SELECT event.kind FROM event JOIN item ON item.id = event.item "
                                           "WHERE item.barcode LIKE '" + barcodes_like + "'");
    return static_cast<int>(std::ranges::count_if(found, [&](const auto& kind) { return std::ranges::count(kinds, kind) > 0; }));
}

std::vector<std::string> rows_of(const fs::path& data_dir, const std::string& sql) {
    return store_file(data_dir).lines(sql);
}

std::vector<std::string> column_of(const fs::path& data_dir, const std::string& sql) {
    auto all = rows_of(data_dir, sql);
    for (auto& each : all) each.erase(0, each.find('=') + 1);
    return all;
}

void change_rows(const fs::path& data_dir, const std::string& sql) {
    static_cast<void>(store_file(data_dir, SQLITE_OPEN_READWRITE).lines(sql));
}

std::vector<std::string> all_rows(const fs::path& data_dir) {
    const store_file store(data_dir);
    std::vector<std::string> all;
    for (const auto& table : store.tables()) {
        auto rows = store.lines("SELECT * FROM \"" + table + "\" ORDER BY 1, 2", table);
        all.insert(all.end(), std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end()));
    }
    return all;
}

std::vector<std::string> row_counts(const fs::path& data_dir) {
    const store_file store(data_dir);
    std::vector<std::string> all;
    for (const auto& table : store.tables())
        all.push_back(store.lines("SELECT COUNT(*) AS rows FROM \"" + table + "\"", table).front());
    return all;
}

tool_beside::tool_beside(const fs::path& data_dir, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"--data", data_dir.string()});
    process_ = start(CIRC_TOOL, arguments, directories().make() / "output", {});
}

tool_beside::~tool_beside() {
    if (process_ != 0) kill();
}

bool tool_beside::is_at_work() const { return !ended_within(process_, {}); }

bool tool_beside::kill() {
    ::kill(process_, SIGKILL);
    int status = 0;
    while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {
    }
    process_ = 0;
    return WIFSIGNALED(status);
}

program_result circdesk(const fs::path& data_dir, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"--data", data_dir.string()});
    return run_program(CIRC_TOOL, arguments);
}

storage::local_date demo_day() { return circulation::date_in(circulation::system_clock().now(), "Europe/Berlin"); }

fs::path fresh_demo_library() {
    static std::map<storage::local_date, fs::path> loaded; // by the day of the making
    auto& made = loaded[demo_day()];
    if (made.empty()) {
        const fs::path folder = directories().make();
        const auto result = circdesk(folder, {"demo", "load"});
        if (result.exit_code != 0) throw std::runtime_error("demo load failed: " + result.output);
        made = folder;
    }
    fs::path copy = directories().make();
    for (const auto& file : fs::directory_iterator(made)) fs::copy(file, copy / file.path().filename());
    return copy;
}

std::string demo_settings() {
    std::ostringstream text;
    text << std::ifstream(fs::path(CIRC_DEMO_DATA) / "settings.toml").rdbuf();
    return text.str();
}

} // namespace circ::test
