#include "server/circulation/renew.hpp"

#include "server/circulation/hold_queue.hpp"
#include "server/circulation/journal.hpp"
#include "server/circulation/lending.hpp"
#include "server/circulation/loan_return.hpp"
#include "server/circulation/local_time.hpp"
#include "server/circulation/overdue_fee.hpp"
#include "server/circulation/standing.hpp"
#include "server/circulation/trail.hpp"

#include <algorithm>
#include <utility>

namespace circ::circulation {

namespace {

using code = reason_code;
using storage::loan_state;

constexpr int most_loans_at_once = 500;

void judge_loan(std::vector<reason>& found, const renewal_facts& facts, instant moment) {
    const storage::loan& loan = *facts.item.open_loan;
    const terms& by = facts.by;
    if (loan.state != loan_state::open) found.push_back({.code = code::item_lost});
    if (loan.terms.max_renewals == 0)
        found.push_back({.code = code::renewal_not_allowed});
    else if (loan.renewals >= loan.terms.max_renewals)
        found.push_back({.code = code::renewal_limit, .limit = loan.terms.max_renewals});
    if (by.renew_not_before_days) {
        const instant from = loan.due_at - std::chrono::days(*by.renew_not_before_days);
        if (moment < from) found.push_back({.code = code::renewal_not_yet, .at = from});
    }
    if (loan.recalled_at) found.push_back({.code = code::renewal_recalled});
    if (facts.wanted_by_other && !by.renew_while_queued) found.push_back({.code = code::renewal_queued});
    if (loan.due_at < moment && !by.renew_while_overdue) found.push_back({.code = code::renewal_while_overdue});
}

instant new_due(const renewal_facts& facts, std::optional<instant> due_given, instant moment) {
    if (due_given) return *due_given;
    const storage::loan& loan = *facts.item.open_loan;
    const bool from_due = facts.by.renew_from == renew_base::due && loan.due_at > moment;
    return due_of(facts.by, facts.patron.patron, from_due ? loan.due_at : moment, facts.here);
}

} // namespace

renewal_decision decide_renewal(const renewal_facts& facts, const fee_agreement& agreed, const requester& by,
                                std::optional<instant> due_given, instant moment) {
    renewal_decision made;
    const storage::loan& loan = *facts.item.open_loan;
    made.refusals = standing(facts.patron, facts.by,
                             {.what = purpose::renewal, .today = facts.today, .running = facts.running,
                              .item_type = facts.item.item.item_type});
    judge_loan(made.refusals, facts, moment);
    const instant due = new_due(facts, due_given, moment);
    // Nothing else to say: then also whether it would help.
    if (made.refusals.empty() && due <= loan.due_at) made.refusals.push_back({.code = code::renewal_no_gain, .at = loan.due_at});
    if (auto fee = fee_objection(facts.by.renewal_fee, agreed, by)) made.refusals.push_back(std::move(*fee));
    if (!made.refusals.empty() && !is_posted(by)) return made;

    renewal_plan plan{loan, loan, {}, facts.by.renewal_fee};
    plan.after.due_before_renewal = loan.due_at;
    plan.after.due_at = std::max(due, loan.due_at); // never earlier
    plan.after.renewals = loan.renewals + 1;
    plan.after.renewed_at = moment;
    if (loan.due_at < moment) plan.overdue = overdue_fee(loan.terms, loan.due_at, moment, facts.lender);
    made.plan = plan;
    return made;
}

renewal_facts load_renewal_facts(storage::reader& from, const scene& at, const requester& by, const surroundings& with,
                                 const storage::patron_facts& who, const storage::item_facts& what) {
    renewal_facts facts;
    facts.patron = who;
    facts.item = what;
    facts.by = terms_for(at, with, &who.patron, &what.item, by.branch);
    facts.here = at.here;
    facts.lender = at.here;
    const auto& loan = what.open_loan;
    if (loan && loan->due_at < at.moment) facts.lender = load_calendar_of(from, at.library, *loan);
    facts.today = at.today;
    facts.running = running_fees(from, who, at.library, with.now);
    facts.wanted_by_other = !holds_to_fill(from, what, at.library, with.rules, at.today, 1).empty();
    return facts;
}

storage::event_id apply(storage::unit_of_work& unit, const renewal_plan& plan, const renewal_facts& facts,
                        const scene& at, const requester& by, instant now) {
    unit.change(plan.before, plan.after);
    const auto overdue = charge(unit, plan.before, storage::fee_kind::overdue, plan.overdue, now);
    const auto renewal = charge(unit, plan.before, storage::fee_kind::rental, plan.fee, now);
    short_form kept;
    kept.put("due", plan.before.due_at);
    kept.put("renewals", plan.before.renewals);
    kept.put("renewed", plan.before.renewed_at);
    kept.put("before", plan.before.due_before_renewal);
    if (overdue) kept.put("fee", overdue.value);
    if (renewal) kept.put("rental", renewal.value);
    storage::event event = make_event(unit, by, now, event_renew);
    event.patron = plan.before.patron;
    event.item = plan.before.item;
    event.loan = plan.before.id;
    event.detail = kept.text();
    unit.add(event);
    count_event(unit, by, at.library, now, {&facts.item.item, &facts.patron.patron}, event_renew);
    return event.id;
}

namespace {

constexpr std::string_view operation_renew = "renew";
constexpr std::string_view operation_renew_all = "renew_all";

/// The item that is meant: by its number, or the only copy of the title that the patron has.
struct found_target {
    std::optional<storage::item_facts> item;
    std::optional<reason> why_not;
};

found_target find_target(storage::reader& from, const requester& by, const target& what, storage::patron_id who) {
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

/// The renewal that this very request made before, if that loan still stands as it left it.
std::optional<storage::loan> standing_repeat(storage::reader& from, const requester& by, const surroundings& with) {
    const auto entry = find_repeat(from, by, with, operation_renew);
    if (!entry) return std::nullopt;
    auto loan = from.find_loan(entry->loan);
    if (!loan || !loan->is_open() || loan->due_at < entry->due_at) return std::nullopt;
    return loan;
}

void show_renewed(loan_outcome& made, const scene& at, const storage::item_facts& item, const terms& by,
                  const storage::loan& loan) {
    made.due_at = loan.due_at;
    made.due_hourly = loan.terms.hourly;
    made.renewed = true;
    made.already_his = true;
    show_item(made, at, item, by);
}

} // namespace

loan_outcome perform(storage::unit_of_work& unit, const renew& asked, const surroundings& with) {
    const requester& by = asked.by;
    const scene at = load_scene(unit, by, with);
    const auto who = unit.patron_by_card(by.institution, asked.card, with.now);
    if (!who) return refused_with<loan_outcome>({{.code = code::patron_unknown}});
    loan_outcome made;
    show_patron(made, at, who->patron);
    auto [item, why_not] = find_target(unit, by, asked.what, who->patron.id);
    if (why_not) {
        made.result = verdict::refused;
        made.reasons = {std::move(*why_not)};
        return made;
    }
    const terms own = terms_for(at, with, &who->patron, &item->item, by.branch);
    show_item(made, at, *item, own);
    if (const auto loan = standing_repeat(unit, by, with)) {
        made.repeated = true;
        show_renewed(made, at, *item, own, *loan);
        return made;
    }
    count_unannounced(unit, at, by, with.now);
    made.result = verdict::refused;
    if (auto pin = pin_objection(by, with, who->patron))
        made.reasons.push_back(std::move(*pin));
    if (!item->open_loan) {
        made.reasons.push_back({.code = code::not_on_loan});
        return made;
    }
    std::optional<storage::patron_facts> borrower = who;
    if (item->open_loan->patron != who->patron.id) {
        if (!asked.third_party) {
            made.reasons.push_back({.code = code::not_on_loan_to_patron});
            return made;
        }
        borrower = unit.patron_with_facts(item->open_loan->patron, with.now);
        if (!borrower) {
            made.reasons.push_back({.code = code::not_on_loan_to_patron});
            return made;
        }
    } else {
        made.already_his = true;
    }
    const auto facts = load_renewal_facts(unit, at, by, with, *borrower, *item);
    auto decided = decide_renewal(facts, asked.agreed, by, believable_due(asked.due_given, at.moment), at.moment);
    for (auto& each : decided.refusals) made.reasons.push_back(std::move(each));
    if (facts.by.renewal_fee.minor > 0) made.fee = fee_view{{}, storage::fee_kind::rental, facts.by.renewal_fee};
    if (!made.reasons.empty() && !is_posted(by)) return made;

    const auto event = apply(unit, *decided.plan, facts, at, by, with.now);
    if (is_posted(by) && !made.reasons.empty()) {
        auto row = make_review(unit, by, with.now, "posted_against_rules", operation_renew);
        row.patron = borrower->patron.id;
        row.item = item->item.id;
        row.reasons = reason_list(made.reasons);
        unit.add(row);
        made.reasons.clear();
    }
    made.result = verdict::done;
    record(unit, by, with, operation_renew,
           {.item = item->item.id, .loan = decided.plan->after.id, .event = event, .due_at = decided.plan->after.due_at});
    item->open_loan = decided.plan->after;
    show_renewed(made, at, *item, own, decided.plan->after);
    if (decided.plan->overdue.minor > 0)
        made.notices.push_back({.code = code::fee_charged, .amount = decided.plan->overdue});
    return made;
}

namespace {

renew_all_outcome::line line_of(const storage::loan_line& from, std::optional<reason> why_not = {}) {
    return {from.barcode, from.title, std::move(why_not)};
}

/// The loans of the patron as a repeat finds them: renewed are those this request renewed.
std::optional<renew_all_outcome> repeated_renew_all(storage::reader& from, const requester& by, const surroundings& with,
                                                    storage::patron_id who) {
    const auto entry = find_repeat(from, by, with, operation_renew_all);
    if (!entry) return std::nullopt;
    const short_form renewed(entry->facts);
    renew_all_outcome made;
    made.repeated = true;
    for (const auto& each : from.open_loans_of(who, {.first = 0, .count = most_loans_at_once})) {
        const auto due = renewed.at("due." + std::to_string(each.loan.id.value));
        // A loan that has changed since makes this a new request.
        if (due && *due > each.loan.due_at) return std::nullopt;
        (due ? made.renewed : made.unrenewed).push_back(line_of(each));
    }
    return made;
}

} // namespace

renew_all_outcome perform(storage::unit_of_work& unit, const renew_all& asked, const surroundings& with) {
    const requester& by = asked.by;
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
    for (const auto& each : unit.open_loans_of(who->patron.id, {.first = 0, .count = most_loans_at_once})) {
        const auto item = unit.item_with_facts(each.loan.item);
        if (!item || !item->open_loan) continue;
        const auto facts = load_renewal_facts(unit, at, by, with, *who, *item);
        auto decided = decide_renewal(facts, asked.agreed, by, std::nullopt, at.moment);
        if (!decided.plan || !decided.refusals.empty()) {
            made.unrenewed.push_back(line_of(each, std::move(decided.refusals.front())));
            continue;
        }
        static_cast<void>(apply(unit, *decided.plan, facts, at, by, with.now)); // each has its own event
        kept.put("due." + std::to_string(each.loan.id.value), decided.plan->after.due_at);
        made.renewed.push_back(line_of(each));
        // A fee that was assessed counts for the next one.
        if (decided.plan->overdue.minor > 0) who = unit.patron_by_card(by.institution, asked.card, with.now);
    }
    made.notices.push_back({.code = code::renewed_and_not, .number = static_cast<std::int64_t>(made.renewed.size()),
                            .limit = static_cast<std::int64_t>(made.unrenewed.size())});
    if (!made.renewed.empty()) record(unit, by, with, operation_renew_all, {.facts = kept.text()});
    return made;
}

} // namespace circ::circulation
