#include "server/app/figures.hpp"

#include "config/load.hpp"
#include "server/app/process_figures.hpp"
#include "server/circulation/day/plan.hpp"
#include "storage/store_error.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <system_error>

namespace circ::app {

using log::event;
using metrics::metric;

namespace {

/// A fact that the log tells and that has a figure of its own. A new event that belongs to one of
/// these is a row here.
struct counted_event {
    event what;
    metric as;
    std::string_view label; ///< empty: the metric has none
};

constexpr counted_event counted[] = {
    {event::connection_refused_by_limit, metric::connections_refused, "limit"},
    {event::connection_not_allowed, metric::connections_refused, "address"},
    {event::resend_requested, metric::resends, ""},
    {event::repeat_answered, metric::repeats, "memory"},
    {event::repeat_answered_from_journal, metric::repeats, "journal"},
    {event::checksum_bad, metric::unreadable, "checksum"},
    {event::message_too_long, metric::unreadable, "too_long"},
    {event::message_unreadable, metric::unreadable, "unreadable"},
    {event::unknown_command, metric::unreadable, "unknown"},
    {event::card_locked, metric::cards_locked, ""},
    {event::commit_failed, metric::commits_failed, ""},
};

void raise(metrics::registry& into, metric what, std::uint64_t total, std::string_view label = {}) {
    label.empty() ? into.raise(what, static_cast<double>(total)) : into.raise(what, static_cast<double>(total), {label});
}

void set(metrics::registry& into, metric what, std::uint64_t to, std::string_view label = {}) {
    label.empty() ? into.set(what, static_cast<double>(to)) : into.set(what, static_cast<double>(to), {label});
}

void add_events(metrics::registry& into, const log::logger& from) {
    for (const auto& each : counted) raise(into, each.as, from.count(each.what), each.label);
    for (const auto& each : log::all_events())
        into.raise(metric::events, static_cast<double>(from.count(each.id)), {each.name, log::level_name(each.level)});
    raise(into, metric::log_lines_failed, from.failed());
}

void add_process(metrics::registry& into) {
    const auto now = look_at_process();
    into.set(metric::start_time, now.started_at);
    into.raise(metric::cpu_seconds, now.cpu_seconds);
    set(into, metric::resident_bytes, now.resident_bytes);
    set(into, metric::open_files, now.open_files);
    set(into, metric::open_files_limit, now.open_files_limit);
    into.set(metric::build_info, 1, {CIRC_VERSION});
}

void add_sessions(metrics::registry& into, const figure_sources& from) {
    set(into, metric::draining, from.health.draining() ? 1 : 0);
    set(into, metric::sessions, from.sessions.size());
    set(into, metric::sessions_limit, from.settings.server.max_connections);
    const auto& pins = from.pins.so_far();
    const auto& passwords = from.passwords.so_far();
    raise(into, metric::proofs, pins.right + passwords.right, "right");
    raise(into, metric::proofs, pins.wrong + passwords.wrong, "wrong");
    raise(into, metric::proofs, pins.from_memory + passwords.from_memory, "memory");
    raise(into, metric::proofs, pins.turned_away + passwords.turned_away, "turned_away");
    set(into, metric::proofs_waiting, from.hashing.waiting());
}

/// @return zero where there is none, as a log that has just been folded in
std::uint64_t size_of(const std::filesystem::path& file) {
    std::error_code none;
    const auto size = std::filesystem::file_size(file, none);
    return none ? 0 : size;
}

void add_files(metrics::registry& into, const figure_sources& from) {
    const auto file = config::store_path(from.settings);
    auto beside = file;
    beside += "-wal";
    set(into, metric::store_queue, from.store.store().queued());
    set(into, metric::store_queue_limit, from.settings.store.queue_units);
    set(into, metric::store_bytes, size_of(file), "database");
    set(into, metric::store_bytes, size_of(beside), "log");
    std::error_code none; // the disk does not say
    const auto room = std::filesystem::space(file.parent_path(), none);
    if (!none) set(into, metric::store_free_bytes, room.available);
}

/// Of each job the branch where the last success is longest ago; a run with failed records is none.
std::map<std::string_view, double> last_successes(const std::vector<circulation::day_job_status>& all) {
    std::map<std::string_view, double> oldest;
    for (const auto& each : all) {
        const bool succeeded = each.last && each.last->ended_at && each.last->failed == 0;
        const double at = succeeded ? std::chrono::duration<double>(each.last->ended_at->time_since_epoch()).count() : 0;
        const auto place = oldest.emplace(each.job->id, at).first;
        place->second = std::min(place->second, at);
    }
    return oldest;
}

void add_day(metrics::registry& into, storage::reader& reader, const figure_sources& from) {
    const auto hour = circulation::day_hour_of(from.settings.day.at);
    std::vector<circulation::day_job_status> all;
    for (const auto& each : reader.institutions()) {
        auto some = circulation::day_status(reader, each, from.clock.now(), hour);
        all.insert(all.end(), some.begin(), some.end());
    }
    for (const auto& [job, at] : last_successes(all)) into.set(metric::day_job_success, at, {job});
    set(into, metric::day_jobs_late, static_cast<std::uint64_t>(std::ranges::count_if(all, &circulation::day_job_status::late)));
    using storage::notice_state;
    const std::pair<notice_state, std::string_view> states[] = {
        {notice_state::waiting, "waiting"}, {notice_state::failed, "failed"}, {notice_state::given_up, "given_up"}};
    for (const auto& [state, word] : states)
        set(into, metric::notices, static_cast<std::uint64_t>(reader.notice_count(state)), word);
}

} // namespace

std::string current_figures(metrics::registry& into, const figure_sources& from) {
    add_events(into, from.log);
    add_process(into);
    add_sessions(into, from);
    add_files(into, from);
    try {
        from.store.read([&](storage::reader& reader) { add_day(into, reader, from); });
        from.behind.add_figures(into);
        into.set(metric::store_up, 1);
    } catch (const storage::store_error&) { // that is the figure
        into.set(metric::store_up, 0);
    }
    return into.text();
}

storage::store_events metered(metrics::registry& into, storage::store_events events) {
    const auto units = into.counter(metric::units);
    const auto took = into.histogram(metric::commit_seconds);
    events.on_group_committed = [units, took](std::size_t count, std::chrono::microseconds lasted) {
        units.add(static_cast<double>(count));
        took.observe(lasted);
    };
    return events;
}

} // namespace circ::app
