#pragma once

#include "server/circulation/facts.hpp"
#include "server/circulation/terms.hpp"
#include "server/circulation/views.hpp"
#include "storage/records/facts.hpp"

#include <string>

namespace circ::circulation {

/// What the item is doing; the strongest when several hold.
/// @spec SIP2 circulation status, order of A48
[[nodiscard]] circulation_status status_of(const storage::item_facts& what);

[[nodiscard]] place make_place(const storage::branch& from);

/// An item as doors show it.
/// @param by terms for this item, of the patron if there is one
/// @param today what it is lent as, and where it stands, may be for a while
[[nodiscard]] item_view make_item_view(const storage::item_facts& what, const library_facts& of,
                                       const terms& by, local_date today);
/// The same out of facts that nobody needs any more: it takes their texts over.
[[nodiscard]] item_view make_item_view(storage::item_facts&& what, const library_facts& of,
                                       const terms& by, local_date today);

/// Given and family name, as a kiosk greets.
[[nodiscard]] std::string display_name(const storage::patron& who);

/// The patron without account, lists, limits or flags: what a loan or a return has to show.
[[nodiscard]] patron_view make_patron_view(const storage::patron& who, const library_facts& of);

/// What staff should be told of the item in hand: its note, its parts.
[[nodiscard]] std::vector<reason> item_notices(const storage::item& what);

} // namespace circ::circulation
