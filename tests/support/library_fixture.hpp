#pragma once

#include "server/circulation/perform.hpp"
#include "server/circulation/verifier.hpp"
#include "storage/check.hpp"
#include "tests/contract/small_library.hpp"

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace circ::test {

/// A small library over a fresh store, with the shipped policy and a clock that tests set: branches
/// MAIN and EAST, always open, a kiosk in each and a second one at MAIN, title "c1" with item "i1"
/// of MAIN, adults with the cards "p1" and "p2".
class library_fixture {
public:
    library_fixture();

    storage::instant now = test_time;
    fresh_store store;
    small_library rows;
    storage::terminal second_kiosk;
    storage::terminal east_kiosk;
    circulation::policy rules;
    /// What a request that says nothing else is asked by.
    circulation::requester kiosk;

    [[nodiscard]] circulation::requester at(const storage::terminal& terminal) const;

    // More of the library; what is not said is as the first of its kind.
    storage::item add_item(const std::string& barcode,
                           const std::function<void(storage::item&)>& change = {});
    storage::patron add_patron(const std::string& card,
                               const std::function<void(storage::patron&)>& change = {});
    storage::hold add_hold(const std::string& card,
                           const std::function<void(storage::hold&)>& change = {});
    void change_item(const std::string& barcode, const std::function<void(storage::item&)>& change);
    void change_loan(const std::string& barcode, const std::function<void(storage::loan&)>& change);
    /// Lost, or claimed to be returned, as of now.
    void set_loan(const std::string& barcode, storage::loan_state to);
    /// For the loan that the item is on.
    storage::fee_id charge(const std::string& barcode, storage::fee_kind what, std::int64_t minor);

    // What stands now; @throws std::bad_optional_access for what is not there
    [[nodiscard]] storage::item_facts item(const std::string& barcode);
    [[nodiscard]] storage::patron patron(const std::string& card);
    [[nodiscard]] storage::hold hold(storage::hold_id id);
    [[nodiscard]] std::vector<storage::review_entry> reviews();
    /// What must hold and does not.
    [[nodiscard]] std::vector<storage::violation> violations();
    /// Everything in the store as text, one row a line; without event, journal, counters and ids
    /// given out.
    [[nodiscard]] std::string all_rows();
    /// The same with event, journal and counters.
    [[nodiscard]] std::string all_rows_and_traces();

    template <class Operation>
    circulation::outcome_of<Operation>
    perform(const Operation& asked,
            circulation::pin_state pin = circulation::pin_state::not_given) {
        circulation::outcome_of<Operation> made;
        store.write(
            [&](storage::unit_of_work& unit) {
                made = circulation::perform(unit, asked, around(asked.by, pin));
            },
            now);
        return made;
    }

    circulation::loan_outcome checkout(const std::string& card, const std::string& barcode) {
        return perform(circulation::checkout{.by = kiosk, .card = card, .item = barcode});
    }
    circulation::checkin_outcome checkin(const std::string& barcode) {
        return perform(circulation::checkin{.by = kiosk, .item = barcode});
    }

private:
    [[nodiscard]] std::string rows_without(const std::set<std::string, std::less<>>& apart);
    [[nodiscard]] circulation::surroundings around(const circulation::requester& by,
                                                   circulation::pin_state pin) const;

    /// The rows of a table as text, prepared once; goes before the store.
    struct dump {
        std::string table;
        std::unique_ptr<storage::sql::statement> rows;
    };
    std::vector<dump> dumps_;
};

/// The requester with other device rules.
[[nodiscard]] circulation::requester
with_rules(circulation::requester by,
           const std::function<void(circulation::device_rules&)>& change);

/// The requester as it sends a request that can be known again.
[[nodiscard]] circulation::requester
saying(circulation::requester by, storage::instant said, std::string text);

/// Names of reasons, blank separated: short to compare.
[[nodiscard]] std::string names_of(const std::vector<circulation::reason>& reasons);

/// The shipped policy.
[[nodiscard]] circulation::policy default_policy();

/// The shipped policy after some rules that go before it.
[[nodiscard]] circulation::policy policy_with(std::vector<config::policy_rule> first);

} // namespace circ::test
