#pragma once

// The configuration of Koha's SIP server, or of SIPServer with Evergreen behind it: a file of
// listeners, accounts and institutions (acsconfig). What becomes of each attribute stands in
// sip_config_table.cpp; a new one is a row there.

#include "storage/records/secret.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace circ::tool {

/// Keys of a profile with their values as TOML writes them.
using profile_keys = std::map<std::string, std::string, std::less<>>;

/// What becomes of something that the file says.
enum class sip_fate {
    taken,     ///< it is a setting, or an account
    usual,     ///< nothing needs to be said: it is so here anyway
    elsewhere, ///< it is said elsewhere, by hand
    absent,    ///< it has no counterpart
    unknown    ///< neither the attribute nor its value is known
};

/// One thing that the file says, or leaves to the other system's default.
struct sip_remark {
    int line = 0;      ///< where the element's start tag ends; 0: the file leaves it out
    std::string where; ///< whose it is: "kiosk1", "institution CPL"
    std::string name;  ///< of the attribute, or of the element
    std::string value; ///< empty for a password
    sip_fate fate = sip_fate::unknown;
    std::string becomes;  ///< `terminator = "CRLF"`; empty when nothing does
    std::string sentence; ///< what there is to know of it
};

struct sip_account {
    int line = 0;
    std::string login;
    std::optional<storage::secret> password; ///< as it stands there
    std::string institution;
    std::string location;
    profile_keys keys;   ///< what its profile says beyond `standard`
    std::string profile; ///< the name of that; accounts of the same keys share one
};

struct sip_door {
    int line = 0;
    std::string name;
    std::string address;
    std::uint16_t port = 0;
    std::string kind;
};

struct sip_config {
    std::vector<sip_door> doors;
    std::vector<sip_account> accounts;
    std::vector<sip_remark> remarks;
    std::vector<std::string> left_out; ///< accounts and listeners that cannot be taken over, with the reason
    std::int64_t login_seconds = 0;    ///< the longest of all listeners; 0: none says it
    std::int64_t idle_seconds = 0;
};

/// Reads such a file. @param file its name, for what is told
/// @throws complaint when it is no such file
[[nodiscard]] sip_config read_sip_config(std::string_view text, const std::string& file);

/// The settings that follow from it: limits, listeners and profiles.
/// @param data_dir of the library that they are for
[[nodiscard]] std::string
settings_text(const sip_config& of, const std::string& file, const std::string& data_dir, const std::string& institution);

} // namespace circ::tool
