#pragma once

// What checkout and renewal have in common.

#include "server/circulation/operations.hpp"
#include "server/relay/account.hpp"
#include "server/relay/item_lookup.hpp"

#include <optional>
#include <span>
#include <string>

namespace circ::relay {

/// AcknowledgedFeeAmount: the exact amount, or the one that was wanted before in this visit.
[[nodiscard]] std::optional<ncip::money> agreed_fee(const conversation& talk,
                                                    const std::string& card,
                                                    const std::string& what,
                                                    const circulation::fee_agreement& agreed);

/// A device that agrees to any fee has agreed to the one that was just named in a refusal.
/// @param sent what was agreed to already
[[nodiscard]] std::optional<ncip::money> fee_just_named(const std::optional<ncip::money>& required,
                                                        const circulation::fee_agreement& agreed,
                                                        const std::optional<ncip::money>& sent);

/// The fee that stands in the way: into the outcome, and remembered for the next request.
void tell_required_fee(conversation& talk,
                       circulation::outcome& made,
                       const std::optional<ncip::money>& fee,
                       const std::string& card,
                       const std::string& what);

/// A fee that was charged by what was done.
void tell_charged_fee(circulation::outcome& made,
                      const std::optional<ncip::fiscal_transaction_information>& from,
                      const relay_settings& by);

/// The same where an answer has no field for it: the reader is told by a sentence.
void tell_charged_fee_by_notice(circulation::outcome& made,
                                const std::optional<ncip::fiscal_transaction_information>& from,
                                const relay_settings& by);

/// An end that says no. What the device has done already is a conflict for staff.
[[nodiscard]] finished
refused(const conversation& talk, trouble why, circulation::loan_outcome made);
/// It may have happened, and nobody could be asked.
template <class Outcome>
[[nodiscard]] finished in_doubt(failure why, Outcome made) {
    finished end = stopped(trouble_of(why), std::move(made));
    end.sure = certainty::in_doubt;
    return end;
}

/// The item of a refusal, which bears its title too; what nobody knows, or cannot be asked for just
/// now, is not looked up.
[[nodiscard]] std::optional<circulation::item_view>
described_in_refusal(conversation& talk,
                     const std::string& barcode,
                     const std::string& card,
                     std::span<const ncip::problem> problems);

/// RenewItem, with what has to be known before it so that a lost answer can be told from none
/// (renew.cpp).
struct renewal {
    std::string card;
    std::string barcode;
    circulation::fee_agreement agreed;
    std::optional<instant> due_given;
    std::optional<instant> due_before; ///< none: not known
};
[[nodiscard]] finished
renew_item(conversation& talk, const renewal& what, circulation::loan_outcome made);

} // namespace circ::relay
