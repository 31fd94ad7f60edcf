#pragma once

#include "protocol/ncip/messages/lookup_user.hpp"
#include "server/circulation/operations.hpp"
#include "server/relay/relay_settings.hpp"

#include <string>
#include <vector>

namespace circ::relay {

namespace ncip = protocol::ncip;

/// A reader as the other side tells one: name, addresses, flags, counts, what is owed, without
/// lists.
/// @spec ncip.md 4.3, 4.8
[[nodiscard]] circulation::patron_view patron_of(const ncip::lookup_user_response& from,
                                                 const relay_settings& by,
                                                 circulation::instant now);

/// The lists that are asked for, each from `first` to `last`.
[[nodiscard]] circulation::patron_lists lists_of(const ncip::lookup_user_response& from,
                                                 const circulation::account_parts& parts,
                                                 const relay_settings& by,
                                                 circulation::instant now);

/// The fourteen flags (patron_flags.cpp).
/// @spec ncip.md 4.8
[[nodiscard]] circulation::patron_flags flags_of(const ncip::lookup_user_response& from,
                                                 const relay_settings& by,
                                                 circulation::instant now);

/// Whether something is in force now.
[[nodiscard]] bool is_in_force(const std::optional<ncip::date_time>& from,
                               const std::optional<ncip::date_time>& to,
                               const relay_settings& by,
                               circulation::instant now);

/// The name of a person, in the order of the settings where it comes in parts.
[[nodiscard]] std::string person_name(const ncip::name_information& from,
                                      config::ncip_name_order order);

// what counts come from

[[nodiscard]] bool
is_overdue(const ncip::loaned_item& loan, const relay_settings& by, circulation::instant now);
[[nodiscard]] bool is_ready(const ncip::requested_item& request);
/// A hold that waits; what has ended is neither ready nor waiting.
[[nodiscard]] bool is_waiting(const ncip::requested_item& request);
[[nodiscard]] bool is_charge(const ncip::account_details& line);
[[nodiscard]] int loans_in(const ncip::lookup_user_response& from);

/// The account in the currency of the settings; null without one.
[[nodiscard]] const ncip::user_fiscal_account*
fiscal_account_in(const ncip::lookup_user_response& from, const relay_settings& by);
/// What the reader owes; credit is below zero.
[[nodiscard]] circulation::money owed_in(const ncip::lookup_user_response& from,
                                         const relay_settings& by);

} // namespace circ::relay
