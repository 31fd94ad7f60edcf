#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/confirm.hpp"
#include "tools/circdesk/desk_verb.hpp"
#include "tools/circdesk/import/run_lock.hpp"
#include "tools/circdesk/import/undo.hpp"
#include "tools/circdesk/import_command.hpp"
#include "tools/circdesk/list_page.hpp"
#include "tools/circdesk/table.hpp"
#include "tools/circdesk/tool.hpp"
#include "tools/circdesk/wording.hpp"

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <iostream>

// import list, import show, import resume, import undo: what was brought in and what was not, and
// how to go on with it or back.

namespace circ::tool {
namespace {

using storage::import_run;
using storage::import_state;

constexpr std::array state_words{"cut short", "done", "taken back"};
constexpr std::array kind_words{
    "titles", "items", "patrons", "loans", "holds", "fees", "credits", "cards", "blocks", "messages"};

import_run find_run(tool& with, const std::string& typed) {
    const auto of = with.institution();
    const auto number = typed_number(typed, "run");
    std::optional<import_run> found;
    with.store().read([&](storage::reader& from) { found = from.find_import(of.id, number); });
    with.store().end_turn();
    if (!found)
        throw complaint("there is no import " + typed + "; `circdesk import list` shows them",
                        not_found);
    return *found;
}

const char* state_of(const import_run& of, const std::string& data_dir) {
    if (of.state == import_state::running && run_lock::is_held(data_dir, of)) return "under way";
    return state_words[static_cast<std::size_t>(of.state)];
}

class import_list final : public command {
public:
    std::string_view path() const override { return "import list"; }
    std::string_view summary() const override { return "what was brought in, the newest first"; }
    std::string_view example() const override { return "circdesk import list"; }
    std::vector<option> options() override { return {page_.which()}; }

    int run(tool& with) override {
        const auto of = with.institution();
        const std::string data_dir = with.data_dir();
        table shown({"import",
                     "begun",
                     "kind",
                     "file",
                     "by",
                     "state",
                     "new",
                     "updated",
                     "unchanged",
                     "rejected"});
        with.store().read([&](storage::reader& from) {
            for (const auto& each : from.import_runs(of.id, page_.page()))
                shown.add({std::to_string(each.number),
                           time_cell(each.begun_at, of.time_zone),
                           each.kind,
                           std::filesystem::path(each.file).filename().string(),
                           each.by,
                           state_of(each, data_dir),
                           std::to_string(each.added),
                           std::to_string(each.updated),
                           std::to_string(each.unchanged),
                           std::to_string(each.rejected)});
        });
        page_.print(with, shown);
        return done;
    }

private:
    list_page page_;
};

class import_show final : public command {
public:
    std::string_view path() const override { return "import show"; }
    std::string_view summary() const override { return "what of an import did not go in, and why"; }
    std::string_view example() const override { return "circdesk import show 5"; }
    std::vector<option> options() override {
        return {{"number", &number_, "number of the import (import list)", true}};
    }

    int run(tool& with) override {
        const import_run run = find_run(with, number_);
        table shown({"line or record", "field", "value", "what is wrong"});
        int kept = 0;
        with.store().read([&](storage::reader& from) {
            for (const auto& each : from.import_rejects(run.id)) {
                shown.add({std::to_string(each.place), each.field, each.value, each.sentence});
                ++kept;
            }
        });
        if (with.how().json) {
            shown.print_json(std::cout);
            return done;
        }
        std::cout << run.kind << " of " << run.file << ", " << run.rejected << " rejected\n";
        if (kept > 0) shown.print(std::cout);
        if (kept == storage::most_kept_rejects)
            std::cout << "only the first " << kept << " are kept; --rejects writes all to a file\n";
        return done;
    }

private:
    std::string number_;
};

class import_resume final : public command {
public:
    std::string_view path() const override { return "import resume"; }
    std::string_view summary() const override {
        return "go on with an import that was cut short, where it stopped";
    }
    std::string_view example() const override { return "circdesk import resume 3"; }
    std::vector<option> options() override {
        return {{"number", &number_, "number of the import (import list)", true}};
    }

    int run(tool& with) override {
        const run_lock lock(with.data_dir(), find_run(with, number_));
        const import_run run = find_run(with, number_); // as it is now that nobody else is at it
        if (run.state != import_state::running)
            throw complaint("import " + number_ + " is " +
                            state_words[static_cast<std::size_t>(run.state)] +
                            "; what was rejected is imported anew from its --mend file");
        if (run.digest == 0 || digest_of_file(run.file) != run.digest)
            throw complaint(
                run.file + " is not the file that import " + number_ +
                " had begun with: bring it back, or import the file of today as a new one");
        for (auto& each : all_commands()) {
            auto* const verb = dynamic_cast<import_command*>(each.get());
            if (verb != nullptr && verb->path() == "import " + run.kind)
                return verb->resume(with, run);
        }
        throw complaint("this version cannot go on with an import of " + run.kind);
    }

private:
    std::string number_;
};

class import_undo final : public command {
public:
    std::string_view path() const override { return "import undo"; }
    std::string_view summary() const override {
        return "take an import back, as far as nobody has touched its records since";
    }
    std::string_view example() const override { return "circdesk import undo 3 --yes"; }
    std::vector<option> options() override {
        return {{"number", &number_, "number of the import (import list)", true},
                without_asking(is_sure_)};
    }

    int run(tool& with) override {
        const run_lock lock(with.data_dir(), find_run(with, number_));
        const import_run run = find_run(with, number_);
        with.store().end_turn();
        if (!confirm(with,
                     fmt::format("this would take back import {} of {} ({} new, {} updated)",
                                 run.number, run.file, run.added, run.updated),
                     is_sure_))
            return refused;
        const auto result = undo_import(with.store(), run);
        table shown({"what", "removed", "as before", "left"});
        std::uint64_t left = 0;
        for (std::size_t i = 0; i < result.size(); ++i) {
            const auto& each = result[i];
            left += each.left;
            if (each.removed + each.restored + each.left > 0)
                shown.add({kind_words[i],
                           std::to_string(each.removed),
                           std::to_string(each.restored),
                           std::to_string(each.left)});
        }
        if (with.how().json) {
            shown.print_json(std::cout);
        } else if (shown.empty()) {
            std::cout << "there was nothing of it to take back\n";
        } else {
            shown.print(std::cout);
            if (left > 0)
                std::cout << "what is left was changed, lent, held or charged since, or belongs to "
                             "what was: it stays as it is\n";
        }
        return left > 0 ? refused : done;
    }

private:
    std::string number_;
    bool is_sure_ = false;
};

} // namespace

std::unique_ptr<command> make_import_list() {
    return std::make_unique<import_list>();
}
std::unique_ptr<command> make_import_show() {
    return std::make_unique<import_show>();
}
std::unique_ptr<command> make_import_resume() {
    return std::make_unique<import_resume>();
}
std::unique_ptr<command> make_import_undo() {
    return std::make_unique<import_undo>();
}

} // namespace circ::tool
