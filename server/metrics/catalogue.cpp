#include "server/metrics/catalogue.hpp"

#include <algorithm>
#include <iterator>

namespace circ::metrics {

namespace {

using enum kind;

// clang-format off
constexpr metric_info table[] = {
    {metric::build_info, "circdesk_build_info", gauge, {"version"},
     "Always 1; the label says which release runs.",
     {"CircdeskReleasesDiffer", "count(count by (version) (circdesk_build_info)) > 1", "1d",
      "Daemons of different releases run: bring them to the same one."}},
    {metric::start_time, "process_start_time_seconds", gauge, {},
     "When the process started, in seconds since 1970.",
     {"CircdeskRestarts", "changes(process_start_time_seconds{job=\"circdesk\"}[1h]) > 3", "0m",
      "The daemon starts again and again: read why in its log (CIRC-1005)."}},
    {metric::cpu_seconds, "process_cpu_seconds_total", counter, {},
     "Processor time used by all threads.",
     {"CircdeskBusy", "rate(process_cpu_seconds_total{job=\"circdesk\"}[5m]) > 1.5", "10m",
      "The daemon uses more than one and a half processors: see circdesk_requests_total for what asks so much."}},
    {metric::resident_bytes, "process_resident_memory_bytes", gauge, {},
     "Memory in use.",
     {"CircdeskMemory", "process_resident_memory_bytes{job=\"circdesk\"} > 1e9", "10m",
      "The daemon holds more than 1 GB: look at circdesk_sessions, and report it if they are few."}},
    {metric::open_files, "process_open_fds", gauge, {},
     "Open file descriptors; each connection is one.",
     {"CircdeskFiles", "process_open_fds{job=\"circdesk\"} / process_max_fds > 0.8", "5m",
      "File descriptors run out: raise LimitNOFILE, or look for a client that does not close."}},
    {metric::open_files_limit, "process_max_fds", gauge, {},
     "File descriptors that the process may open.", {}},
    {metric::draining, "circdesk_draining", gauge, {},
     "1 while `circdesk drain` keeps balancers away.",
     {"CircdeskDrained", "circdesk_draining == 1", "2h",
      "The daemon has been drained for two hours: `circdesk drain --off` if that was forgotten."}},
    {metric::events, "circdesk_events_total", counter, {"event", "level"},
     "What the log tells, by event (docs/reference/events.md), counted also where `log.level` leaves it out; `log_lines_lost` counts lines.",
     {"CircdeskError", "sum by (event) (increase(circdesk_events_total{level=\"error\"}[5m])) > 0", "0m",
      "Something that needs a hand: docs/reference/events.md says what the event means and what to do."}},
    {metric::log_lines_failed, "circdesk_log_lines_failed_total", counter, {},
     "Lines of the log that could not be made for want of memory.",
     {"CircdeskLogFails", "increase(circdesk_log_lines_failed_total[10m]) > 0 or increase(circdesk_events_total{event=\"log_lines_lost\"}[10m]) > 0",
      "0m", "Lines of the log are lost: look for a full or slow disk (CIRC-1011), or a machine without memory."}},

    {metric::sessions, "circdesk_sessions", gauge, {},
     "Connections that are open now.",
     {"CircdeskSessionsFull", "circdesk_sessions / circdesk_sessions_limit > 0.9", "5m",
      "Nine tenths of `server.max_connections` are taken: raise it, or look for a client that does not close."}},
    {metric::sessions_limit, "circdesk_sessions_limit", gauge, {},
     "`server.max_connections`.", {}},
    {metric::connections_refused, "circdesk_connections_refused_total", counter, {"why"},
     "Connections that were closed at once: one too many (`limit`), or not on the list (`address`).",
     {"CircdeskConnectionsRefused", "sum by (why) (rate(circdesk_connections_refused_total[5m])) > 0.1", "10m",
      "Devices or strangers are turned away: CIRC-1104 and CIRC-1105 name the addresses."}},
    {metric::logins, "circdesk_logins_total", counter, {"result"},
     "Logins: `accepted`, `refused`, `too_many_tries` from one address or for one terminal, `unavailable` (the store is "
     "away, or too many passwords wait, or there is no place), or `draining`.",
     {"CircdeskLoginsRefused", "rate(circdesk_logins_total{result=~\"refused|too_many_tries\"}[10m]) > 0.1", "10m",
      "Logins are refused: a device with a wrong password, or somebody guessing; CIRC-1204 says which."}},
    {metric::certificate_expires, "circdesk_certificate_expires_timestamp_seconds", gauge, {"listener"},
     "When the certificate of each listener with TLS ends, in seconds since 1970.",
     {"CircdeskCertificateEnds", "circdesk_certificate_expires_timestamp_seconds - time() < 21 * 24 * 3600", "1h",
      "A certificate ends within three weeks, or has ended, and devices refuse it then: put a new one in its place and reload."}},

    {metric::requests, "circdesk_requests_total", counter, {"message", "outcome"},
     "Requests answered, by message code: `done`, `repeated` (answered from the journal), `refused` by a rule, "
     "`unavailable`, or `door` (answered without asking the rules: not logged in, not allowed, incomplete).",
     {"CircdeskUnavailable", "sum(rate(circdesk_requests_total{outcome=\"unavailable\"}[5m])) > 0", "1m",
      "Requests are refused because the store is away (CIRC-1503), too many changes or PINs wait (CIRC-1506, CIRC-1603), "
      "a library system does not answer (CIRC-2003), or by a fault of ours (CIRC-1410): the log says which."}},
    {metric::request_seconds, "circdesk_request_seconds", histogram, {"message"},
     "From a whole request to its answer, durable where it changes something.",
     {"CircdeskSlow", "histogram_quantile(0.99, sum by (le) (rate(circdesk_request_seconds_bucket{message!=\"93\"}[5m]))) > 1",
      "5m", "One request in a hundred takes more than a second: compare circdesk_store_commit_seconds (disk) and circdesk_proofs_waiting (PINs)."}},
    {metric::refusals, "circdesk_refusals_total", counter, {"reason"},
     "Reasons given when a rule said no; a refusal may have several.",
     {"CircdeskPolicyIncomplete", "increase(circdesk_refusals_total{reason=\"policy_incomplete\"}[1h]) > 0", "0m",
      "No rule of policy gives a value that was needed: `circdesk policy check` names it."}},
    {metric::resends, "circdesk_resends_total", counter, {},
     "Answers that devices asked for again (97).",
     {"CircdeskResends", "rate(circdesk_resends_total[10m]) > 0.05 * sum(rate(circdesk_requests_total[10m]))", "30m",
      "Devices do not understand their answers: compare checksum and character set of their profile."}},
    {metric::repeats, "circdesk_repeats_total", counter, {"from"},
     "Requests that came once more and were answered, not done again: from `memory` on the same connection, "
     "or from the `journal` across connections.",
     {"CircdeskRepeats", "rate(circdesk_repeats_total{from=\"journal\"}[10m]) > 0.2", "30m",
      "Devices lose their connections between request and answer: look at the network and at their timeouts."}},
    {metric::unreadable, "circdesk_messages_unreadable_total", counter, {"why"},
     "Messages that could not be taken as they were: `checksum`, `too_long`, `unreadable`, `unknown` command.",
     {"CircdeskUnreadable", "sum by (why) (rate(circdesk_messages_unreadable_total[10m])) > 0.1", "30m",
      "A device and its profile do not fit: `circdesk terminal watch` shows its messages."}},
    {metric::terminal_requests, "circdesk_terminal_requests_total", counter, {"terminal"},
     "Requests by terminal account; only where `http.terminal_label` is set.",
     {"CircdeskTerminalSilent", "increase(circdesk_terminal_requests_total[1d]) == 0", "1h",
      "A device that was in use has said nothing for a day: see whether it is switched on."}},

    {metric::ncip_requests, "circdesk_ncip_requests_total", counter, {"peer", "outcome"},
     "Requests answered over NCIP, by peer of the settings: `done`, `repeated` (known again), `refused` by a rule, "
     "`unavailable`, `door` (answered without asking the rules: a service that it may not use, something needed that is "
     "missing, a notification), or `unauthorized` (it did not prove who it is).",
     {"CircdeskNcipUnauthorized", "sum by (peer) (rate(circdesk_ncip_requests_total{outcome=\"unauthorized\"}[10m])) > 0.01", "10m",
      "Another system does not prove who it is: CIRC-1904 says why; give it the password of its account."}},
    {metric::ncip_request_seconds, "circdesk_ncip_request_seconds", histogram, {"peer"},
     "From a whole request over NCIP to its answer, by peer of the settings.",
     {"CircdeskNcipSlow", "histogram_quantile(0.99, sum by (le) (rate(circdesk_ncip_request_seconds_bucket[5m]))) > 4", "5m",
      "Other systems wait more than four seconds: compare circdesk_store_commit_seconds (disk) and circdesk_proofs_waiting."}},

    {metric::proofs, "circdesk_proofs_total", counter, {"result"},
     "PINs and passwords proved: `right`, `wrong`, right from `memory`, or `turned_away` because too many waited.",
     {"CircdeskProofsTurnedAway", "increase(circdesk_proofs_total{result=\"turned_away\"}[5m]) > 0", "0m",
      "More PINs come than can be proved: look for someone guessing; else raise `server.hashing_threads`."}},
    {metric::proofs_waiting, "circdesk_proofs_waiting", gauge, {},
     "PINs and passwords that are being proved or wait for it now.",
     {"CircdeskProofsWait", "circdesk_proofs_waiting > 32", "1m",
      "Readers wait for their PINs to be proved: raise `server.hashing_threads`."}},
    {metric::cards_locked, "circdesk_cards_locked_total", counter, {},
     "Cards locked by wrong PINs.",
     {"CircdeskCardsLocked", "increase(circdesk_cards_locked_total[1h]) > 20", "0m",
      "Many cards are locked: somebody tries PINs; CIRC-1602 names the terminal."}},

    {metric::store_up, "circdesk_store_up", gauge, {},
     "1 when the store could be read just now.",
     {"CircdeskStoreDown", "circdesk_store_up == 0", "1m",
      "The store cannot be read: every request is refused; read CIRC-1503."}},
    {metric::commit_seconds, "circdesk_store_commit_seconds", histogram, {},
     "From taking a group of changes off the queue until it is durable.",
     {"CircdeskDiskSlow", "histogram_quantile(0.99, rate(circdesk_store_commit_seconds_bucket[5m])) > 0.5", "5m",
      "Commits take more than half a second: the disk is slow, or another program holds the store (CIRC-1505)."}},
    {metric::units, "circdesk_store_units_total", counter, {},
     "Changes made durable; divided by circdesk_store_commit_seconds_count, the size of a group.",
     {"CircdeskChanges", "rate(circdesk_store_units_total[5m]) > 200", "10m",
      "More is changed than a library does: look in circdesk_requests_total for a device in a loop."}},
    {metric::commits_failed, "circdesk_store_commits_failed_total", counter, {},
     "Groups of changes that were refused or are in doubt, and checkpoints that failed.",
     {"CircdeskCommitsFail", "increase(circdesk_store_commits_failed_total[5m]) > 0", "0m",
      "Changes cannot be made durable: disk full or broken; read CIRC-1507."}},
    {metric::store_queue, "circdesk_store_queue", gauge, {},
     "Changes that wait to be written now.",
     {"CircdeskStoreQueue", "circdesk_store_queue / circdesk_store_queue_limit > 0.5", "1m",
      "Changes come faster than the disk takes them; beyond the limit they are refused."}},
    {metric::store_queue_limit, "circdesk_store_queue_limit", gauge, {},
     "`store.queue_units`.", {}},
    {metric::store_bytes, "circdesk_store_bytes", gauge, {"file"},
     "Size of the `database` and of its write-ahead `log`.",
     {"CircdeskLogGrows", "circdesk_store_bytes{file=\"log\"} > 1e9", "10m",
      "The write-ahead log cannot be folded into the database: some program reads the store without end."}},
    {metric::store_free_bytes, "circdesk_store_free_bytes", gauge, {},
     "Room left for the store on its disk.",
     {"CircdeskDiskFull", "circdesk_store_free_bytes < 1e9", "5m",
      "Less than 1 GB is left on the store's disk: when it is full, nothing can be lent."}},

    {metric::day_job_success, "circdesk_day_job_last_success_timestamp_seconds", gauge, {"job"},
     "When each job of the day's work last ended without a failed record, at the branch where that is longest ago; "
     "0 where it never did.",
     {"CircdeskDayJobOld", "time() - (circdesk_day_job_last_success_timestamp_seconds > 0) > 36 * 3600", "0m",
      "A job of the day's work has not succeeded for a day and a half: `circdesk day status` says why."}},
    {metric::day_jobs_late, "circdesk_day_jobs_late", gauge, {},
     "Jobs of the day's work, counted for each branch, whose hour has passed by more than an hour.",
     {"CircdeskDayLate", "circdesk_day_jobs_late > 0", "30m",
      "The day's work is late: `circdesk day status` says which, `circdesk day run` does it."}},
    {metric::notices, "circdesk_notices", gauge, {"state"},
     "Notices that are not with whoever sends them: `waiting`, `failed` and tried again, or `given_up`.",
     {"CircdeskNoticesStuck", "circdesk_notices{state=\"failed\"} > 0 or circdesk_notices{state=\"waiting\"} > 1000", "1d",
      "Notices do not leave the house: `circdesk notice list` shows them and the last error."}},

    {metric::backend_up, "circdesk_backend_up", gauge, {"backend"},
     "1 while a library system behind us answers; 0 from when nothing more is asked of it until it is heard again.",
     {"CircdeskBackendDown", "circdesk_backend_up == 0", "1m",
      "A library system behind us does not answer: CIRC-2001 says why, `circdesk relay status` how it is now."}},
    {metric::backend_calls, "circdesk_backend_calls_total", counter, {"backend", "result"},
     "Messages to a library system: `answered`, `not_sent`, `no_answer`, `unreadable` (no HTTP or cut short), `no_ncip` "
     "(answered, but by something else), `refused_here` (it is away, or too many wait), `out_of_time`, and `again`, those of "
     "them that were sent a second time.",
     {"CircdeskBackendFails", "sum by (backend) (rate(circdesk_backend_calls_total{result=~\"no_answer|unreadable|no_ncip\"}[10m])) > 0.05",
      "10m", "A library system often leaves messages without an answer: compare its own log, and `call_ms` of its section."}},
    {metric::backend_call_seconds, "circdesk_backend_call_seconds", histogram, {"backend"},
     "From a message to its answer, the wait for a connection included.",
     {"CircdeskBackendSlow", "histogram_quantile(0.99, sum by (backend, le) (rate(circdesk_backend_call_seconds_bucket[10m]))) > 2", "10m",
      "A library system takes more than two seconds, and readers wait as long: ask those who run it."}},
    {metric::outbox, "circdesk_outbox", gauge, {"state"},
     "Changes that a library system still has to make: `waiting` to be delivered, `stuck` until somebody decides, "
     "`in_doubt` until they are looked up, `given_up` where that came to nothing, until somebody decides, `conflict` until staff "
     "has ended them.",
     {"CircdeskOutboxStuck",
      "circdesk_outbox{state=~\"stuck|given_up\"} > 0 or circdesk_outbox{state=\"waiting\"} > 1000", "5m",
      "Changes do not reach the library system: `circdesk outbox list` shows them and why."}},
    {metric::shadow_requests, "circdesk_shadow_requests_total", counter, {"backend", "result"},
     "Requests that were answered by ourselves and could be compared with a library system: `same`, `tolerable`, `different`, "
     "`unanswered` by it, or `skipped` because of the sample or the cap, or with nothing to compare.",
     {"CircdeskShadowUnanswered",
      "sum by (backend) (rate(circdesk_shadow_requests_total{result=\"unanswered\"}[1h])) > 0.1 * "
      "sum by (backend) (rate(circdesk_shadow_requests_total{result!=\"skipped\"}[1h]))",
      "1h", "One comparison in ten gets no answer from the library system: `circdesk shadow report` says less than it seems to."}},
    {metric::shadow_differences, "circdesk_shadow_differences_total", counter, {"backend", "cause"},
     "Differences found by that, tolerances apart: of `state`, `rule` or `form`.",
     {"CircdeskShadowRule", "sum by (backend) (increase(circdesk_shadow_differences_total{cause=\"rule\"}[1d])) > 0", "0m",
      "The library system decides otherwise than we do on the same facts: `circdesk shadow list --cause rule` shows where."}},
};
// clang-format on

constexpr bool in_order() {
    for (std::size_t i = 0; i < std::size(table); ++i)
        if (static_cast<std::size_t>(table[i].id) != i) return false;
    return true;
}
static_assert(in_order());
static_assert(std::size(table) == static_cast<std::size_t>(metric::shadow_differences) + 1);

std::string_view name_of(kind of) {
    switch (of) {
    case counter: return "counter";
    case gauge: return "gauge";
    case histogram: return "histogram";
    }
    return "";
}

std::string labels_of(const metric_info& row) {
    std::string all;
    for (const auto label : row.labels)
        if (!label.empty()) all.append(all.empty() ? "`" : ", `").append(label).append("`");
    return all.empty() ? "–" : all;
}

} // namespace

std::span<const metric_info> all_metrics() {
    return table;
}

const metric_info& info(metric what) {
    return table[static_cast<std::size_t>(what)];
}

std::size_t label_count(const metric_info& of) {
    return static_cast<std::size_t>(
        std::ranges::count_if(of.labels, [](std::string_view each) { return !each.empty(); }));
}

std::string reference_page() {
    std::string page =
        "# Metrics\n\n"
        "Made from `server/metrics/catalogue.cpp`. What `/metrics` shows, and when to be woken; the "
        "rules stand ready to use in\n`alerts.yml` beside this page. A histogram `NAME` is "
        "`NAME_bucket`, `NAME_sum` and `NAME_count`.\n\n"
        "| name | type | labels | what it is |\n| --- | --- | --- | --- |\n";
    for (const metric_info& row : table) {
        page.append("| `").append(row.name).append("` | ").append(name_of(row.is)).append(" | ");
        page.append(labels_of(row)).append(" | ").append(row.help).append(" |\n");
    }
    page.append("\n| alert | when | for | what to do |\n| --- | --- | --- | --- |\n");
    for (const metric_info& row : table) {
        if (row.alert.name.empty()) continue;
        std::string when;
        for (const char c : row.alert.expression) {
            if (c == '|') when += '\\'; // it would end the table's cell
            when += c;
        }
        page.append("| ").append(row.alert.name).append(" | `").append(when).append("` | ");
        page.append(row.alert.lasting).append(" | ").append(row.alert.summary).append(" |\n");
    }
    return page;
}

} // namespace circ::metrics
