#include "tests/support/running_daemon.hpp"

#include "tools/circdesk/open_addresses.hpp"

#include <sqlite3.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <thread>

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

/// The store of a daemon, read beside it.
class store_file {
public:
    explicit store_file(const fs::path& data_dir) {
        if (sqlite3_open_v2((data_dir / "circdesk.sqlite").c_str(), &db_, SQLITE_OPEN_READONLY, nullptr) != SQLITE_OK)
            throw std::runtime_error("the store cannot be opened");
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
    const fs::path settings = data_dir_ / "circdesk.toml";
    std::ofstream(settings) << "[server]\ndata_dir = \"" << data_dir_.string() << "\"\nstop_grace_seconds = 5\n"
                            << "[log]\nfile = \"" << (data_dir_ / "daemon.log").string() << "\"\n"
                            << how.more_settings
                            << (how.more_settings.find("[http]") == std::string::npos ? "\n[http]\nport = 0\n" : "\n")
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
    sqlite3* db = nullptr;
    sqlite3_stmt* statement = nullptr;
    int counted = 0;
    if (sqlite3_open_v2((data_dir / "circdesk.sqlite").c_str(), &db, SQLITE_OPEN_READONLY, nullptr) != SQLITE_OK)
        throw std::runtime_error("the store cannot be opened");
    sqlite3_prepare_v2(db, "SELECT COUNT(*) FROM event JOIN item ON item.id = event.item WHERE event.kind = ?1 AND item.barcode LIKE ?2",
                       -1, &statement, nullptr);
    for (const auto& kind : kinds) {
        sqlite3_bind_text(statement, 1, kind.c_str(), -1, SQLITE_TRANSIENT);
        sqlite3_bind_text(statement, 2, barcodes_like.c_str(), -1, SQLITE_TRANSIENT);
        if (sqlite3_step(statement) != SQLITE_ROW) throw std::runtime_error(sqlite3_errmsg(db));
        counted += sqlite3_column_int(statement, 0);
        sqlite3_reset(statement);
    }
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return counted;
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
    sqlite3* db = nullptr;
    const bool opened = sqlite3_open((data_dir / "circdesk.sqlite").c_str(), &db) == SQLITE_OK;
    const bool changed = opened && sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK;
    const std::string why = sqlite3_errmsg(db);
    sqlite3_close(db);
    if (!changed) throw std::runtime_error(why);
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

std::vector<std::string> row_lines(const fs::path& data_dir, const std::string& sql) {
    return store_file(data_dir).lines(sql);
}

std::vector<std::string> row_counts(const fs::path& data_dir) {
    const store_file store(data_dir);
    std::vector<std::string> all;
    for (const auto& table : store.tables())
        all.push_back(store.lines("SELECT COUNT(*) AS rows FROM \"" + table + "\"", table).front());
    return all;
}

program_result circdesk(const fs::path& data_dir, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"--data", data_dir.string()});
    return run_program(CIRC_TOOL, arguments);
}

fs::path fresh_demo_library() {
    static const fs::path loaded = [] {
        fs::path made = directories().make();
        const auto result = circdesk(made, {"demo", "load"});
        if (result.exit_code != 0) throw std::runtime_error("demo load failed: " + result.output);
        return made;
    }();
    fs::path copy = directories().make();
    for (const auto& file : fs::directory_iterator(loaded)) fs::copy(file, copy / file.path().filename());
    return copy;
}

std::string demo_settings() {
    std::ostringstream text;
    text << std::ifstream(fs::path(CIRC_DEMO_DATA) / "settings.toml").rdbuf();
    return text.str();
}

} // namespace circ::test
