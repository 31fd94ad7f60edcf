#pragma once

#include "server/circulation/operations.hpp"
#include "server/relay/conversation.hpp"

#include <optional>
#include <string>

namespace circ::relay {

/// Who has an item, as far as the other side tells.
enum class holder { this_reader, somebody_else, nobody, unknown };

/// What was looked up of an item.
struct item_facts {
    const ncip::lookup_item_response* answer = nullptr;  ///< null: none came
    const ncip::lookup_user_response* account = nullptr; ///< when the reader's had to be asked for
    holder has = holder::unknown;
    std::optional<instant> due_at;
    bool due_hourly = false;
};

/// LookupItem with all that can be told; its description is kept for the session.
[[nodiscard]] reply<ncip::lookup_item_response>
look_at(conversation& talk, const std::string& barcode, bool with_borrower);

/// What an item is, from the session or by LookupItem; null when neither tells.
[[nodiscard]] const ncip::item_optional_fields* description_of(conversation& talk,
                                                               const std::string& barcode);

/// Whether this reader has the item now: by LookupItem, and where that does not say who has it, by
/// the reader's loans. Never from the session.
[[nodiscard]] item_facts
find_holder(conversation& talk, const std::string& barcode, const std::string& card);

/// What became of an order whose answer was lost.
enum class settled { done, not_done, open };

/// Of an order after which this reader has the item.
[[nodiscard]] settled settle(const item_facts& found);

/// An item for an outcome: what the answer tells, completed by what the session knows of it, by the
/// loan of this reader (or of nobody: empty), and where there is no title yet by LookupItem.
[[nodiscard]] circulation::item_view
described(conversation& talk,
          const std::string& barcode,
          const std::string& card,
          const std::optional<ncip::item_optional_fields>& told);

} // namespace circ::relay
