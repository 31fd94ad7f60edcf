#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace circ::metrics {

// Every figure that the daemon shows: one enumerator here, one row in catalogue.cpp in the same
// order. The page of the reference and the file of alert rules are made from the rows.
//
// A label's values come from a list that somebody wrote down (message codes, reasons, events, jobs),
// never from what a device sends: nothing here tells of a reader, and nothing grows with use.

enum class metric : std::uint8_t {
    // the daemon
    build_info,
    start_time,
    cpu_seconds,
    resident_bytes,
    open_files,
    open_files_limit,
    draining,
    events,
    log_lines_failed,
    // connections and sessions
    sessions,
    sessions_limit,
    connections_refused,
    logins,
    certificate_expires,
    // messages
    requests,
    request_seconds,
    refusals,
    resends,
    repeats,
    unreadable,
    terminal_requests,
    // other systems
    ncip_requests,
    ncip_request_seconds,
    // PINs and passwords
    proofs,
    proofs_waiting,
    cards_locked,
    // the store
    store_up,
    commit_seconds,
    units,
    commits_failed,
    store_queue,
    store_queue_limit,
    store_bytes,
    store_free_bytes,
    // what happens by the clock
    day_job_success,
    day_jobs_late,
    notices,
    // library systems behind us
    backend_up,
    backend_calls,
    backend_call_seconds,
    outbox,
    shadow_requests,
    shadow_differences
};

enum class kind { counter, gauge, histogram };

/// What is worth waking somebody for; all of it empty where nothing is.
struct alert_rule {
    std::string_view name;
    std::string_view expression; ///< PromQL
    std::string_view lasting;    ///< before it is told: "5m"
    std::string_view summary;    ///< what is the matter and what to do
};

inline constexpr std::size_t most_labels = 2;

struct metric_info {
    metric id;
    std::string_view name;
    kind is;
    std::array<std::string_view, most_labels> labels; ///< empty ones are none
    std::string_view help;
    alert_rule alert;
};

/// The catalogue, in the order of the enumerators.
[[nodiscard]] std::span<const metric_info> all_metrics();
[[nodiscard]] const metric_info& info(metric what);
[[nodiscard]] std::size_t label_count(const metric_info& of);

/// docs/reference/metrics.md.
[[nodiscard]] std::string reference_page();

/// docs/reference/alerts.yml: a rule file that Prometheus reads.
[[nodiscard]] std::string alert_file();

} // namespace circ::metrics
