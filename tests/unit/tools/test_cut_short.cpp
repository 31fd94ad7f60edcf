// Imports that were cut short and are gone on with: what follows from a whole file, and what did not
// fit, are as they would have been without the cut.

#include "tests/unit/tools/rehearsal.hpp"
#include "tools/circdesk/import/run_lock.hpp"

namespace circ::test {
namespace {

using testing::HasSubstr;
using testing::Not;

class cut_short : public rehearsal {
protected:
    /// As a process that was killed behind a batch leaves a run.
    void cut(std::int64_t number, std::int64_t position) const {
        change([&](storage::unit_of_work& unit, const auto& of) {
            auto run = unit.find_import(of.id, number).value();
            run.state = storage::import_state::running;
            run.ended_at.reset();
            run.position = position;
            unit.change(run);
        });
    }
    [[nodiscard]] storage::import_run found(std::int64_t number) const {
        return ask([&](storage::reader& from, const auto& of) {
            return from.find_import(of.id, number).value();
        });
    }
    void drop_lines(const std::string& name, int lines) const {
        std::string text = read(name);
        for (int i = 0; i < lines; ++i)
            text.erase(text.rfind('\n', text.size() - 2) + 1);
        write(name, text);
    }
    [[nodiscard]] bool balances() const {
        return run("circdesk import balance " + file("stated.csv")).code == tool::done;
    }
};

TEST_F(cut_short, whole_file_ends_nothing_that_stands_before_the_cut) {
    write_files();
    bring_in();
    expect_done("loans " + file("loans.csv") + " --complete");
    cut(8, 400);
    const auto told = run("circdesk import resume 8");
    EXPECT_EQ(told.code, tool::done) << told.wrong << told.out;
    EXPECT_THAT(told.out, HasSubstr("0 of earlier files are not in it any more"));
    EXPECT_TRUE(balances());
    EXPECT_EQ(found(8).unchanged, loans);
    EXPECT_EQ(found(8).position, loans);
}

TEST_F(cut_short, whole_file_remembers_the_row_before_the_cut_that_did_not_fit) {
    write_files();
    bring_in();
    replace("loans.csv", card(3) + ',', "999,");
    drop_lines("loans.csv", 3);
    EXPECT_THAT(run("circdesk import loans " + file("loans.csv") + " --complete").out,
                HasSubstr("so nothing was ended"));
    cut(8, 400);
    const auto told = run("circdesk import resume 8");
    EXPECT_EQ(told.code, tool::refused);
    EXPECT_THAT(told.out, HasSubstr("so nothing was ended"));
    EXPECT_TRUE(balances());
    EXPECT_EQ(found(8).rejected, 1);
    EXPECT_EQ(rows().at("import_reject"), 1) << "found again, and kept once";
}

TEST_F(cut_short, whole_file_that_lacks_too_many_ends_nothing_until_it_is_said_again) {
    write_files();
    bring_in();
    const std::string all = read("loans.csv");
    write("loans.csv", all.substr(0, all.find('\n') + 1));
    const auto alone = run("circdesk import loans " + file("loans.csv") + " --complete");
    EXPECT_EQ(alone.code, tool::refused);
    EXPECT_THAT(alone.wrong, HasSubstr("lacks 500 of 500 open loans, more than 5 %"));
    EXPECT_TRUE(balances()) << "a header alone says nothing";
    write("loans.csv", all);
    drop_lines("loans.csv", 30);
    EXPECT_THAT(run("circdesk import loans " + file("loans.csv") + " --complete").wrong,
                HasSubstr("lacks 30 of 500"));
    EXPECT_TRUE(balances());
    EXPECT_EQ(found(9).state, storage::import_state::done) << "its rows are in";
    EXPECT_THAT(run("circdesk import loans " + file("loans.csv") + " --complete --yes").out,
                HasSubstr("30 of earlier files are not in it any more"));
    EXPECT_FALSE(balances());
}

TEST_F(cut_short, run_that_is_under_way_is_neither_gone_on_with_nor_taken_back_by_another) {
    const auto in = write("p.csv", "card,family_name,branch\n1,A,MAIN\n2,B,MAIN\n");
    expect_done("patrons " + in);
    cut(1, 1);
    {
        const tool::run_lock other(file("data"), found(1));
        EXPECT_THAT(run("circdesk import list").out, HasSubstr("under way"));
        for (const char* verb : {"resume 1", "undo 1 --yes"}) {
            const auto told = run(std::string("circdesk import ") + verb);
            EXPECT_EQ(told.code, tool::refused) << verb;
            EXPECT_THAT(told.wrong, HasSubstr("import 1 is under way")) << verb;
        }
        expect_done("patrons " + in); // a run of its own
    }
    EXPECT_EQ(patron("1").family_name, "A");
    EXPECT_THAT(run("circdesk import list").out, HasSubstr("cut short"));
    expect_done("resume 1");
    EXPECT_EQ(run("circdesk import undo 1 --yes").code, tool::done);
}

/// Readers of whom the 11th and the 141st have no name.
std::string readers_with_two_faults() {
    std::string all = "cardnumber,surname,categorycode,branchcode\n";
    for (int i = 0; i < 150; ++i)
        all += card(i) + ',' + (i == 10 || i == 140 ? "" : "Name") + ",adult,MAIN\n";
    return all;
}

TEST_F(cut_short, run_keeps_what_did_not_fit_before_the_cut_and_adds_what_does_not_behind_it) {
    const auto in = write("p.csv", readers_with_two_faults());
    EXPECT_EQ(run("circdesk import patrons " + in + " --rejects " + file("r.csv") + " --mend " +
                  file("m.csv"))
                  .code,
              tool::refused);
    const auto rejects = read("r.csv");
    const auto mend = read("m.csv");
    EXPECT_THAT(rejects, HasSubstr(",142,"));
    drop_lines("r.csv", 1);
    drop_lines("m.csv", 1);
    EXPECT_THAT(read("r.csv"), Not(HasSubstr(",142,")));
    cut(1, 100);
    EXPECT_EQ(run("circdesk import resume 1").code, tool::refused);
    EXPECT_EQ(read("r.csv"), rejects);
    EXPECT_EQ(read("m.csv"), mend);
    EXPECT_THAT(run("circdesk import show 1").out, HasSubstr("family_name"));
    // Nothing more does not fit, but something did not.
    cut(1, 150);
    EXPECT_EQ(run("circdesk import resume 1").code, tool::refused);
    EXPECT_EQ(read("m.csv"), mend);
}

TEST_F(cut_short, collection_of_records_is_ended_once) {
    const std::string none = "<record><leader>00000nam a2200000 i 4500</leader></record>";
    const auto in = write("b.xml",
                          R"(<collection xmlns="http://www.loc.gov/MARC21/slim">)" + none + none +
                              "</collection>");
    const std::string what = "circdesk import marc " + in + " --mend " + file("m.xml");
    EXPECT_EQ(run(what).code, tool::refused);
    const auto whole = read("m.xml");
    cut(1, 1);
    EXPECT_EQ(run("circdesk import resume 1").code, tool::refused);
    const auto again = read("m.xml");
    EXPECT_EQ(again.find("</collection>"), again.rfind("</collection>"));
    EXPECT_GT(again.size(), whole.size());
}

TEST_F(cut_short, full_disk_for_what_does_not_fit_is_told_and_nothing_is_lost) {
    const auto in = write("p.csv", readers_with_two_faults());
    const auto at_once = run("circdesk import patrons " + in + " --rejects /dev/full");
    EXPECT_EQ(at_once.code, tool::unavailable);
    EXPECT_THAT(at_once.wrong, HasSubstr("/dev/full cannot be written any more"));
    EXPECT_EQ(rows().at("patron"), 0) << "it is known before anything comes in";
    const auto later = run("circdesk import patrons " + in + " --mend /dev/full");
    EXPECT_EQ(later.code, tool::unavailable);
    EXPECT_EQ(found(1).state, storage::import_state::running);
}

} // namespace
} // namespace circ::test
