#include "server/circulation/flags.hpp"

#include "server/circulation/standing.hpp"

#include <algorithm>

namespace circ::circulation {

namespace {

enum position : std::size_t {
    charge_denied, renewal_denied, recall_denied, hold_denied, card_reported_lost, too_many_charged, too_many_overdue,
    too_many_renewals, too_many_claims, too_many_lost, excessive_fines, excessive_fees, recall_overdue, too_many_billed
};

bool passes(std::int64_t counted, std::optional<std::int64_t> limit) { return limit && counted > *limit; }

} // namespace

patron_flags flags_of(const storage::patron_facts& who, const terms& by, const flag_question& asked) {
    const auto denied = [&](purpose what) {
        return !standing(who, by, {.what = what, .today = asked.today, .running = asked.running}).empty();
    };
    patron_flags flags{};
    if (card_refusal(who)) {
        // Whoever holds a lost card learns that it is lost, and nothing of the account.
        std::fill(flags.begin(), flags.begin() + too_many_charged, true);
        flags[recall_denied] = by.recall;
        return flags;
    }
    flags[charge_denied] = denied(purpose::checkout);
    flags[renewal_denied] = denied(purpose::renewal);
    flags[hold_denied] = denied(purpose::hold);
    flags[recall_denied] = by.recall && flags[hold_denied];
    flags[too_many_charged] = passes(std::int64_t{who.patron.open_loans} + 1, by.max_loans);
    flags[too_many_overdue] = passes(who.overdue_loans, by.max_overdues);
    flags[too_many_claims] = passes(who.claimed_loans, by.max_claims);
    flags[too_many_lost] = passes(who.lost_loans, by.max_lost);
    flags[too_many_billed] = flags[too_many_lost]; // what is lost is billed
    const bool owes_too_much = by.max_fees && balance(who, by, asked.running) > *by.max_fees;
    const money overdue = who.overdue_owed + (by.running_counts ? asked.running : money{});
    flags[excessive_fines] = owes_too_much && overdue.minor > 0;
    flags[excessive_fees] = owes_too_much && (who.patron.owed - who.overdue_owed).minor > 0;
    flags[recall_overdue] = asked.recall_overdue;
    return flags;
}

} // namespace circ::circulation
