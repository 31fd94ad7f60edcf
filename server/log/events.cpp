#include "server/log/events.hpp"

#include <array>
#include <cstddef>

namespace circ::log {

namespace {

using enum level;

// clang-format off
constexpr event_info table[] = {
    {event::daemon_starting, 1001, info, "daemon_starting", "daemon starting",
     "The process has begun to read its settings.", ""},
    {event::daemon_ready, 1002, info, "daemon_ready", "ready",
     "Store and listeners are open; devices are served from now on.", ""},
    {event::daemon_stopping, 1003, info, "daemon_stopping", "stopping",
     "No new connection is taken; running requests are finished within the grace period.", ""},
    {event::daemon_stopped, 1004, info, "daemon_stopped", "stopped",
     "Everything is written and closed.", ""},
    {event::daemon_failed, 1005, error, "daemon_failed", "daemon cannot go on",
     "A part without which nobody can be served did not start or broke down.",
     "Read the reason; the service manager starts the daemon again."},
    {event::settings_mistake, 1006, error, "settings_mistake", "mistake in the settings",
     "One line for each mistake, with file, line, column, key and what would be right.",
     "Correct the file; `circdeskd --check-config` shows all mistakes without starting, but for decimals that the currency does not have: `circdesk policy check` shows these."},
    {event::settings_reloaded, 1007, info, "settings_reloaded", "settings read again",
     "The file was free of mistakes; new sessions and requests follow it.", ""},
    {event::settings_reload_refused, 1008, error, "settings_reload_refused", "settings not taken over",
     "The file has mistakes, told in lines of their own as a store that is away is, or `cause` says what else came between; the daemon goes on with the old settings.",
     "Correct the file, or what it says of the store, and reload again."},
    {event::setting_needs_restart, 1009, warning, "setting_needs_restart", "setting takes effect at the next start",
     "A changed setting is read only when the daemon starts; so is what stands in the file of `pin.pepper_file`.",
     "Restart the daemon when it suits. Another pepper is to be put back before: with it all PINs and passwords of devices are wrong."},
    {event::demo_library, 1010, warning, "demo_library", "demo library: its passwords are public",
     "The demo library's cards, PINs and terminal passwords are printed in the manual, so only loopback addresses are listened on.",
     "Never keep real readers in this store; set `server.demo = false` for a real library."},
    {event::log_lines_lost, 1011, warning, "log_lines_lost", "log lines lost",
     "The log's queue was full, so that the newest were dropped, or the disk took none; `count` says how many. In circdesk_events_total each lost line counts.",
     "Look for a full or slow disk; raise `log.queue` or `log.level`."},
    {event::log_reopened, 1012, info, "log_reopened", "log opened again",
     "The log file was opened anew by its name, as after a rotation.", ""},
    {event::log_reopen_failed, 1013, error, "log_reopen_failed", "log cannot be opened again",
     "The file cannot be opened under its name; lines go on into the old one.",
     "Check the folder and its owner, then reload."},
    {event::addresses_not_written, 1014, warning, "addresses_not_written", "doors could not be written down",
     "The file `circdesk.addresses` in the data folder, which tells the operator's tool of the doors, could not be made; devices are served all the same.",
     "Read the cause; make room, or give the folder to the daemon's user, and restart when it suits. Until then name `--host` and `--port` to the tool."},
    {event::drain_begun, 1021, info, "drain_begun", "drained",
     "An operator keeps balancers away by `circdesk drain`: probes are refused, devices are served on.", ""},
    {event::drain_ended, 1022, info, "drain_ended", "no longer drained",
     "An operator lets balancers come back by `circdesk drain --off`.", ""},

    {event::listener_opened, 1101, info, "listener_opened", "listening",
     "A listener accepts connections at this address and port.", ""},
    {event::listener_failed, 1102, error, "listener_failed", "cannot listen",
     "The address or port of this listener cannot be taken, and the daemon does not start; or it lets nobody in any more by an error of ours.",
     "See whether another program holds the port, and whether the address belongs to this machine; start the daemon again."},
    {event::accept_failed, 1103, warning, "accept_failed", "connection could not be accepted",
     "The system could not hand over a connection, mostly for want of file descriptors; the listener waits a moment and goes on. Told once a second at most; `more` counts those not told.",
     "Raise the limit of open files if this repeats."},
    {event::connection_refused_by_limit, 1104, warning, "connection_refused_by_limit", "connection refused: too many",
     "A limit of connections, in all or for this address, is reached; told ten times a second at most, and `more` counts those not told.",
     "Look for a client that does not close; else raise `server.max_connections` or `server.max_connections_per_address`."},
    {event::connection_not_allowed, 1105, warning, "connection_not_allowed", "connection refused: address not allowed",
     "The address is not among those that the listener allows; told ten times a second at most, and `more` counts those not told.",
     "Add it to the listener's `allow` list if it is one of yours."},
    {event::other_protocol, 1106, warning, "other_protocol", "another protocol was spoken",
     "The first bytes are plainly not the self-check protocol but, for instance, HTTP or TLS; the connection is answered and closed.",
     "Correct address or port at the client; a port scanner does this too."},
    {event::announcement_bad, 1121, warning, "announcement_bad", "header of a load balancer is missing or wrong",
     "A connection from one of the listener's `proxy_from` did not begin with a header of the PROXY protocol; `why` says what was wrong, and it is closed. Told ten times a second at most; `more` counts those not told.",
     "Let the balancer send the header (HAProxy: `send-proxy-v2`), or take its address out of `proxy_from`."},
    {event::plaintext_refused, 1122, warning, "plaintext_refused", "refused without encryption",
     "A device outside the listener's `plaintext_from` connected without TLS; it got an answer (96) and was closed, and nothing that it sent was looked at. Told ten times a second at most; `more` counts those not told.",
     "Let it connect by TLS, or add its network to `plaintext_from` if nobody else can listen there."},
    {event::tls_failed, 1123, warning, "tls_failed", "TLS could not be agreed upon",
     "The peer and this listener did not come together; `why` says it in OpenSSL's words. The peer was told so and closed. Told ten times a second at most; `more` counts those not told.",
     "An old version or a certificate that the device does not trust are the usual causes; `circdesk sc --tls` tries it from here."},
    {event::tls_agreed, 1124, debug, "tls_agreed", "TLS agreed upon",
     "The version, and whose certificate the device showed.", ""},
    {event::connection_unused, 1125, debug, "connection_unused", "connection ended before anything was said",
     "A check that only connects does this; told ten times a second at most, and `more` counts those not told.", ""},
    {event::certificate_in_use, 1126, info, "certificate_in_use", "certificate read",
     "New connections of this listener are shown this certificate; connections that are there keep the one they have.", ""},
    {event::certificate_ends_soon, 1127, warning, "certificate_ends_soon", "certificate ends soon or has ended",
     "The certificate of this listener ends within three weeks, or is over; devices refuse it then.",
     "Put a new one in its place and reload."},
    {event::http_listener_failed, 1131, error, "http_listener_failed", "cannot listen for HTTP",
     "The address of `[http]` cannot be taken, or nobody is answered there any more by an error of ours; devices are served, but nobody can ask for metrics or health.",
     "See whether another program holds the port, or set `http.enabled = false`; then restart."},
    {event::http_refused, 1132, warning, "http_refused", "HTTP connection refused",
     "The address is not in `http.allow`, or too many are connected already.",
     "Add it to `http.allow` if it is one of yours."},

    {event::session_started, 1201, info, "session_started", "session started",
     "A connection has been accepted.", ""},
    {event::session_ended, 1202, info, "session_ended", "session ended",
     "A connection is over; `why` says who ended it and for what reason.", ""},
    {event::login_accepted, 1203, info, "login_accepted", "logged in",
     "A terminal proved who it is, or its listener or address says so.", ""},
    {event::login_refused, 1204, warning, "login_refused", "login refused",
     "The login was answered in the negative; `why` says it in words, which the device is never told.",
     "Compare login, password and address list with the terminal's account."},
    {event::login_tries_exceeded, 1205, warning, "login_tries_exceeded", "too many logins",
     "Too many refused logins on this connection, or from this address within a minute.",
     "If it is one of your devices, correct its password; otherwise keep the address out."},
    {event::login_timeout, 1206, warning, "login_timeout", "no login in time",
     "The connection was opened, but no terminal logged in; it is closed.",
     "A monitoring probe does this; else check the device's set-up."},
    {event::idle_timeout, 1207, info, "idle_timeout", "idle too long",
     "Nothing came for the idle time; the connection is closed and the device may connect again.", ""},
    {event::slow_sender, 1208, warning, "slow_sender", "message not complete in time",
     "A message was begun but not finished within `limits.message_seconds`.",
     "Check the network between device and server."},
    {event::slow_receiver, 1209, warning, "slow_receiver", "answer not taken in time",
     "The device did not take its answer within `limits.write_seconds`; the connection is closed.",
     "Check the network; the device repeats its request when it is back."},
    {event::session_failed, 1210, error, "session_failed", "session ended by an error of ours",
     "Something nobody foresaw; this session ended, the others go on.",
     "Please report it with this line and those before it."},
    {event::location_unknown, 1211, warning, "location_unknown", "location of the profile is unknown",
     "The profile's `location` is no branch of the terminal's institution; the account's branch is used.",
     "Correct `location` in the profile, or leave it empty."},
    {event::session_replaced, 1212, info, "session_replaced", "terminal logged in once more",
     "Its profile says `single_session`: the connection that it had before is ended when what runs there is answered.",
     "If it repeats, two devices share one account: give each its own."},
    {event::terminal_put_out, 1213, warning, "terminal_put_out", "terminal logged in no longer",
     "It is connected, but its account was disabled or taken away, or is not for its address any more; `why` says which. It is answered as one that has not logged in.",
     "If it was meant so, nothing; else `circdesk terminal enable`, and the device logs in again."},

    {event::message_unreadable, 1301, warning, "message_unreadable", "part of a message is unreadable",
     "A field has a value it cannot have, is missing or stands twice; the message is answered as far as it can be understood. Told once for a message: `what` is its first fault, `more` counts the others.",
     "Look at field and value; a profile setting may fit this device better."},
    {event::message_too_long, 1302, warning, "message_too_long", "message too long",
     "More bytes came without an end than `limits.message_bytes` allows.",
     "Check the device's terminator and the listener's kind."},
    {event::checksum_bad, 1303, warning, "checksum_bad", "checksum does not fit",
     "Bytes were changed on the way, or the device counts in its own way; it is asked to repeat.",
     "If it repeats for one device only, set `checksum = \"ignore\"` in its profile."},
    {event::sequence_gap, 1304, debug, "sequence_gap", "sequence number out of order",
     "The number does not follow the last one; the message is taken all the same.", ""},
    {event::fixed_part_resynchronised, 1305, debug, "fixed_part_resynchronised", "fixed part set right",
     "The fixed part has the wrong width; the fields behind it were found by their ids.", ""},
    {event::nul_removed, 1306, debug, "nul_removed", "NUL bytes removed",
     "The message held NUL bytes, which no device means.", ""},
    {event::unknown_command, 1307, warning, "unknown_command", "unknown command",
     "The first two characters are no message of the standard.",
     "See which product sends it; `unknown_command` in the profile says how it is met."},
    {event::resend_requested, 1308, info, "resend_requested", "answer asked for again",
     "The device asked for the last answer once more (97) and got it.",
     "If it is frequent, look at the network and at the device's checksum setting."},
    {event::repeat_answered, 1309, info, "repeat_answered", "repeated message answered from memory",
     "The same message came twice on one connection; the kept answer was sent, nothing was done twice.", ""},
    {event::unreadable_limit, 1310, warning, "unreadable_limit", "too many unreadable messages",
     "One message after the other could not be read; the connection is closed.",
     "Check what is connected to this port."},

    {event::request_handled, 1401, info, "request_handled", "request handled",
     "A request was answered; with message code, terminal, time needed and whether it was granted.", ""},
    {event::request_refused, 1402, info, "request_refused", "request refused",
     "The library said no; `reasons` names every reason.", ""},
    {event::repeat_answered_from_journal, 1403, info, "repeat_answered_from_journal", "repeated request answered from the journal",
     "The request had been done before, on another connection or before a restart; its outcome was told again.", ""},
    {event::deadline_passed, 1404, warning, "deadline_passed", "request took too long",
     "The outcome came later than the device is told to wait (98, `timeout_tenths` of its profile), so that it may repeat the request.",
     "Look at the lines of the store, or of the library system behind us, around it."},
    {event::no_block_recorded, 1405, info, "no_block_recorded", "offline transaction recorded",
     "The device had decided while it was off line (no block, where its profile says `offline_ok`); the transaction was recorded as it happened.", ""},
    {event::no_block_exception, 1406, warning, "no_block_exception", "offline transaction needs a look",
     "It broke a rule and was recorded all the same, or could not be recorded: `reasons` says why then. It is left to staff.",
     "Work through the review list: `circdesk review list`."},
    {event::payment_refused, 1407, warning, "payment_refused", "payment refused",
     "Money may have been taken by the device, but no fee was paid with it: `reasons` says why; terminal, amount and reason are kept.",
     "See the day's reconciliation: `circdesk payment list --refused`."},
    {event::institution_differs, 1408, debug, "institution_differs", "institution is not the account's",
     "The request names another institution (AO) than ours, `institution`; `ao_policy` in the profile says how it is met.", ""},
    {event::terminal_in_trouble, 1409, warning, "terminal_in_trouble", "terminal reports trouble",
     "The device says that it is out of paper or about to shut down.",
     "Have a look at the device."},
    {event::request_failed, 1410, error, "request_failed", "request failed by an error of ours",
     "Something nobody foresaw; the request was answered as when the database is away, and nothing of it was kept.",
     "Please report it with this line and those before it."},

    {event::store_opened, 1501, info, "store_opened", "store opened",
     "The database is open and its schema is the one expected.", ""},
    {event::store_upgraded, 1502, info, "store_upgraded", "store upgraded",
     "The store was made by an older version; its schema was brought up to date. `from` and `to` are numbers of migrations.", ""},
    {event::store_unavailable, 1503, error, "store_unavailable", "store unavailable",
     "The database cannot be read or written; requests are refused politely and 98 says off line.",
     "Read the reason: disk full, file locked by another program, server away."},
    {event::store_recovered, 1504, info, "store_recovered", "store available again",
     "The database answers again.", ""},
    {event::store_gate_waited, 1505, warning, "store_gate_waited", "waited for the writer gate",
     "Another process, named by `holder`, held the right to write for long.",
     "Let the operator's tool finish; see what the holder does."},
    {event::store_queue_full, 1506, warning, "store_queue_full", "write queue full",
     "More changes wait than `store.queue_units` allows; the request was refused as unavailable.",
     "Look for a slow disk."},
    {event::commit_failed, 1507, error, "commit_failed", "commit failed",
     "A group of changes could not be made durable; none of them happened, and their requests were refused.",
     "Check the disk; the devices repeat what matters to them."},
    {event::write_in_doubt, 1508, error, "write_in_doubt", "outcome of a write is in doubt",
     "The connection to the database broke during a commit; the change may or may not have happened and is not tried again.",
     "Look the item or the card up; a repeated request is answered rightly from the journal."},

    {event::sightings_lost, 1509, warning, "sightings_lost", "what hand readers saw was not written",
     "Where these items were seen is not known of this walk; loans and returns are not touched.",
     "Look for the cause beside it; walk along these shelves again if it matters."},

    {event::pin_wrong, 1601, info, "pin_wrong", "wrong PIN",
     "A PIN was given and is not the card's.", ""},
    {event::card_locked, 1602, warning, "card_locked", "card locked by wrong PINs",
     "Too many wrong PINs; PINs of this card are not looked at for `limits.pin_lock_minutes`.",
     "It opens by itself; staff can open it at once."},
    {event::hashing_queue_full, 1603, warning, "hashing_queue_full", "too many PINs to check at once",
     "More PINs and passwords wait to be proved than can be in good time; this one was refused as unavailable.",
     "Look for someone guessing; else raise `server.hashing_threads`."},
    {event::pin_tries_exceeded, 1604, warning, "pin_tries_exceeded", "too many wrong PINs in a minute",
     "At this terminal, or from this address, PINs are refused unseen until the minute is over; `of` says which. Told once.",
     "Look for someone guessing; for a device that serves many readers raise `pin_tries_minute` and `pin_tries_address_minute` in its profile."},

    {event::watcher_attached, 1701, info, "watcher_attached", "someone is watching",
     "An operator follows the decoded messages of a terminal.", ""},
    {event::watcher_detached, 1702, info, "watcher_detached", "nobody watches any more",
     "The operator's trace has ended.", ""},

    {event::day_work_done, 1801, info, "day_work_done", "the day's work is done",
     "Holds, notices, renewals and retention were seen to; `records` counts what was changed.", ""},
    {event::day_work_failed, 1802, warning, "day_work_failed", "part of the day's work failed",
     "Some records of a job could not be done; the others were.",
     "Read the cause; `circdesk day run` tries them again, and `circdesk check` looks for what is wrong."},
    {event::day_work_interrupted, 1803, warning, "day_work_interrupted", "the day's work was interrupted",
     "The store could not be used, or something came between that nobody foresaw: `cause`. The work goes on where it stood within a minute or so.",
     "See what else the log says of the store; please report a cause that is none of the store's."},
    {event::notices_handed_over, 1804, info, "notices_handed_over", "notices handed over",
     "The program of `notices.command` took them.", ""},
    {event::notices_not_handed_over, 1805, warning, "notices_not_handed_over", "notices could not be handed over",
     "The program of `notices.command` did not take them; they are tried again at the next day's work.",
     "Read the cause; `circdesk notice list --state failed` shows them."},

    {event::ncip_answered, 1901, info, "ncip_answered", "NCIP request answered",
     "Another system has asked, and what it asked for was done, told or taken note of.", ""},
    {event::ncip_refused, 1902, info, "ncip_refused", "NCIP request refused",
     "Another system has asked for what cannot be done; `problems` are the words that it got for it.", ""},
    {event::ncip_peer_unknown, 1903, warning, "ncip_peer_unknown", "nobody is awaited from there over NCIP",
     "No `[[ncip_peer]]` fits the listener, the address, the certificate and the agency; the connection or the request was refused.",
     "Add a peer, or the address, certificate or agency to one, if it is one of yours."},
    {event::ncip_proof_refused, 1904, warning, "ncip_proof_refused", "a peer has not proved who it is",
     "The account of the peer does not let it in: the password in FromSystemAuthentication is wrong or missing, the account disabled, or too many wrong ones came.",
     "Give the peer the password of its account; `circdesk terminal test` tries it."},
    {event::ncip_unreadable, 1905, warning, "ncip_unreadable", "NCIP document unreadable",
     "What came is no NCIP document; it was answered with Invalid Message Syntax Error.",
     "Ask whoever runs that system what it sends; `what` and `line` say where reading ended."},
    {event::ncip_peer_busy, 1906, warning, "ncip_peer_busy", "a peer asks for too much at the same time",
     "More requests than its `exchanges` came at once; it was told to try again.",
     "Raise `exchanges` of the peer if its requests are wanted."},
    {event::backend_away, 2001, error, "backend_away", "library system does not answer",
     "The library system behind us could not be reached, or what it answers is no NCIP; nothing is asked of it until it has been heard again. Devices are told so by 98.",
     "See whether it runs and can be reached from here; `circdesk relay status` says how it is."},
    {event::backend_back, 2002, info, "backend_back", "library system answers again",
     "It has answered a question; what waits in the outbox is delivered now.", ""},
    {event::relay_failed, 2003, warning, "relay_failed", "request could not be relayed",
     "A request of a device was answered as unavailable: `cause` says how far it came. `no_answer` and `no_ncip`: it was sent.",
     "Nothing for a single one; the device or its reader tries again."},
    {event::orders_in_doubt, 2004, warning, "orders_in_doubt", "outcome of an order is not known",
     "The library system was asked for a change, and did not say what became of it. It is looked up, and stands on the review list meanwhile.",
     "`circdesk outbox list --state in_doubt` shows it; look there if it stays."},
    {event::order_found_out, 2005, info, "order_found_out", "outcome of an order found out",
     "What became of an order in doubt has been looked up; `cause` says it. One that was done although the device was told otherwise stays on the review list.", ""},
    {event::order_not_kept, 2006, error, "order_not_kept", "order could not be written down",
     "The store took no change. What has not been asked for yet is not asked for; what became of the rest is written down as soon as it takes changes again.",
     "See what else the log says of the store."},
    {event::outbox_accepted, 2007, info, "outbox_accepted", "accepted here, to be delivered",
     "The library system is away and policy lets this be accepted; it waits in the outbox.", ""},
    {event::outbox_delivered, 2008, info, "outbox_delivered", "delivered from the outbox",
     "What was accepted here has been posted to the library system.", ""},
    {event::outbox_conflict, 2009, warning, "outbox_conflict", "library system refuses what has happened",
     "Something that was accepted here, or that a device did by itself, is refused there: `cause` has its reasons. It is not tried again and stands on the review list.",
     "`circdesk review list` shows it; post it there by hand or tell the reader."},
    {event::outbox_stuck, 2010, error, "outbox_stuck", "cannot be delivered",
     "It was tried too often without a clear answer and waits for a person; what came later of the same reader or item waits behind it.",
     "`circdesk outbox list --state stuck`, then `outbox retry` or `outbox drop`."},
    {event::canary_fell_back, 2011, warning, "canary_fell_back", "canary is served by ourselves",
     "The library system is away, so that terminals of the stage `canary` are served from our own store until it is back.",
     "See whether it runs; nothing has to be done for the terminals."},
    {event::shadow_difference, 2020, info, "shadow_difference", "library system would have answered otherwise",
     "A difference of a kind that has not been seen before; the device was answered by ourselves. Told once for each kind.",
     "`circdesk shadow list` shows it under its `number`."},
    {event::shadow_not_kept, 2021, warning, "shadow_not_kept", "comparison could not be written down",
     "The store took no change; what the comparison came to is not counted. The device was answered all the same.",
     "See what else the log says of the store."},
    {event::not_posted_here, 2030, warning, "not_posted_here", "our own rules refuse what was done there",
     "A device did something at the library system that could not be written into our own store: `cause` has the reasons. It stands on the review list.",
     "`circdesk review list` shows it; `circdesk relay reconcile` shows what differs now."},
    {event::stages_changed, 2031, info, "stages_changed", "stages of a library system changed",
     "The settings say something else than before of who performs what; `before` and `after` are their rules.", ""},
    {event::stages_kept, 2032, error, "stages_kept", "stages are not changed: both books have not been compared, or changes wait",
     "A reload would have entered or left a stage, asked another address or gone by another book of record, while the last `circdesk relay reconcile` has open rows, is too old, was of another address, or was never made; or it would have taken out a library system for which rows of the outbox wait: `cause`. The reload has changed nothing.",
     "`circdesk relay reconcile --backend NAME`, accept or mend its rows, and reload again; `circdesk relay allow` if there is no other way. Rows that wait: let them be delivered, or end them by `circdesk outbox drop`."},
    {event::stages_unreconciled, 2033, warning, "stages_unreconciled", "stages changed without a comparison of both books",
     "At the first start with a library system, or by a start with other stages than before: nobody has looked whether both books say the same.",
     "`circdesk relay reconcile --backend NAME` says where they differ."},
};
// clang-format on

/// A row is found by its enumerator, and numbers rise, so that none is given twice.
constexpr bool in_order() {
    for (std::size_t i = 0; i < std::size(table); ++i) {
        if (static_cast<std::size_t>(table[i].id) != i) return false;
        if (i > 0 && table[i].number <= table[i - 1].number) return false;
    }
    return true;
}
static_assert(in_order());
static_assert(std::size(table) == static_cast<std::size_t>(event::stages_unreconciled) + 1);

constexpr std::array<std::string_view, 4> level_names{"debug", "info", "warning", "error"};

} // namespace

std::span<const event_info> all_events() {
    return table;
}

const event_info& info(event what) {
    return table[static_cast<std::size_t>(what)];
}

std::string printed_id(const event_info& what) {
    return "CIRC-" + std::to_string(what.number);
}

std::string_view level_name(level which) {
    return level_names[static_cast<std::size_t>(which)];
}

std::string reference_page() {
    std::string page =
        "# Log events\n\n"
        "Made from `server/log/events.cpp`. Every line of the log starts with its time "
        "in UTC, its level and the event's id;\nwhat belongs to the single case follows "
        "as `name=value`.\n\n"
        "| id | level | line | what it means | what to do |\n| --- | --- | --- | --- | --- |\n";
    for (const event_info& row : table) {
        page.append("| ").append(printed_id(row)).append(" | ").append(level_name(row.level));
        page.append(" | ").append(row.text).append(" (`").append(row.name).append("`) | ");
        page.append(row.meaning).append(" | ");
        page.append(row.action.empty() ? "–" : row.action).append(" |\n");
    }
    return page;
}

} // namespace circ::log
