// A rehearsal of a move: a library of 5,000 items with 500 open loans, 200 holds and fees comes in
// from the files of its old system, and balances to the cent with what that states.

#include "tests/unit/tools/rehearsal.hpp"

#include <utility>

namespace circ::test {
namespace {

namespace marc = protocol::marc;
using std::chrono::days;
using testing::HasSubstr;

/// Copies that stand elsewhere for a while, titles by hand, and some that have no number.
void add_what_no_file_brought(storage::unit_of_work& unit, const storage::institution& of) {
    auto moved = unit.item_by_barcode(of.id, barcode(2)).value().item;
    moved.temporary_location = "Summer table";
    moved.temporary_type = "express";
    moved.temporary_until = storage::local_date(days(30'000));
    unit.change(moved);
    const auto add_title = [&](storage::title made) {
        made.id = unit.new_id<storage::title_id>();
        made.institution = of.id;
        unit.add(made);
        return made.id;
    };
    const auto add_copy = [&](storage::title_id title, const char* number) {
        storage::item made = moved;
        made.id = unit.new_id<storage::item_id>();
        made.barcode = number;
        made.title = title;
        made.temporary_until.reset();
        made.temporary_location = made.temporary_type = "";
        made.lender = number[0] == 'L' ? "NEXT" : "";
        if (!made.lender.empty()) made.wanted_back = moved.created_at + days(40);
        made.renewable = made.lender.empty();
        unit.add(made);
    };
    storage::title by_hand{.id = {}, .institution = {}, .control_number = "m1", .text = "Who? / a play."};
    by_hand.author = "M\u00f6rike, E.";
    by_hand.isbn = "not quite one";
    by_hand.year = 33;
    by_hand.language = "de";
    static_cast<void>(add_title(by_hand));
    const auto lent_to_us = add_title({.id = {}, .institution = {}, .control_number = "", .text = "From afar"});
    add_copy(lent_to_us, "L2");
    add_copy(lent_to_us, "L1");
    marc::record unnumbered{.leader = "00000nam a2200000 i 4500", .control_fields = {}, .data_fields = {}};
    unnumbered.data_fields.push_back({.tag = "245", .subfields = {{'a', "Unnumbered"}}});
    storage::title with_record{.id = {}, .institution = {}, .control_number = "", .text = "Unnumbered"};
    with_record.marc = marc::to_iso2709(unnumbered).value();
    add_copy(add_title(with_record), "zz1");
    static_cast<void>(add_title({.id = {}, .institution = {}, .control_number = "", .text = "Without a copy"}));
    unit.add(storage::hold{.id = unit.new_id<storage::hold_id>(),
                           .institution = of.id,
                           .title = lent_to_us,
                           .level = storage::hold_level::title,
                           .item = {},
                           .branch = {},
                           .patron = unit.holder_of(of.id, card(1)).value().id,
                           .pickup = moved.branch,
                           .placed_at = moved.created_at,
                           .rank = moved.created_at.time_since_epoch().count(),
                           .state = storage::hold_state::queued});
}

TEST_F(rehearsal, of_five_thousand_items_balances_to_the_cent_and_can_be_repeated) {
    write_files();
    bring_in();
    EXPECT_EQ(rows().at("item"), 2 * titles);
    EXPECT_EQ(rows().at("loan"), loans);
    EXPECT_EQ(rows().at("hold"), holds);
    const auto sheet = run("circdesk import balance " + file("stated.csv"));
    EXPECT_EQ(sheet.code, tool::done) << sheet.out;
    EXPECT_THAT(sheet.out, HasSubstr("It balances."));

    // The same files once more change nothing.
    const auto before = rows();
    bring_in_business();
    const auto list = run("circdesk import list").out;
    auto after = rows();
    for (const char* each : {"import_run"})
        after[each] = before.at(each);
    EXPECT_EQ(after, before);
    for (const char* kind : {"loans", "holds", "fees", "credits", "blocks"}) {
        const auto last = ask([&](storage::reader& from, const auto& of) {
            for (const auto& each : from.import_runs(of.id, {}))
                if (each.kind == kind) return each;
            return storage::import_run{};
        });
        EXPECT_EQ(last.added + last.updated + last.rejected, 0) << kind;
        EXPECT_GT(last.unchanged, 0) << kind;
    }
}

TEST_F(rehearsal, last_file_brings_only_what_has_changed_since) {
    write_files();
    bring_in();
    // In the old system a loan was renewed, a fee was paid in part, another grew, and a hold came
    // to its shelf.
    replace("loans.csv", day(3) + ",1,", day(24) + ",2,");
    replace("fees.csv", "OVERDUE,0.38,", "OVERDUE,0.30,");
    replace("fees.csv", "OVERDUE,0.51,", "OVERDUE,0.61,");
    replace("holds.csv", ",t1801,,", ",t1801," + barcode(3602) + ',');
    replace("holds.csv", ",1,\n", ",0,W\n");
    bring_in_business();
    const auto runs = ask([&](storage::reader& from, const auto& of) {
        return from.import_runs(of.id, {.first = 0, .count = 5});
    });
    std::map<std::string, std::int64_t> changed;
    for (const auto& each : runs)
        changed[each.kind] = each.updated + each.added;
    EXPECT_EQ(changed,
              (std::map<std::string, std::int64_t>{
                  {"loans", 1}, {"holds", 1}, {"fees", 2}, {"credits", 0}, {"blocks", 0}}));
    const auto sheet = run("circdesk import balance " + file("stated.csv"));
    EXPECT_EQ(sheet.code, tool::refused);
    EXPECT_THAT(sheet.out, HasSubstr("0, 0.02 EUR")) << "both fees together";
}

TEST_F(rehearsal, whole_last_file_ends_what_it_no_longer_has) {
    write_files();
    bring_in();
    const auto without = [this](const std::string& name, std::size_t lines) {
        std::string text = read(name);
        for (std::size_t i = 0; i < lines; ++i)
            text.erase(text.rfind('\n', text.size() - 2) + 1);
        write(name, text);
    };
    // One of the loans that are gone over there has been dealt with here.
    change([](storage::unit_of_work& unit, const auto& of) {
        const auto found =
            unit.item_by_barcode(of.id, barcode((loans - 1) * 7)).value().open_loan.value();
        auto renewed = found;
        renewed.renewed_at = found.lent_at;
        unit.change(found, renewed);
    });
    for (const std::string kind : {"loans", "holds", "fees"})
        without(kind + ".csv", 3);
    EXPECT_THAT(run("circdesk import loans " + file("loans.csv") + " --complete").out,
                HasSubstr("2 of earlier files are not in it any more"));
    EXPECT_THAT(run("circdesk import holds " + file("holds.csv") + " --complete").out,
                HasSubstr("3 of earlier files are not in it any more"));
    EXPECT_THAT(run("circdesk import fees " + file("fees.csv") + " --complete").out,
                HasSubstr("3 of earlier files are not in it any more"));
    EXPECT_EQ(rows().at("open_fee"), fees - 3);
    EXPECT_FALSE(item(barcode((loans - 2) * 7)).open_loan);
    EXPECT_TRUE(item(barcode((loans - 1) * 7)).open_loan);
    // A file with a row that does not fit ends nothing: whose loan that was is not known.
    without("loans.csv", 3);
    write("loans.csv", read("loans.csv") + "nobody,nothing,2026-01-01,2026-02-01,0,\n");
    EXPECT_THAT(run("circdesk import loans " + file("loans.csv") + " --complete").out,
                HasSubstr("so nothing was ended"));
}

TEST_F(rehearsal, tells_of_each_row_that_does_not_fit_and_that_it_does_not_balance) {
    write_files();
    replace("loans.csv", card(3) + ',', "999,");
    replace("loans.csv", ',' + barcode(4 * 7) + ',', ",111,");
    expect_done("marc " + file("titles.mrc") + " --items koha952");
    expect_done("patrons " + file("patrons.csv"));
    const auto told =
        run("circdesk import loans " + file("loans.csv") + " --mend " + file("left.csv"));
    EXPECT_EQ(told.code, tool::refused);
    EXPECT_THAT(told.out, HasSubstr("line 5, card '999': nobody has this card"));
    EXPECT_THAT(told.out, HasSubstr("line 6, item '111': there is no item"));
    for (const std::string kind : {"holds", "fees", "credits", "blocks"})
        expect_done(kind + ' ' + file(kind + ".csv"));
    const auto sheet = run("circdesk import balance " + file("stated.csv"));
    EXPECT_EQ(sheet.code, tool::refused);
    EXPECT_THAT(sheet.out, HasSubstr("It does not balance"));
    EXPECT_THAT(sheet.out, HasSubstr("loans: 2 rows of "));
    EXPECT_THAT(sheet.out, HasSubstr("  loans.csv line 5, card '999': nobody has this card"));
    const auto shown = run("circdesk import show 3", true).out;
    EXPECT_THAT(shown, HasSubstr(R"("line or record":"5")"));
    EXPECT_THAT(shown, HasSubstr(R"("value":"111")"));
    EXPECT_THAT(run("circdesk import show 2").out, HasSubstr("patrons.csv, 0 rejected"));
    // Mended, they come in, and it does.
    replace("left.csv", "999,", card(3) + ',');
    replace("left.csv", ",111,", ',' + barcode(4 * 7) + ',');
    expect_done("loans " + file("left.csv"));
    EXPECT_EQ(run("circdesk import balance " + file("stated.csv")).code, tool::done);
}

TEST_F(rehearsal, brings_in_holds_that_are_under_way) {
    write_files();
    const std::string number = barcode(2 * 1810); // of MAIN, on the shelf there for a reader of MAIN
    replace("holds.csv", ",t1810," + number + ",MAIN," + day(-10) + ",0,W", ",t1810," + number + ",NORTH," + day(-10) + ",0,T");
    bring_in();
    const auto under_way = item(number);
    ASSERT_TRUE(under_way.open_transit);
    const auto hold = ask([&](storage::reader& from, const auto&) { return from.find_hold(under_way.open_transit->hold).value(); });
    EXPECT_EQ(hold.state, storage::hold_state::in_transit);
    EXPECT_EQ(hold.patron, patron(card(30)).id);
    EXPECT_EQ(hold.pickup, under_way.open_transit->to);
    EXPECT_THAT(run("circdesk hold list --transit --branch NORTH").out, HasSubstr(number));
    EXPECT_THAT(run("circdesk export csv holds").out, HasSubstr(",in_transit,"));
}

TEST_F(rehearsal, goes_into_another_library_by_its_export_and_is_the_same_there) {
    write_files();
    bring_in();
    change(add_what_no_file_brought);
    EXPECT_EQ(run("circdesk export all " + file("out") + " --with-pins").code, tool::done);
    make_library("copy");
    const auto into_copy = [this](const std::string& what) {
        const auto told = run_verb("circdesk import " + what, how("copy"));
        EXPECT_EQ(told.code, tool::done) << what << '\n' << told.wrong << told.out;
    };
    into_copy("marc " + file("out/titles.xml"));
    for (const std::string kind :
         {"items", "patrons", "cards", "loans", "holds", "fees", "credits", "blocks", "messages"})
        into_copy(kind + ' ' + file("out/" + kind + ".csv"));
    const auto compare = [this] {
        auto verb = find_verb("diff");
        give_all(verb->options(), {file("data"), file("copy")});
        tool::tool with(how());
        testing::internal::CaptureStdout();
        const int code = verb->run(with);
        return std::pair(code, testing::internal::GetCapturedStdout());
    };
    const auto same = compare();
    EXPECT_EQ(same.first, tool::done) << same.second;
    EXPECT_THAT(same.second, testing::AllOf(HasSubstr("The two libraries hold the same."), HasSubstr("Not compared: branches")));
    EXPECT_THAT(read("out/items.csv"), HasSubstr("L1,item-L1,"));
    const auto by_hand = ask([](storage::reader& from, const auto& of) {
        const auto found = from.title_by_control_number(of.id, "m1").value();
        return std::pair(found.text, from.marc_of(found.id));
    }, "copy");
    EXPECT_EQ(by_hand.first, "Who? / a play.");
    EXPECT_EQ(by_hand.second, "") << "it can be edited there too";

    // Its own export changes nothing in a library that has it all.
    const auto before = rows();
    expect_done("marc " + file("out/titles.xml"));
    expect_done("items " + file("out/items.csv"));
    EXPECT_EQ(rows().at("item"), before.at("item"));
    EXPECT_EQ(rows().at("title"), before.at("title") + 1) << "the one that has neither number nor copy";

    change([](storage::unit_of_work& unit, const auto& of) {
        auto found = unit.item_by_barcode(of.id, barcode(0)).value().item;
        found.call_number = "NEW";
        unit.change(found);
    });
    const auto other = compare();
    EXPECT_EQ(other.first, tool::refused);
    EXPECT_THAT(other.second, HasSubstr("items " + barcode(0) + ": call_number 'NEW' and ''"));
}

} // namespace
} // namespace circ::test
