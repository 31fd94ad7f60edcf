#include "tests/support/library_fixture.hpp"

#include "config/default_policy.hpp"
#include "server/circulation/trail.hpp"

#include <algorithm>
#include <iterator>
#include <stdexcept>

namespace circ::test {

using namespace storage;

namespace {

/// The first column of a query, a line for each row.
std::vector<std::string> lines_of(sql::connection& over, const std::string& query) {
    std::vector<std::string> lines;
    for (auto asked = over.prepare(query); asked->step();)
        lines.emplace_back(asked->text(0));
    return lines;
}

/// A query that gives a table's rows as text.
std::string dump_of(sql::connection& over, const std::string& table) {
    std::string row;
    for (const auto& column :
         lines_of(over, "SELECT name FROM pragma_table_info('" + table + "') ORDER BY cid"))
        row += (row.empty() ? "" : " || ") + ("'" + column + "=' || quote(\"" + column + "\") || ' '");
    return "SELECT " + row + " FROM \"" + table + "\" ORDER BY 1";
}

template <class Record>
void apply_change(Record& to, const std::function<void(Record&)>& change) {
    if (change) change(to);
}

} // namespace

circulation::policy default_policy() {
    return policy_with({});
}

circulation::policy policy_with(std::vector<config::policy_rule> first) {
    std::ranges::move(config::default_policy(), std::back_inserter(first));
    auto made = circulation::policy::compile(first);
    if (!made.mistakes.empty()) throw std::runtime_error{made.mistakes.front().text};
    return std::move(made.rules);
}

library_fixture::library_fixture()
    : store(engines().front()), rows(add_small_library(store)), rules(default_policy()) {
    store.write([&](unit_of_work& in) {
        second_kiosk = east_kiosk = rows.kiosk;
        second_kiosk.id = in.new_id<terminal_id>();
        second_kiosk.login = "kiosk2";
        east_kiosk.id = in.new_id<terminal_id>();
        east_kiosk.login = "kiosk3";
        east_kiosk.branch = rows.east.id;
        in.add(second_kiosk);
        in.add(east_kiosk);
    });
    kiosk = at(rows.kiosk);
    static_cast<void>(add_patron("p2"));
}

circulation::requester library_fixture::at(const terminal& where) const {
    circulation::requester by;
    by.terminal = where.id;
    by.terminal_login = where.login;
    by.institution = rows.institution.id;
    by.branch = where.branch;
    by.received = now;
    return by;
}

item library_fixture::add_item(const std::string& barcode,
                               const std::function<void(storage::item&)>& change) {
    auto made = rows.item;
    made.barcode = barcode;
    apply_change(made, change);
    store.write([&](unit_of_work& in) {
        made.id = in.new_id<item_id>();
        in.add(made);
    });
    return made;
}

patron library_fixture::add_patron(const std::string& card,
                                   const std::function<void(storage::patron&)>& change) {
    auto made = rows.patron;
    made.given_name = "Robin";
    apply_change(made, change);
    store.write([&](unit_of_work& in) {
        made.id = in.new_id<patron_id>();
        in.add(made);
        auto first = rows.card;
        first.id = in.new_id<card_id>();
        first.number = card;
        first.patron = made.id;
        in.add(first);
    });
    return made;
}

hold library_fixture::add_hold(const std::string& card,
                               const std::function<void(storage::hold&)>& change) {
    storage::hold made;
    const auto who = patron(card).id;
    store.write([&](unit_of_work& in) {
        made = rows.new_hold(in);
        made.patron = who;
        made.rank = made.id.value;
        apply_change(made, change);
        in.add(made);
    });
    return made;
}

void library_fixture::change_item(const std::string& barcode,
                                  const std::function<void(storage::item&)>& change) {
    auto changed = item(barcode).item;
    change(changed);
    store.write([&](unit_of_work& in) { in.change(changed); });
}

void library_fixture::change_loan(const std::string& barcode,
                                  const std::function<void(loan&)>& change) {
    const auto before = item(barcode).open_loan.value();
    auto after = before;
    change(after);
    store.write([&](unit_of_work& in) { in.change(before, after); });
}

void library_fixture::set_loan(const std::string& barcode, loan_state to) {
    change_loan(barcode, [&](loan& changed) {
        changed.state = to;
        (to == loan_state::lost ? changed.lost_at : changed.claimed_at) = now;
    });
}

fee_id library_fixture::charge(const std::string& barcode, fee_kind what, std::int64_t minor) {
    const auto charged_for = item(barcode).open_loan.value();
    fee_id made;
    store.write([&](unit_of_work& in) {
        auto fee = rows.new_fee(in, minor);
        fee.patron = charged_for.patron;
        fee.kind = what;
        fee.loan = charged_for.id;
        fee.item = charged_for.item;
        made = fee.id;
        in.add(fee);
    });
    return made;
}

item_facts library_fixture::item(const std::string& barcode) {
    return store.ask([&](reader& in) { return in.item_by_barcode(rows.institution.id, barcode); })
        .value();
}

patron library_fixture::patron(const std::string& card) {
    return store.ask([&](reader& in) { return in.patron_by_card(rows.institution.id, card, now); })
        .value()
        .patron;
}

hold library_fixture::hold(hold_id id) {
    return store.ask([&](reader& in) { return in.find_hold(id); }).value();
}

std::vector<review_entry> library_fixture::reviews() {
    return store.ask([&](reader& in) { return in.open_reviews(rows.institution.id, {}); });
}

std::vector<violation> library_fixture::violations() {
    return store.ask([](reader& in) { return check(in); });
}

std::string library_fixture::rows_without(const std::set<std::string, std::less<>>& apart) {
    auto& over = store.link();
    if (dumps_.empty()) {
        for (auto& table :
             lines_of(over, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"))
            dumps_.push_back({table, over.prepare(dump_of(over, table))});
    }
    std::string all;
    for (const auto& each : dumps_) {
        if (apart.contains(each.table)) continue;
        while (each.rows->step())
            all.append(each.table).append(": ").append(each.rows->text(0)).append("\n");
        each.rows->reset();
    }
    return all;
}

std::string library_fixture::all_rows() {
    return rows_without({"event", "journal", "counter", "node", "store_setting"});
}

std::string library_fixture::all_rows_and_traces() {
    return rows_without({"node", "store_setting"});
}

circulation::surroundings library_fixture::around(const circulation::requester& by,
                                                  circulation::pin_state pin) const {
    circulation::surroundings with{.rules = rules, .now = now, .pin = pin};
    if (!by.once_only_text.empty())
        with.digest = circulation::digest_of(by.once_only_text, std::string(32, 'k'));
    return with;
}

circulation::requester with_rules(circulation::requester by,
                                  const std::function<void(circulation::device_rules&)>& change) {
    auto changed = std::make_shared<circulation::device_rules>(*by.rules);
    change(*changed);
    by.rules = std::move(changed);
    return by;
}

circulation::requester saying(circulation::requester by, instant said, std::string text) {
    by.said = said;
    by.once_only_text = std::move(text);
    return by;
}

std::string names_of(const std::vector<circulation::reason>& reasons) {
    return circulation::reason_list(reasons);
}

} // namespace circ::test
