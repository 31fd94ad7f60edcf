// A rehearsal of a move: a library of 5,000 items with 500 open loans, 200 holds and fees comes in
// from the files of its old system, and balances to the cent with what that states.

#include "protocol/marc/iso2709.hpp"
#include "server/circulation/local_time.hpp"
#include "tests/unit/tools/arriving_library.hpp"

#include <gmock/gmock.h>

#include <chrono>
#include <cstdio>
#include <functional>

namespace circ::test {
namespace {

namespace marc = protocol::marc;
using std::chrono::days;
using testing::HasSubstr;
using testing::Not;

constexpr int titles = 2500; // with two items each
constexpr int readers = 400;
constexpr int loans = 500;
constexpr int holds = 200;
constexpr int fees = 150;

std::string barcode(int n) {
    return "3900" + std::to_string(100'000 + n);
}
std::string card(int n) {
    return "2900" + std::to_string(100'000 + n);
}
const char* branch(int n) {
    return n % 3 == 0 ? "NORTH" : "MAIN";
}
const char* item_type(int n) {
    return n % 5 == 0 ? "dvd" : "book";
}

std::string day(int from_today) {
    const auto today = std::chrono::floor<days>(std::chrono::system_clock::now());
    return circulation::iso_date(
        storage::local_date((today + days(from_today)).time_since_epoch()));
}

std::string amount(std::int64_t cents) {
    std::array<char, 32> text{};
    std::snprintf(text.data(),
                  text.size(),
                  "%d.%02d",
                  static_cast<int>(cents / 100),
                  static_cast<int>(cents % 100));
    return text.data();
}

/// What the old system states, counted as its rows are written.
class statement {
public:
    void count(const std::string& what,
               const std::string& where,
               const std::string& type,
               std::int64_t cents = 0) {
        auto& row = rows_[{what, where, type}];
        ++row.number;
        row.cents += cents;
    }
    [[nodiscard]] std::string text() const {
        std::string all = "what,branch,type,number,amount\n";
        for (const auto& [key, row] : rows_)
            all += std::get<0>(key) + ',' + std::get<1>(key) + ',' + std::get<2>(key) + ',' +
                   std::to_string(row.number) + ',' + (row.cents != 0 ? amount(row.cents) : "") +
                   '\n';
        return all;
    }

private:
    struct figures {
        int number = 0;
        std::int64_t cents = 0;
    };
    std::map<std::tuple<std::string, std::string, std::string>, figures> rows_;
};

class rehearsal : public arriving_library {
protected:
    void write_files() {
        std::string records;
        for (int i = 0; i < titles; ++i) {
            marc::record made;
            made.leader = "00000nam a2200000 i 4500";
            made.control_fields.push_back({"001", "t" + std::to_string(i)});
            made.data_fields.push_back(
                {.tag = "245", .subfields = {{'a', "Title " + std::to_string(i)}}});
            for (const int n : {2 * i, 2 * i + 1})
                made.data_fields.push_back({.tag = "952",
                                            .subfields = {{'p', barcode(n)},
                                                          {'a', branch(n)},
                                                          {'y', item_type(n)},
                                                          {'v', "12.50"}}});
            records += marc::to_iso2709(made).value();
        }
        write("titles.mrc", records);

        std::string patrons = "cardnumber,surname,firstname,categorycode,branchcode\n";
        for (int i = 0; i < readers; ++i)
            patrons += card(i) + ",Name" + std::to_string(i) + ",A,adult," + branch(i) + '\n';
        write("patrons.csv", patrons);

        std::string issues = "cardnumber,barcode,issuedate,date_due,renewals_count,state\n";
        for (int i = 0; i < loans; ++i) {
            const char* state = i % 50 == 0 ? "lost" : i % 60 == 0 ? "claimed" : "";
            issues += card(i % readers) + ',' + barcode(i * 7) + ',' + day(-20 - i % 9) + ' ' +
                      "10:15:30," + day(i % 30 - 10) + ',' + std::to_string(i % 3) + ',' + state +
                      '\n';
            stated.count(*state == 0 ? "loans" : state, branch(i * 7), item_type(i * 7));
        }
        write("loans.csv", issues);

        std::string reserves =
            "cardnumber,biblionumber,barcode,branchcode,reservedate,priority,found\n";
        for (int i = 0; i < holds; ++i) {
            const bool waits_on_shelf = i % 10 == 0;
            // Titles from 1800 on have nothing on loan.
            reserves += card((i * 3) % readers) + ",t" + std::to_string(1800 + i) + ',' +
                        (waits_on_shelf ? barcode(2 * (1800 + i)) : "") + ',' + branch(i) + ',' +
                        day(-i % 40) + ',' + (waits_on_shelf ? "0,W" : "1,") + '\n';
            stated.count("holds", branch(i), waits_on_shelf ? "on_shelf" : "queued");
        }
        write("holds.csv", reserves);

        std::string lines =
            "accountlines_id,cardnumber,debit_type_code,amountoutstanding,barcode,date\n";
        for (int i = 0; i < fees; ++i) {
            const bool is_lost = i % 4 == 0;
            const std::int64_t cents = 25 + i * 13;
            lines += std::to_string(7000 + i) + ',' + card(i) + ',' +
                     (is_lost ? "LOST," : "OVERDUE,") + amount(cents) + ',' +
                     (is_lost ? barcode(i * 7) : "") + ',' + day(-i) + '\n';
            stated.count("fees", branch(i), is_lost ? "replacement" : "overdue", cents);
        }
        write("fees.csv", lines);

        write("credits.csv", "card,amount\n" + card(200) + ",3.75\n" + card(201) + ",0.05\n");
        stated.count("credits", branch(200), "", 375);
        stated.count("credits", branch(201), "", 5);
        write("blocks.csv",
              "card,kind,reason\n" + card(5) + ",block,moved away\n" + card(6) +
                  ",note,reads German\n");
        stated.count("blocks", branch(5), "");
        stated.count("notes", branch(6), "");
        write("stated.csv", stated.text());
    }

    void bring_in() {
        expect_done("marc " + file("titles.mrc") + " --items koha952");
        expect_done("patrons " + file("patrons.csv"));
        bring_in_business();
    }
    void bring_in_business() {
        for (const std::string kind : {"loans", "holds", "fees", "credits", "blocks"})
            expect_done(kind + ' ' + file(kind + ".csv"));
    }
    void expect_done(const std::string& what) {
        const auto told = run("circdesk import " + what);
        EXPECT_EQ(told.code, tool::done) << what << '\n' << told.wrong << told.out;
    }
    void replace(const std::string& name, const std::string& from, const std::string& to) {
        std::string text = read(name);
        const auto at = text.find(from);
        ASSERT_NE(at, std::string::npos) << from;
        write(name, text.replace(at, from.size(), to));
    }

    /// Copies that stand elsewhere for a while, titles by hand, and some that have no number.
    void add_what_no_file_brought() {
        change([](storage::unit_of_work& unit, const auto& of) {
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
        });
    }

    statement stated;
};

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
    // Mended, they come in, and it does.
    replace("left.csv", "999,", card(3) + ',');
    replace("left.csv", ",111,", ',' + barcode(4 * 7) + ',');
    expect_done("loans " + file("left.csv"));
    EXPECT_EQ(run("circdesk import balance " + file("stated.csv")).code, tool::done);
}

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

TEST_F(rehearsal, goes_into_another_library_by_its_export_and_is_the_same_there) {
    write_files();
    bring_in();
    add_what_no_file_brought();
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
    EXPECT_THAT(same.second, HasSubstr("The two libraries hold the same."));
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
