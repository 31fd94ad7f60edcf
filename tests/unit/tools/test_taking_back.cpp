// A move that is taken back: what the files of the old system brought goes again, and comes again.

#include "tests/unit/tools/rehearsal.hpp"

#include <utility>

namespace circ::test {
namespace {

using testing::HasSubstr;

TEST_F(rehearsal, can_be_taken_back_and_done_again) {
    write_files();
    expect_done("marc " + file("titles.mrc") + " --items koha952");
    expect_done("patrons " + file("patrons.csv"));
    const auto before = rows();
    for (const std::string kind : {"loans", "holds", "fees"})
        expect_done(kind + ' ' + file(kind + ".csv"));
    EXPECT_EQ(run("circdesk import undo 5 --yes").code, tool::done);
    EXPECT_EQ(run("circdesk import undo 4 --yes").code, tool::done);
    EXPECT_EQ(run("circdesk import undo 3 --yes").code, tool::done);
    for (const char* kind : {"loan", "hold", "fee", "open_fee", "item", "patron"})
        EXPECT_EQ(rows().at(kind), before.at(kind)) << kind;
    bring_in_business();
    EXPECT_EQ(run("circdesk import balance " + file("stated.csv")).code, tool::done);
}

TEST_F(rehearsal, gives_back_an_item_that_was_on_its_way_and_was_fetched) {
    write_files();
    expect_done("marc " + file("titles.mrc") + " --items koha952");
    expect_done("patrons " + file("patrons.csv"));
    const auto before = rows();
    expect_done("holds " + write("h.csv",
                                 "cardnumber,biblionumber,barcode,branchcode,reservedate,found\n" + card(1) +
                                     ",t5," + barcode(10) + ",NORTH," + day(-3) + ",T\n"));
    ASSERT_TRUE(item(barcode(10)).open_transit);
    expect_done("loans " + write("l.csv",
                                 "cardnumber,barcode,issuedate,date_due\n" + card(1) + ',' + barcode(10) +
                                     ',' + day(-1) + ',' + day(20) + '\n'));
    EXPECT_EQ(patron(card(1)).open_holds, 0) << "it is filled";
    EXPECT_FALSE(item(barcode(10)).open_transit);
    EXPECT_EQ(run("circdesk import undo 4 --yes").code, tool::done);
    EXPECT_FALSE(item(barcode(10)).open_loan);
    EXPECT_EQ(item(barcode(10)).trapping_hold->state, storage::hold_state::in_transit);
    EXPECT_TRUE(item(barcode(10)).open_transit);
    EXPECT_EQ(run("circdesk import undo 3 --yes").code, tool::done);
    for (const char* kind : {"loan", "hold", "transit"})
        EXPECT_EQ(rows().at(kind), before.at(kind)) << kind;
}

TEST_F(rehearsal, takes_back_what_stands_about_readers_as_far_as_nobody_has_touched_it) {
    write_files();
    write("cards.csv", "number,card,state\nK1," + card(1) + ",good\n" + card(2) + ',' + card(2) + ",lost\n");
    write("messages.csv", "card,to,text\n" + card(1) + ",reader,Your bag is at the desk\n" + card(2) + ",staff,Ask about the flute\n");
    expect_done("patrons " + file("patrons.csv"));
    const auto before = rows();
    for (const std::string kind : {"credits", "cards", "blocks", "messages"})
        expect_done(kind + ' ' + file(kind + ".csv"));
    EXPECT_EQ(patron(card(200)).credit.minor, 375);
    // Since then a reader has spent of the credit, a block was lifted, and a message was written anew.
    change([](storage::unit_of_work& unit, const auto& of) {
        const auto who = unit.holder_of(of.id, card(201)).value();
        storage::fee owed;
        owed.id = unit.new_id<storage::fee_id>();
        owed.patron = who.id;
        owed.amount = storage::money{3};
        unit.add(owed);
        unit.add(storage::fee_entry{.id = unit.new_id<storage::fee_entry_id>(),
                                    .fee = owed.id,
                                    .kind = storage::fee_entry_kind::payment,
                                    .amount = owed.amount,
                                    .payment = {},
                                    .at = {},
                                    .by = "anna",
                                    .reason = {}});
        auto block = unit.open_blocks_of(unit.holder_of(of.id, card(5)).value().id).front();
        block.lifted_at = block.placed_at;
        unit.change(block);
        auto message = unit.messages_of(unit.holder_of(of.id, card(1)).value().id, {}).front();
        message.text = "Your bag was fetched";
        unit.change(message);
    });
    struct taken_back {
        int run;
        const char* row; ///< of the table that undo prints
    };
    for (const auto& each : {taken_back{5, "messages  1        0          1"},
                             taken_back{4, "blocks  1        0          1"},
                             taken_back{3, "cards  1        1          0"},
                             taken_back{2, "credits  1        0          1"}}) {
        const auto told = run("circdesk import undo " + std::to_string(each.run) + " --yes");
        EXPECT_THAT(told.out, HasSubstr(each.row));
    }
    EXPECT_EQ(patron(card(200)).credit.minor, 0);
    EXPECT_EQ(patron(card(201)).credit.minor, 2) << "what was spent was";
    const auto cards = ask([](storage::reader& from, const auto& of) {
        return std::pair(from.find_card(of.id, "K1").has_value(), from.find_card(of.id, card(2)).value().state);
    });
    EXPECT_FALSE(cards.first);
    EXPECT_EQ(cards.second, storage::card_state::good);
    auto left = rows();
    EXPECT_EQ(left.at("card"), before.at("card"));
    for (const char* each : {"block", "message", "payment"})
        EXPECT_EQ(left.at(each), 1) << each;
}

} // namespace
} // namespace circ::test
