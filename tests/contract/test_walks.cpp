// The lists that staff walks with, and the sums of a day.

#include "tests/contract/contract.hpp"

namespace circ::test {
namespace {

using namespace storage;
using namespace std::chrono_literals;

constexpr local_date today{std::chrono::days{20'514}};

class walks : public store_contract {
protected:
    /// Ids of a list of holds, read in pages of `size`.
    template <class List>
    std::vector<hold_id> in_pages(List list, int size) {
        std::vector<hold_id> ids;
        for (int first = 0;; first += size) {
            const auto lines = store.ask([&](reader& in) { return list(in, page{first, size}); });
            for (const auto& line : lines)
                ids.push_back(line.hold.id);
            if (static_cast<int>(lines.size()) < size) return ids;
        }
    }

    /// A hold whose item, a new one, stands at a branch.
    hold kept(unit_of_work& in,
              const std::string& barcode,
              branch_id place,
              const std::function<void(hold&)>& change = {}) {
        auto copy = library.another_item(in, barcode);
        copy.place = place;
        in.change(copy);
        auto made = library.new_hold(in);
        made.patron = library.another_patron(in).id;
        made.state = hold_state::on_shelf;
        made.trapped_item = copy.id;
        if (change) change(made);
        in.add(made);
        return made;
    }
};

TEST_P(walks, list_the_hold_shelf_of_a_branch_by_the_end_of_its_time) {
    std::vector<hold> holds;
    store.write([&](unit_of_work& in) {
        holds.push_back(kept(in, "a", library.main.id, [](auto& h) { h.shelf_until = today; }));
        holds.push_back(kept(in, "b", library.main.id)); // until it is fetched
        holds.push_back(kept(
            in, "c", library.main.id, [](auto& h) { h.shelf_until = today - std::chrono::days{3}; }));
        holds.push_back(kept(in, "d", library.east.id));
        holds.push_back(kept(in, "e", library.main.id, [](auto& h) {
            h.state = hold_state::cancelled;
            h.closed_at = test_time;
        }));
    });
    const auto list = [&](reader& in, page which) {
        return in.holds_on_shelf(library.main.id, which);
    };
    for (const int size : {1, 2, 100})
        EXPECT_THAT(in_pages(list, size),
                    testing::ElementsAre(holds[1].id, holds[2].id, holds[0].id));
    const auto lines = store.ask([&](reader& in) { return list(in, {}); });
    EXPECT_EQ(lines.front().barcode, "b");
    EXPECT_EQ(lines.front().title, library.title.text);
    EXPECT_EQ(lines.front().pickup, "MAIN");
}

TEST_P(walks, list_what_is_to_be_cleared) {
    std::vector<hold> holds;
    store.write([&](unit_of_work& in) {
        const auto close = [](hold_state as) {
            return [as](hold& h) {
                h.state = as;
                h.closed_at = test_time;
            };
        };
        holds.push_back(kept(in, "lapsed", library.main.id, close(hold_state::lapsed)));
        holds.push_back(kept(in, "cancelled", library.main.id, close(hold_state::cancelled)));
        holds.push_back(kept(
            in, "over", library.main.id, [](auto& h) { h.shelf_until = today - std::chrono::days{1}; }));
        holds.push_back(
            kept(in, "elsewhere", library.main.id, [&](auto& h) { h.pickup = library.east.id; }));
        static_cast<void>(
            kept(in, "today", library.main.id, [](auto& h) { h.shelf_until = today; }));
        static_cast<void>(kept(in, "filled", library.main.id, close(hold_state::filled)));
        static_cast<void>(kept(in, "there", library.east.id, close(hold_state::lapsed)));
    });
    const auto list = [&](reader& in, page which) {
        return in.holds_to_clear(library.main.id, today, which);
    };
    for (const int size : {1, 3, 100})
        EXPECT_THAT(in_pages(list, size),
                    testing::ElementsAre(holds[0].id, holds[1].id, holds[2].id, holds[3].id));
}

TEST_P(walks, list_suspended_holds_and_transits_under_way) {
    hold asleep;
    std::vector<transit_id> sent;
    store.write([&](unit_of_work& in) {
        asleep = library.new_hold(in);
        asleep.state = hold_state::suspended;
        in.add(asleep);
        for (int i = 0; i < 3; ++i) {
            transit one{.id = in.new_id<transit_id>(),
                        .item = library.another_item(in, "t" + std::to_string(i)).id,
                        .from = library.main.id,
                        .to = library.east.id,
                        .hold = {},
                        .sent_at = test_time - i * 1h};
            in.add(one);
            sent.push_back(one.id);
        }
        auto ended = in.find_transit(sent[1]).value();
        ended.ended_at = test_time;
        in.change(ended);
    });
    const auto suspended = [&](reader& in, page which) {
        return in.suspended_holds(library.institution.id, which);
    };
    EXPECT_THAT(in_pages(suspended, 1), testing::ElementsAre(asleep.id));
    const auto coming = store.ask([&](reader& in) { return in.transits_to(library.east.id, {}); });
    ASSERT_EQ(coming.size(), 2U);
    EXPECT_EQ(coming.front().transit.id, sent[2]) << "the oldest first";
    EXPECT_EQ(coming.front().barcode, "t2");
    EXPECT_TRUE(store.ask([&](reader& in) { return in.transits_to(library.main.id, {}); }).empty());
}

TEST_P(walks, find_free_copies_of_titles_that_somebody_waits_for) {
    store.write([&](unit_of_work& in) {
        for (const char* barcode : {"free", "lent", "sent", "kept", "broken", "there"}) {
            auto copy = library.another_item(in, barcode);
            if (std::string_view{barcode} == "broken") copy.state = item_state::damaged;
            if (std::string_view{barcode} == "there") copy.place = library.east.id;
            in.change(copy);
        }
        const auto id = [&](const char* barcode) {
            return in.item_by_barcode(library.institution.id, barcode)->item.id;
        };
        auto lent = library.new_loan(in);
        lent.item = id("lent");
        in.add(lent);
        in.add(transit{.id = in.new_id<transit_id>(),
                       .item = id("sent"),
                       .from = library.main.id,
                       .to = library.east.id,
                       .hold = {},
                       .sent_at = test_time});
        auto ready = library.new_hold(in);
        ready.patron = library.another_patron(in).id;
        ready.state = hold_state::on_shelf;
        ready.trapped_item = id("kept");
        in.add(ready);
    });
    const auto found = [&](title_id title, item_id after, int count) {
        std::vector<std::string> barcodes;
        for (const auto& each : store.ask([&](reader& in) {
                 return in.copies_to_pull(library.main.id, title, after, count);
             }))
            barcodes.push_back(each.barcode);
        return barcodes;
    };
    EXPECT_TRUE(found({}, {}, 10).empty()) << "nobody waits without an item";
    store.write([&](unit_of_work& in) { in.add(library.new_hold(in)); });
    EXPECT_THAT(found({}, {}, 10), testing::ElementsAre("i1", "free"));
    EXPECT_THAT(found({}, {}, 1), testing::ElementsAre("i1"));
    EXPECT_THAT(found(library.title.id, library.item.id, 10), testing::ElementsAre("free"));
}

TEST_P(walks, add_up_the_payments_of_a_day) {
    terminal other = library.kiosk;
    store.write([&](unit_of_work& in) {
        other.id = in.new_id<terminal_id>();
        other.login = "kiosk2";
        in.add(other);
        const auto pay = [&](terminal_id at, std::int64_t minor, instant when, auto change) {
            payment made{.id = in.new_id<payment_id>(),
                         .institution = library.institution.id,
                         .patron = library.patron.id,
                         .terminal = at,
                         .amount = {minor},
                         .at = when};
            change(made);
            in.add(made);
        };
        const auto plain = [](payment&) {};
        pay(library.kiosk.id, 100, test_time, plain);
        pay(library.kiosk.id, 200, test_time, [](payment& p) {
            p.bk_reused = true;
            p.credited = {50};
        });
        pay(library.kiosk.id, 300, test_time, [](payment& p) { p.state = payment_state::refused; });
        pay(library.kiosk.id, 400, test_time, [](payment& p) {
            p.state = payment_state::refused;
            p.resolved_at = test_time;
        });
        pay(library.kiosk.id, 500, test_time, [](payment& p) { p.payment_type = 2; });
        pay(other.id, 600, test_time, plain);
        pay({}, 700, test_time, plain);
        pay(other.id, 800, test_time - 24h, plain);
    });
    const auto sums = store.ask([&](reader& in) {
        return in.payment_sums(library.institution.id, test_time - 1h, test_time);
    });
    ASSERT_EQ(sums.size(), 4U);
    const auto& cash = sums[0];
    EXPECT_EQ(cash.terminal, library.kiosk.id);
    EXPECT_EQ(cash.accepted, 2);
    EXPECT_EQ(cash.accepted_amount, money{300});
    EXPECT_EQ(cash.refused, 2);
    EXPECT_EQ(cash.refused_amount, money{700});
    EXPECT_EQ(cash.unsettled, 1);
    EXPECT_EQ(cash.unsettled_amount, money{300});
    EXPECT_EQ(cash.bk_reused, 1);
    EXPECT_EQ(cash.bk_reused_amount, money{200});
    EXPECT_EQ(cash.credited, money{50});
    EXPECT_EQ(sums[1].payment_type, 2);
    EXPECT_EQ(sums[1].accepted_amount, money{500});
    EXPECT_EQ(sums[2].terminal, other.id);
    EXPECT_EQ(sums[2].accepted_amount, money{600}) << "that of the day before is not among them";
    EXPECT_FALSE(sums[3].terminal) << "the desk comes last";
    const auto lines = [&](terminal_id at) {
        return store
            .ask([&](reader& in) {
                return in.payments_between(
                    library.institution.id, at, test_time - 1h, test_time, {});
            })
            .size();
    };
    EXPECT_EQ(lines({}), 7U);
    EXPECT_EQ(lines(other.id), 1U);
    const auto unsettled = store.ask(
        [&](reader& in) { return in.unsettled_payments(library.institution.id, {}); });
    ASSERT_EQ(unsettled.size(), 1U);
    EXPECT_EQ(unsettled.front().amount, money{300});
}

TEST_P(walks, find_a_notice_and_the_reviews_of_a_kind) {
    store.write([&](unit_of_work& in) {
        in.add(notice{.id = in.new_id<notice_id>(),
                      .patron = library.patron.id,
                      .kind = "hold_ready",
                      .cause = "hold 7",
                      .created_at = test_time});
        for (const char* kind : {"unknown_item", "could_not_post", "unknown_item"})
            in.add(review_entry{.id = in.new_id<review_id>(),
                                .institution = library.institution.id,
                                .kind = kind,
                                .at = test_time});
    });
    EXPECT_TRUE(store.ask([](reader& in) { return in.find_notice("hold_ready", "hold 7"); }));
    EXPECT_FALSE(store.ask([](reader& in) { return in.find_notice("hold_ready", "hold 8"); }));
    const auto count = [&](const char* kind, page which) {
        return store
            .ask([&](reader& in) {
                return in.open_reviews_of_kind(library.institution.id, kind, which);
            })
            .size();
    };
    EXPECT_EQ(count("unknown_item", {}), 2U);
    EXPECT_EQ(count("unknown_item", {1, 1}), 1U);
    EXPECT_EQ(count("undo_refused", {}), 0U);
}

INSTANTIATE_TEST_SUITE_P(over, walks, testing::ValuesIn(engines()), engine_name);

} // namespace
} // namespace circ::test
