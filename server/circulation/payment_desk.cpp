#include "server/circulation/payment_desk.hpp"

#include "server/circulation/desk_request.hpp"
#include "server/circulation/payment.hpp"
#include "server/circulation/trail.hpp"

#include <utility>

namespace circ::circulation {

namespace {

using code = reason_code;
using storage::payment_state;

constexpr std::string_view event_payment_booked = "payment_booked";
constexpr std::string_view event_payment_dismissed = "payment_dismissed";

bool is_unsettled(const storage::payment& one) {
    return one.state == payment_state::refused && !one.resolved_at;
}

std::optional<storage::patron_facts> payer_of(storage::reader& from,
                                              const book_payment& asked,
                                              const std::optional<storage::payment>& told,
                                              instant now) {
    if (!asked.card.empty()) return from.patron_by_card(asked.by.institution, asked.card, now);
    return told && told->patron ? from.patron_with_facts(told->patron, now) : std::nullopt;
}

/// The payment with who ended it, and why.
storage::payment settled(storage::payment one, const requester& by, instant now, const std::string& why) {
    one.resolved_at = now;
    one.resolved_by = by.operator_name;
    one.resolution = why;
    return one;
}

void leave_trail(storage::unit_of_work& unit,
                 const requester& by,
                 const surroundings& with,
                 const storage::payment& of,
                 std::string_view kind) {
    storage::event event = make_event(unit, by, with.now, kind, of.resolution);
    event.patron = of.patron;
    short_form detail;
    detail.put("payment", of.id.value);
    detail.put("amount", of.amount.minor);
    event.detail = detail.text();
    unit.add(event);
}

payment_outcome refused(std::vector<reason> why) {
    return refused_with<payment_outcome>(std::move(why));
}

} // namespace

std::vector<reason> decide_refused_payment(const refused_payment_facts& facts) {
    std::vector<reason> found;
    demand(found, facts.why, "reason");
    if (!facts.payment || !is_unsettled(*facts.payment)) {
        found.push_back({.code = code::entry_not_open});
        return found;
    }
    if (facts.books && !facts.patron_known) found.push_back({.code = code::patron_unknown, .field = facts.card});
    if (facts.books && facts.amount.minor <= 0) found.push_back({.code = code::amount_unreadable});
    return found;
}

payment_outcome
perform(storage::unit_of_work& unit, const book_payment& asked, const surroundings& with) {
    const auto before = own(unit.find_payment(asked.payment), asked.by);
    const auto who = payer_of(unit, asked, before, with.now);
    const money told = before ? before->amount : money{};
    auto why_not = decide_refused_payment({.payment = before,
                                           .why = asked.why,
                                           .card = asked.card,
                                           .patron_known = who.has_value(),
                                           .amount = asked.amount.value_or(told)});
    if (!why_not.empty()) return refused(std::move(why_not));

    storage::payment after = settled(*before, asked.by, with.now, asked.why);
    after.state = payment_state::accepted;
    after.patron = who->patron.id;
    after.amount = asked.amount.value_or(told);
    const auto parts =
        allocate(after.amount, open_fees(unit, after.patron, std::nullopt, after.amount));
    after.credited = parts.rest;
    unit.change(*before, after);
    pay_fee as;
    as.by = at_branch(asked.by, who->patron.branch);
    as.payment_type = after.payment_type;
    book(unit, as, with, parts, after);
    leave_trail(unit, as.by, with, after, event_payment_booked);
    const scene at = load_scene(unit, as.by, with);
    count_event(unit, as.by, *at.library, with.now, {nullptr, &who->patron}, "payment");

    payment_outcome made;
    show_patron(made, at, who->patron);
    made.receipt = std::to_string(after.id.value);
    if (parts.rest.minor > 0)
        made.notices.push_back({.code = code::payment_credited, .amount = parts.rest});
    made.owed_after = owed_by(unit, at, with, after.patron);
    return made;
}

payment_outcome
perform(storage::unit_of_work& unit, const dismiss_payment& asked, const surroundings& with) {
    const auto before = own(unit.find_payment(asked.payment), asked.by);
    auto why_not =
        decide_refused_payment({.payment = before, .why = asked.why, .books = false, .amount = {}});
    if (!why_not.empty()) return refused(std::move(why_not));
    const auto after = settled(*before, asked.by, with.now, asked.why);
    unit.change(*before, after);
    leave_trail(unit, asked.by, with, after, event_payment_dismissed);
    return {};
}

} // namespace circ::circulation
