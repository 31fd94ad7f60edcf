#pragma once

#include "server/circulation/desk.hpp"
#include "tests/unit/circulation/library_test.hpp"

#include <string>
#include <vector>

namespace circ::test {

/// Anna stands at the desk of a small library, and names no branch.
class desk_test : public library_test {
protected:
    desk_test() {
        anna.institution = rows.institution.id;
        anna.operator_name = "anna";
        anna.received = now;
    }

    storage::loan lend(const std::string& card = "p1", const std::string& barcode = "i1") {
        EXPECT_EQ(checkout(card, barcode).result, circulation::verdict::done);
        return item(barcode).open_loan.value();
    }
    storage::loan loan(storage::loan_id id) {
        return store.ask([&](storage::reader& in) { return in.find_loan(id); }).value();
    }
    /// Of p1, newest first.
    std::vector<storage::event> events() {
        const auto who = patron("p1").id;
        return store.ask([&](storage::reader& in) { return in.events_of_patron(who, 20); });
    }
    storage::card card(const std::string& number) {
        return store
            .ask([&](storage::reader& in) { return in.find_card(rows.institution.id, number); })
            .value();
    }
    std::vector<storage::fee_line> fees() {
        const auto who = patron("p1").id;
        return store.ask([&](storage::reader& in) { return in.fees_of(who, {}); });
    }

    /// Something that p1 was charged.
    storage::fee_id charge(std::int64_t minor, storage::fee_kind kind = storage::fee_kind::damage) {
        storage::fee_id id;
        store.write([&](storage::unit_of_work& in) {
            auto fee = rows.new_fee(in, minor);
            fee.kind = kind;
            id = fee.id;
            in.add(fee);
        });
        return id;
    }

    circulation::payment_outcome pay(std::int64_t minor, storage::fee_id fee = {}) {
        return perform(circulation::pay_fee{.by = anna,
                                            .card = "p1",
                                            .amount = storage::money{minor},
                                            .currency = "EUR",
                                            .fee_identifier =
                                                fee ? std::to_string(fee.value) : std::string{}});
    }

    /// The newest event of p1 is this one, by Anna, with her reason.
    void expect_event(const std::string& kind, const std::string& why) {
        const auto all = events();
        ASSERT_FALSE(all.empty()) << kind;
        EXPECT_EQ(all.front().kind, kind);
        EXPECT_EQ(all.front().by, "anna");
        EXPECT_EQ(all.front().reason, why);
        EXPECT_EQ(all.front().branch, rows.main.id);
        EXPECT_FALSE(all.front().terminal);
    }

    circulation::requester anna;
};

} // namespace circ::test
