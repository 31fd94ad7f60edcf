#pragma once

#include "protocol/ncip/messages/lookup_item.hpp"
#include "protocol/ncip/structures/fiscal.hpp"
#include "server/circulation/views.hpp"
#include "server/relay/relay_settings.hpp"

#include <optional>
#include <string>

namespace circ::relay {

namespace ncip = protocol::ncip;

/// An item as the other side tells it.
/// @param barcode as it was asked for: answers may name the item otherwise
/// @spec ncip.md 4.2, 4.7
[[nodiscard]] circulation::item_view item_of(const std::string& barcode,
                                             const ncip::item_optional_fields& from,
                                             const relay_settings& by);
[[nodiscard]] circulation::item_view item_of(const std::string& barcode,
                                             const ncip::lookup_item_response& from,
                                             const relay_settings& by);

/// Of what is told in several places, the first that tells something: title, marker, media ... What
/// an item is, never its state.
[[nodiscard]] ncip::item_optional_fields completed(ncip::item_optional_fields first,
                                                   const ncip::item_optional_fields* then);

/// Whether the security marker is to be switched off at a checkout, and on at a return.
[[nodiscard]] bool has_marker(const ncip::item_optional_fields& from,
                              const config::ncip_backend& by);

/// A location's names from the widest on, as the settings want them; empty without any.
[[nodiscard]] std::string name_of(const ncip::location& where, config::ncip_location_level level);
/// @param type "Permanent Location", "Current Location" ...
[[nodiscard]] std::string location_of(const ncip::item_optional_fields& from,
                                      std::string_view type,
                                      config::ncip_location_level level);

[[nodiscard]] bool has_title(const ncip::item_optional_fields& from);

/// An amount in the currency of the settings; nothing for another one.
[[nodiscard]] std::optional<circulation::money> amount_of(const std::optional<ncip::money>& told,
                                                          const relay_settings& by);
[[nodiscard]] ncip::money to_ncip(circulation::money amount, const relay_settings& by);

/// A fee that was charged, or stands in the way.
[[nodiscard]] std::optional<circulation::fee_view>
fee_of(const std::optional<ncip::fiscal_transaction_information>& from, const relay_settings& by);

} // namespace circ::relay
