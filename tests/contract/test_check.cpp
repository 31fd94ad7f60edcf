// Each invariant is found broken when it is. What the schema would refuse is broken with its guard
// taken away.

#include "tests/contract/contract.hpp"

#include "storage/check.hpp"

namespace circ::test {
namespace {

using namespace storage;

struct damage {
    const char* name; ///< of the invariant
    const char* sql;

    friend std::ostream& operator<<(std::ostream& out, const damage& shown) {
        return out << shown.name;
    }
};

const std::vector<damage>& damages() {
    static const std::vector<damage> all{
        {"patron_loans", "UPDATE patron SET open_loans = 7"},
        {"patron_holds", "UPDATE patron SET open_holds = 7"},
        {"patron_fees", "UPDATE patron SET owed = 7"},
        {"patron_credit", "UPDATE patron SET credit = 7"},
        {"title_holds", "UPDATE title SET open_holds = 7"},
        {"one_open_loan",
         "DROP INDEX loan_open; UPDATE loan SET item = (SELECT MIN(item) FROM loan)"},
        {"one_open_transit", "DROP INDEX transit_open; UPDATE transit SET ended_at = NULL"},
        {"one_trapping_hold",
         "DROP INDEX hold_trapping; UPDATE hold SET trapped_item = (SELECT MIN(trapped_item) FROM "
         "hold)"},
        {"loan_states", "PRAGMA ignore_check_constraints = ON; UPDATE loan SET state = 3"},
        {"trapped_not_lent",
         "UPDATE loan SET item = (SELECT MIN(trapped_item) FROM hold) WHERE id = (SELECT MIN(id) "
         "FROM loan)"},
        {"shelf_not_in_transit", "UPDATE hold SET state = 3"},
        {"hold_transit", "UPDATE transit SET ended_at = 1"},
        {"lent_not_in_transit",
         "UPDATE transit SET item = (SELECT MIN(item) FROM loan) WHERE id = (SELECT MAX(id) FROM "
         "transit)"},
        {"fee_balance", "UPDATE fee SET amount = amount + 1"},
        {"open_fee_patron", "UPDATE fee SET patron = (SELECT MAX(id) FROM patron)"},
        {"journal_event", "UPDATE journal SET event = 99"},
        {"erased_patron", "UPDATE patron SET erased_at = 1"},
        {"search_words", "DELETE FROM title_word WHERE word = 'fugue'"},
        {"engine", "PRAGMA foreign_keys = OFF; DELETE FROM card; UPDATE item SET title = 4711"},
    };
    return all;
}

class examined : public testing::TestWithParam<damage> {
protected:
    fresh_store store{engines().front()}; // the damage is done in SQLite's words

    void SetUp() override {
        const auto library = add_small_library(store);
        store.write([&](unit_of_work& in) {
            for (const char* barcode : {"l1", "l2"}) {
                auto lent = library.new_loan(in);
                lent.item = library.another_item(in, barcode).id;
                in.add(lent);
            }
            for (const char* barcode : {"h1", "h2"})
                add_trapped(in, library, barcode);
            in.add(library.new_fee(in, 300));
            const event happened{.id = in.new_id<event_id>(),
                                 .institution = library.institution.id,
                                 .at = test_time};
            in.add(happened);
            in.add(journal_entry{
                .id = in.new_id<journal_id>(), .at = test_time, .event = happened.id});
        });
    }

    /// A hold on its way, whose item has been elsewhere before.
    static void add_trapped(unit_of_work& in, const small_library& library, const char* barcode) {
        auto held = library.new_hold(in);
        held.patron = library.another_patron(in).id;
        held.state = hold_state::in_transit;
        held.trapped_item = library.another_item(in, barcode).id;
        in.add(held);
        transit sent{.id = in.new_id<transit_id>(),
                     .item = held.trapped_item,
                     .from = library.main.id,
                     .to = library.east.id,
                     .sent_at = test_time,
                     .ended_at = test_time};
        in.add(sent);
        sent.id = in.new_id<transit_id>();
        sent.hold = held.id;
        sent.ended_at.reset();
        in.add(sent);
    }

    std::vector<violation> check_all() {
        return store.ask([](reader& in) { return check(in); });
    }
};

TEST_P(examined, is_found_broken) {
    EXPECT_TRUE(check_all().empty())
        << check_all().front().name << ": " << check_all().front().sentence;
    store.link().execute(GetParam().sql);
    const auto found = check_all();
    const auto here = std::find_if(
        found.begin(), found.end(), [](const auto& each) { return each.name == GetParam().name; });
    ASSERT_NE(here, found.end());
    EXPECT_FALSE(here->sentence.empty());
    EXPECT_TRUE(here->record != 0 || here->name == "engine");
}

INSTANTIATE_TEST_SUITE_P(sqlite, examined, testing::ValuesIn(damages()), [](const auto& of) {
    return std::string{of.param.name};
});

TEST(check, tells_its_progress_through_all_that_is_tested_here) {
    fresh_store store{engines().front()};
    std::vector<std::string> names;
    std::size_t expected = 0;
    static_cast<void>(store.ask([&](reader& in) {
        return check(in, [&](std::string_view name, std::size_t place, std::size_t of) {
            names.emplace_back(name);
            EXPECT_EQ(place, names.size());
            expected = of;
        });
    }));
    EXPECT_EQ(names.size(), expected);
    for (const auto& name : names)
        EXPECT_TRUE(std::any_of(damages().begin(), damages().end(), [&](const auto& each) {
            return each.name == name;
        })) << name;
}

} // namespace
} // namespace circ::test
