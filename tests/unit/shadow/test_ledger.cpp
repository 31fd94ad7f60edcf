// How comparisons are kept, and what a tolerance changes.
#include "server/shadow/ledger.hpp"
#include "storage/open_store.hpp"
#include "storage/shadow_book.hpp"
#include "tests/unit/shadow/two_sides.hpp"
#include "tests/unit/storage/scratch_folder.hpp"

#include <gmock/gmock.h>

namespace circ::shadow::test {
namespace {

using storage::shadow_cause;

class a_ledger : public testing::Test {
protected:
    a_ledger() {
        write([this](storage::unit_of_work& in) {
            by.institution = in.new_id<storage::institution_id>();
            by.operator_name = "anna";
            in.add(storage::institution{.id = by.institution,
                                        .code = "TOWN",
                                        .name = "Town",
                                        .currency = "EUR",
                                        .decimals = 2,
                                        .language = "en",
                                        .time_zone = "Europe/Berlin"});
            storage::branch main;
            main.id = in.new_id<storage::branch_id>();
            main.institution = by.institution;
            main.code = main.name = "MAIN";
            main.time_zone = "Europe/Berlin";
            in.add(main);
            for (const char* login : {"kiosk1", "kiosk2"}) {
                storage::terminal made;
                made.id = in.new_id<storage::terminal_id>();
                made.institution = by.institution;
                made.branch = main.id;
                made.login = login;
                made.profile = "standard";
                in.add(made);
                terminals.push_back(made.id);
            }
        });
    }

    void write(const std::function<void(storage::unit_of_work&)>& work) {
        storage::write_and_wait(*store, work);
        store->end_turn();
    }
    [[nodiscard]] storage::shadow_place at(std::size_t terminal = 0) const {
        return {.institution = by.institution,
                .day = today,
                .backend = "main",
                .terminal = terminals.at(terminal),
                .operation = "checkout"};
    }
    kept put(const comparison& what, std::size_t terminal = 0, std::string_view about = "item …0137") {
        kept made;
        write([&](storage::unit_of_work& unit) {
            made = write_down(unit, at(terminal), what, noon, about);
        });
        return made;
    }
    [[nodiscard]] storage::shadow_tally counted() {
        storage::shadow_tally all;
        store->read([&](storage::reader& from) {
            for (const auto& each : storage::shadow_reader(from).sums(by.institution, today))
                all += each.counted;
        });
        store->end_turn();
        return all;
    }
    [[nodiscard]] std::vector<storage::shadow_line> lines() {
        std::vector<storage::shadow_line> all;
        store->read(
            [&](storage::reader& from) { all = storage::shadow_reader(from).lines(by.institution, today); });
        store->end_turn();
        return all;
    }
    acceptance decide(decltype(&accept) how, std::int64_t number) {
        auto made = acceptance::done;
        write([&](storage::unit_of_work& unit) {
            made = how(unit, number, by, noon, "as decided in March");
        });
        return made;
    }
    static comparison shorter_loan() {
        side theirs = a_side();
        *theirs.decided->due_at -= 7 * day;
        return compare(a_side(), theirs, here(), history::untouched);
    }

    circ::test::scratch_folder folder;
    std::unique_ptr<storage::store> store = storage::open_store(
        {.path = folder.file("library.db"), .create = true, .events = {}});
    circulation::requester by;
    std::vector<storage::terminal_id> terminals;
    const storage::local_date today{std::chrono::days(20'529)};
};

TEST_F(a_ledger, counts_what_is_the_same_and_keeps_no_more_of_it) {
    put(compare(a_side(), a_side(), here(), history::untouched));
    EXPECT_EQ(counted(), (storage::shadow_tally{.same = 1}));
    EXPECT_THAT(lines(), testing::IsEmpty());
}

TEST_F(a_ledger, keeps_a_difference_that_comes_again_once_for_each_terminal) {
    const auto first = put(shorter_loan());
    ASSERT_EQ(first.first_seen.size(), 1U);
    EXPECT_EQ(first.first_seen[0].number, 1);
    EXPECT_EQ(first.as, grade::different);
    EXPECT_EQ(first.by_cause[static_cast<std::size_t>(shadow_cause::rule)], 1);
    EXPECT_TRUE(put(shorter_loan()).first_seen.empty());
    put(shorter_loan(), 1);
    const auto all = lines();
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].kind.id, all[1].kind.id);
    EXPECT_EQ(all[0].count, 2);
    EXPECT_EQ(all[1].count, 1);
    EXPECT_EQ(all[0].kind.field, "due");
    EXPECT_EQ(all[0].kind.ours, "in 28 days");
    EXPECT_EQ(all[0].kind.theirs, "in 21 days");
    EXPECT_EQ(all[0].example, "item …0137: 2026-04-14 and 2026-04-07");
    EXPECT_EQ(counted(), (storage::shadow_tally{.different = 3, .decided_otherwise = 3}));
}

TEST_F(a_ledger, keeps_no_name_of_a_reader) {
    side theirs = a_side();
    theirs.reader->name = "Chidi Okafor";
    put(compare(a_side(), theirs, here(), history::untouched), 0, "");
    ASSERT_EQ(lines().size(), 1U);
    const auto line = lines()[0];
    for (const auto& text : {line.kind.ours, line.kind.theirs, line.example})
        for (const char* part : {"Anna", "Lindqvist", "Chidi", "Okafor"})
            EXPECT_THAT(text, testing::Not(testing::HasSubstr(part)));
    EXPECT_EQ(counted(), (storage::shadow_tally{.different = 1})) << "no decision differs";
}

TEST_F(a_ledger, counts_an_accepted_difference_as_tolerable_from_then_on_and_until_it_is_forgotten) {
    put(shorter_loan());
    EXPECT_EQ(decide(&accept, 1), acceptance::done);
    const auto tolerated = put(shorter_loan(), 1);
    EXPECT_EQ(tolerated.as, grade::tolerable);
    EXPECT_EQ(tolerated.by_cause, (std::array<int, 3>{}));
    EXPECT_EQ(counted(),
              (storage::shadow_tally{.tolerable = 1, .different = 1, .decided_otherwise = 1}));
    const auto kind = lines()[0].kind;
    EXPECT_EQ(kind.accepted_by, "anna");
    EXPECT_EQ(kind.why, "as decided in March");
    EXPECT_EQ(decide(&forget, 1), acceptance::done);
    EXPECT_EQ(put(shorter_loan()).as, grade::different);
    EXPECT_FALSE(lines()[0].kind.accepted_at);
}

TEST_F(a_ledger, tells_what_cannot_be_decided) {
    EXPECT_EQ(decide(&accept, 1), acceptance::not_there);
    EXPECT_EQ(decide(&forget, 1), acceptance::not_there);
    put(shorter_loan());
    EXPECT_EQ(decide(&forget, 1), acceptance::already_so);
    EXPECT_EQ(decide(&accept, 1), acceptance::done);
    EXPECT_EQ(decide(&accept, 1), acceptance::already_so);
}

} // namespace
} // namespace circ::shadow::test
