#pragma once

#include "protocol/marc/items.hpp"
#include "storage/records/inventory.hpp"
#include "storage/records/library.hpp"

#include <optional>
#include <string>
#include <vector>

namespace circ::tool {

/// The record as it is kept, in either form. @return nothing when there is none, or it cannot be
/// read
[[nodiscard]] std::optional<protocol::marc::record> kept_record(const std::string& marc);

/// The record with the number by which its title is known, where it has none of its own; one by hand
/// for a title without MARC. @return nothing when what is kept cannot be read
[[nodiscard]] std::optional<protocol::marc::record> exported_record(const storage::title& what,
                                                                    const std::string& marc);

/// A digest of the record without the fields in which systems write their items: what is kept of it
/// beside them. Empty for a title by hand.
[[nodiscard]] std::string record_digest(const storage::title& what, const std::string& marc);

/// An item as its field says it. @param branch its code
[[nodiscard]] protocol::marc::item item_of(const storage::item& from,
                                           const std::string& branch,
                                           const storage::institution& of,
                                           const protocol::marc::item_mapping& mapping);

/// The record with these items in place of those it came with.
void put_items(protocol::marc::record& into,
               const std::vector<protocol::marc::item>& items,
               const protocol::marc::item_mapping& mapping);

} // namespace circ::tool
