#include "storage/open_store.hpp"

#include "storage/ownership.hpp"
#include "storage/sql/embedded_schema.hpp"
#include "storage/sql/migrate.hpp"
#include "storage/sql/sql_store.hpp"
#include "storage/sqlite/gate.hpp"
#include "storage/sqlite/sqlite_driver.hpp"
#include "storage/store_error.hpp"

#include <algorithm>
#include <filesystem>
#include <mutex>
#include <utility>

namespace circ::storage {

namespace {

using sqlite::open_mode;

// A read waits only where SQLite repairs its log after a crash, and may do so on an io thread.
constexpr std::chrono::milliseconds longest_read_wait{250};

void require_store(const store_settings& how) {
    std::error_code unknown; // then opening it says more
    if (!how.create && !std::filesystem::exists(how.path, unknown))
        throw store_error(store_failure::unavailable,
                          "there is no store at " + how.path +
                              ": make it first, or correct the path");
}

// The engine's own words name no file.
store_error with_path(const store_settings& how, const store_error& error) {
    const std::string words = error.what();
    if (words.find(how.path) != words.npos) return error;
    return {error.failure(), "store " + how.path + ": " + words};
}

std::unique_ptr<sql::session> open_session(const store_settings& how, open_mode mode) {
    const auto wait =
        mode == open_mode::read_only ? std::min(how.busy, longest_read_wait) : how.busy;
    try {
        return std::make_unique<sql::session>(
            sqlite::open_connection({.path = how.path, .mode = mode, .busy = wait, .mapped_bytes = how.mapped_bytes}), how.node);
    } catch (const store_error& error) {
        throw with_path(how, error);
    }
}

// A wrong path must not fill somebody else's database with our tables.
void require_ours(sql::connection& over, const store_settings& how) {
    const bool may_become_ours = how.create && !over.has_any_table();
    if (!over.has_table("schema_migration") && !may_become_ours)
        throw store_error(store_failure::corrupt, "this database is no store of Circdesk");
}

void require_writable(sql::connection& over) {
    over.begin(sql::access::writing);
    over.rollback();
}

// Whoever has it open would go on, with the statements of an older version, over tables that are
// others by then. One that has just been made is not an older one.
void bring_up_to_date(sql::session& over, const sqlite::gate& alone, const store_events& events) {
    const auto before = sql::schema_version(over);
    const bool is_older = before > 0 && before < sql::embedded_schema.size();
    if (is_older && !alone.keep_others_out())
        throw store_error(store_failure::unavailable,
                          "it is of an older version and has to be brought up to date, but is in "
                          "use: stop the daemon, and end the verbs that work with it");
    sql::migrate(over,
                 std::chrono::time_point_cast<std::chrono::microseconds>(
                     std::chrono::system_clock::now()));
    alone.let_others_in();
    if (is_older && events.on_upgraded) events.on_upgraded(before, sql::schema_version(over));
}

// Opens it once on its own to bring it up to date, and returns its digest key.
std::string prepare(const store_settings& how, sqlite::gate& gate) {
    const std::lock_guard held{gate};
    if (how.create) make_file_for_owner(how.path); // SQLite gives its log to whom the file belongs
    const auto over = open_session(how, how.create ? open_mode::create : open_mode::read_write);
    try {
        require_ours(over->link(), how);
        bring_up_to_date(*over, gate, how.events);
        require_writable(over->link());
        return sql::digest_key(*over);
    } catch (const store_error& error) {
        throw with_path(how, error);
    }
}

} // namespace

std::unique_ptr<store> open_store(const store_settings& how) {
    require_store(how);
    auto gate = std::make_unique<sqlite::gate>(how.path, how.busy, how.events.on_gate_waited);
    auto key = prepare(how, *gate);
    sql::engine over;
    over.gate = std::move(gate);
    over.open_writer = [how] { return open_session(how, open_mode::read_write); };
    over.open_reader = [how] { return open_session(how, open_mode::read_only); };
    return std::make_unique<sql::sql_store>(
        std::move(over),
        std::move(key),
        sql::writer_settings{.group_units = static_cast<std::size_t>(how.group_units),
                             .queue_units = static_cast<std::size_t>(how.queue_units),
                             .log_bytes = how.wal_bytes},
        how.events);
}

bool empty_log(const store_settings& how) {
    require_store(how);
    sqlite::gate gate(how.path, how.busy, how.events.on_gate_waited);
    const auto over = open_session(how, open_mode::read_write);
    const std::lock_guard held{gate};
    return over->link().empty_log();
}

} // namespace circ::storage
