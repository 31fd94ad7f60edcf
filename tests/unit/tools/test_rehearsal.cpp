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

TEST_F(rehearsal, goes_into_another_library_by_its_export_and_is_the_same_there) {
    write_files();
    bring_in();
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
