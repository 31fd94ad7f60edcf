#pragma once

#include "server/circulation/terms.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace circ::circulation {

/// How a key's value is written in the settings.
enum class policy_value_kind {
    number,  ///< an integer between `least` and `most`
    limit,   ///< the same, or "none" or nothing
    yes_no,  ///< true or false
    amount,  ///< text, "0.25"
    amount_limit, ///< the same, or "none" or nothing
    date,    ///< text, "2027-06-30", or "none" or nothing
    choice,  ///< one of `words`
    several, ///< some of `words`, comma separated
};

/// One key of policy: what may stand there, and where it goes.
struct policy_key {
    std::string_view name;
    policy_value_kind kind{};
    bool needed = true; ///< every patron and item must get a value; else the one in `terms` holds
    std::int64_t least = 0;
    std::int64_t most = 0;
    /// Blank separated, for a choice.
    std::string_view words; ///< blank separated
    /// The value in whole numbers: minor units, days since 1970, place among `words`; nullopt = none.
    void (*put)(terms&, std::optional<std::int64_t>) = nullptr;
    std::string_view sentence; ///< for the manual
};

[[nodiscard]] std::span<const policy_key> policy_keys() noexcept;

[[nodiscard]] bool may_be_none(const policy_key& key) noexcept;

/// What may stand there, in words: "a number from 0 to 120".
[[nodiscard]] std::string wanted_value(const policy_key& key);

/// The part of the manual that a key belongs to: "loan", "limits", "renewal", "fees" ...
/// @pre there is a key of that name
[[nodiscard]] std::string_view policy_group_of(std::string_view key) noexcept;

} // namespace circ::circulation
