#pragma once

#include "storage/records/time.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace circ::test {

/// A built daemon, run as a process of its own over a data directory, on loopback and a free port;
/// ended by its process id when this goes.
class running_daemon {
public:
    struct manner {
        std::string program;             ///< empty: the shipped circdeskd
        std::string more_settings;       ///< TOML, appended
        std::string environment;         ///< one "NAME=value", or empty
        std::string listener_settings;   ///< TOML lines for the listener besides address and port
    };

    /// Starts it and waits until it is ready.
    /// @throws std::runtime_error with what it said when it did not come up
    running_daemon(std::filesystem::path data_dir, manner how);
    explicit running_daemon(std::filesystem::path data_dir) : running_daemon(std::move(data_dir), {}) {}
    ~running_daemon();
    running_daemon(const running_daemon&) = delete;
    running_daemon& operator=(const running_daemon&) = delete;

    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
    [[nodiscard]] int process() const noexcept { return process_; }
    [[nodiscard]] std::string log() const; ///< all of it so far
    /// How often its log has this so far: the id of an event, or a word of one.
    [[nodiscard]] std::size_t has_logged(std::string_view what) const;

    /// Waits for what it does by itself or because of a signal: looks until it is so.
    /// @return whether it came about while the daemon ran, within a minute
    [[nodiscard]] bool comes_about(const std::function<bool()>& what) const;
    /// The same for so many lines of its log.
    [[nodiscard]] bool comes_to_log(std::string_view what, std::size_t times = 1) const;

    /// SIGTERM, and waits. @return its exit code, or -1 when a signal ended it
    int stop();
    /// SIGKILL, and waits.
    void kill();
    /// Waits for it to end by itself. @return as stop()
    int wait();
    void signal(int number) const;

private:
    std::filesystem::path data_dir_;
    int process_ = 0;
    std::uint16_t port_ = 0;
};

/// A fresh copy of the demo library, loaded once for the whole test program, and again on the next day:
/// what is due and overdue in it is counted from the day of its making.
/// @return its data directory
[[nodiscard]] std::filesystem::path fresh_demo_library();

/// Today, on the clock of the demo library.
[[nodiscard]] storage::local_date demo_day();

/// Plays something of which dates are compared: once more where midnight came between.
/// @param play begins with a fresh demo library
template <class Play>
[[nodiscard]] auto within_one_day(Play play) {
    for (;;) {
        const auto day = demo_day();
        auto result = play();
        if (day == demo_day()) return result;
    }
}

/// What the demo library's daemon is told beside the defaults.
[[nodiscard]] std::string demo_settings();

/// Runs a program and returns what it printed and its exit code.
struct program_result {
    int exit_code = 0;
    std::string output; ///< standard output and standard error
};
[[nodiscard]] program_result run_program(const std::string& program, const std::vector<std::string>& arguments);

/// The built daemon, for what does not keep running.
[[nodiscard]] program_result run_daemon(const std::vector<std::string>& arguments);

/// Events of these kinds about items whose barcode is like the pattern, counted in the store itself.
[[nodiscard]] int count_events(const std::filesystem::path& data_dir, const std::vector<std::string>& kinds,
                               const std::string& barcodes_like);

/// What a query finds in the store itself, a line for each row: " name=value" for each column.
[[nodiscard]] std::vector<std::string> rows_of(const std::filesystem::path& data_dir, const std::string& sql);
/// The only column of what it finds.
[[nodiscard]] std::vector<std::string> column_of(const std::filesystem::path& data_dir, const std::string& sql);
/// Changes the store in place of everything that knows its rules.
/// @pre no daemon runs over it
void change_rows(const std::filesystem::path& data_dir, const std::string& sql);

/// What stands in the store itself, a line for each row; without the table of ids given out.
[[nodiscard]] std::vector<std::string> all_rows(const std::filesystem::path& data_dir);
/// How many rows each table has, a line for each.
[[nodiscard]] std::vector<std::string> row_counts(const std::filesystem::path& data_dir);

/// The built operator's tool, going on beside the test; killed by its process id when this goes.
class tool_beside {
public:
    tool_beside(const std::filesystem::path& data_dir, std::vector<std::string> arguments);
    ~tool_beside();
    tool_beside(const tool_beside&) = delete;
    tool_beside& operator=(const tool_beside&) = delete;

    [[nodiscard]] bool is_at_work() const;
    /// SIGKILL, and waits. @return whether it was still at work
    bool kill();

private:
    int process_ = 0;
};

/// The built operator's tool.
[[nodiscard]] program_result circdesk(const std::filesystem::path& data_dir, std::vector<std::string> arguments);

} // namespace circ::test
