#include "storage/backup.hpp"
#include "storage/ownership.hpp"
#include "storage/store_error.hpp"
#include "tools/circdesk/backup_files.hpp"
#include "tools/circdesk/command.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/confirm.hpp"
#include "tools/circdesk/connection.hpp"
#include "tools/circdesk/said_line.hpp"
#include "tools/circdesk/table.hpp"
#include "tools/circdesk/tool.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iostream>

#include <unistd.h>

// Copies of the library's store, made while the daemon runs, and the way back from one.

namespace circ::tool {
namespace {

namespace fs = std::filesystem;

/// Shows how far it is on a terminal: one line that is wiped in the end.
class progress_line {
public:
    explicit progress_line(tool& with) : shown_(::isatty(STDERR_FILENO) == 1 && !with.how().json) {}
    progress_line(const progress_line&) = delete;
    progress_line& operator=(const progress_line&) = delete;
    ~progress_line() {
        if (shown_) std::cerr << "\r\033[K" << std::flush;
    }
    [[nodiscard]] storage::backup_progress teller() const {
        return [shown = shown_](std::string_view what, std::int64_t done, std::int64_t of) {
            if (shown) std::cerr << "\r\033[K" << what << ' ' << done << '/' << of << std::flush;
        };
    }

private:
    bool shown_;
};

/// What in a backup does not hold.
/// @return refused when an invariant is broken
exit_code tell_broken(const storage::backup_facts& facts) {
    for (const auto& each : facts.violations)
        std::cerr << each.name << ", record " << each.record << ": " << each.sentence << '\n';
    if (facts.violations.empty()) return done;
    std::cerr << "the copy is whole, but what it was made of breaks " << facts.violations.size()
              << " rules: look with `circdesk check`\n";
    return refused;
}

/// The same, after what the file holds.
exit_code tell(tool& with, const fs::path& file, const storage::backup_facts& facts) {
    table shown({"kind", "records"});
    for (const auto& [kind, count] : facts.records)
        if (count > 0) shown.add({kind, std::to_string(count)});
    if (with.how().json) {
        say_done(with,
                 {},
                 {{"file", file.string()},
                  {"bytes", facts.bytes},
                  {"sound", facts.violations.empty()},
                  {"records", shown.json()}});
    } else {
        std::cout << file.string() << ", " << size_text(facts.bytes) << '\n';
        shown.print(std::cout);
    }
    return tell_broken(facts);
}

/// @throws complaint (unavailable) that names the file: the engine's words do not
storage::backup_facts examine(tool& with, const fs::path& file) {
    const progress_line line(with);
    try {
        return storage::examine_backup(file.string(), line.teller());
    } catch (const storage::store_error& why) {
        throw complaint(fmt::format("{} is not to be used: {}; choose another one of `circdesk backup list`",
                                    file.string(), why.what()),
                        unavailable);
    }
}

class backup_make final : public command {
public:
    std::string_view path() const override { return "backup make"; }
    std::string_view summary() const override {
        return "copy the library's store while the daemon runs, and verify the copy";
    }
    std::string_view example() const override { return "circdesk backup make --keep 14"; }
    std::vector<option> options() override {
        return {{"--to", &folder_, "folder for it; else backup in the data directory"},
                {"--keep",
                 &keep_,
                 "remove the older ones of that folder but for this many, when the store breaks no rule; else none"}};
    }

    int run(tool& with) override {
        if (keep_ < 0) throw complaint("--keep is a number of backups, 1 or more", wrong_usage);
        const fs::path store = store_path_of(with);
        if (!fs::exists(store))
            throw complaint("there is no library at " + store.string() +
                                ": give its directory with --data",
                            not_found);
        const fs::path folder = backup_folder(with, folder_);
        make_folder(store, folder);
        remove_unfinished(folder);
        const fs::path file = folder / backup_name(with.now());
        storage::backup_facts facts;
        {
            const progress_line line(with);
            facts = storage::back_up(store.string(), file.string(), line.teller());
        }
        const auto code = tell(with, file, facts);
        if (keep_ > 0 && code == done)
            remove_others(file);
        else if (keep_ > 0) // the sound ones are among them
            std::cerr << "no older backup is removed as long as this is so\n";
        return code;
    }

private:
    static void make_folder(const fs::path& store, const fs::path& folder) {
        try {
            storage::make_folders_for_owner_of(store.string(), folder.string());
        } catch (const fs::filesystem_error& why) {
            throw complaint("cannot make the folder " + folder.string() + ": " + why.code().message(),
                            unavailable);
        }
    }

    /// Before the copy, which may need the room.
    static void remove_unfinished(const fs::path& folder) {
        for (const auto& each : unfinished_in(folder)) {
            std::error_code stays; // then it is there as before
            if (fs::remove(each, stays)) std::cerr << "removed " << each.string() << ", of a backup that was cut short\n";
        }
    }

    /// The one just made is kept, whatever its name says beside the others: a clock may be wrong now, or have been.
    void remove_others(const fs::path& made) const {
        auto all = backups_in(made.parent_path());
        std::erase_if(all, [&](const fs::path& each) { return each.filename() == made.filename(); });
        const auto most = static_cast<std::size_t>(keep_) - 1;
        for (std::size_t i = 0; i + most < all.size(); ++i) {
            fs::remove(all[i]);
            std::cerr << "removed " << all[i].string() << '\n';
        }
    }

    std::string folder_;
    std::int64_t keep_ = 0;
};

class backup_list final : public command {
public:
    std::string_view path() const override { return "backup list"; }
    std::string_view summary() const override {
        return "the backups of a folder, the newest first";
    }
    std::string_view example() const override { return "circdesk backup list"; }
    std::vector<option> options() override {
        return {{"--in", &folder_, "folder; else backup in the data directory"}};
    }

    int run(tool& with) override {
        auto all = backups_in(backup_folder(with, folder_));
        std::ranges::reverse(all);
        table shown({"file", "size"});
        for (const auto& each : all)
            shown.add({each.string(), size_text(static_cast<std::int64_t>(fs::file_size(each)))});
        if (with.how().json)
            shown.print_json(std::cout);
        else if (all.empty())
            std::cout << "there is no backup in " << backup_folder(with, folder_).string() << '\n';
        else
            shown.print(std::cout);
        return all.empty() ? not_found : done;
    }

private:
    std::string folder_;
};

class backup_check final : public command {
public:
    std::string_view path() const override { return "backup check"; }
    std::string_view summary() const override {
        return "read a backup through: the file, what is in it, and what must hold";
    }
    std::string_view example() const override {
        return "circdesk backup check circdesk-20261129-021500.sqlite";
    }
    std::vector<option> options() override { return {{"file", &file_, "the backup", true}}; }

    int run(tool& with) override {
        const fs::path file = backup_named(with, file_);
        const auto facts = examine(with, file);
        return tell(with, file, facts);
    }

private:
    std::string file_;
};

class backup_restore final : public command {
public:
    std::string_view path() const override { return "backup restore"; }
    std::string_view summary() const override {
        return "put a backup in the place of the store; the daemon must be stopped, the former "
               "store is kept";
    }
    std::string_view example() const override {
        return "circdesk backup restore circdesk-20261129-021500.sqlite --yes";
    }
    std::vector<option> options() override {
        return {{"file", &file_, "the backup", true},
                without_asking(yes_)};
    }

    int run(tool& with) override {
        refuse_beside_daemon(with);
        const fs::path store = store_path_of(with);
        const fs::path file = backup_named(with, file_);
        const auto facts = examine(with, file);
        const auto code = with.how().json ? tell_broken(facts) : tell(with, file, facts);
        if (code != done)
            throw complaint(file_ + " is not put in place: choose another backup", code);
        if (!confirm(with, fmt::format("this would take the place of {}", store.string()), yes_)) return refused;
        fs::create_directories(store.parent_path());
        const std::string former = storage::put_back(file.string(), store.string(), with.now());
        auto sentence = fmt::format("{} is now what {} holds", store.string(), file.string());
        if (!former.empty())
            sentence += fmt::format("\nthe former store is {}: to go back, `circdesk backup restore` it", former);
        say_done(with, sentence, {{"store", store.string()}, {"backup", file.string()}, {"former", former}});
        return done;
    }

private:
    static void refuse_beside_daemon(tool& with) {
        if (!is_answered((fs::path(with.data_dir()) / "circdesk.sock").string())) return;
        throw complaint("the daemon of " + with.data_dir() +
                            " is running: stop it first (systemctl stop circdeskd)",
                        unavailable);
    }

    std::string file_;
    bool yes_ = false;
};

} // namespace

std::unique_ptr<command> make_backup_make() {
    return std::make_unique<backup_make>();
}
std::unique_ptr<command> make_backup_list() {
    return std::make_unique<backup_list>();
}
std::unique_ptr<command> make_backup_check() {
    return std::make_unique<backup_check>();
}
std::unique_ptr<command> make_backup_restore() {
    return std::make_unique<backup_restore>();
}

} // namespace circ::tool
