// Stocktaking over the demo library: what is scanned, what is said, what is booked and put back.

#include "server/circulation/stocktaking.hpp"
#include "tests/unit/tools/demo_desk.hpp"

#include <fstream>
#include <iostream>
#include <numeric>
#include <sstream>

namespace circ::test {
namespace {

using storage::item_state;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class counting : public demo_desk {
protected:
    static storage::item_facts item(const std::string& barcode) {
        return ask([&](storage::reader& from, const auto& of) { return from.item_by_barcode(of.id, barcode).value(); });
    }
    static std::string file_of(const char* name, const std::vector<std::string>& barcodes) {
        const std::string path = folder->file(name);
        std::ofstream to(path);
        for (const auto& each : barcodes) to << each << "\r\n";
        return path;
    }
    /// All of MAIN that should stand on its shelf now.
    static std::vector<std::string> shelved() {
        return ask([](storage::reader& from, const auto& of) {
            storage::stock_count all;
            all.institution = of.id;
            all.branch = from.branch_by_code(of.id, "MAIN").value().id;
            all.frozen_at = storage::instant::max();
            std::vector<std::string> barcodes;
            for (const auto& each : from.shelved_items(all, false, {}, 10'000)) barcodes.push_back(each.item.barcode);
            return barcodes;
        });
    }
};

TEST_F(counting, books_what_nobody_has_seen_and_puts_it_back) {
    const auto all = shelved();
    ASSERT_GT(all.size(), 10U);
    const auto started = run("circdesk count start whole --branch MAIN");
    EXPECT_THAT(started.out, HasSubstr(std::to_string(all.size()) + " items should stand there now"));
    EXPECT_EQ(run("circdesk count start whole --branch MAIN").code, tool::refused) << "the name is taken";

    // All but two are scanned, of which one is lent meanwhile and one stays away.
    const std::string away = all[3];
    const std::string lent = all[4];
    std::vector<std::string> scans(all);
    std::erase(scans, away);
    std::erase(scans, lent);
    scans.insert(scans.end(), {"39012000000737", "39012000000117", "nonsense-1", scans.front()});
    const auto scanned = run("circdesk count scan whole " + file_of("all.txt", scans) + " --any-order");
    EXPECT_THAT(scanned.out, AllOf(HasSubstr("39012000000737  on loan"), HasSubstr("39012000000117  on the hold shelf"),
                                   HasSubstr("nonsense-1  unknown"), HasSubstr(std::to_string(scans.size()) + " scanned, 1 of them again, 3 need a hand")));
    EXPECT_THAT(run("circdesk count review whole --missing").out, AllOf(HasSubstr(away), HasSubstr(lent)));
    EXPECT_THAT(run("circdesk count review whole --found").out, AllOf(HasSubstr("nonsense-1"), Not(HasSubstr(away))));
    EXPECT_EQ(run("circdesk item state " + lent + " damaged --reason 'torn'").code, tool::done); // somebody had it in hand

    const std::string undo = folder->file("whole.undo");
    const auto asked = run("circdesk count commit whole --undo-file " + undo);
    EXPECT_THAT(asked.out, HasSubstr("1 item would be booked as missing, 0 as found; nothing is changed yet"));
    EXPECT_EQ(asked.code, tool::refused);
    EXPECT_EQ(item(away).item.state, item_state::usable);
    const auto booked = run("circdesk count commit whole --undo-file " + undo + " --yes");
    EXPECT_THAT(booked.out, HasSubstr("1 item is booked as missing, 0 as found; to take it back: `circdesk count undo " + undo + " --at BRANCH --reason WHY`"));
    EXPECT_EQ(item(away).item.state, item_state::missing);
    EXPECT_EQ(item(lent).item.state, item_state::damaged);
    EXPECT_EQ(run("circdesk count scan whole " + file_of("late.txt", {away})).code, tool::refused) << "it has ended";

    // A second count finds it again.
    ASSERT_EQ(run("circdesk count start again --branch MAIN").code, tool::done);
    EXPECT_THAT(run("circdesk count scan again " + file_of("found.txt", {away})).out, HasSubstr("was missing"));
    const auto kept = run("circdesk count end again");
    EXPECT_EQ(kept.code, tool::refused);
    EXPECT_THAT(kept.out, HasSubstr("this would end the count again without booking anything; nothing is changed yet"));
    EXPECT_EQ(run("circdesk count end again --yes").code, tool::done);
    EXPECT_EQ(item(away).item.state, item_state::missing) << "ended without booking";

    EXPECT_THAT(run("circdesk count undo " + undo + " --at MAIN --reason 'wrong room' --yes").out, HasSubstr("1 item is as before; left alone, as changed since: 0"));
    EXPECT_EQ(item(away).item.state, item_state::usable);
    EXPECT_THAT(run("circdesk count undo " + undo + " --at MAIN --reason 'twice' --yes").out, HasSubstr("0 items are as before; left alone, as changed since: 1"));
    EXPECT_THAT(run("circdesk count list").out, AllOf(HasSubstr("whole"), HasSubstr("again"), HasSubstr("anna")));
}

TEST_F(counting, goes_on_with_the_undo_file_of_a_commit_that_was_cut_short) {
    const auto all = shelved();
    const std::string undo = folder->file("cut.undo");
    // As a commit leaves it that was ended after its first stride, of which this item was a part.
    ASSERT_EQ(run("circdesk count start cut --branch MAIN").code, tool::done);
    ASSERT_EQ(run("circdesk count scan cut " + file_of("cut.txt", {all.begin() + 2, all.end()}) + " --any-order").code, tool::done);
    ASSERT_EQ(run("circdesk count commit cut --undo-file " + undo + " --yes").code, tool::done);
    ASSERT_EQ(run("circdesk count start rest --branch MAIN").code, tool::done);
    ASSERT_EQ(run("circdesk count scan rest " + file_of("rest.txt", {all.begin() + 3, all.end()}) + " --any-order").code, tool::done);
    ASSERT_EQ(run("circdesk count commit rest --undo-file " + undo + " --yes").code, tool::done);
    EXPECT_THAT(run("circdesk count undo " + undo + " --at MAIN --reason 'for a test' --yes").out, HasSubstr("3 items are as before"));
    for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(item(all[i]).item.state, item_state::usable);
}

TEST_F(counting, books_nothing_where_the_undo_file_cannot_be_written) {
    const auto all = shelved();
    ASSERT_EQ(run("circdesk count start nowhere --branch MAIN").code, tool::done);
    EXPECT_THAT(run("circdesk count commit nowhere --undo-file " + folder->file("no/such/folder") + " --yes").wrong,
                AllOf(HasSubstr("cannot write"), HasSubstr("`circdesk item list --state missing`")));
    const auto letter = folder->file("letter.txt");
    std::ofstream(letter) << "Dear Ms Ames,\n";
    EXPECT_THAT(run("circdesk count commit nowhere --undo-file " + letter + " --yes").wrong,
                HasSubstr("line 1: this is no line of an undo file"));
    EXPECT_THAT(run("circdesk count commit nowhere --undo-file /dev/full --yes").wrong, HasSubstr("cannot write /dev/full"));
    EXPECT_EQ(item(all.front()).item.state, item_state::usable);
    EXPECT_EQ(run("circdesk count end nowhere --yes").code, tool::done);
}

TEST_F(counting, tells_what_stands_out_of_order_and_where_it_does_not_belong) {
    auto all = shelved();
    all.resize(2);
    for (const auto& [barcode, number] : {std::pair(all[0], "900 ZZZ"), std::pair(all[1], "100 AAA")})
        ASSERT_EQ(run("circdesk item edit " + barcode + " --call-number '" + number + "' --location Attic --reason 'for a test'").code, tool::done);
    ASSERT_EQ(run("circdesk count start attic --branch MAIN --location Attic --from 100 --to 899").code, tool::done);
    const auto told = run("circdesk count scan attic " + file_of("attic.txt", {all[0], all[1]})).out;
    EXPECT_THAT(told, AllOf(HasSubstr(all[0] + "  wrong place"), Not(HasSubstr("out of order"))));
    ASSERT_EQ(run("circdesk count start attic-2 --branch MAIN --location Attic").code, tool::done);
    EXPECT_THAT(run("circdesk count scan attic-2 " + file_of("attic2.txt", {all[0], all[1]})).out, HasSubstr(all[1] + "  out of order: 100 AAA"));
}

TEST_F(counting, reads_a_scanner_on_standard_input) {
    const auto all = shelved();
    ASSERT_EQ(run("circdesk count start typed --branch MAIN").code, tool::done);
    std::istringstream scanner(all[0] + "\r\n" + all[1] + "\n\n" + "nonsense-2");
    auto* const before = std::cin.rdbuf(scanner.rdbuf());
    const auto told = run("circdesk count scan typed --any-order");
    std::cin.rdbuf(before);
    std::cin.clear();
    EXPECT_THAT(told.out, AllOf(HasSubstr("nonsense-2  unknown"), HasSubstr("3 scanned, 0 of them again, 1 need a hand")));
    EXPECT_EQ(run("circdesk count end typed --yes").code, tool::done);
}

TEST_F(counting, reads_files_with_a_mark_in_front_and_lines_that_end_otherwise) {
    const auto all = shelved();
    ASSERT_EQ(run("circdesk count start marked --branch MAIN").code, tool::done);
    const auto file = folder->file("marked.txt");
    std::ofstream(file, std::ios::binary) << "\xEF\xBB\xBF" << all[0] << "\r\t" << all[1] << " \r\r" << all[2];
    EXPECT_THAT(run("circdesk count scan marked " + file + " --any-order").out, HasSubstr("3 scanned, 0 of them again, 0 need a hand"));
    EXPECT_EQ(run("circdesk count end marked --yes").code, tool::done);
}

TEST_F(counting, is_scanned_by_several_at_once) {
    const auto all = shelved();
    ASSERT_EQ(run("circdesk count start both --branch MAIN").code, tool::done);
    tool::tool anna(how());
    tool::tool bert(how());
    const auto in = ask([](storage::reader& from, const auto& of) { return from.find_stock_count(of.id, "both").value(); });
    const auto scan = [&in](tool::tool& by, const std::string& barcode) {
        circulation::scanned made;
        storage::write_and_wait(by.store(), [&](storage::unit_of_work& unit) {
            circulation::requester who;
            who.institution = in.institution;
            who.branch = in.branch;
            who.operator_name = by.how().operator_name;
            made = circulation::scan(unit, in, barcode, who, {}, by.now());
        });
        return made;
    };
    EXPECT_FALSE(scan(anna, all[0]).again);
    EXPECT_FALSE(scan(bert, all[1]).again);
    EXPECT_TRUE(scan(bert, all[0]).again) << "what the other has scanned";
    EXPECT_FALSE(scan(anna, all[2]).again);
    const auto seen = ask([&](storage::reader& from, const auto&) { return from.scan_counts(in.id); });
    EXPECT_EQ(std::accumulate(seen.begin(), seen.end(), std::int64_t{0}), 3);
    EXPECT_EQ(run("circdesk count end both --yes").code, tool::done);
}

TEST_F(counting, are_listed_to_the_oldest) {
    tool::tool with(how());
    const auto of = with.institution();
    storage::write_and_wait(with.store(), [&](storage::unit_of_work& unit) {
        for (int i = 100; i <= 200; ++i)
            unit.add(storage::stock_count{.id = unit.new_id<storage::count_id>(),
                                          .institution = of.id,
                                          .name = "year-" + std::to_string(i),
                                          .branch = unit.branch_by_code(of.id, "MAIN").value().id,
                                          .frozen_at = with.now(),
                                          .started_by = "anna",
                                          .ended_at = with.now(),
                                          .ended_by = "anna"});
    });
    EXPECT_THAT(run("circdesk count list").out,
                AllOf(HasSubstr("year-200"), Not(HasSubstr("year-100")), HasSubstr("there may be more: --page 2")));
    EXPECT_THAT(run("circdesk count list --page 2").out, AllOf(HasSubstr("year-100"), Not(HasSubstr("year-101"))));
}

TEST_F(counting, says_what_is_wrong) {
    EXPECT_EQ(run("circdesk count scan nothing").code, tool::not_found);
    EXPECT_EQ(run("circdesk count undo " + folder->file("nowhere") + " --at MAIN --reason x").code, tool::not_found);
    const auto bad = folder->file("bad.undo");
    std::ofstream(bad) << "{\"item\": 7}\n";
    EXPECT_THAT(run("circdesk count undo " + bad + " --at MAIN --reason x").wrong, HasSubstr("line 1: this is no line of an undo file"));
}

} // namespace
} // namespace circ::test
