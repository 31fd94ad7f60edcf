#include "server/relay/lending.hpp"

#include "server/relay/item_forms.hpp"

namespace circ::relay {

using namespace circulation;

std::optional<ncip::money> agreed_fee(const conversation& talk,
                                      const std::string& card,
                                      const std::string& what,
                                      const fee_agreement& agreed) {
    if (agreed.to == fee_agreement::kind::none) return std::nullopt;
    if (agreed.to == fee_agreement::kind::exactly) return to_ncip(agreed.amount, talk.settings());
    // SIP2 says that a fee is agreed to, but not which: the one that was named before.
    return talk.session().required_fee(card, what);
}

std::optional<ncip::money> fee_just_named(const std::optional<ncip::money>& required,
                                          const fee_agreement& agreed,
                                          const std::optional<ncip::money>& sent) {
    if (agreed.to != fee_agreement::kind::any || required == sent) return std::nullopt;
    return required;
}

void tell_required_fee(conversation& talk,
                       outcome& made,
                       const std::optional<ncip::money>& fee,
                       const std::string& card,
                       const std::string& what) {
    if (!fee) return;
    talk.at_end([card, what, amount = *fee](session_cache& session, backend_memory&) {
        session.keep_required_fee(card, what, amount);
    });
    const auto amount = amount_of(fee, talk.settings());
    if (!amount) return;
    if (!made.fee)
        made.fee =
            fee_view{.fee_identifier = {}, .kind = storage::fee_kind::rental, .amount = *amount};
    made.reasons.insert(made.reasons.begin(),
                        reason{.code = reason_code::fee_not_agreed, .amount = *amount});
}

void tell_charged_fee(outcome& made,
                      const std::optional<ncip::fiscal_transaction_information>& from,
                      const relay_settings& by) {
    made.fee = fee_of(from, by);
}

void tell_charged_fee_by_notice(outcome& made,
                                const std::optional<ncip::fiscal_transaction_information>& from,
                                const relay_settings& by) {
    tell_charged_fee(made, from, by);
    if (made.fee)
        made.notices.push_back({.code = reason_code::fee_charged, .amount = made.fee->amount});
}

std::optional<item_view> described_in_refusal(conversation& talk,
                                              const std::string& barcode,
                                              const std::string& card,
                                              std::span<const ncip::problem> problems) {
    using ncip::problem_class;
    for (const auto each :
         {problem_class::unknown_item, problem_class::temporary, problem_class::syntax})
        if (has_class(problems, each, talk.settings())) return std::nullopt;
    return described(talk, barcode, card, std::nullopt);
}

finished refused(const conversation& talk, trouble why, loan_outcome made) {
    const bool is_no = why.verdict == verdict::refused;
    finished end = stopped(std::move(why), std::move(made));
    end.conflict = is_no && talk.is_told();
    return end;
}

} // namespace circ::relay
