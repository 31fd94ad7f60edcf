#pragma once

#include "server/circulation/standing.hpp"
#include "server/relay/conversation.hpp"
#include "server/relay/problems.hpp"

#include <optional>
#include <string>
#include <vector>

namespace circ::relay {

/// A reader's account, and what became of the PIN that came with the request.
struct account_answer {
    const ncip::lookup_user_response* data = nullptr; ///< null: see `why_not`
    circulation::pin_state pin = circulation::pin_state::not_given;
    std::optional<instant> locked_until;
    trouble why_not;
};

/// From the session, or by LookupUser, which asks for everything at once; a PIN that has not been
/// proved in this visit is checked as the settings say.
/// @spec ncip.md 4.3, 4.4
[[nodiscard]] account_answer account_of(conversation& talk,
                                        const std::string& card,
                                        const std::optional<circulation::secret>& pin);

/// The account as it is at this moment, whatever the session has kept; null when it does not come.
[[nodiscard]] const ncip::lookup_user_response* fresh_account_of(conversation& talk,
                                                                 const std::string& card);

/// Whether an order may be sent for this reader.
struct admission {
    circulation::pin_state pin = circulation::pin_state::not_given;
    std::optional<trouble> why_not;
};

/// A PIN that came and is not yet proved costs one LookupUser, nothing else costs a message. A card
/// that is blocked at our devices alone is refused what lends.
[[nodiscard]] admission admit(conversation& talk,
                              const std::string& card,
                              const std::optional<circulation::secret>& pin,
                              attempt tried);

/// The reader's id in an order: the one that the other side goes by, where it has told one.
[[nodiscard]] ncip::user_id user_for_order(const conversation& talk, const std::string& card);

/// Whether an id of the other side is this reader's.
[[nodiscard]] bool
is_user(const conversation& talk, const ncip::user_id& told, const std::string& card);

/// The reader with a name, which every answer about one has to bear.
[[nodiscard]] circulation::patron_view named_patron(const conversation& talk,
                                                    const ncip::lookup_user_response& account,
                                                    const std::string& card);
/// As our devices are told of: with the block that stands here alone.
[[nodiscard]] circulation::patron_view shown_patron(conversation& talk,
                                                    const ncip::lookup_user_response& account,
                                                    const std::string& card);

/// The loan of an item; null when there is none.
[[nodiscard]] const ncip::loaned_item* loan_in(const ncip::lookup_user_response& account,
                                               const std::string& barcode);

} // namespace circ::relay
