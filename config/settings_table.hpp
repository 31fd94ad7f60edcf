#pragma once

#include "config/setting.hpp"
#include "config/settings.hpp"

#include <span>
#include <string_view>
#include <tuple>

namespace circ::config {

/// The rows of a section, a listener, a profile or a rule's conditions.
template <typename S>
[[nodiscard]] std::span<const setting<S>> table_of();

template <>
std::span<const setting<server_settings>> table_of();
template <>
std::span<const setting<listener_settings>> table_of();
template <>
std::span<const setting<store_settings>> table_of();
template <>
std::span<const setting<log_settings>> table_of();
template <>
std::span<const setting<limit_settings>> table_of();
template <>
std::span<const setting<pin_settings>> table_of();
template <>
std::span<const setting<text_settings>> table_of();
template <>
std::span<const setting<day_settings>> table_of();
template <>
std::span<const setting<notice_settings>> table_of();
template <>
std::span<const setting<profile>> table_of();
template <>
std::span<const setting<match_conditions>> table_of();
template <>
std::span<const setting<policy_conditions>> table_of();
template <>
std::span<const setting<return_settings>> table_of();
template <>
std::span<const setting<http_settings>> table_of();
template <>
std::span<const setting<tool_settings>> table_of();
template <>
std::span<const setting<bin_conditions>> table_of();
template <>
std::span<const setting<branch_group>> table_of();

/// A plain section: `[name]`, once in the file.
template <typename S>
struct section {
    std::string_view name;
    S settings::*part;
    std::string_view text;
};

inline constexpr std::tuple sections{
    section<server_settings>{"server", &settings::server, "The daemon."},
    section<store_settings>{"store", &settings::store, "The library's database (SQLite)."},
    section<log_settings>{"log", &settings::log, "What the daemon tells its operators."},
    section<limit_settings>{"limits",
                            &settings::limits,
                            "How long and how much of everything, so that nobody takes it all."},
    section<pin_settings>{"pin", &settings::pin, "How PINs are proved."},
    section<text_settings>{"texts", &settings::texts, "What readers get to read."},
    section<day_settings>{"day", &settings::day, "The day's work, and how long what is over keeps its reader."},
    section<notice_settings>{"notices", &settings::notices, "Handing notices over to whatever sends them."},
    section<return_settings>{"returns", &settings::returns, "Where returned items go."},
    section<http_settings>{"http",
                           &settings::http,
                           "Metrics and health over HTTP, for monitoring and balancers."},
    section<tool_settings>{"tool", &settings::tool, "The operator's tool, circdesk."}};

template <typename Visit>
void for_each_section(const Visit& visit) {
    std::apply([&](const auto&... each) { (visit(each), ...); }, sections);
}

/// The words a file may begin a table with.
inline constexpr std::string_view listener_key = "listener";
inline constexpr std::string_view profile_key = "profile";
inline constexpr std::string_view match_key = "match";
inline constexpr std::string_view policy_key = "policy";
inline constexpr std::string_view bin_key = "bin";
inline constexpr std::string_view branch_group_key = "branch_group";

} // namespace circ::config
