#pragma once

#include "storage/records/library.hpp"

#include <optional>
#include <string_view>

namespace circ::circulation {

/// Why a device gets in, or does not. What it is told is the same for all refusals; the log and
/// `circdesk terminal test` say which.
enum class access { granted, unknown_login, wrong_password, disabled, address_not_listed };

/// @param account       what the store has under that login
/// @param password_right whether the password was proved; an account without a verifier needs none
/// @param address       the peer's, as text
[[nodiscard]] access decide_access(const std::optional<storage::terminal>& account,
                                   bool password_right, std::string_view address);

/// Whether the address alone says that it is this device: an account that is enabled, has no password
/// and is for addresses that are named.
[[nodiscard]] bool is_known_by_address(const storage::terminal& account, std::string_view address);

/// In plain words for an operator.
[[nodiscard]] std::string_view in_words(access decided) noexcept;

} // namespace circ::circulation
