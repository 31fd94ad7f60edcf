#include "server/app/run.hpp"

#include "config/address_range.hpp"
#include "server/app/daemon.hpp"
#include "server/app/figures.hpp"
#include "server/circulation/desk_library.hpp"
#include "storage/open_store.hpp"

#include <CLI/CLI.hpp>

#include <atomic>
#include <csignal>
#include <cstddef>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <iostream>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <sysexits.h>

namespace circ::app {
namespace {

struct command_line {
    std::string settings = "/etc/circdesk/circdesk.toml";
    bool check_only = false;
};

constexpr int go_on = -1;

std::atomic<bool> hung_up{false}; ///< since the settings were read; until the daemon listens
static_assert(decltype(hung_up)::is_always_lock_free, "a signal sets it");

/// @return go_on, or the exit code of a command line that ends here
int read_command_line(int argc, char** argv, command_line& into) {
    CLI::App parser("circdeskd - library circulation server: SIP2 over TCP, the inventory behind it");
    parser.set_version_flag("--version", "circdeskd " CIRC_VERSION);
    parser.add_option("--config", into.settings, "settings file")->capture_default_str();
    parser.add_flag("--check-config", into.check_only, "say every mistake in the settings, and stop");
    try {
        parser.parse(argc, argv);
    } catch (const CLI::ParseError& asked) {
        return parser.exit(asked) == 0 ? EXIT_SUCCESS : 2;
    }
    return go_on;
}

/// On a machine that is new.
void tell_of_the_sample(const std::string& file) {
    std::error_code unknown; // it may be there, where this user may not look
    if (!std::filesystem::exists(file, unknown) && !unknown)
        std::cerr << "begin with a copy of the sample " CIRC_SAMPLE_SETTINGS ", or name a settings file with --config\n";
}

int tell_mistakes(const prepared_settings& of, const std::string& file) {
    for (const auto& each : of.mistakes) std::cerr << each << '\n';
    tell_of_the_sample(file);
    std::cerr << file << ": " << of.mistakes.size() << (of.mistakes.size() == 1 ? " mistake" : " mistakes")
              << "; nothing was started\n";
    return EX_CONFIG;
}

log::logger_options log_options(const config::log_settings& from) {
    return {.format = static_cast<log::format>(from.format),
            .level = static_cast<log::level>(from.level),
            .file = from.file,
            .queue = from.queue};
}

storage::store_settings store_options(const config::settings& from, log::logger& log, metrics::registry& figures) {
    storage::store_settings to;
    to.path = config::store_path(from).string();
    to.node = from.server.node;
    to.group_units = static_cast<int>(from.store.group_units);
    to.queue_units = static_cast<int>(from.store.queue_units);
    to.wal_bytes = static_cast<std::int64_t>(from.store.wal_megabytes) << 20U;
    to.mapped_bytes = static_cast<std::int64_t>(from.store.mapped_megabytes) << 20U;
    to.busy = from.store.busy;
    to.create = true;
    to.events.on_gate_waited = [&log](std::string_view holder, std::chrono::milliseconds waited) {
        log.write(log::event::store_gate_waited, {{"holder", holder}, {"waited", waited}});
    };
    to.events.on_commit_failed = [&log](std::string_view cause) {
        log.write(log::event::commit_failed, {{"cause", cause}});
    };
    to.events.on_upgraded = [&log](std::size_t before, std::size_t after) {
        log.write(log::event::store_upgraded, {{"from", before}, {"to", after}});
    };
    to.events = metered(figures, std::move(to.events));
    return to;
}

/// Stops the store at the end of a scope, however that is left: while the io_context of a daemon made before
/// still stands, since completions may be on their way there.
class stopped_at_end {
public:
    explicit stopped_at_end(storage::store& what) noexcept : what_(what) {}
    stopped_at_end(const stopped_at_end&) = delete;
    stopped_at_end& operator=(const stopped_at_end&) = delete;
    ~stopped_at_end() { what_.stop(); }

private:
    storage::store& what_;
};

/// A store that holds the demo library is opened to loopback alone, whatever the settings call it.
void keep_demo_at_home(const config::settings& with, storage::store& over) {
    bool is_demo = false;
    over.read([&](storage::reader& from) { is_demo = from.holds_demo(); });
    over.end_turn();
    for (const auto& each : with.listeners) {
        const auto address = config::parse_address(each.address);
        if (is_demo && !(address && config::is_loopback(*address)))
            throw std::runtime_error("listener \"" + each.name + "\" is on " + each.address +
                                     ", but this store holds the demo library, whose passwords are public: "
                                     "listen on 127.0.0.1, or begin a store of your own (server.data_dir)");
    }
}

/// The settings, read anew in the money of this store.
prepared_settings prepare_for(storage::store& over, const std::string& settings_file) {
    int decimals = 0;
    over.read([&](storage::reader& from) { decimals = circulation::fewest_decimals(from); });
    over.end_turn();
    return prepare(settings_file, decimals);
}

/// By what only the store could tell, or a file that has changed since the first look: another start would end as this one.
int refuse_to_start(const prepared_settings& by, const std::string& settings_file, log::logger& log) {
    for (const auto& each : by.mistakes) log.write(log::event::settings_mistake, {{"mistake", each}});
    log.flush();
    return tell_mistakes(by, settings_file);
}

int serve(prepared_settings with, const std::string& settings_file, const store_wrapper& wrap) {
    const std::filesystem::path data(with.settings.server.data_dir);
    std::error_code told_below; // where there is a log
    std::filesystem::create_directories(data, told_below); // first, since log.file may be in it
    const auto log = log::make_logger(log_options(with.settings.log));
    log->write(log::event::daemon_starting, {{"version", CIRC_VERSION}, {"settings", settings_file}});
    try {
        std::filesystem::create_directories(data);
        metrics::registry figures; // outlives the store, whose writer counts
        auto store = storage::open_store(store_options(with.settings, *log, figures));
        if (wrap) store = wrap(std::move(store));
        log->write(log::event::store_opened, {{"file", config::store_path(with.settings).string()}});
        hung_up = false; // who has asked for a reload until now gets what is there now
        with = prepare_for(*store, settings_file);
        if (!log->reopen()) log->write(log::event::log_reopen_failed);
        if (!with.mistakes.empty()) return refuse_to_start(with, settings_file, *log);
        log->set_level(static_cast<log::level>(with.settings.log.level));
        keep_demo_at_home(with.settings, *store);
        if (with.settings.server.demo) log->write(log::event::demo_library);
        {
            daemon running(std::move(with), *store, *log, figures, [&] { return prepare_for(*store, settings_file); });
            const stopped_at_end writing(*store);
            if (hung_up) std::raise(SIGHUP); // while or after they were read: the daemon has it from here on
            running.run();
        }
        log->write(log::event::daemon_stopped);
        log->flush();
        return EXIT_SUCCESS;
    } catch (const std::exception& failure) {
        log->write(log::event::daemon_failed, {{"cause", std::string_view(failure.what())}});
        log->flush();
        std::cerr << "circdeskd: " << failure.what() << '\n';
        return EXIT_FAILURE;
    }
}

} // namespace

int run(int argc, char** argv, const store_wrapper& wrap) {
    std::signal(SIGPIPE, SIG_IGN); // a peer or a log's reader that has gone is an error code, not the end
    std::signal(SIGHUP, [](int) { hung_up = true; }); // until the daemon listens: the settings are read once more when the store is open
    command_line asked;
    if (const int ended = read_command_line(argc, argv, asked); ended != go_on) return ended;
    try {
        prepared_settings with = prepare(asked.settings);
        if (!with.mistakes.empty()) return tell_mistakes(with, asked.settings);
        if (asked.check_only) {
            std::cout << asked.settings << ": no mistakes\n"
                      << "how many decimals an amount of policy may have is asked of the store: at a start, or now by `circdesk policy check`\n";
            return EXIT_SUCCESS;
        }
        return serve(std::move(with), asked.settings, wrap);
    } catch (const std::exception& failure) {
        std::cerr << "circdeskd: " << failure.what() << '\n';
        return EXIT_FAILURE;
    }
}

} // namespace circ::app
