// Checkout (11/12), Renew (29/30), Renew All (65/66).
#include "server/dispatch/sip2_receipts.hpp"
#include "server/dispatch/sip2_translations.hpp"

#include <algorithm>

namespace circ::dispatch {

using namespace circulation;

namespace {

/// A device of release 1.00 has no way to ask, so its profile says whether silence is agreement.
fee_agreement agreement_to_loan_fee(const sip2::checkout_request& asked, const sip2_door& door) {
    if (door.speaks_1_00 && door.profile->fee_without_ack_v1 == config::fee_without_ack::charge)
        return {.to = fee_agreement::kind::any, .amount = {}};
    return agreement_of(asked.fee_acknowledged);
}

} // namespace

translated<checkout, undo_checkin> to_operation(const sip2::checkout_request& asked, const incoming& in) {
    if (number_of(asked.patron_identifier, in.door).empty()) return any_outcome{refusal_of<loan_outcome>(lacks("AA"))};
    if (number_of(asked.item_identifier, in.door).empty()) return any_outcome{refusal_of<loan_outcome>(lacks("AB"))};
    const std::string card = number_of(asked.patron_identifier, in.door);
    const std::string item = number_of(asked.item_identifier, in.door);
    requester by = make_requester(in, asked.transaction_date, asked.no_block);
    by.pin_proved_before = proved_before(in, card);
    if (is_yes(asked.cancel))
        return undo_checkin{.by = std::move(by), .card = card, .item = item, .pin = secret_of(asked.patron_password)};
    checkout made{.by = std::move(by), .card = card, .item = item, .pin = secret_of(asked.patron_password),
                  .agreed = agreement_to_loan_fee(asked, in.door),
                  .renewal_allowed = asked.sc_renewal_policy == sip2::yes_no::yes && in.door.profile->flags98[3],
                  .due_given = {}};
    // Many devices send "now" here as a matter of course: without no block it means nothing.
    if (made.by.when == timing::already_happened) made.due_given = to_instant(asked.nb_due_date, in.door);
    return made;
}

namespace {

/// 12 and 30 have one layout and one set of rules.
template <class Answer>
Answer make_loan_answer(const loan_outcome& from, const outgoing& to) {
    const config::profile& profile = *to.door.profile;
    Answer answer;
    const bool granted = done(from);
    answer.ok = sip2::to_zero_one(granted);
    const bool tells_renewal = granted || profile.renewal_ok_on_refusal == config::renewal_ok_on_refusal::real;
    const bool switched_off = std::any_of(from.reasons.begin(), from.reasons.end(), [](const reason& each) {
        return each.code == reason_code::renewal_not_allowed || each.code == reason_code::item_already_yours;
    });
    answer.renewal_ok = sip2::to_yes_no(granted ? from.renewed : tells_renewal && from.already_his && !switched_off);
    answer.magnetic_media = magnetic_of(from);
    const bool marker_off = granted && from.item && from.item->desensitize &&
                            (!from.item->magnetic || profile.magnetic_desensitize);
    answer.desensitize = sip2::to_yes_no(marker_off);
    answer.transaction_date = to_date_time(to.now, to.door);
    if (granted && from.due_at) answer.due_date = due_text(*from.due_at, from.due_hourly, to.door);
    if (from.item) {
        answer.title_identifier = title_of(*from.item, to.door);
        answer.media_type = media_of(from);
        if (from.item->security_inhibit) answer.security_inhibit = sip2::yes_no::yes;
        if (!from.item->properties.empty()) answer.item_properties = from.item->properties;
    }
    if (from.fee) {
        answer.fee_type = fee_type_of(from.fee->kind);
        answer.currency_type = currency_of(to.door);
        answer.fee_amount = amount_text(from.fee->amount, to.door);
        if (!from.fee->fee_identifier.empty()) answer.transaction_id = from.fee->fee_identifier;
    }
    answer.screen_message = screen_of(from, to);
    return answer;
}

} // namespace

sip2::checkout_response to_answer(const sip2::checkout_request& asked, const loan_outcome& from, const outgoing& to) {
    auto answer = make_loan_answer<sip2::checkout_response>(from, to);
    answer.institution_id = institution_for(asked.institution_id, to.door);
    answer.patron_identifier = asked.patron_identifier;
    answer.item_identifier = asked.item_identifier;
    if (!done(from) && extends(to.door, "BL")) {
        const bool known = from.patron && from.patron->known;
        answer.extensions.push_back({"BL", known ? "Y" : "N"});
        answer.extensions.push_back({"CQ", known && is_proved(from.pin, to.door) ? "Y" : "N"});
    }
    answer.print_line = receipt_of(config::receipt_kind::checkout, entries_of(asked, from, to.door), from, to);
    return answer;
}

translated<renew> to_operation(const sip2::renew_request& asked, const incoming& in) {
    if (number_of(asked.patron_identifier, in.door).empty()) return any_outcome{refusal_of<loan_outcome>(lacks("AA"))};
    const target what{.item = number_of(asked.item_identifier.value_or(""), in.door),
                      .title = asked.title_identifier.value_or("")};
    if (what.item.empty() && what.title.empty()) return any_outcome{refusal_of<loan_outcome>(lacks("AB/AJ"))};
    renew made{.by = make_requester(in, asked.transaction_date, asked.no_block),
               .card = number_of(asked.patron_identifier, in.door), .what = what,
               .pin = secret_of(asked.patron_password), .agreed = agreement_of(asked.fee_acknowledged),
               .third_party = asked.third_party_allowed == sip2::yes_no::yes, .due_given = {}};
    made.by.pin_proved_before = proved_before(in, made.card);
    if (made.by.when == timing::already_happened) made.due_given = to_instant(asked.nb_due_date, in.door);
    return made;
}

sip2::renew_response to_answer(const sip2::renew_request& asked, const loan_outcome& from, const outgoing& to) {
    auto answer = make_loan_answer<sip2::renew_response>(from, to);
    answer.institution_id = institution_for(asked.institution_id, to.door);
    answer.patron_identifier = asked.patron_identifier;
    answer.item_identifier = asked.item_identifier.value_or(from.item ? from.item->barcode : "");
    if (answer.title_identifier.empty()) answer.title_identifier = asked.title_identifier.value_or("");
    answer.print_line = receipt_of(config::receipt_kind::renew, entries_of(asked, from, to.door), from, to);
    return answer;
}

translated<renew_all> to_operation(const sip2::renew_all_request& asked, const incoming& in) {
    if (number_of(asked.patron_identifier, in.door).empty()) return any_outcome{refusal_of<renew_all_outcome>(lacks("AA"))};
    renew_all made{.by = make_requester(in, asked.transaction_date), .card = number_of(asked.patron_identifier, in.door),
                   .pin = secret_of(asked.patron_password), .agreed = agreement_of(asked.fee_acknowledged)};
    made.by.pin_proved_before = proved_before(in, made.card);
    return made;
}

namespace {

void add_unique(std::vector<std::string>& lines, std::string line) {
    if (std::find(lines.begin(), lines.end(), line) == lines.end()) lines.push_back(std::move(line));
}

/// As many entries as an answer may have of one list; the counts say the rest.
std::size_t entries_told(std::size_t all, const sip2_door& door) {
    return door.profile->max_items == 0 ? all : std::min(all, door.profile->max_items);
}

} // namespace

sip2::renew_all_response to_answer(const sip2::renew_all_request& asked, const renew_all_outcome& from, const outgoing& to) {
    sip2::renew_all_response answer;
    answer.ok = sip2::to_zero_one(done(from));
    answer.renewed_count = static_cast<sip2::count>(from.renewed.size());
    answer.unrenewed_count = static_cast<sip2::count>(from.unrenewed.size());
    answer.transaction_date = to_date_time(to.now, to.door);
    answer.institution_id = institution_for(asked.institution_id, to.door);
    answer.screen_message = screen_of(from, to);
    for (const auto& each : from.renewed)
        answer.renewed_items.push_back(listed(each.barcode, each.title, to.door));
    const bool with_reason = to.door.profile->unrenewed_items == config::unrenewed_items::reason;
    const std::string language = language_for(from, to);
    for (const auto& each : from.unrenewed) {
        std::string line = listed(each.barcode, each.title, to.door);
        std::string why = each.why_not ? sentence(*each.why_not, to, language) : std::string();
        if (with_reason && !why.empty()) line += ' ' + why;
        if (!with_reason && !why.empty()) add_unique(answer.screen_message, std::move(why));
        answer.unrenewed_items.push_back(std::move(line));
    }
    answer.renewed_items.resize(entries_told(from.renewed.size(), to.door));
    answer.unrenewed_items.resize(entries_told(from.unrenewed.size(), to.door));
    answer.print_line = receipt_of(config::receipt_kind::renew_all, entries_of(asked, from, to.door), from, to);
    return answer;
}

} // namespace circ::dispatch
