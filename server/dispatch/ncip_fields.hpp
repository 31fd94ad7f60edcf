#pragma once

#include "protocol/ncip/vocabulary.hpp"
#include "server/dispatch/ncip_common.hpp"

#include <optional>
#include <vector>

// What answers tell of items, readers and money.

namespace circ::dispatch {

/// What a request wants to be told of an item, and of a reader.
struct ncip_wanted {
    const std::vector<ncip::scheme_value>& item;
    const std::vector<ncip::scheme_value>& user;
};

/// @return nothing where nothing was asked for
[[nodiscard]] std::optional<ncip::item_optional_fields>
item_fields_of(const circulation::item_view& from,
               const std::vector<ncip::scheme_value>& wanted,
               const ncip_outgoing& to);

/// Blocks and privileges; names, addresses and birth dates as far as the peer may be told.
[[nodiscard]] std::optional<ncip::user_optional_fields>
user_fields_of(const circulation::patron_view& from,
               const std::vector<ncip::scheme_value>& wanted,
               const ncip_outgoing& to);

/// Both, into an answer that has a place for them.
template <class Answer>
void put_fields(Answer& into,
                const circulation::outcome& from,
                const ncip_wanted& wanted,
                const ncip_outgoing& to) {
    if (from.item) into.item_optional_fields = item_fields_of(*from.item, wanted.item, to);
    if (from.patron && from.patron->known)
        into.user_optional_fields = user_fields_of(*from.patron, wanted.user, to);
}

[[nodiscard]] ncip::bibliographic_description description_of(const circulation::item_view& from,
                                                             const ncip_outgoing& to);
/// A title by its control number, as this peer wants it.
[[nodiscard]] ncip::bibliographic_id record_id_of(const std::string& control_number,
                                                  const ncip_outgoing& to);
[[nodiscard]] ncip::location
location_of(std::string_view type, const circulation::place& where, std::string_view shelf);
[[nodiscard]] ncip::circulation_status status_of(circulation::circulation_status status);
[[nodiscard]] std::string_view medium_of(storage::media_type media);
[[nodiscard]] std::optional<storage::media_type>
media_of(const std::optional<ncip::scheme_value>& medium);
[[nodiscard]] ncip::name_information name_of(const std::string& name);
[[nodiscard]] ncip::fiscal_transaction kind_of(storage::fee_kind kind);
[[nodiscard]] storage::fee_kind fee_kind_of(const ncip::scheme_value& type);

/// A fee that was charged by what was asked for.
[[nodiscard]] std::optional<ncip::fiscal_transaction_information>
charged(const std::optional<circulation::fee_view>& fee, const ncip_outgoing& to);
[[nodiscard]] ncip::fiscal_transaction_reference_id fee_id_of(const std::string& ours,
                                                              const ncip_outgoing& to);

/// The record number that a request names a title by; empty for none that is ours.
[[nodiscard]] std::string control_number_in(const ncip::bibliographic_id& from);

} // namespace circ::dispatch
