// Tables that no import reads: the house itself, and what is over.

#include "tests/unit/tools/report_library.hpp"

#include <algorithm>

namespace circ::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class leaving : public report_library {
protected:
    [[nodiscard]] std::string table(const std::string& name) const {
        const auto made = run("circdesk export csv " + name);
        EXPECT_EQ(made.code, tool::done) << name << ": " << made.wrong;
        return made.out;
    }
};

TEST_F(leaving, takes_the_house_along) {
    ASSERT_EQ(run("circdesk calendar close NORTH today tomorrow --reason Snow --yes").code, tool::done);
    EXPECT_THAT(table("branches"), AllOf(StartsWith("code,name,address,time_zone,closed_at"), HasSubstr("NORTH,NORTH,,Europe/Berlin,")));
    EXPECT_THAT(table("calendar"), HasSubstr(",closed,Snow"));
    EXPECT_THAT(table("terminals"), AllOf(StartsWith("login,"), HasSubstr("kiosk1,"), HasSubstr("kiosk2,"), Not(HasSubstr("argon2"))));
}

TEST_F(leaving, takes_what_is_over_along) {
    EXPECT_THAT(table("history"), AllOf(HasSubstr("read,p1,MAIN,"), HasSubstr(",returned,"), Not(HasSubstr("late5"))));
    const auto paid = table("payments");
    EXPECT_EQ(std::ranges::count(paid, '\n'), 4) << "a head and three payments";
    EXPECT_THAT(paid, HasSubstr(",refused,patron_unknown,"));
}

/// Each moment's payments are on one page, however many they are.
TEST_F(leaving, takes_all_payments_of_one_moment) {
    constexpr int many = 450;
    change([&](storage::unit_of_work& unit, const auto& of) {
        for (int i = 0; i < many; ++i) {
            storage::payment made;
            made.id = unit.new_id<storage::payment_id>();
            made.institution = of.id;
            made.terminal = unit.terminal_by_login("kiosk1").value().id;
            made.amount = {100};
            made.credited = {100};
            made.patron = unit.find_card(of.id, "p1").value().patron;
            made.at = storage::instant{std::chrono::hours{24}};
            unit.add(made);
        }
    });
    EXPECT_EQ(std::ranges::count(table("payments"), '\n'), 4 + many);
}

TEST_F(leaving, names_the_tables_there_are) {
    EXPECT_THAT(run("circdesk export csv nothing").wrong, AllOf(HasSubstr("messages, branches"), HasSubstr("history")));
}

} // namespace
} // namespace circ::test
