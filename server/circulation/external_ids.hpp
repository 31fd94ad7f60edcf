#pragma once

#include "server/circulation/operations.hpp"
#include "storage/unit_of_work.hpp"

#include <optional>

namespace circ::circulation {

// The numbers that other systems give to what they ask for. All @throw storage::store_error.

/// The hold of this key, closed ones too; nullopt for one of another institution.
[[nodiscard]] std::optional<storage::hold>
find_hold(storage::reader& from, storage::institution_id of, const hold_key& which);

/// The fee of this key, settled ones too.
[[nodiscard]] std::optional<storage::fee>
find_fee(storage::reader& from, storage::institution_id of, const fee_key& which);

/// What came of this number before; nullopt for none.
[[nodiscard]] std::optional<storage::external_reference> find_reference(storage::reader& from,
                                                                        const requester& by,
                                                                        storage::reference_kind kind,
                                                                        const external_id& named);

/// Keeps what came of it, under its number; nothing for a request that bears none.
/// @param effects ids and `asked`; the rest is filled in here
void keep_reference(storage::unit_of_work& unit,
                    const requester& by,
                    instant now,
                    storage::reference_kind kind,
                    const external_id& named,
                    storage::external_reference effects);

/// The card that a request is about: the one it names, else that of the partner who asks.
[[nodiscard]] std::string
card_or_partners(storage::reader& from, const requester& by, std::string card, const external_id& request);

} // namespace circ::circulation
