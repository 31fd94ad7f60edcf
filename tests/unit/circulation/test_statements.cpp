// What a loan and a return cost: the statements of the most frequent changes, each by its name. One more is a
// decision, not an accident.
#include "tests/unit/circulation/library_test.hpp"

#include <gmock/gmock.h>

namespace circ::test {
namespace {

using namespace circulation;
using testing::ElementsAre;

class statements : public library_test {
protected:
    /// Does it in a transaction of its own.
    /// @return the statements that were run for it, without those that a whole group shares
    template <class Operation>
    std::vector<std::string> run_by(const Operation& asked) {
        watched_.link().begin(storage::sql::access::writing);
        watched_.begin_group(now);
        static_cast<void>(watched_.next_id());
        storage::unit_of_work unit{watched_};
        static_cast<void>(unit.library_of(rows.institution.id));
        static_cast<void>(unit.calendar_of(rows.main.id, {}));
        told_.clear();
        const storage::request_digest known{1};
        const surroundings with{.rules = rules, .now = now, .pin = pin_state::not_needed, .digest = known};
        EXPECT_EQ(circulation::perform(unit, asked, with).result, verdict::done);
        auto run = std::move(told_);
        watched_.end_group();
        watched_.link().commit();
        return run;
    }

    requester known_again() { return saying(kiosk, now, "a request"); }

private:
    std::vector<std::string> told_;
    storage::sql::session watched_{engines().front().connect(store.file()),
                                   2,
                                   [this](std::string_view name, std::chrono::nanoseconds) {
                                       told_.emplace_back(name);
                                   }};
};

TEST_F(statements, of_a_checkout) {
    EXPECT_THAT(run_by(circulation::checkout{.by = known_again(), .card = "p1", .item = "i1"}),
                ElementsAre("patron_of_card",
                            "item_facts_by_barcode",
                            "journalled",
                            "insert_loan",
                            "adjust_loans_of_patron",
                            "change_item",
                            "insert_event",
                            "add_to_counter",
                            "insert_journal"));
}

TEST_F(statements, of_a_checkin) {
    ASSERT_EQ(checkout("p1", "i1").result, verdict::done);
    now += std::chrono::hours{1};
    EXPECT_THAT(run_by(circulation::checkin{.by = known_again(), .item = "i1"}),
                ElementsAre("item_facts_by_barcode",
                            "patron_and_cards",
                            "journalled",
                            "change_loan",
                            "adjust_loans_of_patron",
                            "change_item",
                            "insert_event",
                            "add_to_counter",
                            "insert_journal"));
}

} // namespace
} // namespace circ::test
