#include "server/circulation/facts.hpp"

#include "server/circulation/overdue_fee.hpp"
#include "storage/store_error.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace circ::circulation {

using storage::store_error;
using storage::store_failure;

std::shared_ptr<const library_facts> load_library(storage::reader& from, storage::institution_id id) {
    auto found = from.library_of(id);
    if (!found) throw store_error{store_failure::corrupt, "a request names no known institution"};
    return found;
}

branch_calendar load_calendar(storage::reader& from_store, const library_facts& of, storage::branch_id branch,
                              instant from) {
    const auto& zone = of.branch(branch).time_zone;
    return {from_store.calendar_of(branch, date_in(from, zone)), zone};
}

branch_calendar load_calendar_of(storage::reader& from, const library_facts& of,
                                 const storage::loan& loan) {
    return load_calendar(from, of, hours_of(loan), loan.due_at);
}

std::vector<running_fee> load_running_fees(storage::reader& from, const storage::patron_facts& who,
                                           const library_facts& of, instant now) {
    std::vector<running_fee> running;
    if (who.overdue_loans == 0) return running;
    const storage::page all{.first = 0, .count = who.overdue_loans};
    std::map<storage::branch_id, branch_calendar> calendars;
    for (auto& line : from.overdue_loans_of(who.patron.id, now, all)) {
        const auto& loan = line.loan;
        // The list is by due date, so the first loan of a branch needs the longest calendar.
        auto known = calendars.find(hours_of(loan));
        if (known == calendars.end()) {
            known = calendars.emplace(hours_of(loan), load_calendar_of(from, of, loan)).first;
        }
        const auto amount = overdue_fee(loan, now, known->second);
        if (amount.minor > 0) running.push_back({std::move(line), amount});
    }
    return running;
}

money running_fees(storage::reader& from, const storage::patron_facts& who, const library_facts& of,
                   instant now) {
    money sum;
    for (const auto& each : load_running_fees(from, who, of, now)) sum += each.amount;
    return sum;
}

std::string card_number_among(const std::vector<storage::card>& cards) {
    if (cards.empty()) return {};
    const auto good = std::ranges::find(cards, storage::card_state::good, &storage::card::state);
    return good == cards.end() ? cards.front().number : good->number;
}

std::string card_number_of(storage::reader& from, storage::patron_id who) {
    return who ? card_number_among(from.cards_of(who)) : std::string{};
}

policy_subject subject_of(const storage::patron* who, const storage::item* what, storage::branch_id where,
                          const library_facts& of, local_date today) {
    policy_subject about;
    about.place = of.branch(where).code;
    about.decimals = of.institution.decimals;
    if (who != nullptr) {
        about.patron_category = who->category;
        about.patron_branch = of.branch(who->branch).code;
    }
    if (what != nullptr) {
        about.item_type = type_on(*what, today);
        about.collection = what->collection;
        about.item_branch = of.branch(what->branch).code;
    }
    return about;
}

} // namespace circ::circulation
