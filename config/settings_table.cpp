#include "config/settings_table.hpp"

#include "config/text_rules.hpp"

namespace circ::config {

// clang-format off

template <>
std::span<const setting<server_settings>> table_of() {
    using s = server_settings;
    static constexpr setting<s> rows[] = {
        row<&s::data_dir>({.key = "data_dir", .rule = &a_data_folder, .when = taken::at_start,
            .text = "The folder of everything that the daemon keeps."}),
        row<&s::node>({.key = "node", .most = 1023, .when = taken::at_start,
            .text = "This machine's number; where several share one store, each has its own."}),
        row<&s::stop_grace>({.key = "stop_grace_seconds", .most = 600, .unit = "s",
            .text = "How long running requests may take to finish when the daemon stops."}),
        row<&s::max_connections>({.key = "max_connections", .least = 1, .most = 1'000'000,
            .text = "Connections at the same time, in all."}),
        row<&s::max_connections_per_address>({.key = "max_connections_per_address", .least = 1, .most = 1'000'000,
            .text = "Connections at the same time from one address."}),
        row<&s::hashing_threads>({.key = "hashing_threads", .least = 1, .most = 8, .when = taken::at_start,
            .text = "Threads that prove PINs and passwords; each needs 19 MiB while it does."}),
        row<&s::reading_threads>({.key = "reading_threads", .most = 16, .when = taken::at_start,
            .text = "Threads that look up, put answers together and send them beside the one that serves the devices, when many ask at once."}),
        row<&s::silent_days>({.key = "silent_days", .least = 1, .most = 20, .unit = "days",
            .text = "Days on which its branch was open and nothing was heard of a device: after so many it counts as silent."}),
        row<&s::demo>({.key = "demo", .when = taken::at_start,
            .text = "The demo library, whose passwords everyone knows: listeners must be on loopback."}),
    };
    return rows;
}

template <>
std::span<const setting<listener_settings>> table_of() {
    using s = listener_settings;
    static constexpr setting<s> rows[] = {
        row<&s::name>({.key = "name", .rule = &not_empty, .when = taken::at_start,
            .text = "Its name in the log; no two listeners share one."}),
        row<&s::address>({.key = "address", .rule = &an_address, .when = taken::at_start,
            .text = "Where to listen; 0.0.0.0 or :: is every address of this machine."}),
        row<&s::port>({.key = "port", .most = 65535, .when = taken::at_start,
            .text = "The TCP port; 0 takes any free one."}),
        row<&s::kind>({.key = "kind",
            .text = "What is spoken: SIP2 at once or after a login by text lines, NCIP over HTTP or as bare documents; and whether within TLS."}),
        row<&s::profile>({.key = "profile", .rule = &not_empty,
            .text = "The profile in force until a terminal has logged in, unless a [[match]] names another."}),
        row<&s::terminal>({.key = "terminal",
            .text = "The login name of the account that every connection has here, for devices that never log in."}),
        row<&s::allow>({.key = "allow",
            .text = "Who may connect; empty lets everyone."}),
        row<&s::plaintext_from>({.key = "plaintext_from",
            .text = "From where a kind without TLS is spoken; others get an answer and are closed. Empty: from nowhere."}),
        row<&s::proxy_from>({.key = "proxy_from",
            .text = "Load balancers whose connections begin with a header of the PROXY protocol (2 or 1), which says who has connected to them."}),
        row<&s::certificate_file>({.key = "certificate_file",
            .text = "For TLS: the certificate and those that lead up to a known authority (PEM)."}),
        row<&s::key_file>({.key = "key_file",
            .text = "For TLS: the certificate's private key, without a passphrase (PEM)."}),
        row<&s::clients>({.key = "client_certificate",
            .text = "For TLS: whether devices show a certificate of their own; one that is shown must be good."}),
        row<&s::client_ca_file>({.key = "client_ca_file",
            .text = "For TLS: the authorities that may have signed the devices' certificates (PEM)."}),
    };
    return rows;
}

template <>
std::span<const setting<store_settings>> table_of() {
    using s = store_settings;
    static constexpr setting<s> rows[] = {
        row<&s::file>({.key = "file", .rule = &not_empty, .when = taken::at_start,
            .text = "The database, in the data folder unless the path is absolute."}),
        row<&s::group_units>({.key = "group_units", .least = 1, .most = 10'000, .when = taken::at_start,
            .text = "Changes that are made durable together, at most."}),
        row<&s::queue_units>({.key = "queue_units", .least = 1, .most = 1'000'000, .when = taken::at_start,
            .text = "Changes that may wait; more are refused as unavailable."}),
        row<&s::wal_megabytes>({.key = "wal_megabytes", .least = 1, .most = 4096, .unit = "MiB", .when = taken::at_start,
            .text = "The size of the write-ahead log at which it is folded into the database at once."}),
        row<&s::mapped_megabytes>({.key = "mapped_megabytes", .least = 0, .most = 2047, .unit = "MiB", .when = taken::at_start,
            .text = "How much of the database is read through a memory map, where a bad sector ends the daemon; 0 reads all by calls, slower, and a bad sector is an error like any other."}),
        row<&s::busy>({.key = "busy_seconds", .least = 1, .most = 60, .unit = "s", .when = taken::at_start,
            .text = "How long to wait for another program's lock before a request is refused."}),
        row<&s::seen>({.key = "seen_seconds", .least = 1, .most = 3600, .unit = "s", .when = taken::at_start,
            .text = "How long what a hand reader has seen (17) waits to be written with others; a crash loses so much."}),
    };
    return rows;
}

template <>
std::span<const setting<log_settings>> table_of() {
    using s = log_settings;
    static constexpr setting<s> rows[] = {
        row<&s::format>({.key = "format", .when = taken::at_start,
            .text = "Lines for people, or a JSON object a line for machines."}),
        row<&s::level>({.key = "level",
            .text = "The least important events that are written."}),
        row<&s::file>({.key = "file", .when = taken::at_start,
            .text = "Where to write, opened again at a reload; empty is standard output, for the journal."}),
        row<&s::queue>({.key = "queue", .least = 1, .most = 1'000'000, .when = taken::at_start,
            .text = "Lines that may wait for the disk; what comes when so many wait is dropped and counted."}),
    };
    return rows;
}

template <>
std::span<const setting<limit_settings>> table_of() {
    using s = limit_settings;
    static constexpr setting<s> rows[] = {
        row<&s::login>({.key = "login_seconds", .least = 1, .most = 3600, .unit = "s",
            .text = "From connecting to a login, where one is needed."}),
        row<&s::message>({.key = "message_seconds", .least = 1, .most = 600, .unit = "s",
            .text = "From the first byte of a message to its end."}),
        row<&s::idle>({.key = "idle_seconds", .least = 1, .most = 86'400, .unit = "s",
            .text = "From one message to the next; many kiosks say something every five to seven minutes only."}),
        row<&s::write>({.key = "write_seconds", .least = 1, .most = 600, .unit = "s",
            .text = "For a device to take its answer."}),
        row<&s::keepalive>({.key = "keepalive_seconds", .least = 10, .most = 7200, .unit = "s",
            .text = "Silence after which the system asks whether a device is still there; it is given up after as long again."}),
        row<&s::message_bytes>({.key = "message_bytes", .least = 1024, .most = 65'536, .unit = "bytes",
            .text = "The longest message that is read; a profile may say otherwise."}),
        row<&s::fields>({.key = "fields", .least = 50, .most = 10'000,
            .text = "The fields of one message that are read."}),
        row<&s::pin_tries_per_card>({.key = "pin_tries_per_card", .least = 1, .most = 100,
            .text = "Wrong PINs, one after the other, that lock a card."}),
        row<&s::pin_lock>({.key = "pin_lock_minutes", .least = 1, .most = 1440, .unit = "min",
            .text = "How long a card stays locked; then it opens by itself."}),
        row<&s::pin_tries_per_terminal_minute>({.key = "pin_tries_per_terminal_minute", .least = 4, .most = 100'000,
            .text = "Wrong PINs at one terminal within a minute; then PINs are refused there unseen until the minute is over."}),
        row<&s::pin_tries_per_address_minute>({.key = "pin_tries_per_address_minute", .least = 4, .most = 100'000,
            .text = "Wrong PINs from one address within a minute, whatever terminals log in from there."}),
        row<&s::login_tries_per_terminal_minute>({.key = "login_tries_per_terminal_minute", .least = 4, .most = 10'000,
            .text = "Wrong passwords for one login name within a minute; more are refused unseen."}),
        row<&s::login_tries_per_address_minute>({.key = "login_tries_per_address_minute", .least = 4, .most = 10'000,
            .text = "Wrong logins from one address within a minute; more are refused unseen."}),
        row<&s::probe_from>({.key = "probe_from",
            .text = "From where a probe is let in when all connections are taken; its account's profile allows no request but 93 and 99."}),
    };
    return rows;
}

template <>
std::span<const setting<pin_settings>> table_of() {
    using s = pin_settings;
    static constexpr setting<s> rows[] = {
        row<&s::cache_entries>({.key = "cache_entries", .most = 1'000'000, .when = taken::at_start,
            .text = "Proven PINs that are remembered for a while, since a proof costs about 40 ms; 0 remembers none."}),
        row<&s::cache>({.key = "cache_seconds", .least = 1, .most = 3600, .unit = "s", .when = taken::at_start,
            .text = "How long a proven PIN is remembered; a changed one is forgotten at once."}),
        row<&s::password_cache>({.key = "password_cache_seconds", .least = 1, .most = 604'800, .unit = "s", .when = taken::at_start,
            .text = "How long the proven password of a device is remembered, for as many as there may be connections: they all come back at once when a switch has failed."}),
        row<&s::pepper_file>({.key = "pepper_file", .when = taken::at_start,
            .text = "A file with a secret that goes into every PIN's hash, so that the database alone betrays none; it must never change. Empty: none."}),
    };
    return rows;
}

template <>
std::span<const setting<text_settings>> table_of() {
    using s = text_settings;
    static constexpr setting<s> rows[] = {
        row<&s::language>({.key = "language", .rule = &a_language,
            .text = "For readers and devices that ask for no other."}),
        row<&s::directory>({.key = "directory",
            .text = "A folder with texts of your own, a file per language; empty: the shipped ones."}),
    };
    return rows;
}

template <>
std::span<const setting<day_settings>> table_of() {
    using s = day_settings;
    static constexpr setting<s> rows[] = {
        row<&s::at>({.key = "at", .rule = &a_time_of_day,
            .text = "When the day's work is done, on the clock of each branch."}),
        row<&s::run_by>({.key = "run_by",
            .text = "Who does it: the daemon by itself, or a timer of the system that calls `circdesk day run`."}),
        row<&s::loan_patron>({.key = "loan_patron_days", .least = 1, .most = 36'500, .unit = "days",
            .text = "How long a returned loan keeps its borrower; longer while a fee of it is open."}),
        row<&s::damage>({.key = "damage_days", .least = 1, .most = 3650, .unit = "days",
            .text = "How long at least, so that the borrower of a damaged item is still known."}),
        row<&s::event_patron>({.key = "event_patron_days", .least = 1, .most = 36'500, .unit = "days",
            .text = "How long the audit trail says which reader an event was about."}),
        row<&s::hold_notice>({.key = "hold_notice_days", .least = 1, .most = 36'500, .unit = "days",
            .text = "How long closed holds, and notices that were handed over, are kept."}),
    };
    return rows;
}

template <>
std::span<const setting<return_settings>> table_of() {
    using s = return_settings;
    static constexpr setting<s> rows[] = {
        row<&s::interlibrary_desk>({.key = "interlibrary_desk",
            .text = "The branch that sends back what was borrowed from other libraries; empty: the branch that has the item."}),
    };
    return rows;
}

template <>
std::span<const setting<notice_settings>> table_of() {
    using s = notice_settings;
    static constexpr setting<s> rows[] = {
        row<&s::command>({.key = "command", .rule = &not_empty,
            .text = "A program with its arguments, run without a shell for each notice, which it gets as one JSON object on standard input; exit code 0 takes it over. Empty: notices wait for `circdesk notice export`."}),
        row<&s::tries>({.key = "tries", .least = 1, .most = 1000,
            .text = "How often it is tried before a notice is given up."}),
        row<&s::patience>({.key = "command_seconds", .least = 1, .most = 600, .unit = "s",
            .text = "How long the program may take for one notice; then it is stopped, and that was a failure."}),
    };
    return rows;
}

template <>
std::span<const setting<http_settings>> table_of() {
    using s = http_settings;
    static constexpr setting<s> rows[] = {
        row<&s::enabled>({.key = "enabled", .when = taken::at_start,
            .text = "Whether /metrics, /healthz and /readyz are answered."}),
        row<&s::address>({.key = "address", .rule = &an_address, .when = taken::at_start,
            .text = "Where to listen; what is told holds no patron's data, but is nobody else's business either."}),
        row<&s::port>({.key = "port", .most = 65535, .when = taken::at_start,
            .text = "The TCP port; 0 takes any free one."}),
        row<&s::allow>({.key = "allow",
            .text = "Who may ask; empty lets everyone who can reach the address."}),
        row<&s::terminal_label>({.key = "terminal_label", .when = taken::at_start,
            .text = "Whether requests are counted for each terminal too, by its login."}),
    };
    return rows;
}

template <>
std::span<const setting<tool_settings>> table_of() {
    using s = tool_settings;
    static constexpr setting<s> rows[] = {
        row<&s::institution>({.key = "institution",
            .text = "The code of the institution that `circdesk` works for where the store has several and --institution names none."}),
    };
    return rows;
}

template <>
std::span<const setting<bin_conditions>> table_of() {
    using s = bin_conditions;
    static constexpr setting<s> rows[] = {
        row<&s::ok>({.key = "ok", .text = "Whether the return was taken."}),
        row<&s::alert>({.key = "alert", .text = "What has to happen with it: the kinds of alert (CV)."}),
        row<&s::destination>({.key = "destination", .rule = &not_empty, .text = "The branch it goes to (CT)."}),
        row<&s::item_type>({.key = "item_type", .rule = &not_empty, .text = "The item's type."}),
        row<&s::collection>({.key = "collection", .rule = &not_empty, .text = "The item's collection."}),
        row<&s::call_number_from>({.key = "call_number_from", .text = "The first call number of a range."}),
        row<&s::call_number_to>({.key = "call_number_to", .text = "The last one, with all that begin like it."}),
    };
    return rows;
}

template <>
std::span<const setting<branch_group>> table_of() {
    using s = branch_group;
    static constexpr setting<s> rows[] = {
        row<&s::name>({.key = "name", .text = "Its name in messages."}),
        row<&s::branches>({.key = "branches", .rule = &not_empty, .text = "The codes of its branches."}),
    };
    return rows;
}

template <>
std::span<const setting<match_conditions>> table_of() {
    using s = match_conditions;
    static constexpr setting<s> rows[] = {
        row<&s::listener>({.key = "listener", .rule = &not_empty, .text = "The name of the listener that it connects to."}),
        row<&s::address>({.key = "address", .text = "From where it connects."}),
        row<&s::login>({.key = "login", .rule = &not_empty, .text = "The name that it logs in with."}),
        row<&s::location>({.key = "location", .rule = &not_empty, .text = "The location code of its login (CP)."}),
    };
    return rows;
}

template <>
std::span<const setting<policy_conditions>> table_of() {
    using s = policy_conditions;
    static constexpr setting<s> rows[] = {
        row<&s::patron_category>({.key = "patron_category", .text = "The patron's category."}),
        row<&s::item_type>({.key = "item_type", .text = "The item's type."}),
        row<&s::collection>({.key = "collection", .text = "The item's collection."}),
        row<&s::item_branch>({.key = "item_branch", .text = "The branch that owns the item."}),
        row<&s::patron_branch>({.key = "patron_branch", .text = "The patron's branch."}),
        row<&s::place>({.key = "place", .text = "The branch where it happens."}),
    };
    return rows;
}

// clang-format on

} // namespace circ::config
