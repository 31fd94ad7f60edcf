#include "server/circulation/standing.hpp"

#include <algorithm>

namespace circ::circulation {

namespace {

using code = reason_code;
using storage::card_state;

bool fees_pass(const storage::patron_facts& who, const terms& by, money running) {
    return by.max_fees && balance(who, by, running) > *by.max_fees;
}

bool is_blocked(const storage::patron_facts& who) {
    return std::ranges::any_of(who.blocks, [](const auto& b) { return b.kind == storage::block_kind::block; });
}

/// A count that passes its limit. `counted` is what there would be afterwards.
void judge(std::vector<reason>& found, code why, std::int64_t counted, std::optional<std::int64_t> limit) {
    if (limit && counted > *limit) found.push_back({.code = why, .number = counted, .limit = limit});
}

/// What a library may overlook at a renewal: blocks, debts and what went wrong with other loans.
void judge_conduct(std::vector<reason>& found, const storage::patron_facts& who, const terms& by,
                   money running) {
    if (is_blocked(who)) found.push_back({.code = code::patron_blocked});
    judge(found, code::too_many_overdues, who.overdue_loans, by.max_overdues);
    if (fees_pass(who, by, running)) {
        found.push_back({.code = code::fees_over_limit, .amount = balance(who, by, running),
                         .limit_amount = by.max_fees});
    }
    judge(found, code::too_many_claims, who.claimed_loans, by.max_claims);
    judge(found, code::too_many_lost, who.lost_loans, by.max_lost);
    if (by.guarantor_debts && by.max_fees && who.guarantor_owed > *by.max_fees) {
        found.push_back({.code = code::guarantor_owes});
    }
}

void judge_counts(std::vector<reason>& found, const storage::patron_facts& who, const terms& by,
                  const standing_question& asked) {
    if (asked.what == purpose::hold) {
        judge(found, code::hold_limit, std::int64_t{who.patron.open_holds} + 1, by.max_holds);
        return;
    }
    if (asked.what != purpose::checkout) return;
    judge(found, code::too_many_loans, std::int64_t{who.patron.open_loans} + 1, by.max_loans);
    if (asked.item_type.empty()) return;
    const auto before = found.size();
    judge(found, code::too_many_loans_of_type, std::int64_t{asked.loans_of_type} + 1, by.max_loans_of_type);
    if (found.size() > before) found.back().field = asked.item_type;
}

void judge_age(std::vector<reason>& found, const storage::patron_facts& who, const terms& by,
               const standing_question& asked) {
    if (asked.what == purpose::renewal || asked.item_type.empty()) return;
    const auto age = age_on(who.patron, asked.today);
    if (age && *age < by.minimum_age) found.push_back({.code = code::too_young, .limit = by.minimum_age});
}

} // namespace

std::optional<reason> card_refusal(const storage::patron_facts& who) {
    const auto state = who.card ? who.card->state : card_state::good;
    if (state == card_state::lost || state == card_state::stolen) return reason{.code = code::card_lost};
    if (state == card_state::replaced) return reason{.code = code::card_replaced};
    return std::nullopt;
}

money balance(const storage::patron_facts& who, const terms& by, money running) {
    const auto owed = who.patron.owed + (by.running_counts ? running : money{}) - who.patron.credit;
    return std::max(owed, money{});
}

std::optional<int> age_on(const storage::patron& who, local_date day) {
    if (!who.birth_date) return std::nullopt;
    const std::chrono::year_month_day born{*who.birth_date};
    const std::chrono::year_month_day now{day};
    const bool birthday_to_come =
        now.month() < born.month() || (now.month() == born.month() && now.day() < born.day());
    return int{now.year()} - int{born.year()} - (birthday_to_come ? 1 : 0);
}

std::vector<reason> standing(const storage::patron_facts& who, const terms& by,
                             const standing_question& asked) {
    std::vector<reason> found;
    if (auto card = card_refusal(who)) found.push_back(std::move(*card));
    if (who.patron.expires_on && *who.patron.expires_on < asked.today) {
        // The date as an instant, so that the sentence can show it; noon is that day in every zone.
        const instant at{who.patron.expires_on->time_since_epoch() + std::chrono::hours{12}};
        found.push_back({.code = code::patron_expired, .at = at});
    }
    if (asked.what != purpose::renewal || !by.renew_while_blocked) {
        judge_conduct(found, who, by, asked.running);
    }
    judge_counts(found, who, by, asked);
    judge_age(found, who, by, asked);
    return found;
}

std::optional<reason> pin_refusal(pin_state pin, const device_rules& rules, bool proved_before,
                                  std::optional<instant> locked_until) {
    if (rules.pin == pin_rule::none || pin == pin_state::not_needed || pin == pin_state::right) {
        return std::nullopt;
    }
    if (pin == pin_state::wrong) return reason{.code = code::pin_wrong};
    if (pin == pin_state::locked) return reason{.code = code::pin_locked, .at = locked_until};
    if (rules.pin == pin_rule::if_present) return std::nullopt;
    if (rules.pin == pin_rule::in_session && proved_before) return std::nullopt;
    if (pin == pin_state::empty && rules.empty_pin_is_fine) return std::nullopt;
    return reason{.code = code::pin_missing};
}

bool may_see_details(pin_state pin, const device_rules& rules) {
    if (rules.details_without_pin == device_rules::details::full) return true;
    switch (pin) {
    case pin_state::right:
    case pin_state::not_needed: return true;
    case pin_state::wrong:
    case pin_state::locked: return false;
    case pin_state::empty:
    case pin_state::not_given: return rules.details_without_pin == device_rules::details::if_none_given;
    }
    return false;
}

} // namespace circ::circulation
