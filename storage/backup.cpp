#include "storage/backup.hpp"

#include "storage/ownership.hpp"
#include "storage/sql/migrate.hpp"
#include "storage/sql/session.hpp"
#include "storage/sqlite/gate.hpp"
#include "storage/sqlite/sqlite_driver.hpp"
#include "storage/store_error.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <memory>
#include <mutex>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace circ::storage {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& what, const std::string& path, const std::string& why) {
    throw store_error{store_failure::unavailable, what + ' ' + path + ": " + why};
}

/// A reading session on a store of ours, in a snapshot.
std::unique_ptr<sql::session> snapshot_of(const std::string& path) {
    if (!fs::exists(path)) fail("there is no store at", path, "correct the path");
    // By calls: a sector that cannot be read is a sentence for the operator then, and not a signal.
    auto made = std::make_unique<sql::session>(
        sqlite::open_connection({.path = path, .mode = sqlite::open_mode::read_only, .mapped_bytes = 0}));
    made->begin_snapshot();
    if (sql::schema_version(*made) == 0) // and says so of one that a newer version has made
        throw store_error{store_failure::corrupt, path + " is no store of Circdesk"};
    return made;
}

/// Makes a rename or a new file in this folder last.
void sync_folder_of(const std::string& path) {
    const auto folder = fs::absolute(path).parent_path().string();
    const int at = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (at < 0 || ::fsync(at) != 0) {
        const int why = errno;
        if (at >= 0) ::close(at);
        fail("cannot write the folder", folder, std::generic_category().message(why));
    }
    ::close(at);
}

void move(const std::string& from, const std::string& to) {
    std::error_code why;
    fs::rename(from, to, why);
    if (why) fail("cannot rename", from, why.message());
}

void remove_quietly(const std::string& path) noexcept {
    std::error_code ignored; // what cannot be removed is named .part and in nobody's way
    fs::remove(path, ignored);
}

std::string differences(const std::vector<std::pair<std::string, std::int64_t>>& there,
                        const std::vector<std::pair<std::string, std::int64_t>>& here) {
    for (std::size_t i = 0; i < there.size(); ++i)
        if (i >= here.size() || here[i] != there[i])
            return std::to_string(there[i].second) + " records of " + there[i].first +
                   " in the store, " + std::to_string(i < here.size() ? here[i].second : 0) +
                   " in the copy";
    return {};
}

/// @return how many records of each kind the store held at the moment of the copy
std::vector<std::pair<std::string, std::int64_t>>
copy(const std::string& from, const std::string& to, const backup_progress& tell) {
    const auto source = snapshot_of(from);
    source->link().copy_to(to, [&](std::int64_t done, std::int64_t of) {
        if (tell) tell("copying", done, of);
    });
    return reader{*source}.row_counts();
}

std::string name_of_former(const std::string& store, instant now) {
    const std::time_t seconds = std::chrono::system_clock::to_time_t(
        std::chrono::time_point_cast<std::chrono::system_clock::duration>(now));
    std::tm parted{};
    std::array<char, 32> text{};
    const auto length =
        std::strftime(text.data(), text.size(), "%Y%m%d-%H%M%S", ::gmtime_r(&seconds, &parted));
    const std::string first = store + ".before-" + std::string{text.data(), length};
    std::string name = first;
    for (int nth = 2; fs::exists(name); ++nth) // the second one of a second takes nothing's place
        name = first + '-' + std::to_string(nth);
    return name;
}

/// With its log, which holds what was committed last: the log first, so that the file is never
/// without it.
void put_aside(const std::string& store, const std::string& as) {
    for (const auto* part : {"-wal", "-shm", ""})
        if (fs::exists(store + part)) move(store + part, as + part);
}

} // namespace

backup_facts examine_backup(const std::string& path, const backup_progress& tell) {
    const auto over = snapshot_of(path);
    reader from{*over};
    backup_facts facts;
    facts.bytes = static_cast<std::int64_t>(fs::file_size(path));
    facts.records = from.row_counts();
    facts.violations = check(from, [&](std::string_view name, std::size_t place, std::size_t of) {
        if (tell) tell(name, static_cast<std::int64_t>(place), static_cast<std::int64_t>(of));
    });
    return facts;
}

backup_facts back_up(const std::string& from, const std::string& to, const backup_progress& tell) {
    if (fs::exists(to)) fail("there is something already at", to, "choose another name");
    const std::string part = to + ".part";
    if (fs::exists(part))
        fs::remove(part); // of a backup that was interrupted: only a whole one loses the ending
    try {
        const auto counted = copy(from, part, tell);
        auto facts = examine_backup(part, tell);
        if (const auto what = differences(counted, facts.records); !what.empty())
            throw store_error{store_failure::corrupt, "the copy is not what was copied: " + what};
        // On a share or a stick that knows no owners it stays whose it is, and is as good a copy.
        static_cast<void>(give_to_owner_of(from, part));
        move(part, to);
        sync_folder_of(to);
        return facts;
    } catch (...) {
        remove_quietly(part);
        throw;
    }
}

std::string put_back(const std::string& path, const std::string& store, instant now) {
    sqlite::gate keeper{store, std::chrono::seconds{5}, {}};
    if (!keeper.keep_others_out())
        throw store_error{store_failure::unavailable,
                          store + " is in use: stop the daemon, and end the verbs that work with it"};
    const std::lock_guard held{keeper}; // free by now; whoever starts meanwhile reads who is in it
    const std::string arriving = store + ".arriving";
    remove_quietly(arriving);
    try {
        static_cast<void>(copy(path, arriving, {}));
        if (!give_to_owner_of(store, arriving))
            fail("cannot give to the owner of the store", arriving, std::generic_category().message(errno));
    } catch (...) {
        remove_quietly(arriving);
        throw;
    }
    const bool is_replaced = fs::exists(store);
    const std::string former = name_of_former(store, now);
    put_aside(store, former); // a log without its store as well: it would be read into the new one
    move(arriving, store);
    sync_folder_of(store);
    return is_replaced ? former : std::string{};
}

} // namespace circ::storage
