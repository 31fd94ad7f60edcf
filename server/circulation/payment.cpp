#include "server/circulation/payment.hpp"

#include "server/circulation/external_ids.hpp"
#include "server/circulation/journal.hpp"
#include "server/circulation/local_time.hpp"
#include "server/circulation/lost.hpp"
#include "server/circulation/perform.hpp"
#include "server/circulation/scene.hpp"
#include "server/circulation/standing.hpp"
#include "server/circulation/trail.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace circ::circulation {

namespace {

using code = reason_code;

constexpr std::string_view operation_pay = "pay_fee";
constexpr std::string_view operation_refuse = "refuse_payment";

/// Empty or nothing but zeros is no id: devices send it when they have none.
bool is_id(std::string_view bk) { return bk.find_first_not_of("0 ") != std::string_view::npos; }

bool is_amount(const std::optional<money>& amount) { return amount && amount->minor > 0; }

bool is_write_off(const pay_fee& asked) { return asked.by.rules->write_off_payment_type == asked.payment_type; }

/// From when on the same id of this terminal means the same payment.
std::optional<instant> scope_begin(const requester& by, const scene& at, instant now) {
    switch (by.rules->payment_id_scope) {
    case id_scope::none: return std::nullopt;
    case id_scope::ever: return instant{};
    case id_scope::day: return end_of_day(date_in(now, at.here.time_zone) - std::chrono::days(1), at.here.time_zone);
    }
    return std::nullopt;
}

/// A number of a fee; what devices send besides, zeros and words, narrows nothing.
bool is_number_of_fee(std::string_view text) {
    std::int64_t id = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), id);
    return !text.empty() && read.ec == std::errc{} && read.ptr == text.data() + text.size() && id != 0;
}

struct payable {
    std::vector<storage::fee_line> fees;
    std::optional<reason> why_not;
};

/// What is open of the fees that are named, in that order; of one that is settled there is nothing, and of one
/// that is named again nothing more.
payable find_named_fees(storage::reader& from, const requester& by, const std::vector<fee_key>& named, storage::patron_id who) {
    payable found;
    for (const auto& each : named) {
        const auto fee = find_fee(from, by.institution, each);
        if (!fee) return {{}, reason{.code = code::fee_unknown, .field = each.ours.empty() ? each.theirs.value : each.ours}};
        if (fee->patron != who) return {{}, reason{.code = code::fee_of_another}};
        if (std::ranges::any_of(found.fees, [&](const auto& before) { return before.fee.id == fee->id; })) continue;
        if (const auto open = from.find_open_fee(fee->id)) found.fees.push_back({*fee, open->amount, {}, {}});
    }
    return found;
}

} // namespace

std::vector<storage::fee_line> open_fees(storage::reader& from, storage::patron_id who,
                                         std::optional<storage::fee_kind> kind, money amount) {
    std::vector<storage::fee_line> fees;
    constexpr int step = 100;
    money sum;
    for (int first = 0;; first += step) {
        const auto lines = from.open_fees_of(who, {.first = first, .count = step});
        for (const auto& each : lines) {
            if (sum >= amount) return fees;
            if (kind && each.fee.kind != *kind) continue;
            fees.push_back(each);
            sum += each.open;
        }
        if (static_cast<int>(lines.size()) < step) return fees;
    }
}

namespace {

/// Which fees this payment may fall on.
payable find_fees(storage::reader& from, const pay_fee& asked, storage::patron_id who) {
    if (!asked.fees.empty()) return find_named_fees(from, asked.by, asked.fees, who);
    if (is_number_of_fee(asked.fee_identifier))
        return find_named_fees(from, asked.by, {{.ours = asked.fee_identifier, .theirs = {}}}, who);
    auto fees = open_fees(from, who, asked.kind, *asked.amount);
    // A kind of which nothing is owed narrows nothing.
    if (fees.empty() && asked.kind) fees = open_fees(from, who, std::nullopt, *asked.amount);
    // Another book has other kinds: what is owed of those is paid before anything is charged.
    if (asked.kind && !asked.by.rules->assesses_fees && !is_write_off(asked))
        for (auto& each : open_fees(from, who, std::nullopt, *asked.amount))
            if (std::ranges::none_of(fees, [&](const auto& one) { return one.fee.id == each.fee.id; }))
                fees.push_back(std::move(each));
    return {std::move(fees), {}};
}

} // namespace

allocation allocate(money amount, const std::vector<storage::fee_line>& fees) {
    allocation made{{}, amount};
    for (const auto& each : fees) {
        const money part = std::min(made.rest, each.open);
        if (part.minor <= 0) continue;
        made.parts.push_back({each.fee, part});
        made.rest -= part;
    }
    return made;
}

namespace {

storage::payment make_payment(storage::unit_of_work& unit, const pay_fee& asked, const surroundings& with) {
    storage::payment made;
    made.id = unit.new_id<storage::payment_id>();
    made.institution = asked.by.institution;
    made.terminal = asked.by.terminal;
    made.bk = is_id(asked.transaction_id) ? asked.transaction_id : "";
    made.amount = is_amount(asked.amount) ? *asked.amount : money{};
    made.payment_type = asked.payment_type;
    made.at = with.now;
    return made;
}

/// A refusal is never only an answer: the coins have fallen, so it stands in the reconciliation.
payment_outcome refuse(storage::unit_of_work& unit, const pay_fee& asked, const surroundings& with,
                       const std::optional<storage::patron_facts>& who, payment_outcome made) {
    made.result = verdict::refused;
    if (!asked.by.terminal) return made; // the desk has it in hand still and gives it back
    // It stands there already, or its money is booked: the same request, only with a wrong PIN now.
    for (const auto operation : {operation_refuse, operation_pay})
        if (find_repeat(unit, asked.by, with, operation)) return made;
    storage::payment kept = make_payment(unit, asked, with);
    if (who) kept.patron = who->patron.id;
    kept.state = storage::payment_state::refused;
    kept.reason = reason_list(made.reasons);
    unit.add(kept);
    record(unit, asked.by, with, operation_refuse, {.payment = kept.id});
    return made;
}

/// Why a write-off cannot be made here; nullopt for money.
std::optional<reason> write_off_objection(const pay_fee& asked) {
    constexpr int usual_write_off = 6; // what Koha's clients send unless told otherwise
    const auto allowed = asked.by.rules->write_off_payment_type;
    if (asked.payment_type == usual_write_off && allowed != usual_write_off) return reason{.code = code::write_off_not_allowed};
    return std::nullopt;
}

} // namespace

void book(storage::unit_of_work& unit, const pay_fee& asked, const surroundings& with, const allocation& parts,
          const storage::payment& as) {
    const bool written_off = is_write_off(asked);
    for (const auto& [fee, amount] : parts.parts) {
        storage::fee_entry entry;
        entry.id = unit.new_id<storage::fee_entry_id>();
        entry.fee = fee.id;
        entry.kind = written_off ? storage::fee_entry_kind::write_off : storage::fee_entry_kind::payment;
        entry.amount = amount;
        if (!written_off) entry.payment = as.id;
        entry.at = with.now;
        entry.by = asked.by.operator_name.empty() ? asked.by.terminal_login : asked.by.operator_name;
        unit.add(entry);
        close_if_settled(unit, fee, with.now);
    }
}

namespace {

/// What came of the same payment before.
struct payment_before {
    std::optional<storage::payment> same; ///< it has been booked
    bool bk_reused = false;               ///< its id has, for something else
    bool reference_taken = false;         ///< its reference stands for something else, and does so for good
};

payment_before find_before(storage::reader& from, const pay_fee& asked, const scene& at, const surroundings& with,
                           storage::patron_id who) {
    payment_before found;
    if (const auto known = find_reference(from, asked.by, storage::reference_kind::transaction, asked.reference)) {
        found.same = from.find_payment(known->payment);
        if (found.same && (found.same->patron != who || found.same->amount != *asked.amount)) found.same.reset();
        found.reference_taken = !found.same;
        return found;
    }
    // One that was refused then counts once the desk has booked it: its coins are in the book.
    for (const auto operation : {operation_pay, operation_refuse}) {
        const auto entry = find_repeat(from, asked.by, with, operation);
        auto kept = entry ? from.find_payment(entry->payment) : std::nullopt;
        if (!kept || kept->state != storage::payment_state::accepted) continue;
        found.same = std::move(kept);
        return found;
    }
    const auto since = scope_begin(asked.by, at, with.now);
    if (!since || !is_id(asked.transaction_id)) return found;
    for (auto& each : from.payments_by_bk(asked.by.terminal, asked.transaction_id, *since)) {
        found.bk_reused = true;
        if (each.patron != who || each.amount != *asked.amount) continue;
        found.same = std::move(each);
        break;
    }
    return found;
}

} // namespace

money owed_by(storage::reader& from, const scene& at, const surroundings& with, storage::patron_id whose) {
    const auto who = from.patron_with_facts(whose, with.now);
    if (!who) return {};
    const auto running = running_fees(from, *who, *at.library, with.now);
    return std::max(who->patron.owed + running - who->patron.credit, money{});
}

namespace {

/// What is owed in another book alone is charged here by being paid, so that nobody gets credit for it:
/// for a device whose fees are assessed there.
void charge_rest(storage::unit_of_work& unit, const pay_fee& asked, const surroundings& with,
                 storage::patron_id whose, allocation& parts) {
    if (parts.rest.minor <= 0 || asked.by.rules->assesses_fees || is_write_off(asked)) return;
    storage::fee fee;
    fee.id = unit.new_id<storage::fee_id>();
    fee.patron = whose;
    fee.kind = asked.kind.value_or(storage::fee_kind::other);
    fee.amount = parts.rest;
    fee.note = "charged in the other book";
    fee.assessed_at = with.now;
    unit.add(fee);
    storage::event event = make_event(unit, asked.by, with.now, "fee_added", fee.note);
    event.patron = whose;
    event.fee = fee.id;
    event.detail = "amount=" + std::to_string(fee.amount.minor);
    unit.add(event);
    parts.parts.push_back({fee, parts.rest});
    parts.rest = {};
}

payment_outcome pay(storage::unit_of_work& unit, const pay_fee& asked, const surroundings& with) {
    const requester& by = asked.by;
    const scene at = load_scene(unit, by, with);
    const auto who = unit.patron_by_card(by.institution, asked.card, with.now);
    payment_outcome made;
    if (who) show_patron(made, at, who->patron);
    if (!who) made.reasons.push_back({.code = code::patron_unknown});
    if (!is_amount(asked.amount)) made.reasons.push_back({.code = code::amount_unreadable});
    if (asked.currency != at.library->institution.currency)
        made.reasons.push_back({.code = code::currency_foreign, .field = at.library->institution.currency});
    if (who)
        if (auto pin = pin_refusal(with.pin, *by.rules, by.pin_proved_before, who->patron.pin_locked_until))
            made.reasons.push_back(std::move(*pin));
    if (auto why = write_off_objection(asked)) made.reasons.push_back(std::move(*why));
    if (!made.reasons.empty()) return refuse(unit, asked, with, who, std::move(made));

    const auto before = find_before(unit, asked, at, with, who->patron.id);
    if (before.same) {
        made.repeated = true; // paid once, same answer
        made.receipt = std::to_string(before.same->id.value);
        made.owed_after = owed_by(unit, at, with, who->patron.id);
        return made;
    }
    if (before.reference_taken) {
        made.reasons.push_back({.code = code::reference_taken, .field = asked.reference.value});
        return refuse(unit, asked, with, who, std::move(made));
    }
    auto payable = find_fees(unit, asked, who->patron.id);
    auto parts = allocate(*asked.amount, payable.fees);
    if (!payable.why_not) charge_rest(unit, asked, with, who->patron.id, parts);
    if (payable.why_not) made.reasons.push_back(std::move(*payable.why_not));
    else if (parts.rest.minor > 0 && (by.rules->overpayment == too_much::refuse || is_write_off(asked)))
        made.reasons.push_back({.code = code::overpayment, .amount = *asked.amount - parts.rest});
    if (!made.reasons.empty()) return refuse(unit, asked, with, who, std::move(made));

    storage::payment paid = make_payment(unit, asked, with);
    paid.patron = who->patron.id;
    paid.credited = parts.rest;
    paid.bk_reused = before.bk_reused;
    unit.add(paid);
    keep_reference(unit, by, with.now, storage::reference_kind::transaction, asked.reference, {.payment = paid.id});
    book(unit, asked, with, parts, paid);
    storage::event event = make_event(unit, by, with.now, "payment");
    event.patron = paid.patron;
    event.detail = "payment=" + std::to_string(paid.id.value) + " amount=" + std::to_string(paid.amount.minor);
    unit.add(event);
    count_event(unit, by, *at.library, with.now, {nullptr, &who->patron}, "payment");
    made.receipt = std::to_string(paid.id.value);
    if (parts.rest.minor > 0) made.notices.push_back({.code = code::payment_credited, .amount = parts.rest});
    record(unit, by, with, operation_pay, {.payment = paid.id, .event = event.id, .amount = paid.amount});
    made.owed_after = owed_by(unit, at, with, paid.patron);
    return made;
}

} // namespace

payment_outcome perform(storage::unit_of_work& unit, const pay_fee& asked, const surroundings& with) {
    if (asked.by.branch) return pay(unit, asked, with);
    // Of the desk, which names no branch: it counts for the patron's.
    pay_fee at_home = asked;
    const auto who = unit.patron_by_card(asked.by.institution, asked.card, with.now);
    if (who) at_home.by.branch = who->patron.branch;
    return pay(unit, at_home, with);
}

} // namespace circ::circulation
