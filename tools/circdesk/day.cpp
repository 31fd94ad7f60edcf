#include "server/circulation/book_of_record.hpp"
#include "server/circulation/day/run.hpp"
#include "server/notices/hand_over.hpp"
#include "tools/circdesk/calendar_words.hpp"
#include "tools/circdesk/command.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/rules.hpp"
#include "tools/circdesk/table.hpp"
#include "tools/circdesk/tool.hpp"
#include "tools/circdesk/wording.hpp"

#include <algorithm>
#include <iostream>

// The verbs of the day's work: run it, see what became of it.

namespace circ::tool {
namespace {

/// "MAIN", or for what is done once for all of them "all".
std::string branch_text(const circulation::library_facts& of, storage::branch_id id) {
    return id ? of.branch(id).code : "all";
}

void print(const tool& with, const table& shown) {
    with.how().json ? shown.print_json(std::cout) : shown.print(std::cout);
}

/// Who has left those jobs to whom; nothing where we keep the book ourselves.
void tell_of(const std::string& book_keeper) {
    if (book_keeper.empty()) return;
    std::cerr << "circdesk: " << book_keeper
              << " keeps the book of record: renewals, ends of holds, notices and bills are left to it\n";
}

/// Who keeps the book of record is said of accounts, which rules find by their profiles.
const config::settings& day_settings(tool& with) {
    return with.settings_of({"day", "notices", "relay", "ncip_backend", "match", "profile", "listener"});
}

class day_run_command final : public command {
public:
    std::string_view path() const override { return "day run"; }
    std::string_view summary() const override {
        return "do the day's work now: holds, renewals, notices, bills, retention";
    }
    std::string_view example() const override { return "circdesk day run --dry-run"; }
    std::vector<option> options() override {
        return {{"--date", &date_, "the day to do, else today and what was missed before"},
                {"--branch", &branch_, "code of one branch, else all of them"},
                {"--dry-run", &dry_, "only say what would be done"}};
    }

    int run(tool& with) override {
        const auto institution = with.institution();
        const auto rules = policy_of(with);
        circulation::library_facts library;
        std::vector<circulation::day_task> tasks;
        std::string book_keeper;
        with.store().read([&](storage::reader& from) {
            library = *circulation::load_library(from, institution.id);
            const auto asked = question(with, from, institution);
            tasks = circulation::plan_day(from, institution, asked);
            if (asked.date && tasks.empty())
                throw complaint(date_ + " is still to come: its work cannot be done yet", wrong_usage);
            book_keeper = asked.book_keeper;
        });
        circulation::day_run work(std::move(tasks), rules, day_settings(with).day,
                                  dry_ ? circulation::day_run::mode::try_out : circulation::day_run::mode::write);
        dry_ ? try_out(with, work, library) : do_it(with, work, library);
        tell_of(book_keeper);
        return std::ranges::any_of(work.tallies(), [](const auto& each) { return each.failed > 0; }) ? refused : done;
    }

private:
    circulation::day_question question(tool& with, storage::reader& from, const storage::institution& of) {
        circulation::day_question asked{.now = with.now(), .hour = {}, .since = {}, .date = {}, .branch = {}};
        asked.hour = circulation::day_hour_of(day_settings(with).day.at);
        asked.book_keeper = circulation::book_keeper(from, day_settings(with), of.id);
        const auto found = branch_.empty() ? std::nullopt : from.branch_by_code(of.id, branch_);
        if (!found && !branch_.empty()) throw complaint("there is no branch " + branch_, not_found);
        if (found) asked.branch = found->id;
        if (!date_.empty()) asked.date = to_day(date_, circulation::date_in(asked.now, found ? found->time_zone : of.time_zone));
        return asked;
    }

    void try_out(tool& with, circulation::day_run& work, const circulation::library_facts& library) {
        table shown({"job", "branch", "day", "what would be done"});
        const circulation::day_listener told{
            .goes_on = {}, .on_done = [&](const circulation::day_unit& unit) {
                shown.add({std::string(unit.of.job->id), branch_text(library, unit.of.branch), date_text(unit.of.day),
                           unit.effect->what});
            }};
        circulation::try_day(with.store(), work, circulation::system_clock{}, told);
        if (shown.empty() && !with.how().json)
            std::cout << "nothing is to be done\n";
        else
            print(with, shown);
    }

    void do_it(tool& with, circulation::day_run& work, const circulation::library_facts& library) {
        circulation::do_day(with.store(), work, circulation::system_clock{});
        table shown({"job", "branch", "day", "done", "failed", "last error"});
        for (const auto& each : work.tallies()) {
            const auto number = [&](int count) { return each.of.is_theirs ? "-" : std::to_string(count); };
            shown.add({std::string(each.of.job->id), branch_text(library, each.of.branch), date_text(each.of.day),
                       number(each.done), number(each.failed), each.last_error});
        }
        print(with, shown);
    }

    std::string date_;
    std::string branch_;
    bool dry_ = false;
};

class day_status_command final : public command {
public:
    std::string_view path() const override { return "day status"; }
    std::string_view summary() const override { return "the last run of each job; exit code 1 when one is late or failed"; }
    std::string_view example() const override { return "circdesk day status"; }

    int run(tool& with) override {
        const auto institution = with.institution();
        const auto hour = circulation::day_hour_of(day_settings(with).day.at);
        circulation::library_facts library;
        std::vector<circulation::day_job_status> all;
        std::string book_keeper;
        bool waiting = false;
        with.store().read([&](storage::reader& from) {
            library = *circulation::load_library(from, institution.id);
            all = circulation::day_status(from, institution, with.now(), hour);
            waiting = !from.notices_in(institution.id, storage::notice_state::waiting, {}, 1).empty();
            book_keeper = circulation::book_keeper(from, day_settings(with), institution.id);
        });
        table shown({"job", "branch", "last day", "ended", "done", "failed", "state"});
        bool well = true;
        for (const auto& each : all) {
            well = well && !each.late && !has_failed(each);
            shown.add(line_of(each, library, institution.time_zone, state_of(each, book_keeper)));
        }
        print(with, shown);
        tell_of(book_keeper);
        if (waiting && day_settings(with).notices.command.empty())
            std::cerr << "circdesk: notices wait and no program takes them: set notices.command, or fetch them by "
                         "`circdesk notice export`\n";
        return well ? done : refused;
    }

private:
    static bool has_failed(const circulation::day_job_status& of) { return of.last && of.last->failed > 0; }

    static std::string state_of(const circulation::day_job_status& of, const std::string& book_keeper) {
        if (of.late && !of.last) return "never run";
        if (of.late) return of.last->ended_at ? "late" : "cut short";
        if (has_failed(of)) return "failed: " + of.last->last_error;
        const bool is_theirs = of.job->whose == circulation::job_owner::book_keeper && !book_keeper.empty();
        if (is_theirs) return std::string("at ").append(book_keeper);
        return of.last ? "in time" : "not due yet"; // its first night is to come
    }

    static std::vector<cell> line_of(const circulation::day_job_status& of,
                                     const circulation::library_facts& library, const std::string& zone,
                                     const std::string& state) {
        std::vector<cell> line{std::string(of.job->id), branch_text(library, of.branch), "-", "-", "-", "-", state};
        if (!of.last) return line;
        if (of.last->day) line[2] = date_text(*of.last->day);
        if (of.last->ended_at) line[3] = time_cell(*of.last->ended_at, zone);
        line[4] = std::to_string(of.last->done);
        line[5] = std::to_string(of.last->failed);
        return line;
    }
};

} // namespace

std::unique_ptr<command> make_day_run() { return std::make_unique<day_run_command>(); }
std::unique_ptr<command> make_day_status() { return std::make_unique<day_status_command>(); }

} // namespace circ::tool
