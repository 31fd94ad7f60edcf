#pragma once

#include "config/address_range.hpp"
#include "config/matching.hpp"
#include "config/ncip_backend.hpp"
#include "config/ncip_peer.hpp"
#include "config/policy_rule.hpp"
#include "config/profile.hpp"
#include "config/relay_stage.hpp"
#include "config/routing.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace circ::config {

// Every setting of circdesk.toml, a struct per section. A default stands here and nowhere else;
// key, range, unit and the manual's sentence stand in settings_table.cpp, so a new setting is one
// member and one row.

struct server_settings {
    std::string data_dir = "/var/lib/circdesk";
    std::uint16_t node = 0;
    std::chrono::seconds stop_grace{10};
    std::size_t max_connections = 12'000;
    std::size_t max_connections_per_address = 200;
    std::size_t hashing_threads = 1;
    std::size_t reading_threads = 1;
    std::size_t silent_days = 1;
    bool demo = false;

    friend bool operator==(const server_settings&, const server_settings&) = default;
};

/// What is spoken: SIP2 at once or after a login by text lines, NCIP over HTTP or as bare documents,
/// and whether TLS is around it.
enum class listener_kind {
    plain,
    telnet_login,
    tls,
    tls_telnet_login,
    ncip_http,
    ncip_https,
    ncip_tcp,
    ncip_tls
};

[[nodiscard]] constexpr bool is_encrypted(listener_kind which) {
    using enum listener_kind;
    return which == tls || which == tls_telnet_login || which == ncip_https || which == ncip_tls;
}
[[nodiscard]] constexpr bool speaks_ncip(listener_kind which) {
    return which >= listener_kind::ncip_http;
}
[[nodiscard]] constexpr bool speaks_http(listener_kind which) {
    return which == listener_kind::ncip_http || which == listener_kind::ncip_https;
}
[[nodiscard]] constexpr bool asks_by_lines(listener_kind which) {
    return which == listener_kind::telnet_login || which == listener_kind::tls_telnet_login;
}

enum class client_certificate { none, optional, required };

struct listener_settings {
    std::string name = "sip2";
    std::string address = "127.0.0.1";
    std::uint16_t port = 6001;
    listener_kind kind = listener_kind::plain;
    std::string profile = "standard"; ///< in force until a terminal has logged in
    std::string terminal;             ///< the account of whoever connects; empty: they log in
    std::vector<address_range> allow; ///< empty: everyone
    std::vector<address_range> plaintext_from = private_networks(); ///< without TLS; empty: nobody
    std::vector<address_range> proxy_from; ///< balancers that say for whom they speak
    std::string certificate_file;
    std::string key_file;
    client_certificate clients = client_certificate::none;
    std::string client_ca_file;

    friend bool operator==(const listener_settings&, const listener_settings&) = default;
};

struct store_settings {
    std::string file = "circdesk.sqlite"; ///< relative to data_dir; see store_path()
    std::size_t group_units = 256;
    std::size_t queue_units = 10'000;
    std::size_t wal_megabytes = 16;
    std::size_t mapped_megabytes = 2047; ///< 0: read by calls
    std::chrono::seconds busy{3};
    std::chrono::seconds seen{5};

    friend bool operator==(const store_settings&, const store_settings&) = default;
};

enum class log_format { text, json };
enum class log_level { debug, info, warning, error };

struct log_settings {
    log_format format = log_format::text;
    log_level level = log_level::info;
    std::string file; ///< empty: standard output
    std::size_t queue = 8192;

    friend bool operator==(const log_settings&, const log_settings&) = default;
};

struct limit_settings {
    std::chrono::seconds login{30};
    std::chrono::seconds message{10};
    std::chrono::seconds idle{600};
    std::chrono::seconds write{10};
    std::chrono::seconds keepalive{60};
    std::size_t message_bytes = 8192;
    std::size_t fields = 200;
    std::size_t pin_tries_per_card = 5;
    std::chrono::minutes pin_lock{15};
    std::size_t pin_tries_per_terminal_minute = 30;
    std::size_t pin_tries_per_address_minute = 60;
    std::size_t login_tries_per_terminal_minute = 10;
    std::size_t login_tries_per_address_minute = 30;
    std::vector<address_range> probe_from = loopback_networks();

    friend bool operator==(const limit_settings&, const limit_settings&) = default;
};

struct pin_settings {
    std::size_t cache_entries = 4096;
    std::chrono::seconds cache{300};
    std::chrono::seconds password_cache{86'400}; ///< of devices, which come back all at once
    std::string pepper_file; ///< empty: no pepper

    friend bool operator==(const pin_settings&, const pin_settings&) = default;
};

struct text_settings {
    std::string language = "en";
    std::string directory; ///< overriding texts; empty: none

    friend bool operator==(const text_settings&, const text_settings&) = default;
};

enum class day_runner { daemon, timer };

struct day_settings {
    std::string at = "03:30"; ///< on the clock of the branch
    day_runner run_by = day_runner::daemon;
    std::chrono::duration<std::int64_t, std::chrono::days::period> loan_patron{90};
    std::chrono::duration<std::int64_t, std::chrono::days::period> damage{30};
    std::chrono::duration<std::int64_t, std::chrono::days::period> event_patron{365};
    std::chrono::duration<std::int64_t, std::chrono::days::period> hold_notice{90};

    friend bool operator==(const day_settings&, const day_settings&) = default;
};

struct notice_settings {
    std::vector<std::string> command; ///< program and arguments; empty: none
    std::size_t tries = 5;
    std::chrono::seconds patience{30};

    friend bool operator==(const notice_settings&, const notice_settings&) = default;
};

struct http_settings {
    bool enabled = true;
    std::string address = "127.0.0.1";
    std::uint16_t port = 9601;
    std::vector<address_range> allow; ///< empty: everyone who can reach it
    bool terminal_label = false;

    friend bool operator==(const http_settings&, const http_settings&) = default;
};

/// What the operator's tool goes by; the daemon serves all institutions of its store.
struct tool_settings {
    std::string institution; ///< code; empty: the only one there is

    friend bool operator==(const tool_settings&, const tool_settings&) = default;
};

/// Everything circdesk.toml says. Default-constructed it has no listener, profile or policy yet:
/// load() and default_settings() put them in.
struct settings {
    server_settings server;
    std::vector<listener_settings> listeners;
    store_settings store;
    log_settings log;
    limit_settings limits;
    pin_settings pin;
    text_settings texts;
    day_settings day;
    notice_settings notices;
    return_settings returns;
    http_settings http;
    tool_settings tool;
    std::map<std::string, profile, std::less<>>
        profiles; ///< shipped and own ones, inheritance resolved
    std::vector<match_rule> matches;
    std::vector<policy_rule> policy;
    std::vector<bin_rule> bins; ///< empty: no device is told a bin
    std::vector<branch_group> branch_groups;
    std::vector<ncip_peer> ncip_peers; ///< empty: nobody asks over NCIP
    std::vector<ncip_backend> ncip_backends; ///< none: nothing is relayed
    std::vector<relay_rule> relays;          ///< who performs what; none: we do

    friend bool operator==(const settings&, const settings&) = default;
};

/// Where the database stands: `store.file`, taken from `server.data_dir` unless it is absolute.
[[nodiscard]] std::filesystem::path store_path(const settings& all);

/// Where items go, from the sections that say so.
[[nodiscard]] routing routing_of(const settings& all);

} // namespace circ::config
