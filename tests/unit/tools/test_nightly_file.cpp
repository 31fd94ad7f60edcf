// The nightly file of a school: it names all of a category, and whose card it lacks, that card ends.

#include "tests/unit/tools/rehearsal.hpp"

namespace circ::test {
namespace {

using testing::HasSubstr;

class nightly_file : public rehearsal {
protected:
    static constexpr int pupils = 40;

    nightly_file() {
        expect_done("patrons " + write("all.csv", list_without(0) + "T1,Teacher,staff,MAIN\n"));
    }

    /// All but the last ones.
    static std::string list_without(int missing) {
        std::string all = "card,family_name,category,branch\n";
        for (int i = 0; i < pupils - missing; ++i)
            all += card(i) + ",Pupil,student,MAIN\n";
        return all;
    }
    ran sync(int missing, const std::string& more = {}) {
        return run("circdesk import patrons " + write("night.csv", list_without(missing)) +
                   " --sync --category student" + more);
    }
    [[nodiscard]] bool is_ended(int n) const {
        return patron(card(n)).expires_on.has_value();
    }
};

TEST_F(nightly_file, ends_today_the_card_of_whom_it_lacks_and_of_nobody_else) {
    const auto told = sync(1);
    EXPECT_EQ(told.code, tool::done) << told.wrong;
    EXPECT_THAT(told.out, HasSubstr("a patron is not in it any more: that card ends today"));
    const auto ends = patron(card(pupils - 1)).expires_on;
    ASSERT_TRUE(ends);
    // Of the library's time zone, which is a day ahead late in the evening.
    EXPECT_TRUE(circulation::iso_date(*ends) == day(0) || circulation::iso_date(*ends) == day(1));
    EXPECT_FALSE(is_ended(0));
    EXPECT_FALSE(patron("T1").expires_on) << "no student";
    EXPECT_EQ(run("circdesk import undo 2 --yes").code, tool::done);
    EXPECT_FALSE(is_ended(pupils - 1));
}

TEST_F(nightly_file, that_lacks_more_than_five_percent_changes_nothing_until_one_is_sure) {
    const auto told = sync(3);
    EXPECT_EQ(told.code, tool::refused);
    EXPECT_THAT(told.wrong, HasSubstr("lacks 3 of 40 patrons, more than 5 %"));
    EXPECT_FALSE(is_ended(pupils - 1));
    EXPECT_EQ(sync(2).code, tool::done) << "five percent are not more than five";
    EXPECT_EQ(sync(5).code, tool::refused);
    EXPECT_EQ(sync(5, " --yes").code, tool::done);
    EXPECT_TRUE(is_ended(pupils - 5));
    EXPECT_FALSE(is_ended(pupils - 6));
}

TEST_F(nightly_file, with_a_card_that_cannot_be_read_ends_nobody_s) {
    for (const char* row : {"2.9E+13,Pupil,student,MAIN\n", "\"2900,Pupil,student,MAIN\n"}) {
        const auto told = run("circdesk import patrons " + write("night.csv", list_without(1) + row) +
                              " --sync --category student");
        EXPECT_EQ(told.code, tool::refused) << row;
        EXPECT_THAT(told.wrong, HasSubstr("the card of 1 row cannot be read and may be anybody's")) << row;
        EXPECT_FALSE(is_ended(pupils - 1)) << row;
    }
    EXPECT_EQ(sync(1).code, tool::done);
    EXPECT_TRUE(is_ended(pupils - 1));
}

TEST_F(nightly_file, gives_the_card_back_to_whom_it_names_again) {
    change([](storage::unit_of_work& unit, const auto& of) {
        auto who = unit.holder_of(of.id, card(pupils - 1)).value();
        who.expires_on = storage::local_date(std::chrono::days(30'000));
        unit.change(who);
    });
    EXPECT_EQ(sync(2).code, tool::done);
    EXPECT_TRUE(is_ended(pupils - 2));
    // The address is noted at the desk meanwhile: it stays.
    change([](storage::unit_of_work& unit, const auto& of) {
        auto who = unit.holder_of(of.id, card(pupils - 1)).value();
        who.phone = "555";
        unit.change(who);
    });
    EXPECT_EQ(sync(2).code, tool::done) << "another night without them";
    const auto told = sync(0);
    EXPECT_EQ(told.code, tool::done) << told.wrong;
    EXPECT_FALSE(is_ended(pupils - 2));
    EXPECT_EQ(patron(card(pupils - 1)).expires_on, storage::local_date(std::chrono::days(30'000)));
    EXPECT_EQ(patron(card(pupils - 1)).phone, "555");
    // What a file said itself is not taken back.
    expect_done("patrons " + write("end.csv",
                                   "card,family_name,category,branch,expires_on\n" + card(0) +
                                       ",Pupil,student,MAIN," + day(-10) + '\n'));
    EXPECT_EQ(sync(0).code, tool::done);
    EXPECT_TRUE(is_ended(0));
}

TEST_F(nightly_file, is_one_and_says_of_whom_it_is) {
    const std::string all = write("night.csv", list_without(0));
    EXPECT_EQ(run("circdesk import patrons " + all + " --sync").code, tool::wrong_usage);
    const auto two =
        run("circdesk import patrons " + all + ' ' + all + " --sync --category student");
    EXPECT_EQ(two.code, tool::wrong_usage);
    EXPECT_THAT(two.wrong, HasSubstr("for one file"));
}

} // namespace
} // namespace circ::test
