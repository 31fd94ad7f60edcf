#include "server/circulation/desk_request.hpp"
#include "server/circulation/journal.hpp"
#include "server/circulation/recall.hpp"
#include "server/circulation/renew.hpp"
#include "server/circulation/trail.hpp"

#include <string>
#include <utility>

namespace circ::circulation {

namespace {

using code = reason_code;

constexpr int most_loans_at_once = 500;
constexpr std::string_view operation_renew = "renew";
constexpr std::string_view operation_renew_all = "renew_all";

/// The item that is meant: by its number, or the only copy of the title that the patron has.
struct found_target {
    std::optional<storage::item_facts> item;
    std::optional<reason> why_not;
};

found_target find_target(storage::reader& from,
                         const requester& by,
                         const target& what,
                         storage::patron_id who) {
    if (!what.item.empty()) {
        auto item = from.item_by_barcode(by.institution, what.item);
        if (!item) return {{}, reason{.code = code::item_unknown}};
        return {std::move(item), {}};
    }
    const auto title = from.title_by_control_number(by.institution, what.title);
    if (!title) return {{}, reason{.code = code::title_unknown}};
    std::optional<storage::item_id> only;
    for (const auto& line : from.open_loans_of(who, {.first = 0, .count = most_loans_at_once})) {
        if (line.title_key != title->id) continue;
        if (only) return {{}, reason{.code = code::several_copies_on_loan}};
        only = line.loan.item;
    }
    if (!only) return {{}, reason{.code = code::not_on_loan_to_patron}};
    return {from.item_with_facts(*only), {}};
}

void show_renewed(loan_outcome& made, const storage::loan& loan) {
    made.due_at = loan.due_at;
    made.due_hourly = loan.terms.hourly;
    made.renewed = true;
    made.already_his = true;
}

/// Whose loan it is: the patron's, or where a third party may renew, the borrower's.
/// @return nullopt when it is not this patron's to renew
std::optional<storage::patron_facts> find_borrower(storage::reader& from,
                                                   const renew& asked,
                                                   const surroundings& with,
                                                   const storage::patron_facts& who,
                                                   const storage::loan& loan) {
    if (loan.patron == who.patron.id) return who;
    return asked.third_party ? from.patron_with_facts(loan.patron, with.now) : std::nullopt;
}

loan_outcome refuse(storage::unit_of_work& unit,
                    const renew& asked,
                    const surroundings& with,
                    reason why,
                    loan_outcome made) {
    made.result = verdict::refused;
    made.reasons.push_back(std::move(why));
    review_unposted(unit,
                    asked.by,
                    with,
                    {operation_renew, asked.card, asked.what.item, asked.due_given, asked.what.title},
                    made.reasons);
    return made;
}

/// What it cost is told again.
void tell_repeat(loan_outcome& made, storage::reader& from, const requester& by, const surroundings& with) {
    const auto entry = find_repeat(from, by, with, operation_renew);
    made.repeated = true;
    if (entry->fee && entry->amount)
        made.fee = fee_view{std::to_string(entry->fee.value), storage::fee_kind::rental, *entry->amount};
}

/// Decides over the loan and writes what is decided.
loan_outcome renew_loan(storage::unit_of_work& unit,
                        const renew& asked,
                        const surroundings& with,
                        const scene& at,
                        renewal_facts facts,
                        loan_outcome made) {
    const requester& by = asked.by;
    auto decided = decide_renewal(
        facts, asked.agreed, by, due_told(by, asked.due_given, at.moment), at.moment);
    for (auto& each : decided.refusals)
        made.reasons.push_back(std::move(each));
    if (facts.by.renewal_fee.minor > 0 && by.rules->assesses_fees)
        made.fee = fee_view{{}, storage::fee_kind::rental, facts.by.renewal_fee};
    if (!made.reasons.empty() && !is_posted(by)) {
        made.result = verdict::refused;
        return made;
    }
    const storage::loan& renewed = decided.plan->after;
    const auto [event, fee] = apply(unit, *decided.plan, facts, at, by, with.now);
    made.for_review = review_overruled(
        unit, by, with, operation_renew, renewed, std::exchange(made.reasons, {}));
    record(unit,
           by,
           with,
           operation_renew,
           {.item = renewed.item,
            .loan = renewed.id,
            .fee = fee,
            .event = event,
            .due_at = renewed.due_at,
            .amount = fee ? std::optional(decided.plan->fee) : std::nullopt});
    if (fee) made.fee->fee_identifier = std::to_string(fee.value);
    facts.item.open_loan = renewed;
    show_renewed(made, renewed);
    show_item(made, at, std::move(facts.item), facts.by);
    if (decided.plan->overdue.minor > 0)
        made.notices.push_back({.code = code::fee_charged, .amount = decided.plan->overdue});
    return made;
}

} // namespace

loan_outcome perform(storage::unit_of_work& unit, const renew& asked, const surroundings& with) {
    if (!asked.by.branch) {
        renew there = asked;
        there.by = at_readers_branch(unit, asked.by, asked.card);
        if (there.by.branch) return perform(unit, there, with);
    }
    const requester& by = asked.by;
    const scene at = load_scene(unit, by, with);
    const auto who = unit.patron_by_card(by.institution, asked.card, with.now);
    loan_outcome made;
    if (!who) return refuse(unit, asked, with, {.code = code::patron_unknown}, std::move(made));
    show_patron(made, at, who->patron);
    auto [item, why_not] = find_target(unit, by, asked.what, who->patron.id);
    if (why_not) return refuse(unit, asked, with, std::move(*why_not), std::move(made));
    const terms own = terms_for(at, with, &who->patron, &item->item, by.branch);
    show_item(made, at, *item, own);
    if (const auto loan = find_repeated_loan(unit, by, with, operation_renew)) {
        tell_repeat(made, unit, by, with);
        show_renewed(made, *loan);
        return made;
    }
    if (was_settled_by_staff(unit, by, with, operation_renew)) {
        made.repeated = true;
        if (item->open_loan && item->open_loan->patron == who->patron.id)
            show_renewed(made, *item->open_loan);
        return made;
    }
    count_unannounced(unit, at, by, with.now);
    if (auto pin = pin_objection(by, with, who->patron)) made.reasons.push_back(std::move(*pin));
    if (!item->open_loan)
        return refuse(unit, asked, with, {.code = code::not_on_loan}, std::move(made));
    auto borrower = find_borrower(unit, asked, with, *who, *item->open_loan);
    if (!borrower)
        return refuse(unit, asked, with, {.code = code::not_on_loan_to_patron}, std::move(made));
    made.already_his = borrower->patron.id == who->patron.id;
    const terms theirs =
        made.already_his ? own : terms_for(at, with, &borrower->patron, &item->item, by.branch);
    return renew_loan(
        unit,
        asked,
        with,
        at,
        load_renewal_facts(unit, at, by, with, std::move(*borrower), std::move(*item), theirs),
        std::move(made));
}

namespace {

renew_all_outcome::line line_of(const storage::loan_line& from,
                                const storage::loan& now,
                                std::optional<reason> why_not = {}) {
    return {from.barcode, from.title, std::move(why_not), now.due_at, now.terms.hourly};
}

/// The loans of the patron as a repeat finds them: renewed are those this request renewed.
std::optional<renew_all_outcome> repeated_renew_all(storage::reader& from,
                                                    const requester& by,
                                                    const surroundings& with,
                                                    storage::patron_id who) {
    const auto entry = find_repeat(from, by, with, operation_renew_all);
    if (!entry) return std::nullopt;
    const short_form renewed(entry->facts);
    renew_all_outcome made;
    made.repeated = true;
    for (const auto& each : from.open_loans_of(who, {.first = 0, .count = most_loans_at_once})) {
        const auto due = renewed.at("due." + std::to_string(each.loan.id.value));
        // A loan that has changed since makes this a new request.
        if (due && *due > due_but_for_recall(each.loan)) return std::nullopt;
        (due ? made.renewed : made.unrenewed).push_back(line_of(each, each.loan));
    }
    return made;
}

} // namespace

renew_all_outcome
perform(storage::unit_of_work& unit, const renew_all& asked, const surroundings& with) {
    const requester by = at_readers_branch(unit, asked.by, asked.card);
    const scene at = load_scene(unit, by, with);
    auto who = unit.patron_by_card(by.institution, asked.card, with.now);
    if (!who) return refused_with<renew_all_outcome>({{.code = code::patron_unknown}});
    if (auto again = repeated_renew_all(unit, by, with, who->patron.id)) {
        show_patron(*again, at, who->patron);
        return std::move(*again);
    }
    renew_all_outcome made;
    show_patron(made, at, who->patron);
    if (auto pin = pin_objection(by, with, who->patron)) {
        made.result = verdict::refused;
        made.reasons.push_back(std::move(*pin));
        return made;
    }
    short_form kept;
    for (const auto& each :
         unit.open_loans_of(who->patron.id, {.first = 0, .count = most_loans_at_once})) {
        auto item = unit.item_with_facts(each.loan.item);
        if (!item || !item->open_loan) continue;
        const terms own = terms_for(at, with, &who->patron, &item->item, by.branch);
        const auto facts = load_renewal_facts(unit, at, by, with, *who, std::move(*item), own);
        auto decided = decide_renewal(facts, asked.agreed, by, std::nullopt, at.moment);
        if (!decided.plan || !decided.refusals.empty()) {
            made.unrenewed.push_back(line_of(each, each.loan, std::move(decided.refusals.front())));
            continue;
        }
        static_cast<void>(
            apply(unit, *decided.plan, facts, at, by, with.now)); // each has its own event
        kept.put("due." + std::to_string(each.loan.id.value), decided.plan->after.due_at);
        made.renewed.push_back(line_of(each, decided.plan->after));
        // A fee that was assessed counts for the next one.
        if ((decided.plan->overdue + decided.plan->fee).minor > 0)
            who = unit.patron_by_card(by.institution, asked.card, with.now);
    }
    made.notices.push_back({.code = code::renewed_and_not,
                            .number = static_cast<std::int64_t>(made.renewed.size()),
                            .limit = static_cast<std::int64_t>(made.unrenewed.size())});
    if (!made.renewed.empty()) record(unit, by, with, operation_renew_all, {.facts = kept.text()});
    return made;
}

} // namespace circ::circulation
