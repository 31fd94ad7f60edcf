// What stands open goes into another library whole: who calls a loan back, the terms it was made on,
// what a fee was before a part of it was paid. Both answer a device the same.

#include "server/circulation/perform.hpp"
#include "tests/unit/dispatch/riverton.hpp"
#include "tests/unit/tools/arriving_library.hpp"
#include "tools/circdesk/rules.hpp"

#include <regex>
#include <utility>
#include <variant>

namespace circ::test {
namespace {

using std::chrono::days;
using std::chrono::hours;
using storage::fee_period;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const storage::instant march = dispatch::test::utc(2026, 3, 1, 9, 30, 15);

const storage::loan_terms unusual{.rule = "long, for \"the house\"",
                                  .hourly = true,
                                  .max_renewals = 17,
                                  .overdue_rate = {33},
                                  .overdue_per = fee_period::hour,
                                  .overdue_cap = std::nullopt,
                                  .overdue_grace_days = 4,
                                  .grace_forgives = false,
                                  .closed_days_free = false,
                                  .recall_rate = {125}};
const storage::loan_terms capped{.rule = "books", .max_renewals = 2, .overdue_rate = {25}, .overdue_cap = storage::money{700}};

storage::loan loan_of(storage::unit_of_work& unit, const storage::institution& of, const char* item) {
    const auto what = unit.item_by_barcode(of.id, item).value().item;
    storage::loan made;
    made.id = unit.new_id<storage::loan_id>();
    made.item = what.id;
    made.patron = unit.holder_of(of.id, "p1").value().id;
    made.branch = what.branch;
    made.lent_at = march;
    made.due_at = march + days(10);
    return made;
}

/// Called back for the one who waits.
void add_recalled_loan(storage::unit_of_work& unit, const storage::institution& of) {
    const auto item = unit.item_by_barcode(of.id, "b1").value();
    const storage::hold behind{.id = unit.new_id<storage::hold_id>(),
                               .institution = of.id,
                               .title = item.title.id,
                               .level = storage::hold_level::title,
                               .item = {},
                               .branch = {},
                               .patron = unit.holder_of(of.id, "p2").value().id,
                               .pickup = item.item.branch,
                               .placed_at = march + days(1),
                               .rank = 1};
    unit.add(behind);
    auto loan = loan_of(unit, of, "b1");
    loan.terms = capped;
    loan.recalled_at = march + days(1);
    loan.recall_due_at = march + days(9);
    loan.due_before_recall = march + days(28);
    loan.recalled_for = behind.id;
    unit.add(loan);
}

void add_half_paid_fee(storage::unit_of_work& unit, const storage::institution& of) {
    const auto who = unit.holder_of(of.id, "p1").value().id;
    storage::fee fee;
    fee.id = unit.new_id<storage::fee_id>();
    fee.patron = who;
    fee.kind = storage::fee_kind::damage;
    fee.amount = {500};
    fee.note = "torn";
    fee.assessed_at = march;
    unit.add(fee);
    storage::payment paid;
    paid.id = unit.new_id<storage::payment_id>();
    paid.institution = of.id;
    paid.patron = who;
    paid.amount = {180};
    paid.at = march + days(2);
    unit.add(paid);
    unit.add(storage::fee_entry{.id = unit.new_id<storage::fee_entry_id>(),
                                .fee = fee.id,
                                .amount = paid.amount,
                                .payment = paid.id,
                                .at = paid.at,
                                .by = "anna",
                                .reason = {}});
}

class round_trip : public arriving_library {
protected:
    round_trip() {
        change([](storage::unit_of_work& unit, const auto& of) {
            for (const char* number : {"t1", "t2"})
                unit.add(storage::title{.id = unit.new_id<storage::title_id>(),
                                        .institution = of.id,
                                        .control_number = number,
                                        .text = std::string("Title ") + number});
        });
        import("items", "barcode,control_number,branch,item_type\nb1,t1,MAIN,book\nb2,t2,MAIN,book\n");
        import("patrons", "card,family_name,category,branch\np1,One,adult,MAIN\np2,Two,adult,MAIN\n");
    }

    ran import(const std::string& kind, const std::string& text) const {
        return run("circdesk import " + kind + ' ' + write(kind + ".csv", text));
    }
    void open_business() const {
        change([](storage::unit_of_work& unit, const auto& of) {
            add_recalled_loan(unit, of);
            auto loan = loan_of(unit, of, "b2");
            loan.due_at += hours(3);
            loan.terms = unusual;
            unit.add(loan);
            add_half_paid_fee(unit, of);
        });
    }
    /// What was exported, in the store named copy.
    void copy(const std::string& kinds = "items patrons loans holds fees") {
        EXPECT_EQ(run("circdesk export all " + file("out")).code, tool::done);
        make_library("copy");
        into_copy("marc " + file("out/titles.xml"));
        std::istringstream all(kinds);
        for (std::string kind; all >> kind;)
            into_copy(kind + ' ' + file("out/" + kind + ".csv"));
    }
    void into_copy(const std::string& what) const {
        const auto told = run_verb("circdesk import " + what, how("copy"));
        EXPECT_EQ(told.code, tool::done) << what << '\n' << told.wrong << told.out;
    }
    [[nodiscard]] ran compare() const {
        auto verb = find_verb("diff");
        give_all(verb->options(), {file("data"), file("copy")});
        return run_verb(*verb, how());
    }
    /// What a terminal of that library hears, but for the numbers of fees, which are the store's own.
    [[nodiscard]] std::string heard(const std::string& line, const std::string& library) const {
        tool::tool with(how(library));
        const auto rules = policy_of(with);
        const auto door = dispatch::test::make_door([&](auto&, auto& its) { its.identity->institution = with.institution(); });
        const auto asked = std::get<circulation::any_operation>(dispatch::test::translate(line, door));
        const circulation::surroundings around{.rules = rules, .now = dispatch::test::now()};
        circulation::any_outcome made;
        with.store().read([&](storage::reader& from) {
            if (const auto* item = std::get_if<circulation::item_details>(&asked)) made = perform(from, *item, around);
            if (const auto* reader = std::get_if<circulation::patron_account>(&asked)) made = perform(from, *reader, around);
        });
        static const std::regex number("\\|AV[0-9]{6,}");
        return std::regex_replace(dispatch::test::answer(line, made, door), number, "|AV");
    }
    [[nodiscard]] storage::loan loan(const std::string& barcode) const {
        return item(barcode).open_loan.value();
    }
};

TEST_F(round_trip, takes_recalls_terms_and_half_paid_fees_along) {
    open_business();
    copy();
    const auto same = compare();
    EXPECT_EQ(same.code, tool::done) << same.out;
    EXPECT_THAT(same.out, AllOf(HasSubstr("The two libraries hold the same."), Not(HasSubstr("recalls"))));
    const auto there = ask([](storage::reader& from, const auto& of) {
        return std::pair(from.item_by_barcode(of.id, "b1").value().open_loan.value(), from.item_by_barcode(of.id, "b2").value().open_loan.value());
    }, "copy");
    EXPECT_EQ(there.first.terms, capped);
    EXPECT_EQ(there.second.terms, unusual);
    EXPECT_EQ(there.first.due_before_recall, march + days(28));
    EXPECT_TRUE(there.first.recalled_for) << "its hold gives it up";
    for (const std::string line : {"1720260317    143005AORIV|ABb1|",
                                   "1720260317    143005AORIV|ABb2|",
                                   "6300120260317    142544Y         AORIV|AAp2|",
                                   "6300120260317    142544 Y        AORIV|AAp1|",
                                   "6300120260317    142544  Y       AORIV|AAp1|",
                                   "6300120260317    142544   Y      AORIV|AAp1|",
                                   "6300120260317    142544    Y     AORIV|AAp1|",
                                   "6300120260317    142544     Y    AORIV|AAp2|"}) {
        EXPECT_EQ(heard(line, "data"), heard(line, "copy"));
    }
    EXPECT_THAT(heard("1720260317    143005AORIV|ABb1|", "copy"), HasSubstr("CJ20260302"));
    EXPECT_THAT(heard("6300120260317    142544   Y      AORIV|AAp1|", "copy"), HasSubstr("3.20 \"damage\""));
    EXPECT_THAT(heard("6300120260317    142544    Y     AORIV|AAp1|", "copy"), HasSubstr("BUb1"));
}

TEST_F(round_trip, is_told_by_diff_when_the_terms_differ) {
    open_business();
    copy();
    change([](storage::unit_of_work& unit, const auto& of) {
        const auto before = unit.item_by_barcode(of.id, "b1").value().open_loan.value();
        auto after = before;
        after.terms.overdue_rate = {30};
        after.recalled_for = {};
        unit.change(before, after);
    });
    EXPECT_THAT(compare().out, AllOf(HasSubstr("loans b1: terms 'due=day renewals=2 rate=0.30 per=day cap=7.00"), HasSubstr("recalls '' and 'b1'")));
}

TEST_F(round_trip, refuses_what_does_not_fit_with_the_way_out) {
    const std::string loans = "card,item,lent_at,due_at,recalled_at,recall_due_at,terms\np1,b1,2026-03-01,2026-03-20,";
    EXPECT_THAT(import("loans", loans + ",,rate=much\n").out,
                HasSubstr("loans.csv line 2, terms 'rate=much': due= must stand in its place and be day or hour; terms read like: due=day"));
    EXPECT_THAT(import("loans", loans + ",,due=day renewals=2 rate=much per=day\n").out, HasSubstr("rate= must stand in its place and be an amount"));
    EXPECT_THAT(import("loans", loans + ",,due=day renewals=-1\n").out, HasSubstr("renewals= must"));
    EXPECT_THAT(import("loans", loans + ",,due=day renewals=\n").out, HasSubstr("renewals= must"));
    EXPECT_THAT(import("loans", loans + ",2026-03-09,\n").out, HasSubstr("recall_due_at '2026-03-09': recalled_at is empty"));
    EXPECT_THAT(import("loans", loans + "2999-03-09,,\n").out, HasSubstr("recalled_at '2999-03-09': this lies ahead"));
    EXPECT_THAT(import("loans", "card,item,lent_at,due_at\np1,b1,0000-00-00,2026-03-20\n").out, HasSubstr("lent_at '0000-00-00': this is no date"));
    EXPECT_THAT(import("loans", "card,item,lent_at,due_at\np1,b1,2026-03-01,0000-00-00\n").out, HasSubstr("due_at '0000-00-00': this is no date"));
    EXPECT_EQ(rows().at("loan"), 0);
    EXPECT_THAT(import("holds", "card,control_number,pickup,placed_at\np2,t1,MAIN,0000-00-00\n").out, HasSubstr("placed_at '0000-00-00': this is no date"));
    EXPECT_THAT(import("fees", "card,amount,original\np1,5.00,3.00\n").out, HasSubstr("original '3.00': less than what is still open"));
    EXPECT_THAT(import("fees", "card,amount,original\np1,5.00,all\n").out, HasSubstr("original 'all': this is no amount in EUR"));
    EXPECT_THAT(import("holds", "card,control_number,pickup,placed_at,recalls\np2,t1,MAIN,2026-03-02,b1\n").out,
                HasSubstr("recalls 'b1': no loan of this item"));
}

TEST_F(round_trip, leaves_them_as_they_are_when_a_later_file_says_nothing_of_them) {
    open_business();
    copy();
    into_copy("loans " + write("later.csv", "card,item,lent_at,due_at\np1,b1,2026-03-01T09:30:15Z,2026-03-10T12:00:00Z\n"));
    into_copy("holds " + write("later.csv", "card,control_number,pickup,placed_at,place\np2,t1,MAIN,2026-03-02T09:30:15Z,1\n"));
    const auto is = ask([](storage::reader& from, const auto& of) { return from.item_by_barcode(of.id, "b1").value().open_loan.value(); }, "copy");
    EXPECT_EQ(is.due_at, dispatch::test::utc(2026, 3, 10, 12));
    EXPECT_EQ(is.terms, capped);
    EXPECT_EQ(is.recall_due_at, march + days(9));
    EXPECT_TRUE(is.recalled_for);
    into_copy("loans " + write("given_up.csv", "card,item,lent_at,due_at,recalled_at\np1,b1,2026-03-01T09:30:15Z,2026-03-29,\n"));
    const auto free = ask([](storage::reader& from, const auto& of) { return from.item_by_barcode(of.id, "b1").value().open_loan.value(); }, "copy");
    EXPECT_FALSE(free.recalled_at || free.recall_due_at || free.due_before_recall || free.recalled_for) << "nobody calls it back there any more";
}

TEST_F(round_trip, takes_a_loan_on_the_terms_of_today_and_a_whole_fee_without_the_columns) {
    EXPECT_EQ(import("loans", "card,item,lent_at,due_at\np1,b1,2026-03-01,2026-03-20\n").code, tool::done);
    EXPECT_EQ(import("fees", "card,amount\np1,5.00\n").code, tool::done);
    EXPECT_FALSE(loan("b1").terms.rule.empty());
    EXPECT_FALSE(loan("b1").recalled_at);
    EXPECT_EQ(rows().at("fee_entry"), 0);
}

TEST_F(round_trip, is_taken_back_the_same_way) {
    const auto before = rows();
    EXPECT_EQ(import("loans", "card,item,lent_at,due_at,recalled_at\np1,b1,2026-03-01,2026-03-20,2026-03-02\n").code, tool::done);
    const std::string hold = "card,control_number,pickup,placed_at,recalls\np2,t1,MAIN,2026-03-02,";
    EXPECT_EQ(import("holds", hold + "\n").code, tool::done);
    EXPECT_EQ(import("holds", hold + "b1\n").code, tool::done);
    EXPECT_TRUE(loan("b1").recalled_for);
    EXPECT_EQ(import("fees", "card,amount,original\np1,5.00,8.00\n").code, tool::done);
    EXPECT_THAT(run("circdesk import undo 6 --yes").out, HasSubstr("fees  1        0          0"));
    EXPECT_EQ(run("circdesk import undo 5 --yes").code, tool::done);
    EXPECT_FALSE(loan("b1").recalled_for);
    EXPECT_EQ(import("holds", hold + "b1\n").code, tool::done);
    EXPECT_EQ(run("circdesk import undo 7 --yes").code, tool::done);
    EXPECT_THAT(run("circdesk import undo 4 --yes").out, HasSubstr("holds  1        0          0"));
    EXPECT_THAT(run("circdesk import undo 3 --yes").out, HasSubstr("loans  1        0          0"));
    for (const char* kind : {"loan", "hold", "fee", "fee_entry", "open_fee"})
        EXPECT_EQ(rows().at(kind), before.at(kind)) << kind;
    EXPECT_EQ(import("loans", "card,item,lent_at,due_at,recalled_at\np1,b1,2026-03-01,2026-03-20,2026-03-02\n").code, tool::done);
    EXPECT_EQ(import("holds", hold + "b1\n").code, tool::done);
    EXPECT_THAT(run("circdesk import undo 9 --yes").out, HasSubstr("holds  1        0          0")) << "one that is new lets go of its loan";
    EXPECT_THAT(run("circdesk import undo 8 --yes").out, HasSubstr("loans  1        0          0"));
}

} // namespace
} // namespace circ::test
