#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace circ::log {

// Everything the log can say: one enumerator here, one row in events.cpp in the same order. A
// number, once given, keeps its meaning; the manual's page is made from the rows.

enum class level { debug, info, warning, error };

enum class event : std::uint8_t {
    // the daemon
    daemon_starting,
    daemon_ready,
    daemon_stopping,
    daemon_stopped,
    daemon_failed,
    settings_mistake,
    settings_reloaded,
    settings_reload_refused,
    setting_needs_restart,
    demo_library,
    log_lines_lost,
    log_reopened,
    log_reopen_failed,
    addresses_not_written,
    drain_begun,
    drain_ended,
    // connections
    listener_opened,
    listener_failed,
    accept_failed,
    connection_refused_by_limit,
    connection_not_allowed,
    other_protocol,
    announcement_bad,
    plaintext_refused,
    tls_failed,
    tls_agreed,
    connection_unused,
    certificate_in_use,
    certificate_ends_soon,
    http_listener_failed,
    http_refused,
    // sessions
    session_started,
    session_ended,
    login_accepted,
    login_refused,
    login_tries_exceeded,
    login_timeout,
    idle_timeout,
    slow_sender,
    slow_receiver,
    session_failed,
    location_unknown,
    session_replaced,
    terminal_put_out,
    // messages
    message_unreadable,
    message_too_long,
    checksum_bad,
    sequence_gap,
    fixed_part_resynchronised,
    nul_removed,
    unknown_command,
    resend_requested,
    repeat_answered,
    unreadable_limit,
    // requests
    request_handled,
    request_refused,
    repeat_answered_from_journal,
    deadline_passed,
    no_block_recorded,
    no_block_exception,
    payment_refused,
    institution_differs,
    terminal_in_trouble,
    request_failed,
    // the store
    store_opened,
    store_upgraded,
    store_unavailable,
    store_recovered,
    store_gate_waited,
    store_queue_full,
    commit_failed,
    write_in_doubt,
    sightings_lost,
    // PINs
    pin_wrong,
    card_locked,
    hashing_queue_full,
    pin_tries_exceeded,
    // those who look on
    watcher_attached,
    watcher_detached,
    // what happens by the clock
    day_work_done,
    day_work_failed,
    day_work_interrupted,
    notices_handed_over,
    notices_not_handed_over,
    // other systems
    ncip_answered,
    ncip_refused,
    ncip_peer_unknown,
    ncip_proof_refused,
    ncip_unreadable,
    ncip_peer_busy,
    // library systems behind us
    backend_away,
    backend_back,
    relay_failed,
    orders_in_doubt,
    order_found_out,
    order_not_kept,
    outbox_accepted,
    outbox_delivered,
    outbox_conflict,
    outbox_stuck,
    canary_fell_back,
    shadow_difference,
    shadow_not_kept,
    not_posted_here,
    stages_changed,
    stages_kept,
    stages_unreconciled
};

struct event_info {
    event id;
    unsigned number; ///< printed as CIRC-1001
    log::level level;
    std::string_view name; ///< the enumerator
    std::string_view text; ///< what stands in the line
    std::string_view meaning;
    std::string_view action; ///< empty: nothing to do
};

/// The catalogue, in the order of the enumerators.
[[nodiscard]] std::span<const event_info> all_events();

[[nodiscard]] const event_info& info(event what);

/// @return `CIRC-1001`
[[nodiscard]] std::string printed_id(const event_info& what);

[[nodiscard]] std::string_view level_name(level which);

/// docs/reference/events.md.
[[nodiscard]] std::string reference_page();

} // namespace circ::log
