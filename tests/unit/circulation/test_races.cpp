// Two who do something at once: one of them is first. Each pair in both orders, with both answers and
// what stands in the end; then what was decided by looking before the other wrote.
#include "tests/unit/circulation/library_test.hpp"

namespace circ::test {
namespace {

using namespace circulation;
using storage::hold_state;
using storage::unit_of_work;

/// "done", or the reasons why not.
std::string told(const outcome& made) {
    return made.result == verdict::done ? "done" : names_of(made.reasons);
}

class two_at_once : public library_test {
public:
    two_at_once() { static_cast<void>(add_item("i2")); }

    // What readers and staff do, each with its answer in short.
    std::string lend(const std::string& card, const std::string& barcode, const storage::terminal& where) {
        return told(perform(circulation::checkout{.by = at(where), .card = card, .item = barcode}));
    }
    std::string take_back(const std::string& barcode, const storage::terminal& where) {
        return told(perform(circulation::checkin{.by = at(where), .item = barcode}));
    }
    std::string undo_lending(const std::string& barcode, const storage::terminal& where) {
        return told(perform(undo_checkout{.by = at(where), .item = barcode}));
    }
    std::string renew_one(const std::string& card, const std::string& barcode) {
        return told(perform(
            circulation::renew{.by = kiosk, .card = card, .what = {.item = barcode, .title = {}}}));
    }
    std::string reserve(const std::string& card) {
        return told(perform(
            place_hold{.by = kiosk, .card = card, .what = {.item = {}, .title = "c1"}}));
    }
    std::string give_up_hold(const std::string& card) {
        return told(perform(
            cancel_hold{.by = kiosk, .card = card, .what = {.item = {}, .title = "c1"}}));
    }
    std::string fetch_at(const std::string& card, const std::string& branch) {
        return told(perform(change_hold{
            .by = kiosk, .card = card, .what = {.item = {}, .title = "c1"}, .pickup = branch}));
    }
    std::string block(const std::string& card, const storage::terminal& where) {
        return told(perform(block_patron{.by = with_rules(at(where),
                                                          [](device_rules& r) {
                                                              r.block_patron = block_handling::block;
                                                          }),
                                         .card = card}));
    }
    std::string pay(const std::string& card, const storage::terminal& where) {
        return told(perform(pay_fee{.by = at(where),
                                    .card = card,
                                    .amount = money{100},
                                    .currency = "EUR",
                                    .fee_identifier = std::to_string(owed.value)}));
    }
    /// The desk lets the reader off, if anything is open.
    std::string waive() {
        std::string answer = "nothing is open";
        store.write([&](unit_of_work& in) {
            const auto open = in.find_open_fee(owed);
            if (!open) return;
            in.add(storage::fee_entry{.id = in.new_id<storage::fee_entry_id>(),
                                      .fee = owed,
                                      .kind = storage::fee_entry_kind::waive,
                                      .amount = open->amount,
                                      .at = now,
                                      .by = "desk",
                                      .reason = "first time"});
            answer = "done";
        });
        return answer;
    }
    void charge(const std::string& card) {
        store.write([&](unit_of_work& in) {
            auto fee = rows.new_fee(in, 100);
            fee.patron = in.patron_by_card(rows.institution.id, card, now)->patron.id;
            in.add(fee);
            owed = fee.id;
        });
    }

    /// What became of an item, as one would say it.
    std::string story_of(const std::string& barcode) {
        const auto facts = item(barcode);
        const auto card = [&](storage::patron_id who) {
            return store.ask([&](storage::reader& in) { return in.cards_of(who).front().number; });
        };
        const auto& hold = facts.trapping_hold;
        std::string story;
        if (facts.open_loan) story += " with " + card(facts.open_loan->patron);
        if (facts.open_transit)
            story += std::string{" on its way to "} +
                     (facts.open_transit->to == rows.east.id ? "EAST" : "MAIN");
        if (hold && hold->state == hold_state::on_shelf) story += " on the hold shelf";
        if (hold && hold->state == hold_state::cancelled) story += " to clear";
        if (hold) story += " for " + card(hold->patron);
        return story.empty() ? " free" : story;
    }

    /// Where both items are, who waits, what is owed and which money stands in the reconciliation.
    std::string in_the_end() {
        std::string story = "i1" + story_of("i1") + ", i2" + story_of("i2");
        store.read([&](storage::reader& in) {
            for (const auto& each : in.queued_holds_of(rows.title.id, {}))
                story += ", " + in.cards_of(each.patron).front().number + " waits";
            for (const auto* number : {"p1", "p2"}) {
                const auto who = in.patron_by_card(rows.institution.id, number, now)->patron;
                if (who.owed.minor > 0)
                    story += std::string{", "} + number + " owes " + std::to_string(who.owed.minor);
            }
            for (const auto& each : in.refused_payments(rows.institution.id, {}, {}))
                story += ", " + std::to_string(each.amount.minor) + " to clear up";
        });
        return story;
    }

    storage::fee_id owed;
};

using deed = std::function<std::string(two_at_once&)>;

/// What each is told, and what stands in the end.
struct course {
    std::string one;
    std::string other;
    std::string end;

    friend bool operator==(const course&, const course&) = default;
    friend std::ostream& operator<<(std::ostream& out, const course& shown) {
        return out << "one: " << shown.one << "; other: " << shown.other << "; " << shown.end;
    }
};

struct race {
    std::string name;
    std::function<void(two_at_once&)> before;
    deed one;
    deed other;
    course one_first;
    course other_first;

    friend std::ostream& operator<<(std::ostream& out, const race& shown) { return out << shown.name; }
};

void nothing(two_at_once&) {}
void p2_has_i1(two_at_once& lib) {
    ASSERT_EQ(lib.lend("p2", "i1", lib.rows.kiosk), "done");
}
void p2_has_i1_and_p1_waits(two_at_once& lib) {
    p2_has_i1(lib);
    ASSERT_EQ(lib.lend("p2", "i2", lib.rows.kiosk), "done");
    static_cast<void>(lib.add_hold("p1"));
}
void p1_may_have_one(two_at_once& lib) {
    lib.rules = policy_with(
        {{"one", {.patron_category = {"adult"}}, {{"max_loans", std::int64_t{1}, {}}}, {}}});
}
void p1_has_i1_nearly_due(two_at_once& lib) {
    ASSERT_EQ(lib.lend("p1", "i1", lib.rows.kiosk), "done");
    lib.now += std::chrono::days{20};
}

const deed p1_lends_i1 = [](auto& lib) { return lib.lend("p1", "i1", lib.rows.kiosk); };
const deed p1_lends_i2_elsewhere = [](auto& lib) { return lib.lend("p1", "i2", lib.east_kiosk); };
const deed p2_lends_i1 = [](auto& lib) { return lib.lend("p2", "i1", lib.second_kiosk); };
const deed i1_is_returned = [](auto& lib) { return lib.take_back("i1", lib.second_kiosk); };
const deed i2_is_returned_at_east = [](auto& lib) { return lib.take_back("i2", lib.east_kiosk); };
const deed p1_pays = [](auto& lib) { return lib.pay("p1", lib.rows.kiosk); };
const deed p1_pays_elsewhere = [](auto& lib) { return lib.pay("p1", lib.second_kiosk); };

const std::vector<race> races{
    {"two_kiosks_lend_one_item", nothing, p1_lends_i1, p2_lends_i1,
     {"done", "item_on_loan_to_other", "i1 with p1, i2 free"},
     {"item_on_loan_to_other", "done", "i1 with p2, i2 free"}},
    {"one_lends_what_another_returns", p2_has_i1, p1_lends_i1, i1_is_returned,
     {"item_on_loan_to_other", "done", "i1 free, i2 free"},
     {"done", "done", "i1 with p1, i2 free"}},
    {"one_lends_what_another_scans", nothing, p1_lends_i1, i1_is_returned,
     {"done", "done", "i1 free, i2 free"},
     {"done", "done", "i1 with p1, i2 free"}},
    {"one_card_lends_twice_at_its_limit", p1_may_have_one, p1_lends_i1, p1_lends_i2_elsewhere,
     {"done", "too_many_loans", "i1 with p1, i2 free"},
     {"too_many_loans", "done", "i1 free, i2 with p1"}},
    {"one_card_lends_while_it_is_blocked", nothing, p1_lends_i1,
     [](auto& lib) { return lib.block("p1", lib.second_kiosk); },
     {"done", "done", "i1 with p1, i2 free"},
     {"patron_blocked", "done", "i1 free, i2 free"}},
    {"two_copies_come_back_for_one_hold", p2_has_i1_and_p1_waits, i1_is_returned, i2_is_returned_at_east,
     {"done", "done", "i1 on the hold shelf for p1, i2 on its way to MAIN"},
     {"done", "done", "i1 free, i2 on its way to MAIN for p1"}},
    {"a_hold_is_cancelled_while_its_copy_comes_back", p2_has_i1_and_p1_waits,
     [](auto& lib) { return lib.give_up_hold("p1"); }, i1_is_returned,
     {"done", "done", "i1 free, i2 with p2"},
     {"done", "done", "i1 to clear for p1, i2 with p2"}},
    {"a_pickup_is_changed_while_the_copy_comes_back", p2_has_i1_and_p1_waits,
     [](auto& lib) { return lib.fetch_at("p1", "EAST"); }, i1_is_returned,
     {"done", "done", "i1 on its way to EAST for p1, i2 with p2"},
     {"done", "done", "i1 on the hold shelf for p1, i2 with p2"}},
    {"the_waiting_and_another_lend_the_free_copies", [](auto& lib) { static_cast<void>(lib.add_hold("p1")); },
     p1_lends_i1, p2_lends_i1,
     {"done", "item_on_loan_to_other", "i1 with p1, i2 free"},
     {"done", "item_queued_for_other", "i1 with p1, i2 free"}},
    {"two_reserve_the_same_title", nothing, [](auto& lib) { return lib.reserve("p1"); },
     [](auto& lib) { return lib.reserve("p2"); },
     {"done", "done", "i1 free, i2 free, p1 waits, p2 waits"},
     {"done", "done", "i1 free, i2 free, p2 waits, p1 waits"}},
    {"one_card_lends_and_reserves_the_same", nothing, p1_lends_i1,
     [](auto& lib) { return lib.reserve("p1"); },
     {"done", "hold_has_loan", "i1 with p1, i2 free"},
     {"done", "done", "i1 with p1, i2 free"}},
    {"one_renews_what_another_reserves", p1_has_i1_nearly_due,
     [](auto& lib) { return lib.renew_one("p1", "i1"); }, [](auto& lib) { return lib.reserve("p2"); },
     {"done", "done", "i1 with p1, i2 free, p2 waits"},
     {"renewal_queued", "done", "i1 with p1, i2 free, p2 waits"}},
    {"a_kiosk_takes_back_its_lending_while_the_item_is_returned",
     [](auto& lib) { ASSERT_EQ(lib.lend("p1", "i1", lib.rows.kiosk), "done"); },
     [](auto& lib) { return lib.undo_lending("i1", lib.rows.kiosk); }, i1_is_returned,
     {"done", "done", "i1 free, i2 free"},
     {"done", "done", "i1 free, i2 free"}},
    {"one_fee_is_paid_at_two_machines", [](auto& lib) { lib.charge("p1"); }, p1_pays, p1_pays_elsewhere,
     {"done", "overpayment", "i1 free, i2 free, 100 to clear up"},
     {"overpayment", "done", "i1 free, i2 free, 100 to clear up"}},
    {"one_fee_is_paid_while_it_is_waived", [](auto& lib) { lib.charge("p1"); }, p1_pays,
     [](auto& lib) { return lib.waive(); },
     {"done", "nothing is open", "i1 free, i2 free"},
     {"overpayment", "done", "i1 free, i2 free, 100 to clear up"}},
};

class raced : public two_at_once, public testing::WithParamInterface<race> {};

TEST_P(raced, ends_well_when_one_is_first) {
    GetParam().before(*this);
    course seen;
    seen.one = GetParam().one(*this);
    seen.other = GetParam().other(*this);
    seen.end = in_the_end();
    EXPECT_EQ(seen, GetParam().one_first);
}

TEST_P(raced, ends_well_when_the_other_is_first) {
    GetParam().before(*this);
    course seen;
    seen.other = GetParam().other(*this);
    seen.one = GetParam().one(*this);
    seen.end = in_the_end();
    EXPECT_EQ(seen, GetParam().other_first);
}

INSTANTIATE_TEST_SUITE_P(all, raced, testing::ValuesIn(races),
                         [](const auto& row) { return row.param.name; });

// Looked before, wrote after: what was read decides nothing, the unit of work looks again.

TEST_F(two_at_once, an_item_seen_as_available_is_refused_once_it_is_lent) {
    const auto seen = perform(item_details{.by = kiosk, .item = "i1"});
    ASSERT_EQ(seen.item->status, circulation_status::available);
    ASSERT_EQ(p2_lends_i1(*this), "done");
    EXPECT_EQ(p1_lends_i1(*this), "item_on_loan_to_other");
    EXPECT_EQ(in_the_end(), "i1 with p2, i2 free");
}

TEST_F(two_at_once, a_fee_seen_as_open_is_not_paid_again_and_its_coins_are_kept) {
    charge("p1");
    const auto seen = perform(patron_account{
        .by = kiosk, .card = "p1", .parts = {.lists = {list_kind::fees}}});
    ASSERT_EQ(seen.patron->lists.fees.at(0).fee_identifier, std::to_string(owed.value));
    ASSERT_EQ(waive(), "done");
    EXPECT_EQ(p1_pays(*this), "overpayment");
    EXPECT_EQ(in_the_end(), "i1 free, i2 free, 100 to clear up");
}

TEST_F(two_at_once, a_pin_proved_before_the_card_was_reported_lost_opens_nothing) {
    store.write([&](unit_of_work& in) {
        auto lost = in.find_card(rows.institution.id, "p1").value();
        lost.state = storage::card_state::lost;
        in.change(lost);
    });
    const auto made = perform(circulation::checkout{.by = kiosk, .card = "p1", .item = "i1"},
                              pin_state::right); // proved by what was read before
    EXPECT_EQ(told(made), "card_lost");
    EXPECT_FALSE(item("i1").open_loan);
}

TEST_F(two_at_once, a_place_in_the_queue_seen_before_is_the_one_told_after) {
    ASSERT_EQ(reserve("p2"), "done");
    const auto seen = perform(place_hold{.by = kiosk, .card = "p1", .what = {.item = {}, .title = "c1"}});
    ASSERT_EQ(seen.position, 2);
    ASSERT_EQ(give_up_hold("p2"), "done");
    const auto changed = perform(change_hold{
        .by = kiosk, .card = "p1", .what = {.item = {}, .title = "c1"}, .pickup = "EAST"});
    EXPECT_EQ(changed.position, 1);
}

TEST_F(two_at_once, a_pickup_changed_after_the_copy_was_kept_sends_it_on_at_its_next_scan) {
    p2_has_i1_and_p1_waits(*this);
    ASSERT_EQ(i1_is_returned(*this), "done");
    ASSERT_EQ(fetch_at("p1", "EAST"), "done");
    ASSERT_EQ(i1_is_returned(*this), "done");
    EXPECT_EQ(in_the_end(), "i1 on its way to EAST for p1, i2 with p2");
}

TEST_F(two_at_once, a_hold_given_up_on_the_shelf_serves_the_next_at_its_next_scan) {
    p2_has_i1_and_p1_waits(*this);
    static_cast<void>(add_patron("p3"));
    ASSERT_EQ(i1_is_returned(*this), "done");
    ASSERT_EQ(reserve("p3"), "done");
    ASSERT_EQ(give_up_hold("p1"), "done");
    ASSERT_EQ(i1_is_returned(*this), "done");
    EXPECT_EQ(in_the_end(), "i1 on the hold shelf for p3, i2 with p2");
}

} // namespace
} // namespace circ::test
