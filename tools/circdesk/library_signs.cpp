#include "tools/circdesk/library_signs.hpp"

#include "server/circulation/day/plan.hpp"
#include "server/circulation/notice.hpp"
#include "server/circulation/terminal_silence.hpp"
#include "tools/circdesk/backup_files.hpp"
#include "tools/circdesk/report/pages.hpp"
#include "tools/circdesk/silent_days.hpp"
#include "tools/circdesk/tool.hpp"
#include "tools/circdesk/wording.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>

namespace circ::tool {
namespace {

namespace fs = std::filesystem;
using storage::notice_state;

constexpr std::int64_t least_free = std::int64_t{1}
                                    << 30;      // a day of a busy library is some ten megabytes
constexpr std::chrono::hours oldest_backup{26}; // one a night, and time to make it

library_sign store_sign(const fs::path& store) {
    std::error_code unknown; // then opening the store has said more
    const auto bytes = static_cast<std::int64_t>(fs::file_size(store, unknown));
    return {"store", store.string() + ", " + size_text(bytes), true};
}

library_sign disk_sign(const fs::path& store) {
    std::error_code unknown;
    const auto room = fs::space(store.parent_path(), unknown);
    if (unknown) return {"disk", "how much room it has is not known: " + unknown.message(), false};
    const auto free = static_cast<std::int64_t>(room.available);
    return {"disk",
            size_text(free) + " free" +
                (free < least_free ? ": make room, changes stop when it is full" : ""),
            free >= least_free};
}

std::chrono::hours age_of(const fs::path& backup, storage::instant now) {
    std::error_code unknown;
    const auto made = fs::last_write_time(backup, unknown);
    return std::chrono::floor<std::chrono::hours>(now - std::chrono::file_clock::to_sys(made));
}

library_sign backup_sign(const fs::path& folder, storage::instant now) {
    auto all = backups_in(folder);
    // Made while a clock was ahead they would look new until then. A file server's may be ahead by a little.
    const auto ahead = std::erase_if(all, [&](const fs::path& each) {
        return each.filename().string() > backup_name(now) || age_of(each, now) < std::chrono::hours(-1);
    });
    const std::string uncounted = ahead == 0 ? "" : "; not counted: " + std::to_string(ahead) + " dated later than now";
    if (all.empty())
        return {"backup", "none in " + folder.string() + uncounted + ": `circdesk backup make`", false};
    const auto age = age_of(all.back(), now);
    const std::string hours =
        age.count() <= 0 ? "less than an hour" : std::to_string(age.count()) + " hours";
    return {"backup",
            all.back().filename().string() + ", " + hours + " old" + uncounted,
            age <= oldest_backup};
}

library_sign jobs_sign(const std::vector<circulation::day_job_status>& all, const std::string& zone) {
    int late = 0;
    int failed = 0;
    std::optional<storage::instant> newest;
    for (const auto& each : all) {
        late += each.late ? 1 : 0;
        failed += !each.late && each.last && each.last->failed > 0 ? 1 : 0;
        if (each.last && each.last->ended_at) newest = std::max(newest, each.last->ended_at);
    }
    if (late + failed == 0)
        return {"night's jobs", newest ? std::string("in time, last ").append(time_text(*newest, zone)) : "in time", true};
    return {"night's jobs",
            std::to_string(late) + " late, " + std::to_string(failed) +
                " failed: `circdesk day status`",
            false};
}

library_sign reviews_sign(storage::reader& from, storage::institution_id of) {
    constexpr int most = 100;
    const auto open = from.open_reviews(of, {.first = 0, .count = most}).size();
    if (open == 0) return {"review list", "empty", true};
    return {"review list",
            std::to_string(open) + (open == most ? " or more" : "") +
                " wait: `circdesk review list`",
            true};
}

/// Those of one institution in a state, as far as they wait or have failed.
std::int64_t count_notices(storage::reader& from, storage::institution_id of, notice_state in) {
    std::int64_t count = 0;
    walk_after(
        storage::notice_id{},
        [&](auto after) { return from.notices_in(of, in, after, report_step); },
        [](const storage::notice& each) { return each.id; },
        [&](const storage::notice& each) { count += in == notice_state::waiting || circulation::has_failed(each) ? 1 : 0; });
    return count;
}

/// The store counts those of all institutions, and faster than they are walked through.
library_sign notices_sign(storage::reader& from, storage::institution_id of, bool has_program) {
    const bool is_alone = from.institutions().size() == 1;
    const auto waiting = is_alone ? from.notice_count(notice_state::waiting) : count_notices(from, of, notice_state::waiting);
    const auto failed = is_alone ? from.failed_notice_count()
                                 : count_notices(from, of, notice_state::failed) + count_notices(from, of, notice_state::given_up);
    std::string state = std::to_string(waiting) + " waiting, " + std::to_string(failed) + " failed";
    if (failed > 0) state += ": `circdesk report notices-failed`";
    const bool nobody = waiting > 0 && !has_program;
    if (nobody)
        state += "; no program takes them: set notices.command, or `circdesk notice export`";
    return {"notices", state, failed == 0 && !nobody};
}

/// "kiosk1, kiosk2", and how many more.
std::string names_of(const std::vector<std::string>& logins) {
    constexpr std::size_t most = 5;
    std::string all;
    for (std::size_t i = 0; i < std::min(most, logins.size()); ++i)
        all.append(i == 0 ? "" : ", ").append(logins[i]);
    return logins.size() > most ? all + " and " + std::to_string(logins.size() - most) + " more" : all;
}

/// Accounts are made before their devices come: one that was never heard of is nobody's trouble yet.
library_sign terminals_sign(storage::reader& from, const storage::library& of, storage::instant now, const config::settings& by) {
    std::vector<std::string> silent;
    std::vector<std::string> out_of_paper;
    const auto all = circulation::heard_terminals(from, of, now);
    for (const auto& each : all) {
        if (each.sign && each.silent_days >= silent_days_of(by, each.account)) silent.push_back(each.account.login);
        if (each.out_of_paper) out_of_paper.push_back(each.account.login);
    }
    const auto heard = std::ranges::count_if(all, [](const auto& each) { return each.sign.has_value(); });
    std::string state = std::to_string(heard) + " in use";
    if (!silent.empty()) state.append("; silent: ").append(names_of(silent));
    if (!out_of_paper.empty()) state.append("; out of paper: ").append(names_of(out_of_paper));
    const bool well = silent.empty() && out_of_paper.empty();
    if (!well) state += ": `circdesk report terminals-silent`";
    return {"terminals", state, well};
}

} // namespace

std::vector<library_sign> library_signs(tool& with) {
    const fs::path store = store_path_of(with);
    const auto institution = with.institution();
    const auto now = with.now();
    const auto& settings = with.settings_of({}); // whatever is wrong with them, this is what one looks at then
    const auto hour = circulation::day_hour_of(settings.day.at);
    std::vector<library_sign> all{
        store_sign(store), disk_sign(store), backup_sign(backup_folder(with), now)};
    with.store().read([&](storage::reader& from) {
        all.push_back(jobs_sign(circulation::day_status(from, institution, now, hour), institution.time_zone));
        all.push_back(terminals_sign(from, *from.library_of(institution.id), now, settings));
        all.push_back(reviews_sign(from, institution.id));
        all.push_back(notices_sign(from, institution.id, !settings.notices.command.empty()));
    });
    return all;
}

} // namespace circ::tool
